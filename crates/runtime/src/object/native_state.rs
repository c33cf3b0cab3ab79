//! What native modules keep for an interpreter: flags and counters, without references to objects.

use std::any::Any;
use std::cell::RefCell;

/// One value of each type that has been asked for. Values stay until the interpreter ends.
#[derive(Default)]
pub(crate) struct NativeState(RefCell<Vec<Box<dyn Any>>>);

impl NativeState {
    /// The value of this type; the default one at first.
    pub(crate) fn get<T: Any + Default>(&self) -> &T {
        let mut values = self.0.borrow_mut();
        let known = values.iter().position(|value| value.is::<T>());
        let position = known.unwrap_or_else(|| {
            values.push(Box::new(T::default()));
            values.len() - 1
        });
        let value = std::ptr::from_ref(&*values[position]);
        // SAFETY: boxes are neither removed nor replaced, so what they hold stays where it is while `self` lives.
        let value = unsafe { &*value };
        value.downcast_ref().expect("the value was found or made as one of this type")
    }
}
