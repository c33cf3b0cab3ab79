//! `co_consts` of folded expressions: what CPython up to 3.13 folds, with its limits.

use pellucid_bytecode::Constant;
use pellucid_compiler::{Mode, Options, compile};

fn constants(source: &str) -> Vec<Constant> {
    let options = Options { mode: Mode::Eval, ..Options::default() };
    compile(source, "<test>", &options).expect("compiles").unit.constants
}

fn text(value: &str, interned: bool) -> Constant {
    Constant::Str { wtf8: value.as_bytes().into(), interned }
}

#[test]
fn arithmetic_folds() {
    assert_eq!(constants("24 * 60"), [Constant::Int(1440)]);
    assert_eq!(constants("-7 // 2"), [Constant::Int(-4)]);
    assert_eq!(constants("-7 % 3"), [Constant::Int(2)]);
    assert_eq!(constants("7 // -2"), [Constant::Int(-4)]);
    assert_eq!(constants("7 % -2"), [Constant::Int(-1)]);
    assert_eq!(constants("2 ** -1"), [Constant::Float(0.5f64.to_bits())]);
    assert_eq!(constants("-0.0"), [Constant::Float((-0.0f64).to_bits())]);
    assert_eq!(
        constants("1 << 64"),
        [Constant::BigInt(false, Box::new([0, 0, 0, 0, 0, 0, 0, 0, 1]))]
    );
    assert_eq!(constants("not 1"), [Constant::Bool(false)]);
}

#[test]
fn sequences_fold() {
    let pair = [Constant::Int(1), Constant::Int(2)];
    assert_eq!(constants("(1, 2) * 2"), [Constant::Tuple([&pair[..], &pair].concat().into())]);
    assert_eq!(constants("'xyz' * 2"), [text("xyzxyz", true)]);
    assert_eq!(constants("'a b'[1]"), [text(" ", false)]);
    assert_eq!(constants("x in {1, 2}"), [Constant::FrozenSet(pair.into())]);
}

#[test]
fn what_is_too_large_or_wrong_is_left_to_run_time() {
    for source in ["1 << 1000", "'a' * 5000", "1 / 0", "(1, 2)[2]", "10 ** 1000", "~True"] {
        let unfolded = constants(source);
        assert!(!unfolded.is_empty(), "{source}: {unfolded:?}");
    }
    assert_eq!(constants("1 / 0"), [Constant::Int(1), Constant::Int(0)]);
    assert_eq!(constants("1 << 1000"), [Constant::Int(1), Constant::Int(1000)]);
}

#[test]
fn surrogates_survive() {
    let surrogate =
        Constant::Str { wtf8: Box::new([0xed, 0xa0, 0x80, b'\xef', 0xbf, 0xbd]), interned: false };
    assert_eq!(constants("'\\ud800\\ufffd'"), [surrogate]);
}
