//! Cells whose inside may be borrowed by whoever holds the interpreter's token.

use std::cell::UnsafeCell;

use crate::{Label, Trace, Tracer};

/// The right to look inside the objects of one heap (`&token`) or to change them and to run foreign
/// code (`&mut token`). The runtime's `Vm` is it.
///
/// # Safety
/// For each heap at most one token is usable at any time: a second one (of another thread) may
/// exist only while the first is mutably borrowed by a function that waits for it.
pub unsafe trait Token {}

/// A cell that is read with the token and changed with the token held exclusively. All code that can
/// run Python takes `&mut Vm`, so the borrow checker proves that no borrowed inside survives it.
#[repr(transparent)]
pub struct TokenCell<T>(UnsafeCell<T>);

impl<T> TokenCell<T> {
    /// A cell with this value.
    pub const fn new(value: T) -> Self {
        TokenCell(UnsafeCell::new(value))
    }

    /// The inside, for as long as nobody needs the token exclusively.
    #[inline(always)]
    pub fn get<'a>(&'a self, _token: &'a impl Token) -> &'a T {
        // SAFETY: a `&mut T` into the cell needs `&mut` of the only token, which is borrowed.
        unsafe { &*self.0.get() }
    }

    /// The inside, exclusively.
    #[inline(always)]
    #[allow(clippy::mut_from_ref)] // The token is what is borrowed mutably.
    pub fn get_mut<'a>(&'a self, _token: &'a mut impl Token) -> &'a mut T {
        // SAFETY: every other borrow of an inside would borrow the only token as well.
        unsafe { &mut *self.0.get() }
    }

    /// The inside of a cell that nobody else has.
    #[inline(always)]
    pub fn exclusive(&mut self) -> &mut T {
        self.0.get_mut()
    }

    /// Puts `value` in and gives back what was there.
    #[inline(always)]
    pub fn replace(&self, token: &mut impl Token, value: T) -> T {
        std::mem::replace(self.get_mut(token), value)
    }

    /// The inside, without a token.
    ///
    /// # Safety
    /// Nobody may hold a mutable borrow of the inside, nor get one while the result is in use.
    #[inline(always)]
    pub unsafe fn get_unchecked(&self) -> &T {
        // SAFETY: as the caller states.
        unsafe { &*self.0.get() }
    }

    /// The inside, exclusively, without a token.
    ///
    /// # Safety
    /// Nobody else may hold a borrow of the inside, nor get one while the result is in use.
    #[inline(always)]
    #[allow(clippy::mut_from_ref)]
    pub unsafe fn get_mut_unchecked(&self) -> &mut T {
        // SAFETY: as the caller states.
        unsafe { &mut *self.0.get() }
    }
}

impl<T: Trace> Trace for TokenCell<T> {
    const CONTAINER: bool = T::CONTAINER;
    #[inline(always)]
    fn trace_as(&self, label: Label<'_>, tracer: &mut Tracer<'_>) {
        // SAFETY: tracing runs at points where no inside is mutably borrowed, and changes nothing.
        unsafe { self.get_unchecked() }.trace_as(label, tracer);
    }
}
