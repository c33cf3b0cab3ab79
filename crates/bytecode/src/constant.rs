//! Constants of a code unit, before they become objects.

use crate::CodeUnit;

/// A constant as the compiler leaves it. Equal constants of one code unit are one entry; equality
/// here is Python's identity of constants (`0.0` and `-0.0`, `1` and `True` and `1.0` differ).
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Constant {
    /// `None`
    None,
    /// `...`
    Ellipsis,
    /// `True`, `False`
    Bool(bool),
    /// An integer of one machine word.
    Int(i64),
    /// A longer integer: sign and magnitude, little-endian bytes.
    BigInt(bool, Box<[u8]>),
    /// A float by its bits, so that equality is identity.
    Float(u64),
    /// A complex number by its bits.
    Complex(u64, u64),
    /// A string as generalised UTF-8: as UTF-8, but surrogates may stand in it, also in pairs. `interned` says that the
    /// string is to be interned (identifier-like constants, names).
    Str {
        /// The characters.
        wtf8: Box<[u8]>,
        /// Whether the object is to be interned.
        interned: bool,
    },
    /// Bytes.
    Bytes(Box<[u8]>),
    /// A tuple of constants.
    Tuple(Box<[Constant]>),
    /// A frozenset of constants (from `x in {1, 2}`).
    FrozenSet(Box<[Constant]>),
    /// A slice of constants.
    Slice(Box<[Constant; 3]>),
    /// A nested code unit.
    Code(Box<CodeUnit>),
}
