//! Where things lie: the repository's root, its target folder, and the user's cache.

use std::path::{Path, PathBuf};

/// The root of the repository this command was built in.
pub fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.ancestors().nth(2).expect("xtask lies two folders below the root").to_path_buf()
}

/// Cargo's target folder.
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => PathBuf::from(folder),
        None => root().join("target"),
    }
}

/// The built `pellucid` of a profile (`debug` or `release`).
pub fn pellucid(profile: &str) -> PathBuf {
    target().join(profile).join("pellucid")
}

/// A folder outside the repository for what is downloaded, by `XDG_CACHE_HOME` or `~/.cache`.
pub fn cache() -> PathBuf {
    let base = match std::env::var_os("XDG_CACHE_HOME") {
        Some(folder) => PathBuf::from(folder),
        None => PathBuf::from(std::env::var_os("HOME").unwrap_or_default()).join(".cache"),
    };
    base.join("pellucid")
}
