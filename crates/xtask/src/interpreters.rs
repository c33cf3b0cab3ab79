//! Finds the real CPythons of this machine: those of pyenv, and those on PATH.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A CPython that was found.
#[derive(Clone, Debug)]
pub struct Interpreter {
    /// Its executable.
    pub path: PathBuf,
    /// Its version, such as `(3, 13)`.
    pub version: (u32, u32),
}

impl Interpreter {
    /// Asks the executable at `path` which version it is; `None` if it does not say.
    pub fn ask(path: &Path) -> Option<Interpreter> {
        let code = "import sys; print(*sys.version_info[:2])";
        let output = Command::new(path).args(["-I", "-c", code]).output().ok()?;
        let text = String::from_utf8(output.stdout).ok()?;
        let mut numbers = text.split_whitespace().map(str::parse::<u32>);
        match (numbers.next()?, numbers.next()?) {
            (Ok(major), Ok(minor)) => {
                Some(Interpreter { path: path.to_path_buf(), version: (major, minor) })
            }
            _ => None,
        }
    }
}

/// The CPython of `version`, from pyenv's folder or from PATH.
pub fn find(version: (u32, u32)) -> Option<Interpreter> {
    let name = format!("python{}.{}", version.0, version.1);
    let pyenv = std::env::var_os("PYENV_ROOT")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".pyenv")));
    let mut candidates: Vec<PathBuf> = Vec::new();
    if let Some(entries) = pyenv.and_then(|root| std::fs::read_dir(root.join("versions")).ok()) {
        candidates.extend(entries.flatten().map(|entry| entry.path().join("bin").join(&name)));
        candidates.sort();
        candidates.reverse();
    }
    if let Some(path) = std::env::var_os("PATH") {
        candidates.extend(std::env::split_paths(&path).map(|folder| folder.join(&name)));
    }
    let found = candidates.iter().filter(|path| path.is_file());
    found.filter_map(|path| Interpreter::ask(path)).find(|python| python.version == version)
}

/// The CPython that golden outputs are recorded from: 3.14, or else 3.13.
pub fn find_for_recording() -> Option<Interpreter> {
    find((3, 14)).or_else(|| find((3, 13)))
}
