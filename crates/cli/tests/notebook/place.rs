//! A folder of a test's own, and running the command in it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::Value as Json;
use xtask::process::{self, Finished, Limits};

const LIMITS: Limits = Limits { time: Duration::from_secs(60), memory: Some(8 << 30) };

/// The command.
pub const PELLUCID: &str = env!("CARGO_BIN_EXE_pellucid");

/// A fresh folder, gone when the test ends.
pub struct Place(PathBuf);

impl Place {
    /// A folder for the test of this name.
    pub fn new(name: &str) -> Result<Place, String> {
        let folder = format!("pellucid-notebook-{}-{name}", std::process::id());
        let place = Place(std::env::temp_dir().join(folder));
        std::fs::create_dir_all(&place.0).map_err(|error| error.to_string())?;
        Ok(place)
    }

    /// A file in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Writes a file.
    pub fn write(&self, name: &str, text: &str) -> Result<(), String> {
        std::fs::write(self.path(name), text).map_err(|error| format!("{name}: {error}"))
    }

    /// Writes a notebook with these cells.
    pub fn write_notebook(&self, name: &str, cells: &[&str]) -> Result<(), String> {
        let cell = |source: &&str| {
            serde_json::json!({
                "cell_type": "code", "execution_count": null, "metadata": {}, "outputs": [], "source": source,
            })
        };
        let cells: Vec<Json> = cells.iter().map(cell).collect();
        let notebook =
            serde_json::json!({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4});
        self.write(name, &notebook.to_string())
    }

    /// Runs `pellucid notebook` with these arguments; the environment has nothing of the user's, and no network.
    pub fn run(&self, arguments: &[&str]) -> Result<Finished, String> {
        let mut command = Command::new(PELLUCID);
        command.arg("notebook").args(arguments).current_dir(&self.0).env_clear();
        command.env("PATH", "/usr/local/bin:/usr/bin:/bin").env("HOME", &self.0);
        command.env("PIP_NO_INDEX", "1").env("PELLUCID_VERIFY", "1");
        process::run(command, &[], LIMITS).map_err(|error| format!("cannot run: {error}"))
    }

    /// The cells of a notebook.
    pub fn cells(&self, name: &str) -> Result<Vec<Json>, String> {
        cells_of(&self.path(name))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The cells of a notebook.
pub fn cells_of(path: &Path) -> Result<Vec<Json>, String> {
    let text = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let json: Json = serde_json::from_slice(&text).map_err(|error| error.to_string())?;
    json["cells"].as_array().cloned().ok_or_else(|| "there are no cells".to_owned())
}

/// The text of a string, or of a list of lines.
pub fn text_of(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Array(lines) => lines.iter().filter_map(Json::as_str).collect(),
        _ => String::new(),
    }
}
