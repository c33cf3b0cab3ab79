//! Compiles and verifies every Python file below the given folders: a check of the compiler on real programs.

use std::path::{Path, PathBuf};

use pellucid_compiler::{Options, compile};

fn collect(path: &Path, found: &mut Vec<PathBuf>) {
    if path.is_dir() {
        let Ok(entries) = std::fs::read_dir(path) else { return };
        entries.flatten().for_each(|entry| collect(&entry.path(), found));
    } else if path.extension().is_some_and(|extension| extension == "py") {
        found.push(path.to_owned());
    }
}

fn main() {
    let mut files = Vec::new();
    std::env::args().skip(1).for_each(|path| collect(Path::new(&path), &mut files));
    files.sort();
    let mut failures = 0;
    for file in &files {
        let Ok(source) = std::fs::read_to_string(file) else { continue };
        let name = file.display().to_string();
        let problem = match compile(&source, &name, &Options::default()) {
            Ok(output) => pellucid_bytecode::verify(&output.unit).err().map(|it| it.to_string()),
            Err(error) => Some(error.to_string()),
        };
        if let Some(problem) = problem {
            failures += 1;
            println!("{name}: {problem}");
        }
    }
    println!("{} files, {failures} failures", files.len());
}
