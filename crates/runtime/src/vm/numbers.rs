//! Results of arithmetic: where nobody can tell, a number is put into an object that nobody needs any more.
//!
//! An `int` or `float` that is held by one register alone, the one that is about to receive the result or one that the
//! instruction consumes, is given the new value instead of being freed. Somebody could tell by `id()`: once a
//! program has asked for the `id()` of a number, every result is a new object, as in CPython.

use pellucid_bytecode::{Operand, Word};
use pellucid_heap::{Object, Ref};

use crate::Vm;
use crate::builtins::int::SMALL;
use crate::builtins::{Float, Int};
use crate::object::ObjectExt;
use crate::vm::registers::Registers;

impl Vm {
    /// Ends `a = b op c` with an integer.
    #[inline(always)]
    pub(crate) fn finish_int(&self, r: Registers, word: Word, value: i64) {
        if !SMALL.contains(&value) {
            if let Some(old) = r.get(word.a())
                && self.reuse_int(old, value)
            {
                return drop_others(r, word);
            }
            for operand in [word.operand_b(), word.operand_c()] {
                if operand.is_consumed() && self.reuse_int(r.operand(operand), value) {
                    return move_result(r, word, operand);
                }
            }
        }
        r.finish_binary(word, self.new_int(value));
    }

    /// Ends `a = b op c` with a float.
    #[inline(always)]
    pub(crate) fn finish_float(&self, r: Registers, word: Word, value: f64) {
        if let Some(old) = r.get(word.a())
            && self.reuse_float(old, value)
        {
            return drop_others(r, word);
        }
        for operand in [word.operand_b(), word.operand_c()] {
            if operand.is_consumed() && self.reuse_float(r.operand(operand), value) {
                return move_result(r, word, operand);
            }
        }
        r.finish_binary(word, self.new_float(value));
    }

    /// Puts an integer into a register.
    #[inline(always)]
    pub(crate) fn set_int(&self, r: Registers, register: u16, value: i64) {
        if !SMALL.contains(&value)
            && let Some(old) = r.get(register)
            && self.reuse_int(old, value)
        {
            return;
        }
        r.set(register, self.new_int(value));
    }

    #[inline(always)]
    fn reuse_int(&self, object: &Object, value: i64) -> bool {
        if object.ref_count() != 1
            || !object.class_is(&self.types.int)
            || self.number_ids_seen.get()
        {
            return false;
        }
        // SAFETY: exact ints have this payload.
        unsafe { object.downcast_unchecked::<Int>() }.replace_word(value)
    }

    #[inline(always)]
    fn reuse_float(&self, object: &Object, value: f64) -> bool {
        if object.ref_count() != 1
            || !object.class_is(&self.types.float)
            || self.number_ids_seen.get()
        {
            return false;
        }
        // SAFETY: exact floats have this payload.
        unsafe { object.downcast_unchecked::<Float>() }.replace_value(value);
        true
    }
}

/// Drops the consumed operands that are not the result.
#[inline(always)]
fn drop_others(r: Registers, word: Word) {
    for operand in [word.operand_b(), word.operand_c()] {
        if operand.is_consumed() && operand.index() != word.a() as usize {
            drop(r.take(operand.index() as u16));
        }
    }
}

/// Makes a consumed operand the result.
#[inline(always)]
fn move_result(r: Registers, word: Word, operand: Operand) {
    let result: Option<Ref> = r.take(operand.index() as u16);
    let (b, c) = (word.operand_b(), word.operand_c());
    let other = if operand == b { c } else { b };
    let rest = r.consume(other);
    drop(r.replace(word.a(), result));
    drop(rest);
}
