//! Putting a string together from pieces, in place.

use bytemuck::cast_slice_mut;
use pellucid_heap::LimitExceeded;
use pellucid_text::{CodeUnit, Text};

use super::value::Str;
use crate::prelude::*;

impl Str {
    /// The pieces one after another. Asks for the memory before anything is written.
    pub fn try_concatenate(vm: &Vm, pieces: &[Text<'_>]) -> Result<Ref<Str>, LimitExceeded> {
        let mut length = 0usize;
        for piece in pieces {
            length = length.checked_add(piece.len()).ok_or(LimitExceeded)?;
        }
        if let [single] = pieces {
            return Str::try_from_text(vm, *single);
        }
        if length <= 1 {
            let only = pieces.iter().copied().find(|piece| !piece.is_empty());
            return Str::try_unshared(vm, only.unwrap_or(Text::Latin1(b"")));
        }
        let width = pieces.iter().map(|piece| piece.width()).max().unwrap_or(1);
        let ascii = width == 1 && pieces.iter().all(|piece| piece.is_ascii());
        let bytes = length.checked_mul(width).ok_or(LimitExceeded)?;
        let mut fresh = Str::allocate_zeroed(vm.heap(), &vm.types.str, width as u8, ascii, bytes)?;
        let units = fresh.items_mut();
        match width {
            1 => write(units, pieces, |code| code as u8),
            2 => write(cast_slice_mut(units), pieces, |code| code as u16),
            _ => write(cast_slice_mut(units), pieces, |code| code),
        }
        Ok(fresh.finish())
    }
}

/// Writes the pieces one after another; every code point fits a unit.
fn write<U: CodeUnit>(units: &mut [U], pieces: &[Text<'_>], unit: impl Fn(u32) -> U) {
    let mut rest = units;
    for piece in pieces {
        let (place, behind) = rest.split_at_mut(piece.len());
        pellucid_text::with_units!(*piece, source => {
            for (target, source) in place.iter_mut().zip(source) {
                *target = unit(source.code_point());
            }
        });
        rest = behind;
    }
}
