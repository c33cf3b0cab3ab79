//! The whole pure-Python standard library compiles, and its code units verify.

use std::fs;
use std::path::{Path, PathBuf};

use pellucid_compiler::{Options, compile};

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|it| it == "py") {
            found.push(path);
        }
    }
}

#[test]
fn the_library_compiles_and_verifies() {
    let mut files = Vec::new();
    collect(Path::new(rustpython_pylib::LIB_PATH), &mut files);
    assert!(files.len() > 500, "found {} files", files.len());
    let mut wrong = Vec::new();
    for file in files {
        let Ok(source) = fs::read_to_string(&file) else { continue };
        let name = file.display().to_string();
        match compile(&source, &name, &Options::default()) {
            Ok(output) => {
                if let Err(defect) = pellucid_bytecode::verify(&output.unit) {
                    wrong.push(format!("{name}: {defect}"));
                }
            }
            Err(error) => wrong.push(format!("{name}: {error}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
