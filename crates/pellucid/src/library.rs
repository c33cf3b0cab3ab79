//! The packed library, as the runtime asks for it.

use pellucid_runtime::vm::Library;

/// `pellucid_stdlib`.
pub struct PackedLibrary;

impl Library for PackedLibrary {
    fn find(&self, name: &str) -> Option<bool> {
        pellucid_stdlib::find(name).map(|module| module.is_package)
    }

    fn code(&self, name: &str) -> Option<Vec<u8>> {
        pellucid_stdlib::find(name).map(|module| module.code())
    }

    fn source(&self, name: &str) -> Option<Vec<u8>> {
        pellucid_stdlib::find(name).map(|module| module.source())
    }

    fn names(&self) -> Vec<(&'static str, bool)> {
        pellucid_stdlib::modules().iter().map(|module| (module.name, module.is_package)).collect()
    }
}
