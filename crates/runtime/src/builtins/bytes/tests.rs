//! What the bytes of `bytes` and `bytearray` are, and changes of case: ASCII rules.

use super::ByteString;
use crate::prelude::*;

/// ASCII white space, with the vertical tab.
pub(crate) fn is_space_byte(byte: &u8) -> bool {
    matches!(byte, 0x09..=0x0D | 0x20)
}

/// Whether there are bytes and all are such.
pub(crate) fn all_are<T: ByteString>(vm: &Vm, this: &Typed<T>, test: fn(&u8) -> bool) -> bool {
    let bytes = T::bytes(this, vm);
    !bytes.is_empty() && bytes.iter().all(test)
}

pub(crate) fn is_ascii<T: ByteString>(vm: &Vm, this: &Typed<T>) -> bool {
    T::bytes(this, vm).is_ascii()
}

/// Whether some bytes are wanted ones and none are unwanted ones.
pub(crate) fn has_only<T: ByteString>(
    vm: &Vm,
    this: &Typed<T>,
    wanted: fn(&u8) -> bool,
    unwanted: fn(&u8) -> bool,
) -> bool {
    let bytes = T::bytes(this, vm);
    bytes.iter().any(wanted) && !bytes.iter().any(unwanted)
}

pub(crate) fn is_title<T: ByteString>(vm: &Vm, this: &Typed<T>) -> bool {
    let (mut found, mut after_cased) = (false, false);
    for byte in T::bytes(this, vm) {
        let cased = byte.is_ascii_alphabetic();
        if cased && byte.is_ascii_uppercase() == after_cased {
            return false;
        }
        found |= cased;
        after_cased = cased;
    }
    found
}

/// A copy, changed.
pub(crate) fn mapped<T: ByteString>(
    vm: &mut Vm,
    this: &Typed<T>,
    change: fn(&mut [u8]),
) -> PyResult {
    let length = T::bytes(this, vm).len();
    vm.check_room(length)?;
    let mut bytes = T::bytes(this, vm).to_vec();
    change(&mut bytes);
    T::make(vm, &bytes)
}

pub(crate) fn capitalize(bytes: &mut [u8]) {
    bytes.make_ascii_lowercase();
    if let Some(first) = bytes.first_mut() {
        first.make_ascii_uppercase();
    }
}

pub(crate) fn swapcase(bytes: &mut [u8]) {
    for byte in bytes.iter_mut().filter(|byte| byte.is_ascii_alphabetic()) {
        *byte ^= 0x20;
    }
}

pub(crate) fn title(bytes: &mut [u8]) {
    let mut after_cased = false;
    for byte in bytes {
        let cased = byte.is_ascii_alphabetic();
        if after_cased {
            byte.make_ascii_lowercase();
        } else {
            byte.make_ascii_uppercase();
        }
        after_cased = cased;
    }
}
