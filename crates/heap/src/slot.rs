//! A place for one optional reference that can be changed through a shared borrow.

use std::cell::UnsafeCell;

use crate::{Any, Label, Object, Ref, Token, Trace, Tracer, Typed};

/// Holds one reference or none. No borrow of its inside ever escapes without a token, so it needs none
/// to be changed through `&mut`-less operations that only move references in and out.
#[repr(transparent)]
pub struct Slot<T = Any>(UnsafeCell<Option<Ref<T>>>);

impl<T> Slot<T> {
    /// An empty slot.
    pub const fn empty() -> Self {
        Slot(UnsafeCell::new(None))
    }

    /// A slot that holds this reference.
    pub const fn new(value: Option<Ref<T>>) -> Self {
        Slot(UnsafeCell::new(value))
    }

    /// A new reference to what the slot holds.
    #[inline(always)]
    pub fn get(&self) -> Option<Ref<T>> {
        // SAFETY: cloning runs no foreign code, and the borrow ends here.
        unsafe { (*self.0.get()).clone() }
    }

    /// Borrows what the slot holds.
    #[inline(always)]
    pub fn borrow<'a>(&'a self, _token: &'a impl Token) -> Option<&'a Typed<T>> {
        // SAFETY: `set` needs the token exclusively for as long as the borrow lives.
        unsafe { (*self.0.get()).as_deref() }
    }

    /// Whether the slot holds nothing.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        // SAFETY: the borrow ends here.
        unsafe { (*self.0.get()).is_none() }
    }

    /// Whether the slot holds this very object.
    #[inline(always)]
    pub fn is(&self, object: &Object) -> bool {
        // SAFETY: the borrow ends here.
        unsafe { (*self.0.get()).as_deref().is_some_and(|held| held.is(object)) }
    }

    /// Puts a reference in and gives back what was there.
    #[inline(always)]
    pub fn replace(&self, _token: &mut impl Token, value: Option<Ref<T>>) -> Option<Ref<T>> {
        // SAFETY: the token is held exclusively, so no borrow of the inside is alive.
        unsafe { std::mem::replace(&mut *self.0.get(), value) }
    }

    /// Borrows the reference itself, to be changed.
    #[inline(always)]
    #[allow(clippy::mut_from_ref)] // The token is what is borrowed mutably.
    pub fn get_mut<'a>(&'a self, _token: &'a mut impl Token) -> Option<&'a mut Ref<T>> {
        // SAFETY: every other borrow of the inside would borrow the only token as well.
        unsafe { (*self.0.get()).as_mut() }
    }

    /// Puts the first reference in, before there is a token.
    ///
    /// # Safety
    /// Nobody may hold a borrow of the inside.
    pub unsafe fn initialise(&self, value: Ref<T>) {
        // SAFETY: as the caller states.
        drop(unsafe { (*self.0.get()).replace(value) });
    }

    /// Puts a reference in; what was there is dropped.
    #[inline(always)]
    pub fn set(&self, token: &mut impl Token, value: Option<Ref<T>>) {
        drop(self.replace(token, value));
    }

    /// Takes out what is there.
    #[inline(always)]
    pub fn take(&self, token: &mut impl Token) -> Option<Ref<T>> {
        self.replace(token, None)
    }
}

impl<T> Default for Slot<T> {
    fn default() -> Self {
        Self::empty()
    }
}

impl<T> Trace for Slot<T> {
    #[inline(always)]
    fn trace_as(&self, label: Label<'_>, tracer: &mut Tracer<'_>) {
        // SAFETY: tracing changes nothing, and the borrow ends here.
        unsafe { (*self.0.get()).trace_as(label, tracer) }
    }
}
