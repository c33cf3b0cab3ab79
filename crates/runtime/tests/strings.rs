//! Strings, bytes and their views answer through their methods and operators as CPython does.
#![allow(clippy::unwrap_used)]

use pellucid_runtime::heap::Ref;
use pellucid_runtime::object::BinaryOperator;
use pellucid_runtime::prelude::Str;
use pellucid_runtime::{PyResult, Vm};
use pellucid_text::hash::HashKey;

fn vm() -> Vm {
    *Vm::new(HashKey::from_seed(0)).unwrap()
}

/// `object.name(*arguments)` as its repr, or the exception's.
fn call(vm: &mut Vm, object: &Ref, name: &str, arguments: &[Ref]) -> String {
    let name = vm.intern(name);
    let borrowed: Vec<_> = arguments.iter().map(|argument| &**argument).collect();
    let result = vm.call_method(object, &name, &borrowed);
    shown(vm, result)
}

fn shown(vm: &mut Vm, result: PyResult) -> String {
    match result {
        Ok(value) => vm.repr(&value).unwrap().to_string(),
        Err(raised) => {
            let class = vm.class_name(raised.0.as_object());
            let text = vm.str(raised.0.as_object()).unwrap();
            format!("{class}: {text}")
        }
    }
}

fn s(vm: &Vm, text: &str) -> Ref {
    vm.new_str(text).into_object()
}

fn b(vm: &Vm, bytes: &[u8]) -> Ref {
    vm.new_bytes(bytes).into_object()
}

#[test]
fn str_methods() {
    let mut vm = vm();
    let vm = &mut vm;
    let text = s(vm, "Hello, Wörld");
    assert_eq!(call(vm, &text, "upper", &[]), "'HELLO, WÖRLD'");
    let o = s(vm, "l");
    assert_eq!(call(vm, &text, "find", std::slice::from_ref(&o)), "2");
    assert_eq!(call(vm, &text, "rfind", std::slice::from_ref(&o)), "10");
    assert_eq!(call(vm, &text, "count", std::slice::from_ref(&o)), "3");
    let missing = s(vm, "zz");
    assert_eq!(call(vm, &text, "index", &[missing]), "ValueError: substring not found");
    let number = vm.new_int(5);
    assert_eq!(
        call(vm, &text, "find", &[number]),
        "TypeError: find() argument 1 must be str, not int"
    );
    let width = vm.new_int(16);
    let star = s(vm, "*");
    assert_eq!(call(vm, &text, "center", &[width, star]), "'**Hello, Wörld**'");
    let huge = vm.new_int(i64::MAX);
    assert_eq!(call(vm, &text, "ljust", &[huge]), "MemoryError: ");
    let zeros = s(vm, "-42");
    let width = vm.new_int(6);
    assert_eq!(call(vm, &zeros, "zfill", &[width]), "'-00042'");
    let (old, new) = (s(vm, "l"), s(vm, "LL"));
    assert_eq!(call(vm, &text, "replace", &[old, new]), "'HeLLLLo, WörLLd'");
}

#[test]
fn formatting() {
    let mut vm = vm();
    let vm = &mut vm;
    let format = s(vm, "{}-{!r:>6}-{:{}}");
    let arguments = [vm.new_int(1), s(vm, "a"), vm.new_int(7), s(vm, "04")];
    assert_eq!(call(vm, &format, "format", &arguments), "\"1-   'a'-0007\"");
    let mixed = s(vm, "{} {0}");
    assert_eq!(
        call(vm, &mixed, "format", &arguments),
        "ValueError: cannot switch from automatic field numbering to manual field specification"
    );
    let single = s(vm, "a}b");
    assert_eq!(
        call(vm, &single, "format", &[]),
        "ValueError: Single '}' encountered in format string"
    );
    let percent = s(vm, "%5d|%-4s|%x|%.2f|%r");
    let values = vec![vm.new_int(42), s(vm, "ab"), vm.new_int(255), vm.new_float(1.5), s(vm, "q")];
    let values = vm.new_tuple(values).into_object();
    let result = vm.binary(&BinaryOperator::REMAINDER, &percent, &values);
    assert_eq!(shown(vm, result), "\"   42|ab  |ff|1.50|'q'\"");
    let few = vm.new_tuple(Vec::new()).into_object();
    let result = vm.binary(&BinaryOperator::REMAINDER, &percent, &few);
    assert_eq!(shown(vm, result), "TypeError: not enough arguments for format string");
    let bytes = b(vm, b"%s=%04d%%");
    let values = vec![b(vm, b"k"), vm.new_int(7)];
    let values = vm.new_tuple(values).into_object();
    let result = vm.binary(&BinaryOperator::REMAINDER, &bytes, &values);
    assert_eq!(shown(vm, result), "b'k=0007%'");
}

#[test]
fn encoding_and_decoding() {
    let mut vm = vm();
    let vm = &mut vm;
    let text = s(vm, "aé€");
    assert_eq!(call(vm, &text, "encode", &[]), "b'a\\xc3\\xa9\\xe2\\x82\\xac'");
    let ascii = s(vm, "ascii");
    let raised = call(vm, &text, "encode", std::slice::from_ref(&ascii));
    assert!(raised.starts_with("UnicodeEncodeError"), "{raised}");
    let replace = s(vm, "backslashreplace");
    assert_eq!(call(vm, &text, "encode", &[ascii, replace]), "b'a\\\\xe9\\\\u20ac'");
    let utf16 = s(vm, "utf-16");
    assert_eq!(
        call(vm, &text, "encode", std::slice::from_ref(&utf16)),
        "b'\\xff\\xfea\\x00\\xe9\\x00\\xac '"
    );
    let bytes = b(vm, b"\xff\xfea\0");
    assert_eq!(call(vm, &bytes, "decode", &[utf16]), "'a'");
    let unknown = s(vm, "nonesuch");
    assert_eq!(call(vm, &text, "encode", &[unknown]), "LookupError: unknown encoding: nonesuch");
}

#[test]
fn appending_keeps_the_object_while_nobody_looks() {
    let mut vm = vm();
    let vm = &mut vm;
    let mut text = vm.new_str("start of a text that grows");
    let more = vm.new_str("xy");
    let mut moves = 0;
    for _ in 0..10_000 {
        let address = text.address();
        if !Str::append(vm, &mut text, &more) {
            text = Str::concatenate_two(vm, &text, &more).unwrap();
        }
        moves += usize::from(text.address() != address);
    }
    assert_eq!(text.len(), 26 + 20_000);
    assert!(moves < 600, "{moves} moves");
    let kept = text.clone();
    assert!(!Str::append(vm, &mut text, &more));
    assert_eq!(kept.len(), text.len());
}

#[test]
fn bytearray_growth_and_views() {
    let mut vm = vm();
    let vm = &mut vm;
    let class = vm.types.bytearray.clone();
    let three = b(vm, b"abc");
    let array = vm.call_positional(class.as_object(), &[&three]).unwrap();
    assert_eq!(call(vm, &array, "__alloc__", &[]), "4");
    let byte = vm.new_int(100);
    assert_eq!(call(vm, &array, "append", std::slice::from_ref(&byte)), "None");
    assert_eq!(call(vm, &array, "__alloc__", &[]), "7");
    let view_class = vm.types.memoryview.clone();
    let view = vm.call_positional(view_class.as_object(), &[&array]).unwrap();
    assert_eq!(
        call(vm, &array, "append", &[byte]),
        "BufferError: Existing exports of data: object cannot be re-sized"
    );
    assert_eq!(call(vm, &view, "tolist", &[]), "[97, 98, 99, 100]");
    let format = s(vm, "H");
    let cast = {
        let name = vm.intern("cast");
        vm.call_method(&view, &name, &[&format]).unwrap()
    };
    assert_eq!(call(vm, &cast, "tolist", &[]), "[25185, 25699]");
    let (zero, value) = (vm.new_int(0), vm.new_int(0x4142));
    vm.set_item(&cast, &zero, Some(&value)).unwrap();
    assert_eq!(vm.repr(&array).unwrap().to_string(), "bytearray(b'BAcd')");
    drop(cast);
    assert_eq!(call(vm, &view, "release", &[]), "None");
    assert_eq!(call(vm, &array, "pop", &[]), "100");
    let hex = s(vm, "4a4b 4c");
    let from_hex = vm.intern("fromhex");
    let made = vm.call_method(class.as_object(), &from_hex, &[&hex]);
    assert_eq!(shown(vm, made), "bytearray(b'JKL')");
}

#[test]
fn sizes_are_checked_before_anything_is_allocated() {
    let mut vm = vm();
    let vm = &mut vm;
    let huge = vm.new_int(i64::MAX / 2);
    for object in [s(vm, "ab"), b(vm, b"ab")] {
        let result = vm.binary(&BinaryOperator::MULTIPLY, &object, &huge);
        let text = shown(vm, result);
        assert!(text.starts_with("MemoryError") || text.starts_with("OverflowError"), "{text}");
    }
    let format = s(vm, "%99999999999999d");
    let one = vm.new_int(1);
    let result = vm.binary(&BinaryOperator::REMAINDER, &format, &one);
    assert!(shown(vm, result).starts_with("MemoryError"));
}
