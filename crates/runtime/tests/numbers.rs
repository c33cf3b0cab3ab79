//! Numbers computed with, formatted and converted; the results are CPython's.
#![allow(clippy::unwrap_used)]

use pellucid_runtime::Vm;
use pellucid_runtime::heap::Ref;
use pellucid_runtime::object::{Args, BinaryOperator, ObjectExt, Type, TypeLookup};
use pellucid_runtime::{PyResult, Raised};
use pellucid_text::hash::HashKey;

fn vm() -> Vm {
    *Vm::new(HashKey::from_seed(0)).unwrap()
}

fn shown(vm: &mut Vm, result: PyResult) -> String {
    match result {
        Ok(value) => vm.repr(&value).unwrap().to_string(),
        Err(Raised(exception)) => {
            let name = exception.class().name(vm);
            format!("{name}: {}", &*vm.str(exception.as_object()).unwrap())
        }
    }
}

fn int(vm: &mut Vm, digits: &str) -> Ref {
    let class = vm.types.int.clone();
    let text = vm.new_str(digits).into_object();
    vm.call(class.as_object(), Args::from_positional(&[text])).unwrap()
}

fn converted(vm: &mut Vm, class: Ref<Type>, text: &str) -> String {
    let text = vm.new_str(text).into_object();
    let result = vm.call(class.as_object(), Args::from_positional(&[text]));
    shown(vm, result)
}

#[test]
fn integers_of_any_size() {
    let mut vm = vm();
    let cases = [
        ("9223372036854775807", "+", "1", "9223372036854775808"),
        ("-9223372036854775808", "-", "1", "-9223372036854775809"),
        ("-9223372036854775807", "-", "1", "-9223372036854775808"),
        ("4294967296", "*", "4294967296", "18446744073709551616"),
        ("-7", "//", "2", "-4"),
        ("-7", "%", "2", "1"),
        ("7", "%", "-2", "-1"),
        ("1", "//", "0", "ZeroDivisionError: division by zero"),
        ("1", "/", "0", "ZeroDivisionError: division by zero"),
        ("1", "/", "3", "0.3333333333333333"),
        ("1", "<<", "100", "1267650600228229401496703205376"),
        ("1", "<<", "-1", "ValueError: negative shift count"),
        ("1", "<<", "4611686018427387904", "MemoryError: "),
        ("0", "<<", "36893488147419103232", "0"),
        ("-1", ">>", "36893488147419103232", "-1"),
        ("-9223372036854775808", "//", "-1", "9223372036854775808"),
        ("-1", "&", "36893488147419103232", "36893488147419103232"),
    ];
    for (left, sign, right, expected) in cases {
        let (left, right) = (int(&mut vm, left), int(&mut vm, right));
        let operator = match sign {
            "+" => BinaryOperator::ADD,
            "-" => BinaryOperator::SUBTRACT,
            "*" => BinaryOperator::MULTIPLY,
            "//" => BinaryOperator::FLOOR_DIVIDE,
            "%" => BinaryOperator::REMAINDER,
            "/" => BinaryOperator::TRUE_DIVIDE,
            "<<" => BinaryOperator::SHIFT_LEFT,
            ">>" => BinaryOperator::SHIFT_RIGHT,
            _ => BinaryOperator::AND,
        };
        let result = vm.binary(&operator, &left, &right);
        assert_eq!(shown(&mut vm, result), expected, "{sign}");
    }
    let (ten, huge) = (vm.new_int(10), vm.new_int(10_000_000_000_000));
    let result = vm.power(&ten, &huge, None);
    assert_eq!(shown(&mut vm, result), "MemoryError: ");
    let (zero, minus) = (vm.new_int(0), vm.new_int(-1));
    let result = vm.power(&zero, &minus, None);
    assert_eq!(shown(&mut vm, result), "ZeroDivisionError: zero to a negative power");
}

#[test]
fn big_integers_count_as_bytes_of_the_heap() {
    let mut vm = vm();
    let before = vm.heap().live_bytes();
    let (one, count) = (vm.new_int(1), vm.new_int(8_000_000));
    let big = vm.binary(&BinaryOperator::SHIFT_LEFT, &one, &count).unwrap();
    assert!(vm.heap().live_bytes() - before >= 1_000_000);
    drop(big);
    assert!(vm.heap().live_bytes() - before < 1_000);
    vm.heap().set_limit(Some(before + 500_000));
    let result = vm.binary(&BinaryOperator::SHIFT_LEFT, &one, &count);
    assert_eq!(shown(&mut vm, result), "MemoryError: ");
}

#[test]
fn text_to_numbers() {
    let mut vm = vm();
    let (int, float, complex) =
        (vm.types.int.clone(), vm.types.float.clone(), vm.types.complex.clone());
    assert_eq!(converted(&mut vm, int.clone(), " -1_0 "), "-10");
    assert_eq!(
        converted(&mut vm, int, "x"),
        "ValueError: invalid literal for int() with base 10: 'x'"
    );
    assert_eq!(converted(&mut vm, float.clone(), "1e400"), "inf");
    assert_eq!(
        converted(&mut vm, float, "x"),
        "ValueError: could not convert string to float: 'x'"
    );
    assert_eq!(converted(&mut vm, complex.clone(), "1-2j"), "(1-2j)");
    assert_eq!(converted(&mut vm, complex.clone(), "-0j"), "-0j");
    assert_eq!(converted(&mut vm, complex, "x"), "ValueError: complex() arg is a malformed string");
}

#[test]
fn mixed_kinds() {
    let mut vm = vm();
    let (half, two, i) = (vm.new_float(0.5), vm.new_int(2), {
        let class = vm.types.complex.clone();
        let text = vm.new_str("1j").into_object();
        vm.call(class.as_object(), Args::from_positional(&[text])).unwrap()
    });
    let truth = vm.new_bool(true);
    let sum = vm.binary(&BinaryOperator::ADD, &truth, &half);
    assert_eq!(shown(&mut vm, sum), "1.5");
    let product = vm.binary(&BinaryOperator::MULTIPLY, &two, &i);
    assert_eq!(shown(&mut vm, product), "2j");
    let power = vm.power(&i, &two, None);
    assert_eq!(shown(&mut vm, power), "(-1+0j)");
    let wrong = vm.binary(&BinaryOperator::FLOOR_DIVIDE, &i, &two);
    assert_eq!(
        shown(&mut vm, wrong),
        "TypeError: unsupported operand type(s) for //: 'complex' and 'int'"
    );
    let both = vm.binary(&BinaryOperator::AND, &truth, &truth);
    assert_eq!(shown(&mut vm, both), "True");
}

#[test]
fn format_specifications() {
    let mut vm = vm();
    let values = [vm.new_int(-1234567), vm.new_float(3.5)];
    let cases = [(0, ",", "'-1,234,567'"), (0, "#x", "'-0x12d687'"), (1, "08.2f", "'00003.50'")];
    for (index, specification, expected) in cases {
        let specification = vm.new_str(specification).into_object();
        let text = vm.format(&values[index], &specification).map(|text| text.into_object());
        assert_eq!(shown(&mut vm, text), expected);
    }
}
