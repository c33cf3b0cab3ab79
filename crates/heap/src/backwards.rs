//! Items that go as those of CPython's tuples do.

use std::ops::{Deref, DerefMut};

use crate::{Label, Trace, Tracer};

/// Items that are dropped from the last to the first.
#[derive(Clone)]
pub struct Backwards<T>(Box<[T]>);

impl<T> From<Vec<T>> for Backwards<T> {
    fn from(items: Vec<T>) -> Self {
        Backwards(items.into())
    }
}

impl<T> Drop for Backwards<T> {
    fn drop(&mut self) {
        std::mem::take(&mut self.0).into_iter().rev().for_each(drop);
    }
}

impl<T> Deref for Backwards<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T> DerefMut for Backwards<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.0
    }
}

impl<T: Trace> Trace for Backwards<T> {
    const CONTAINER: bool = T::CONTAINER;
    fn trace_as(&self, label: Label<'_>, tracer: &mut Tracer<'_>) {
        self.0.trace_as(label, tracer);
    }
}
