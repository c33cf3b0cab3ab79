//! Builtin exceptions: how they are made, what they hold, how they show themselves. The texts are CPython's.
#![allow(clippy::unwrap_used)]

use pellucid_runtime::Vm;
use pellucid_runtime::heap::Ref;
use pellucid_runtime::object::{Args, ObjectExt, Type, TypeLookup};
use pellucid_text::hash::HashKey;

fn vm() -> Vm {
    *Vm::new(HashKey::from_seed(0)).unwrap()
}

fn text(vm: &Vm, value: &str) -> Ref {
    vm.new_str(value).into_object()
}

/// `class(*arguments)`, or the text of the exception raised instead.
fn make(vm: &mut Vm, class: &Ref<Type>, arguments: &[Ref]) -> Result<Ref, String> {
    let class = class.clone();
    vm.call(class.as_object(), Args::from_positional(arguments)).map_err(|raised| {
        let name = raised.0.class().name(vm);
        format!("{name}: {}", &*vm.str(raised.0.as_object()).unwrap())
    })
}

/// The name of the class and the `str` of what `class(*arguments)` makes.
fn shown(vm: &mut Vm, class: &Ref<Type>, arguments: &[Ref]) -> String {
    match make(vm, class, arguments) {
        Ok(exception) => {
            let name = exception.class().name(vm);
            format!("{name}: {}", &*vm.str(&exception).unwrap())
        }
        Err(error) => format!("raised {error}"),
    }
}

#[test]
fn os_errors_become_what_their_number_means() {
    let mut vm = vm();
    let class = vm.types.os_error.clone();
    let two = vm.new_int(2);
    let arguments = [two.clone(), text(&vm, "gone"), text(&vm, "a"), vm.none(), text(&vm, "b")];
    assert_eq!(shown(&mut vm, &class, &arguments[..2]), "FileNotFoundError: [Errno 2] gone");
    assert_eq!(shown(&mut vm, &class, &arguments[..3]), "FileNotFoundError: [Errno 2] gone: 'a'");
    assert_eq!(shown(&mut vm, &class, &arguments), "FileNotFoundError: [Errno 2] gone: 'a' -> 'b'");
    let plain = [text(&vm, "x")];
    assert_eq!(shown(&mut vm, &class, &plain), "OSError: x");
    let exception = make(&mut vm, &class, &arguments[..3]).unwrap();
    let name = vm.intern("args");
    let args = vm.get_attribute(&exception, &name).unwrap();
    assert_eq!(vm.repr(&args).unwrap().to_string(), "(2, 'gone')");
    let name = vm.intern("filename");
    let filename = vm.get_attribute(&exception, &name).unwrap();
    assert_eq!(vm.repr(&filename).unwrap().to_string(), "'a'");
}

#[test]
fn unicode_errors_say_where() {
    let mut vm = vm();
    let class = vm.types.unicode_decode_error.clone();
    let bytes = vm.new_bytes(b"a\xffb").into_object();
    let (one, two, three) = (vm.new_int(1), vm.new_int(2), vm.new_int(3));
    let single = [text(&vm, "utf-8"), bytes.clone(), one.clone(), two, text(&vm, "bad")];
    let range = [text(&vm, "utf-8"), bytes, one, three, text(&vm, "bad")];
    assert_eq!(
        shown(&mut vm, &class, &single),
        "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xff in position 1: bad"
    );
    assert_eq!(
        shown(&mut vm, &class, &range),
        "UnicodeDecodeError: 'utf-8' codec can't decode bytes in position 1-2: bad"
    );
    assert_eq!(
        shown(&mut vm, &class, &single[..1]),
        "raised TypeError: function takes exactly 5 arguments (1 given)"
    );
}

#[test]
fn syntax_errors_show_file_and_line() {
    let mut vm = vm();
    let class = vm.types.syntax_error.clone();
    let place = vec![text(&vm, "/x/f.py"), vm.new_int(2), vm.new_int(3), text(&vm, "t")];
    let place = vm.new_tuple(place).into_object();
    let short = vm.new_tuple(vec![vm.none()]).into_object();
    let message = text(&vm, "bad");
    assert_eq!(
        shown(&mut vm, &class, &[message.clone(), place]),
        "SyntaxError: bad (f.py, line 2)"
    );
    assert_eq!(
        shown(&mut vm, &class, &[message, short]),
        "raised TypeError: function takes at least 4 arguments (1 given)"
    );
}

#[test]
fn groups_choose_their_class_and_split() {
    let mut vm = vm();
    let (base, group) = (vm.types.base_exception_group.clone(), vm.types.exception_group.clone());
    let (value, key, interrupt) = (
        vm.types.value_error.clone(),
        vm.types.key_error.clone(),
        vm.types.keyboard_interrupt.clone(),
    );
    let value_error = make(&mut vm, &value, &[]).unwrap();
    let key_error = make(&mut vm, &key, &[]).unwrap();
    let interrupt = make(&mut vm, &interrupt, &[]).unwrap();
    let message = text(&vm, "m");
    let both = vm.new_list(vec![value_error.clone(), key_error]).unwrap().into_object();
    let hard = vm.new_list(vec![value_error, interrupt]).unwrap().into_object();
    let made = make(&mut vm, &base, &[message.clone(), both]).unwrap();
    assert_eq!(made.class().name(&vm), "ExceptionGroup");
    assert_eq!(vm.str(&made).unwrap().to_string(), "m (2 sub-exceptions)");
    assert_eq!(
        shown(&mut vm, &base, &[message.clone(), hard.clone()]),
        "BaseExceptionGroup: m (2 sub-exceptions)"
    );
    assert_eq!(
        shown(&mut vm, &group, &[message.clone(), hard]),
        "raised TypeError: Cannot nest BaseExceptions in an ExceptionGroup"
    );
    assert!(group.is_subclass_of(&vm, &vm.types.exception.clone()));
    let split = vm.intern("split");
    let parts = vm.call_method(&made, &split, &[value.as_object()]).unwrap();
    assert_eq!(
        vm.repr(&parts).unwrap().to_string(),
        "(ExceptionGroup('m', [ValueError()]), ExceptionGroup('m', [KeyError()]))"
    );
}

#[test]
fn keys_are_shown_as_repr_and_values_are_kept() {
    let mut vm = vm();
    let class = vm.types.key_error.clone();
    let key = [text(&vm, "k")];
    assert_eq!(shown(&mut vm, &class, &key), "KeyError: 'k'");
    let class = vm.types.stop_iteration.clone();
    let seven = vm.new_int(7);
    let stop = make(&mut vm, &class, &[seven]).unwrap();
    let name = vm.intern("value");
    let value = vm.get_attribute(&stop, &name).unwrap();
    assert_eq!(vm.repr(&value).unwrap().to_string(), "7");
    let class = vm.types.system_exit.clone();
    let arguments = [vm.new_int(1), vm.new_int(2)];
    let exit = make(&mut vm, &class, &arguments).unwrap();
    let name = vm.intern("code");
    let code = vm.get_attribute(&exit, &name).unwrap();
    assert_eq!(vm.repr(&code).unwrap().to_string(), "(1, 2)");
}
