//! The packed library, and the modules that an embedding program adds to it, as the runtime asks for them.

use pellucid_compiler::{Options, compile};
use pellucid_runtime::vm::Library;

use crate::Interpreter;

/// A module of the embedding program, as Python source.
#[derive(Clone, Copy, Debug)]
pub struct EmbeddedModule {
    /// The full name it is imported by.
    pub name: &'static str,
    /// Whether other modules lie below it.
    pub is_package: bool,
    /// Its source.
    pub source: &'static str,
}

/// `pellucid_stdlib`, and what was added.
pub(crate) struct PackedLibrary {
    pub(crate) added: &'static [EmbeddedModule],
}

impl Interpreter {
    /// Makes these modules importable, as if they belonged to the standard library. They take the place of those that were
    /// added before.
    pub fn add_modules(&mut self, modules: &'static [EmbeddedModule]) {
        let library: Box<dyn Library> = Box::new(PackedLibrary { added: modules });
        let vm = &mut *self.vm;
        vm.interpreter().library.replace(vm, Some(library));
    }
}

impl PackedLibrary {
    fn own(&self, name: &str) -> Option<&EmbeddedModule> {
        self.added.iter().find(|module| module.name == name)
    }
}

impl Library for PackedLibrary {
    fn find(&self, name: &str) -> Option<bool> {
        match self.own(name) {
            Some(module) => Some(module.is_package),
            None => pellucid_stdlib::find(name).map(|module| module.is_package),
        }
    }

    fn code(&self, name: &str) -> Option<Vec<u8>> {
        let Some(module) = self.own(name) else {
            return pellucid_stdlib::find(name).map(|module| module.code());
        };
        // A module with a mistake in it is one that is not there; a test compiles each one.
        let output = compile(module.source, name, &Options::default()).ok()?;
        Some(pellucid_bytecode::serialise(&output.unit))
    }

    fn source(&self, name: &str) -> Option<Vec<u8>> {
        match self.own(name) {
            Some(module) => Some(module.source.as_bytes().to_vec()),
            None => pellucid_stdlib::find(name).map(|module| module.source()),
        }
    }

    fn names(&self) -> Vec<(&'static str, bool)> {
        let added = self.added.iter().map(|module| (module.name, module.is_package));
        let packed = pellucid_stdlib::modules().iter();
        added.chain(packed.map(|module| (module.name, module.is_package))).collect()
    }
}
