//! Reading and writing the registers of the running frame.
//!
//! The methods rely on what [`Code`](crate::builtins::Code) checks of its unit (indexes are in range) and on what
//! the compiler promises (an operand that is read holds something).

use pellucid_bytecode::{Operand, Word};
use pellucid_heap::{Object, Ref, Typed};

use crate::vm::stack::Register;

/// The registers and constants of the running frame.
#[derive(Clone, Copy)]
pub(crate) struct Registers {
    pub(crate) base: *mut Register,
    pub(crate) constants: *const Ref,
}

impl Registers {
    /// A register's place.
    #[inline(always)]
    pub(crate) fn place(self, index: u16) -> *mut Register {
        self.base.wrapping_add(index as usize)
    }

    /// What a register holds.
    #[inline(always)]
    pub(crate) fn get(self, index: u16) -> Option<&'static Object> {
        // SAFETY: the index is in range; a register changes only by its own frame's instructions, and what
        // a program takes away from outside is kept until the frame ends (see builtins/frame).
        unsafe { (*self.place(index)).as_deref() }
    }

    /// What a register holds that is known to hold something.
    #[inline(always)]
    pub(crate) fn full(self, index: u16) -> &'static Object {
        debug_assert!(self.get(index).is_some(), "register {index} is empty");
        // SAFETY: as above, and the compiler promises that the register is full.
        unsafe { self.get(index).unwrap_unchecked() }
    }

    /// What an operand stands for.
    #[inline(always)]
    pub(crate) fn operand(self, operand: Operand) -> &'static Object {
        let first =
            if operand.is_constant() { self.constants } else { self.base.cast_const().cast() };
        debug_assert!(
            operand.is_constant() || self.get(operand.index() as u16).is_some(),
            "{operand:?} is empty"
        );
        // SAFETY: the index is in range, and what is read is a full register or a constant.
        unsafe { &*std::ptr::from_ref::<Object>(&**first.wrapping_add(operand.index())) }
    }

    /// What an operand that may be absent stands for.
    #[inline(always)]
    pub(crate) fn optional(self, operand: Operand) -> Option<&'static Object> {
        (!operand.is_absent()).then(|| self.operand(operand))
    }

    /// An owned reference to an operand; a consumed register gives its own.
    #[inline(always)]
    pub(crate) fn take_operand(self, operand: Operand) -> Ref {
        if operand.is_consumed() {
            // SAFETY: a consumed register is full.
            unsafe { self.take(operand.index() as u16).unwrap_unchecked() }
        } else {
            self.operand(operand).to_ref()
        }
    }

    /// Empties the register of a consumed operand; what was in it is to be dropped last.
    #[inline(always)]
    pub(crate) fn consume(self, operand: Operand) -> Register {
        if operand.is_consumed() { self.take(operand.index() as u16) } else { None }
    }

    /// Empties the register of a consumed operand that may be absent.
    #[inline(always)]
    pub(crate) fn consume_optional(self, operand: Operand) -> Register {
        if operand.is_absent() { None } else { self.consume(operand) }
    }

    /// Takes what is in a register.
    #[inline(always)]
    pub(crate) fn take(self, index: u16) -> Register {
        // SAFETY: the index is in range.
        unsafe { (*self.place(index)).take() }
    }

    /// Puts a value into a register; what was there is dropped afterwards.
    #[inline(always)]
    pub(crate) fn set(self, index: u16, value: Ref) {
        drop(self.replace(index, Some(value)));
    }

    /// Puts something into a register and gives what was there.
    #[inline(always)]
    pub(crate) fn replace(self, index: u16, value: Register) -> Register {
        // SAFETY: the index is in range.
        unsafe { std::mem::replace(&mut *self.place(index), value) }
    }

    /// Ends an instruction `a = op(b)`.
    #[inline(always)]
    pub(crate) fn finish_unary(self, word: Word, result: Ref) {
        let b = self.consume(word.operand_b());
        self.set(word.a(), result);
        drop(b);
    }

    /// Ends an instruction `a = op(b, c)`.
    #[inline(always)]
    pub(crate) fn finish_binary(self, word: Word, result: Ref) {
        let b = self.consume(word.operand_b());
        let c = self.consume(word.operand_c());
        self.set(word.a(), result);
        drop(b);
        drop(c);
    }

    /// The values of a window of full registers, each of which is emptied.
    pub(crate) fn take_window(
        self,
        first: u16,
        count: usize,
    ) -> impl ExactSizeIterator<Item = Ref> {
        // SAFETY: the registers are full.
        (0..count as u16).map(move |index| unsafe { self.take(first + index).unwrap_unchecked() })
    }

    /// Empties a window.
    pub(crate) fn clear_window(self, first: u16, count: usize) {
        (0..count as u16).for_each(|index| drop(self.take(first + index)));
    }

    /// The values of a window of full registers.
    pub(crate) fn window(self, first: u16, count: usize) -> &'static [Ref] {
        // SAFETY: the registers are in range and full, so each is a Ref.
        unsafe { std::slice::from_raw_parts(self.place(first).cast(), count) }
    }

    /// Reads an object of known payload.
    ///
    /// # Safety
    /// The register must hold an object with this payload.
    #[inline(always)]
    pub(crate) unsafe fn typed<T>(self, index: u16) -> &'static Typed<T> {
        // SAFETY: as the caller states.
        unsafe { self.full(index).downcast_unchecked() }
    }
}
