//! The direction of dependencies between the crates, read from their manifests.

use std::path::{Path, PathBuf};

use super::Finding;
use crate::{Failure, workspace};

/// What each crate may name among its own kind, by folder; `macros` is a build-time matter.
const ALLOWED: [(&str, &[&str]); 13] = [
    ("heap", &["macros"]),
    ("bytecode", &[]),
    ("macros", &[]),
    ("text", &[]),
    ("compiler", &["bytecode"]),
    ("runtime", &["heap", "bytecode", "compiler", "macros", "text"]),
    ("modules", &["runtime", "memory", "heap", "bytecode", "compiler", "macros", "text"]),
    ("stdlib", &["bytecode", "compiler"]),
    ("memory", &["heap"]),
    (
        "pellucid",
        &[
            "runtime", "modules", "stdlib", "memory", "heap", "bytecode", "compiler", "macros",
            "text",
        ],
    ),
    ("notebook", &["pellucid"]),
    ("cli", &["pellucid", "notebook"]),
    ("xtask", &[]),
];

/// Checks each crate's manifest. Dependencies of tests are free.
pub fn check(files: &[PathBuf], findings: &mut Vec<Finding>) -> Result<(), Failure> {
    for manifest in files.iter().filter(|path| is_manifest(path)) {
        let folder = manifest.parent().and_then(Path::file_name).unwrap_or_default();
        let folder = folder.to_string_lossy().into_owned();
        let Some((_, allowed)) = ALLOWED.iter().find(|(name, _)| *name == folder) else {
            let sentence = "a crate that tidy knows nothing about: say what it may depend on";
            findings.push(Finding::new(manifest, 0, sentence));
            continue;
        };
        let content = std::fs::read_to_string(workspace::root().join(manifest))?;
        let mut counts = false;
        for (index, line) in content.lines().enumerate() {
            if let Some(section) = line.strip_prefix('[') {
                let section = section.trim_end_matches(']');
                counts = section == "dependencies" || section == "build-dependencies";
            }
            let Some(named) = counts.then(|| crate_named(line)).flatten() else { continue };
            if !allowed.contains(&named) {
                let sentence = format!("`{folder}` must not know `{named}`");
                findings.push(Finding::new(manifest, index + 1, sentence));
            }
        }
    }
    Ok(())
}

fn is_manifest(path: &Path) -> bool {
    path.ends_with("Cargo.toml") && path.starts_with("crates") && path.components().count() == 3
}

/// The folder of the workspace's crate that a dependency line names.
fn crate_named(line: &str) -> Option<&str> {
    let end = line.find(['.', ' ', '='])?;
    match &line[..end] {
        "pellucid" => Some("pellucid"),
        "xtask" => Some("xtask"),
        name => name.strip_prefix("pellucid-"),
    }
}
