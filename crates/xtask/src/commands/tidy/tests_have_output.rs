//! Every golden program has its recorded output, and every output its program.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::Finding;

/// Checks the files below `tests/python`.
pub fn check(files: &[PathBuf], findings: &mut Vec<Finding>) {
    let corpus = files.iter().filter(|path| {
        path.starts_with("tests/python")
            && !path.iter().any(|part| part.to_string_lossy().starts_with('_'))
    });
    let with_suffix = |wanted: &str| -> BTreeSet<PathBuf> {
        let chosen = corpus.clone().filter(|path| path.extension().is_some_and(|it| it == wanted));
        chosen.map(|path| path.with_extension("")).collect()
    };
    let (programs, outputs) = (with_suffix("py"), with_suffix("out"));
    for name in programs.difference(&outputs) {
        let sentence = "no recorded output: run `cargo xtask record`";
        findings.push(Finding::new(&name.with_extension("py"), 0, sentence));
    }
    for name in outputs.difference(&programs) {
        findings.push(Finding::new(&name.with_extension("out"), 0, "an output without a program"));
    }
}
