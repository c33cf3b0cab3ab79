//! The pure-Python standard library of CPython 3.14, compiled when this crate is built and carried in the binary.
//!
//! Each module is its compiled code and its source, both compressed: lz4, because a program imports some fifty
//! modules before its first line and unpacking must not be felt. This crate knows neither objects nor importing.

/// A module of the library.
#[derive(Clone, Copy, Debug)]
pub struct Module {
    /// Dotted name; a package's is its own, not that of its `__init__`.
    pub name: &'static str,
    /// Whether this is a package.
    pub is_package: bool,
    code: (u32, u32),
    source: (u32, u32),
}

include!(concat!(env!("OUT_DIR"), "/index.rs"));

static PACK: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/library.pack"));

/// All modules, sorted by name.
pub fn modules() -> &'static [Module] {
    MODULES
}

/// The module of this dotted name.
pub fn find(name: &str) -> Option<&'static Module> {
    let position = MODULES.binary_search_by(|module| module.name.cmp(name)).ok()?;
    MODULES.get(position)
}

impl Module {
    /// The serialised code unit.
    pub fn code(&self) -> Vec<u8> {
        unpack(self.code)
    }

    /// The source, UTF-8.
    pub fn source(&self) -> Vec<u8> {
        unpack(self.source)
    }

    /// Where the module would lie below the library's folder: `json/__init__.py`.
    pub fn path(&self) -> String {
        let path = self.name.replace('.', "/");
        if self.is_package { format!("{path}/__init__.py") } else { format!("{path}.py") }
    }
}

fn unpack((start, end): (u32, u32)) -> Vec<u8> {
    lz4_flex::decompress_size_prepended(&PACK[start as usize..end as usize])
        .expect("the library was packed by this crate's build script")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_module_unpacks() {
        assert!(MODULES.len() > 300);
        for module in modules() {
            assert!(!module.code().is_empty(), "{}", module.name);
            assert!(std::str::from_utf8(&module.source()).is_ok(), "{}", module.name);
        }
        let json = find("json").expect("json is in the library");
        assert!(json.is_package);
        assert_eq!(json.path(), "json/__init__.py");
    }
}
