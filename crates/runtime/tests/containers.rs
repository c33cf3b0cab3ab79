//! Containers behave as CPython's, seen through the abstract operations.
#![allow(clippy::unwrap_used)]

use pellucid_runtime::Vm;
use pellucid_runtime::builtins::{Dict, List, Set};
use pellucid_runtime::prelude::*;
use pellucid_text::hash::HashKey;

fn machine() -> Vm {
    *Vm::new(HashKey::from_seed(0)).unwrap()
}

fn ints(vm: &mut Vm, values: impl IntoIterator<Item = i64>) -> Ref {
    let items = values.into_iter().map(|value| vm.new_int(value)).collect();
    vm.new_list(items).unwrap().into_object()
}

fn method(vm: &mut Vm, object: &Object, name: &str, arguments: &[&Object]) -> PyResult {
    let name = vm.intern(name);
    vm.call_method(object, &name, arguments)
}

fn shown(vm: &mut Vm, object: &Object) -> String {
    vm.repr(object).unwrap().to_string()
}

fn message(vm: &mut Vm, result: PyResult) -> String {
    let raised = result.unwrap_err();
    vm.str(raised.0.as_object()).unwrap().to_string()
}

#[test]
fn lists_grow_as_cpython_has_it() {
    let mut vm = machine();
    let list = ints(&mut vm, []);
    let mut sizes = Vec::new();
    for value in 0..40 {
        let value = vm.new_int(value);
        method(&mut vm, &list, "append", &[&value]).unwrap();
        let size = method(&mut vm, &list, "__sizeof__", &[]).unwrap();
        sizes.push(size.downcast::<Int>().unwrap().to_i64().unwrap());
    }
    sizes.dedup();
    assert_eq!(sizes, [72, 104, 168, 232, 296, 360]);
}

#[test]
fn reprs_end() {
    let mut vm = machine();
    let list = ints(&mut vm, [1, 2]);
    method(&mut vm, &list, "append", &[&list]).unwrap();
    assert_eq!(shown(&mut vm, &list), "[1, 2, [...]]");
    let dict = vm.new_dict();
    let key = vm.new_int(1);
    dict.set(&mut vm, &key, list.clone()).unwrap();
    assert_eq!(shown(&mut vm, dict.as_object()), "{1: [1, 2, [...]]}");
    method(&mut vm, &list, "clear", &[]).unwrap();
    let tuple = vm.new_tuple(vec![list]).into_object();
    assert_eq!(shown(&mut vm, &tuple), "([],)");
}

#[test]
fn sorting_agrees_with_the_standard_library() {
    let mut vm = machine();
    let mut state = 12345u64;
    for length in [0usize, 1, 2, 10, 63, 64, 65, 200, 1000, 5000] {
        for range in [3, 100, 1 << 40] {
            let values: Vec<i64> = (0..length)
                .map(|at| {
                    state =
                        state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                    if at % 7 < 4 { at as i64 } else { (state >> 20) as i64 % range }
                })
                .collect();
            let list = ints(&mut vm, values.iter().copied());
            method(&mut vm, &list, "sort", &[]).unwrap();
            let mut expected = values;
            expected.sort();
            let sorted: Vec<i64> = list
                .downcast::<List>()
                .unwrap()
                .items(&vm)
                .iter()
                .map(|item| item.downcast::<Int>().unwrap().to_i64().unwrap())
                .collect();
            assert_eq!(sorted, expected);
        }
    }
}

#[test]
fn dicts_have_cpythons_sizes() {
    let mut vm = machine();
    let dict = vm.new_dict();
    let mut sizes = vec![dict.table_bytes(&vm)];
    for value in 0..12 {
        let key = vm.new_int(value);
        dict.set(&mut vm, &key, key.clone()).unwrap();
        sizes.push(dict.table_bytes(&vm));
    }
    sizes.dedup();
    assert_eq!(sizes, [0, 160, 288, 568]);
    for value in 0..12 {
        let key = vm.new_int(value);
        if value % 4 != 3 {
            dict.remove(&mut vm, &key).unwrap().unwrap();
        }
    }
    assert_eq!(shown(&mut vm, dict.as_object()), "{3: 3, 7: 7, 11: 11}");
    let names = vm.new_dict();
    let name = vm.intern("a");
    let none = vm.none();
    names.set_str(&mut vm, &name, none);
    assert_eq!(names.table_bytes(&vm), 120);
    let view = method(&mut vm, dict.as_object(), "items", &[]).unwrap();
    assert_eq!(shown(&mut vm, &view), "dict_items([(3, 3), (7, 7), (11, 11)])");
}

#[test]
fn sets_iterate_in_cpythons_order() {
    let mut vm = machine();
    let set = Set::new(&vm);
    for value in [1000, 3, 64, 17, 5, -1, 99, 8, 16, 24, 32] {
        let key = vm.new_int(value);
        set.add(&mut vm, &key).unwrap();
    }
    assert_eq!(shown(&mut vm, set.as_object()), "{64, 32, 3, 99, 5, 1000, 8, 16, 17, 24, -1}");
    let list = ints(&mut vm, []);
    let result = method(&mut vm, set.as_object(), "add", &[&list]);
    let expected = "cannot use 'list' as a set element (unhashable type: 'list')";
    assert_eq!(message(&mut vm, result), expected);
}

#[test]
fn slices_and_ranges() {
    let mut vm = machine();
    let list = ints(&mut vm, 0..10);
    let parts: Vec<Ref> = [8, 1, -3].into_iter().map(|value| vm.new_int(value)).collect();
    let class = vm.types.slice.clone();
    let slice = vm.call(class.as_object(), Args::from_positional(&parts)).unwrap();
    let picked = vm.get_item(&list, &slice).unwrap();
    assert_eq!(shown(&mut vm, &picked), "[8, 5, 2]");
    vm.set_item(&list, &slice, None).unwrap();
    assert_eq!(shown(&mut vm, &list), "[0, 1, 3, 4, 6, 7, 9]");
    let class = vm.types.range.clone();
    let range = vm.call(class.as_object(), Args::from_positional(&parts)).unwrap();
    assert_eq!(shown(&mut vm, &range), "range(8, 1, -3)");
    let numbers = vm.collect(&range).unwrap();
    let numbers = vm.new_tuple(numbers).into_object();
    assert_eq!(shown(&mut vm, &numbers), "(8, 5, 2)");
    let dict = Dict::new(&vm);
    let result = dict.set(&mut vm, &list, numbers).map(|()| vm.none());
    let expected = "cannot use 'list' as a dict key (unhashable type: 'list')";
    assert_eq!(message(&mut vm, result), expected);
}
