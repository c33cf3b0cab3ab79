//! Annotations as strings (PEP 563), as CPython writes them (`unparse.txt` is recorded from CPython 3.13).

use pellucid_bytecode::{CodeUnit, Constant};
use pellucid_compiler::{Options, compile};

/// The strings in the code of the module's `__annotate__` functions.
fn annotate_texts(module: &CodeUnit) -> Vec<String> {
    let constants = module.constants.iter().filter_map(|constant| match constant {
        Constant::Code(unit) if &*unit.name == "__annotate__" => Some(&unit.constants),
        _ => None,
    });
    let texts = constants.flatten().filter_map(|constant| match constant {
        Constant::Str { wtf8, .. } => Some(String::from_utf8_lossy(wtf8).into_owned()),
        _ => None,
    });
    texts.collect()
}

#[test]
fn annotations_are_written_as_cpython_writes_them() {
    let mut wrong = Vec::new();
    for line in include_str!("unparse.txt").lines() {
        let (source, expected) = line.split_once('\t').expect("two columns");
        let program = format!("from __future__ import annotations\ndef f(a: {source}): pass\n");
        let output = compile(&program, "<test>", &Options::default()).expect("compiles");
        let texts = annotate_texts(&output.unit);
        if !texts.iter().any(|text| text == expected) {
            wrong.push(format!("{source}: expected {expected}, got one of {texts:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
