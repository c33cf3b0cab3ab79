//! Warnings: `_warnings`, and issuing them from native code (PEP 230, PEP 565).
//!
//! The Python part, `warnings`, replaces what it can by what is here; while it is not imported, filters and
//! registries are the ones kept here and a warning is shown natively.

mod filter;
mod issue;
mod module;
mod place;
mod show;

pub use module::MODULE;

use std::cell::Cell;

use crate::builtins::{Dict, List};
use crate::prelude::*;

/// What an interpreter remembers of warnings. The objects are made when they are first asked for.
#[derive(Trace)]
#[payload(none)]
pub struct WarningState {
    filters: Slot<List>,
    once_registry: Slot<Dict>,
    /// Changes whenever filters do: registries of another version are out of date.
    version: Cell<i64>,
    lock_depth: Cell<usize>,
}

impl WarningState {
    pub(crate) fn new() -> WarningState {
        WarningState {
            filters: Slot::empty(),
            once_registry: Slot::empty(),
            version: Cell::new(0),
            lock_depth: Cell::new(0),
        }
    }

    /// Forgets all filters and registries.
    pub(crate) fn clear(&self, vm: &mut Vm) {
        self.filters.set(vm, None);
        self.once_registry.set(vm, None);
    }
}

impl Vm {
    /// Issues a warning for the Python code that is `stack_level` - 1 calls above the running one.
    pub fn warn(
        &mut self,
        category: &Typed<Type>,
        message: &str,
        stack_level: i64,
    ) -> PyResult<()> {
        let message = self.new_str(message).into_object();
        self.warn_object(&message, Some(category.as_object()), stack_level)
    }

    /// As [`warn`](Self::warn), with the message as an object: a text or an instance of a `Warning`.
    pub fn warn_object(
        &mut self,
        message: &Object,
        category: Option<&Object>,
        stack_level: i64,
    ) -> PyResult<()> {
        let category = issue::category_of(self, message, category)?;
        let place = place::find(self, stack_level, &[])?;
        issue::issue(self, issue::Warning::at(message, category, place))
    }

    /// Issues a warning about a place in a source that is known, as compilers do.
    pub fn warn_at(
        &mut self,
        category: &Typed<Type>,
        message: &str,
        filename: &Object,
        line: i64,
    ) -> PyResult<()> {
        let message = self.new_str(message).into_object();
        let place = place::Place {
            filename: filename.to_ref(),
            line,
            module: place::module_of_file(self, filename),
            registry: None,
        };
        issue::issue(self, issue::Warning::at(&message, category.as_object().to_ref(), place))
    }
}
