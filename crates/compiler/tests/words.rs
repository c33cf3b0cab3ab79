//! The words of small programs, as `words/*.txt` keeps them; every program's units are verified as well.
//!
//! `UPDATE=1 cargo test -p pellucid-compiler --test words` writes the files anew.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use pellucid_bytecode::{CodeUnit, Constant, disassemble, verify};
use pellucid_compiler::{Options, compile};

fn show(unit: &CodeUnit, text: &mut String) {
    let locals: Vec<String> =
        unit.locals.iter().map(|(name, kind)| format!("{name} {kind:?}")).collect();
    let _ = writeln!(text, "{} ({})", unit.qualified_name, locals.join(", "));
    text.push_str(&disassemble(unit));
    text.push('\n');
    for constant in &unit.constants {
        if let Constant::Code(inner) = constant {
            show(inner, text);
        }
    }
}

fn programs() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/words");
    let entries = fs::read_dir(folder).expect("the folder is there").flatten();
    let mut programs: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|it| it == "py"))
        .collect();
    programs.sort();
    programs
}

#[test]
fn words_are_as_kept() {
    for path in programs() {
        let source = fs::read_to_string(&path).expect("the program can be read");
        let output = compile(&source, "<test>", &Options::default()).expect("compiles");
        verify(&output.unit).expect("verifies");
        let mut text = String::new();
        show(&output.unit, &mut text);
        let kept = path.with_extension("txt");
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&kept, &text).expect("the file can be written");
        }
        let expected = fs::read_to_string(&kept).unwrap_or_default();
        assert_eq!(text, expected, "{}", path.display());
    }
}
