//! One instruction: a 64-bit word.
//!
//! | bits | 0..8 | 8..16 | 16..32 | 32..48 | 48..64 |
//! |---|---|---|---|---|---|
//! | | opcode | `x` | `a` | `b` | `c` |
//!
//! 64 bits rather than 32: an operand carries its ownership and names any of 16,384 registers or
//! constants, so there are no prefixes, no wide forms and no second word for an inline cache, and the
//! virtual machine decodes with one load.

use crate::{Opcode, Operand};

/// One encoded instruction.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[repr(transparent)]
pub struct Word(pub u64);

impl Word {
    /// Encodes an instruction from its parts.
    #[inline(always)]
    pub const fn new(opcode: Opcode, x: u8, a: u16, b: u16, c: u16) -> Word {
        Word(
            opcode as u64
                | (x as u64) << 8
                | (a as u64) << 16
                | (b as u64) << 32
                | (c as u64) << 48,
        )
    }

    /// The opcode.
    #[inline(always)]
    pub fn opcode(self) -> Opcode {
        Opcode::from_byte(self.0 as u8)
    }

    /// The same word with another opcode.
    #[inline(always)]
    pub fn with_opcode(self, opcode: Opcode) -> Word {
        Word(self.0 & !0xff | opcode as u64)
    }

    /// The small field.
    #[inline(always)]
    pub fn x(self) -> u8 {
        (self.0 >> 8) as u8
    }

    /// The same word with another small field.
    #[inline(always)]
    pub fn with_x(self, x: u8) -> Word {
        Word(self.0 & !0xff00 | (x as u64) << 8)
    }

    /// The first field.
    #[inline(always)]
    pub fn a(self) -> u16 {
        (self.0 >> 16) as u16
    }

    /// The second field.
    #[inline(always)]
    pub fn b(self) -> u16 {
        (self.0 >> 32) as u16
    }

    /// The third field.
    #[inline(always)]
    pub fn c(self) -> u16 {
        (self.0 >> 48) as u16
    }

    /// The first field as a source operand.
    #[inline(always)]
    pub fn operand_a(self) -> Operand {
        Operand(self.a())
    }

    /// The second field as a source operand.
    #[inline(always)]
    pub fn operand_b(self) -> Operand {
        Operand(self.b())
    }

    /// The third field as a source operand.
    #[inline(always)]
    pub fn operand_c(self) -> Operand {
        Operand(self.c())
    }

    /// The short jump: words to go from the *next* instruction.
    #[inline(always)]
    pub fn jump_c(self) -> isize {
        self.c() as i16 as isize
    }

    /// The long jump in `b` and `c`: words to go from the *next* instruction.
    #[inline(always)]
    pub fn jump_bc(self) -> isize {
        (self.0 >> 32) as u32 as i32 as isize
    }

    /// The same word with another short jump.
    pub fn with_jump_c(self, jump: i16) -> Word {
        Word(self.0 & 0x0000_ffff_ffff_ffff | (jump as u16 as u64) << 48)
    }

    /// The same word with another long jump.
    pub fn with_jump_bc(self, jump: i32) -> Word {
        Word(self.0 & 0x0000_0000_ffff_ffff | (jump as u32 as u64) << 32)
    }
}
