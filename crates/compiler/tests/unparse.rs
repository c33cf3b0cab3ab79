//! Annotations as strings (PEP 563), as CPython writes them (`unparse.txt` is recorded from CPython 3.13).

use pellucid_bytecode::Constant;
use pellucid_compiler::{Options, compile};

#[test]
fn annotations_are_written_as_cpython_writes_them() {
    let mut wrong = Vec::new();
    for line in include_str!("unparse.txt").lines() {
        let (source, expected) = line.split_once('\t').expect("two columns");
        let program = format!("from __future__ import annotations\ndef f(a: {source}): pass\n");
        let output = compile(&program, "<test>", &Options::default()).expect("compiles");
        let expected_constant = |constant: &Constant| match constant {
            Constant::Str { wtf8, .. } => **wtf8 == *expected.as_bytes(),
            _ => false,
        };
        if !output.unit.constants.iter().any(expected_constant) {
            let texts: Vec<String> = output
                .unit
                .constants
                .iter()
                .filter_map(|constant| match constant {
                    Constant::Str { wtf8, .. } => Some(String::from_utf8_lossy(wtf8).into_owned()),
                    _ => None,
                })
                .collect();
            wrong.push(format!("{source}: expected {expected}, got one of {texts:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
