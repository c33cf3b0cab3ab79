//! `pellucid notebook install`: writes the kernelspec, from which Jupyter knows how to start the kernel.

use std::path::{Path, PathBuf};

use serde_json::json;

/// What was asked for.
pub struct Options {
    /// The environment; without one, the user's own folder.
    pub prefix: Option<PathBuf>,
    /// The kernel's name.
    pub name: String,
}

/// Writes the kernelspec.
pub fn install(options: &Options, executable: &str) -> Result<i32, String> {
    let letters = |char: char| char.is_ascii_alphanumeric() || "-_.".contains(char);
    if options.name.is_empty() || !options.name.chars().all(letters) {
        return Err(format!(
            "'{}' cannot be a kernel's name: letters, digits, `-`, `_` and `.` can be in one",
            options.name
        ));
    }
    let folder = match &options.prefix {
        Some(prefix) => prefix.join("share/jupyter"),
        None => user_folder().ok_or("HOME is not set; say where by --prefix")?,
    };
    let folder = folder.join("kernels").join(options.name.to_lowercase());
    let specification = json!({
        "argv": [executable, "notebook", "kernel", "-f", "{connection_file}"],
        "display_name": "Python 3.14 (Pellucid)",
        "interrupt_mode": "signal",
        "language": "python",
        "metadata": {"debugger": false},
    });
    let text = format!("{specification:#}\n");
    let path = folder.join("kernel.json");
    std::fs::create_dir_all(&folder)
        .and_then(|()| std::fs::write(&path, text))
        .map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    println!("Installed the kernel '{}' in {}", options.name, folder.display());
    Ok(0)
}

/// Where Jupyter looks for what belongs to the user.
fn user_folder() -> Option<PathBuf> {
    let variable = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    if let Some(own) = variable("JUPYTER_DATA_DIR") {
        return Some(own.into());
    }
    let home = || variable("HOME").map(PathBuf::from);
    if cfg!(target_os = "macos") {
        return home().map(|home| home.join("Library/Jupyter"));
    }
    let data = variable("XDG_DATA_HOME").map(PathBuf::from);
    let data = data.or_else(|| home().map(|home| home.join(".local/share")))?;
    Some(Path::new(&data).join("jupyter"))
}
