//! What an interpreter keeps for static rows, to be found by where a row lies.

use hashbrown::HashMap;
use pellucid_heap::{Label, Tracer};

use crate::prelude::*;

/// Values in the order in which they came, each for one row.
pub(crate) struct ByRow<T> {
    values: Vec<T>,
    /// The position of each value, by the address of its row.
    positions: HashMap<usize, usize>,
}

impl<T> ByRow<T> {
    /// Nothing yet.
    pub(crate) fn new() -> Self {
        ByRow { values: Vec::new(), positions: HashMap::new() }
    }

    /// What is kept for a row.
    #[inline]
    pub(crate) fn get<R>(&self, row: &'static R) -> Option<&T> {
        let position = self.positions.get(&std::ptr::from_ref(row).addr())?;
        self.values.get(*position)
    }

    /// Keeps a value for a row.
    pub(crate) fn insert<R>(&mut self, row: &'static R, value: T) {
        self.positions.insert(std::ptr::from_ref(row).addr(), self.values.len());
        self.values.push(value);
    }

    /// All values.
    pub(crate) fn values(&self) -> &[T] {
        &self.values
    }
}

impl<T: Trace> Trace for ByRow<T> {
    fn trace_as(&self, label: Label<'_>, tracer: &mut Tracer<'_>) {
        self.values.trace_as(label, tracer);
    }
}
