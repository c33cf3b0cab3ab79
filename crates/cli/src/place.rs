//! Where the command lies: the name it was started by, the program behind it, and the virtual environment around it.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// What `sys` says of it.
pub struct Place {
    /// `sys.executable`: a link in a virtual environment stays that link.
    pub executable: PathBuf,
    /// The program itself.
    pub program: PathBuf,
    /// `sys.prefix`: the virtual environment, or the base.
    pub prefix: PathBuf,
    /// `sys.base_prefix`
    pub base: PathBuf,
}

impl Place {
    /// Finds them for this process.
    pub fn find() -> Place {
        let program = env::current_exe().unwrap_or_default();
        let started = env::args_os().next().and_then(|name| started_as(&name, &program));
        let executable = started.unwrap_or_else(|| program.clone());
        let base = program.parent().and_then(Path::parent).unwrap_or(Path::new("/")).to_owned();
        let prefix = virtual_environment(&executable).unwrap_or_else(|| base.clone());
        Place { executable, program, prefix, base }
    }
}

/// The absolute name of what was started, as the shell has found it; `None` if that is not this program.
fn started_as(name: &OsStr, program: &Path) -> Option<PathBuf> {
    let is_this = |path: &PathBuf| path.canonicalize().is_ok_and(|found| found == program);
    let path = Path::new(name);
    if path.components().count() > 1 {
        return std::path::absolute(path).ok().filter(is_this);
    }
    let folders = env::var_os("PATH")?;
    let found =
        env::split_paths(&folders).map(|folder| folder.join(path)).find(|path| path.is_file());
    found.and_then(|path| std::path::absolute(path).ok()).filter(is_this)
}

/// The folder of the virtual environment that the command lies in, itself or a link on the way to it.
fn virtual_environment(executable: &Path) -> Option<PathBuf> {
    /// As many links as the host follows.
    const LINKS_MAX: usize = 40;
    let mut path = executable.to_owned();
    for _ in 0..LINKS_MAX {
        let folder = path.parent()?;
        let around = folder.parent()?;
        if around.join("pyvenv.cfg").is_file() {
            return Some(around.to_owned());
        }
        path = folder.join(std::fs::read_link(&path).ok()?);
    }
    None
}
