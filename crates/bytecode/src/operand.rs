//! Operands that are read: where the value is, and who owns it afterwards.

use std::fmt;

/// One more than the highest register or constant that an operand can name.
pub const REGISTERS_MAX: usize = 1 << 14;

/// Where an operand's value is and what reading it does. The ownership is in the operand, so that
/// `c = a + b` touches no count of `a` or `b`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OperandKind {
    /// A register that keeps its value: a local variable, or a temporary that is needed again.
    Borrowed,
    /// A temporary that the instruction consumes: afterwards the register is empty.
    Consumed,
    /// An entry of the code unit's constants.
    Constant,
}

/// A source operand: two bits of kind, fourteen of index.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Operand(pub u16);

impl Operand {
    const CONSUMED: u16 = 1 << 14;
    const CONSTANT: u16 = 1 << 15;

    /// Stands for "no operand" where an instruction allows that.
    pub const ABSENT: Operand = Operand(u16::MAX);

    /// Reads a register and leaves it as it is.
    pub fn borrowed(register: u16) -> Operand {
        debug_assert!((register as usize) < REGISTERS_MAX);
        Operand(register)
    }

    /// Takes the value out of a temporary.
    pub fn consumed(register: u16) -> Operand {
        debug_assert!((register as usize) < REGISTERS_MAX);
        Operand(register | Self::CONSUMED)
    }

    /// Reads a constant.
    pub fn constant(index: u16) -> Operand {
        debug_assert!((index as usize) < REGISTERS_MAX - 1);
        Operand(index | Self::CONSTANT)
    }

    /// The kind of this operand.
    #[inline(always)]
    pub fn kind(self) -> OperandKind {
        if self.is_constant() {
            OperandKind::Constant
        } else if self.is_consumed() {
            OperandKind::Consumed
        } else {
            OperandKind::Borrowed
        }
    }

    /// The register or the index of the constant.
    #[inline(always)]
    pub fn index(self) -> usize {
        (self.0 & 0x3fff) as usize
    }

    /// Whether the instruction empties the register.
    #[inline(always)]
    pub fn is_consumed(self) -> bool {
        self.0 & (Self::CONSUMED | Self::CONSTANT) == Self::CONSUMED
    }

    /// Whether this names a constant.
    #[inline(always)]
    pub fn is_constant(self) -> bool {
        self.0 & Self::CONSTANT != 0
    }

    /// Whether there is no operand.
    #[inline(always)]
    pub fn is_absent(self) -> bool {
        self.0 == u16::MAX
    }
}

impl fmt::Debug for Operand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind() {
            _ if self.is_absent() => f.write_str("-"),
            OperandKind::Borrowed => write!(f, "r{}", self.index()),
            OperandKind::Consumed => write!(f, "r{}!", self.index()),
            OperandKind::Constant => write!(f, "k{}", self.index()),
        }
    }
}
