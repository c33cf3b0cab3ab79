//! Where the notebook with its outputs goes, and what happens when it cannot go there.

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::path::{Path, PathBuf};

/// A place for the notebook.
pub enum Destination {
    /// Standard output, as it was before cells ran.
    StandardOutput(File),
    /// A file, by its absolute name.
    File(PathBuf),
}

impl Destination {
    /// Checks, before anything runs, that the notebook can be written there; `-` is standard output.
    pub fn open(path: &Path) -> Result<Destination, String> {
        let complain =
            |error: io::Error| format!("cannot write {}: {}", path.display(), reason(&error));
        if path == Path::new("-") {
            let stdout = io::stdout().as_fd().try_clone_to_owned().map_err(complain)?;
            return Ok(Destination::StandardOutput(File::from(stdout)));
        }
        // A link is followed: the file that it names is replaced, not the link.
        let absolute = std::fs::canonicalize(path).or_else(|_| std::path::absolute(path));
        let absolute = absolute.map_err(complain)?;
        if absolute.is_dir() {
            return Err(complain(io::ErrorKind::IsADirectory.into()));
        }
        let existed = absolute.exists();
        let opened = std::fs::OpenOptions::new().append(true).create(true).open(&absolute);
        opened.map_err(complain)?;
        if !existed {
            // Only the question was asked: a run that does not begin leaves nothing.
            std::fs::remove_file(&absolute).map_err(complain)?;
        }
        Ok(Destination::File(absolute))
    }

    /// Whether it is a file, which can be written again and again.
    pub fn is_file(&self) -> bool {
        matches!(self, Destination::File(path) if !path.exists() || path.is_file())
    }

    /// Its name for the user.
    pub fn name(&self) -> String {
        match self {
            Destination::StandardOutput(_) => "standard output".to_owned(),
            Destination::File(path) => path.display().to_string(),
        }
    }

    /// Writes the notebook. If that is impossible it is kept in the folder for temporary files, and the error says where.
    pub fn write(&self, text: &str) -> Result<(), String> {
        let written = match self {
            Destination::StandardOutput(stdout) => {
                let mut stdout: &File = stdout;
                stdout.write_all(text.as_bytes())
            }
            Destination::File(path) => replace(path, text),
        };
        written.map_err(|error| {
            let name = format!("pellucid-notebook-{}.ipynb", std::process::id());
            let refuge = std::env::temp_dir().join(name);
            let kept = match std::fs::write(&refuge, text) {
                Ok(()) => format!("it is kept as {}", refuge.display()),
                Err(error) => format!("{} cannot be written either: {error}", refuge.display()),
            };
            format!("cannot write {}: {}; {kept}", self.name(), reason(&error))
        })
    }
}

/// Writes beside the file first: whoever reads it sees the old notebook or the new one, whole.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    if path.exists() && !path.is_file() {
        return std::fs::write(path, text);
    }
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}", std::process::id()));
    let beside = path.with_file_name(name);
    let written = std::fs::write(&beside, text).and_then(|()| {
        if let Ok(before) = std::fs::metadata(path) {
            std::fs::set_permissions(&beside, before.permissions())?;
        }
        std::fs::rename(&beside, path)
    });
    if written.is_err() {
        let _ = std::fs::remove_file(&beside);
        // A folder that takes no new file may still have a file that can be written.
        return std::fs::write(path, text);
    }
    written
}

/// The error without its number.
pub fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or_default().to_owned()
}
