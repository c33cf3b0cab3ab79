//! Which version of CPython, on which machine.

use std::fmt;
use std::str::FromStr;

/// Whose sizes `sys.getsizeof` tells: those of a version of CPython, on 64 bits or, as in WebAssembly, on 32.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SizesOf {
    /// 14 for Python 3.14.
    pub(super) minor: u8,
    /// Whether addresses have 32 bits.
    pub(super) narrow: bool,
}

impl SizesOf {
    /// All versions there are, in the order of the table's columns.
    pub const ALL: [SizesOf; 12] = {
        let mut all = [SizesOf { minor: 8, narrow: false }; 12];
        let mut column = 0;
        while column < 12 {
            let narrow = column >= 7;
            let minor = 8 + column as u8 - if narrow { 5 } else { 0 };
            all[column] = SizesOf { minor, narrow };
            column += 1;
        }
        all
    };

    pub(super) fn column(self) -> usize {
        SizesOf::ALL.iter().position(|&one| one == self).expect("only versions of ALL are made")
    }

    /// Bytes of an address.
    pub fn word(self) -> usize {
        if self.narrow { 4 } else { 8 }
    }
}

impl Default for SizesOf {
    fn default() -> SizesOf {
        SizesOf { minor: 14, narrow: false }
    }
}

impl fmt::Display for SizesOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "3.{}{}", self.minor, if self.narrow { "-32" } else { "" })
    }
}

impl FromStr for SizesOf {
    type Err = String;

    /// Reads `3.11` or `3.11-32`; the error says what there is.
    fn from_str(text: &str) -> Result<SizesOf, String> {
        let known = SizesOf::ALL.into_iter().find(|one| one.to_string() == text);
        known.ok_or_else(|| {
            let names = SizesOf::ALL.map(|one| one.to_string()).join(", ");
            format!("no sizes are known of '{text}'; they are of {names}")
        })
    }
}
