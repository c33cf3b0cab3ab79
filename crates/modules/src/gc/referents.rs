//! What an object refers to, in the order in which CPython's collector visits it.

use pellucid_runtime::heap::Label;
use pellucid_runtime::object::{Type, TypeFlags, TypeLookup};
use pellucid_runtime::prelude::*;

/// The order of the parts of native types, where it is not that of their payloads: names of fields, each with a `?` if None
/// stands for nothing there; `class` for types that are made at run time; `tail` for slots and the `__dict__`; `#keys` for
/// the keys of a dict; `*` for all that no other word means. What no word means is not visited.
const ORDERS: &[(&str, &str)] = &[
    ("AST", "class tail"),
    ("AttributeError", "object name tail *"),
    ("BaseException", "tail *"),
    ("BaseExceptionGroup", "message exceptions tail *"),
    ("Dialect", "line_terminator class"),
    ("ImportError", "message name path name_from tail *"),
    ("Match", "string pattern"),
    ("NameError", "name tail *"),
    ("OSError", "number message filename filename2 tail *"),
    ("OrderedDict", "#keys *"),
    ("Pattern", "group_index index_group pattern"),
    ("SRE_Scanner", "pattern"),
    ("StopIteration", "value tail *"),
    (
        "SyntaxError",
        "message filename line offset end_line end_offset text print_file_and_line metadata tail *",
    ),
    ("SystemExit", "code tail *"),
    ("TextIOWrapper", "buffer encoding encoder decoder decoded snapshot_bytes errors tail"),
    ("UnicodeDecodeError", "encoding object reason tail *"),
    ("UnicodeEncodeError", "encoding object reason tail *"),
    ("UnicodeTranslateError", "encoding object reason tail *"),
    ("_lru_cache_wrapper", "cache function mark info tail"),
    ("accumulate", "function items total initial?"),
    ("async_generator", "name qualified_name *"),
    ("attrgetter", "keys class"),
    ("coroutine", "name qualified_name *"),
    ("cycle", "items saved"),
    ("defaultdict", "factory *"),
    ("dropwhile", "items function"),
    ("filter", "items function"),
    ("filterfalse", "items function"),
    (
        "function",
        "code globals builtins module defaults keyword_defaults doc? name tail closure annotations annotate \
         type_parameters qualified_name",
    ),
    ("generator", "name qualified_name *"),
    ("groupby", "items key_function? group_key key value"),
    ("itemgetter", "keys"),
    ("member_descriptor", "owner"),
    ("methodcaller", "arguments keywords class"),
    ("pairwise", "items previous last"),
    ("reader", "dialect lines class"),
    ("slice", "start stop step"),
    ("starmap", "items function"),
    ("super", "object this_class object_class"),
    ("takewhile", "items function"),
    ("type", "dict mro bases base"),
    ("wrapper_descriptor", "owner"),
    ("writer", "dialect write class"),
];

/// Where in an object a reference was found.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Class,
    Tail,
    Field(&'static str),
    Key,
    Other,
}

impl Part {
    fn of(label: Label<'_>) -> Part {
        match label {
            Label::Kind => Part::Class,
            Label::Tail(_) => Part::Tail,
            Label::Field(name) => Part::Field(name),
            Label::Key => Part::Key,
            _ => Part::Other,
        }
    }
}

/// What an object refers to.
pub fn of(vm: &mut Vm, object: &Object) -> Vec<Ref> {
    if !is_visited(vm, object) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let names = vm.types.shared_names.clone();
    Object::trace(object, vm, &mut |referent: &Object, label| {
        if !referent.class_is(&names) {
            found.push((referent.to_ref(), Part::of(label)));
        }
    });
    put_in_order(vm, object, &mut found);
    if !vm.is_heap_type(object.class()) {
        found.retain(|(_, part)| *part != Part::Class);
    }
    arrange(vm, &found, order_of(vm, object.class()), object.class().has(TypeFlags::HEAP_TYPE))
}

/// Whether CPython's collector would ask the object: it does not know objects of some types, nor the types that are
/// compiled in.
fn is_visited(vm: &Vm, object: &Object) -> bool {
    vm.is_collected_class(object.class())
        && object.downcast::<Type>().is_none_or(|class| vm.is_heap_type(class))
}

/// The row for a class: that of the first native class in its order of resolution that has one.
fn order_of(vm: &Vm, class: &Typed<Type>) -> Option<&'static str> {
    class.native_names(vm).into_iter().find_map(|name| {
        let row = ORDERS.binary_search_by(|(own, _)| (*own).cmp(name)).ok()?;
        Some(ORDERS[row].1)
    })
}

fn arrange(vm: &Vm, found: &[(Ref, Part)], order: Option<&'static str>, python: bool) -> Vec<Ref> {
    let words: Vec<&'static str> = order.unwrap_or("*").split_whitespace().collect();
    let mut parts: Vec<&'static str> = Vec::new();
    let names = |word: &str| words.contains(&word);
    // The parts of a Python class stand before those of its native base.
    if python && !names("tail") {
        parts.push("tail");
    }
    if !names("class") {
        parts.push("class");
    }
    parts.extend(&words);
    if !python && !names("tail") && order.is_none() {
        parts.push("tail");
    }
    let mut arranged = Vec::new();
    for word in &parts {
        let before = arranged.len();
        let (name, none) = (word.trim_end_matches('?'), word.ends_with('?'));
        let meant = |part: Part| match name {
            "class" => part == Part::Class,
            "tail" => part == Part::Tail,
            "#keys" => part == Part::Key,
            "*" => match part {
                Part::Class | Part::Tail => false,
                Part::Field(field) => {
                    !parts.iter().any(|other| other.trim_end_matches('?') == field)
                }
                Part::Key => !names("#keys"),
                Part::Other => true,
            },
            name => part == Part::Field(name),
        };
        let mut held = found.iter().filter(|(_, part)| meant(*part)).map(|(it, _)| it.clone());
        match name {
            // An ordered dict has its keys twice here, once for their order.
            "#keys" => held.for_each(|key| {
                if !arranged.iter().any(|known: &Ref| known.is(&*key)) {
                    arranged.push(key);
                }
            }),
            _ => arranged.extend(&mut held),
        }
        if none && arranged.len() == before {
            arranged.push(vm.none());
        }
    }
    arranged
}

/// Puts what containers hold into CPython's order: the items of lists and tuples from the end, values before their keys.
/// Keys that are all strings it does not visit.
fn put_in_order(vm: &Vm, object: &Object, found: &mut Vec<(Ref, Part)>) {
    if object.holds::<List>() || object.holds::<Tuple>() {
        found.reverse();
    }
    if !object.holds::<Dict>() {
        return;
    }
    let is_string = |key: &Ref| key.class_is(&vm.types.str);
    if found.iter().all(|(referent, part)| *part != Part::Key || is_string(referent)) {
        if !object.class().native_names(vm).contains(&"OrderedDict") {
            found.retain(|(_, part)| *part != Part::Key);
        }
        return;
    }
    for place in 1..found.len() {
        if found[place - 1].1 == Part::Key && found[place].1 == Part::Other {
            found.swap(place - 1, place);
        }
    }
}
