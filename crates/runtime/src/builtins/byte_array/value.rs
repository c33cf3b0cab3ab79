//! The payload of `bytearray` objects, and its growth.

use std::ops::Range;

use pellucid_heap::{Buffer, LimitExceeded};

use crate::builtins::bytes::ByteString;
use crate::object::{Exports, kind_of};
use crate::prelude::*;

/// The message of the BufferError where a view looks at the bytes.
pub(super) const RESIZED_EXPORT: &str = "Existing exports of data: object cannot be re-sized";

/// Changeable bytes. The capacity, which `sys.getsizeof` shows, follows CPython's rule and has room for a
/// zero at the end.
#[derive(Trace)]
pub struct ByteArray {
    items: TokenCell<Buffer<u8>>,
    /// Views of the bytes; while there are any, the length stays as it is.
    #[trace(skip)]
    pub(crate) exports: Exports,
}

impl ByteArray {
    /// An empty payload.
    pub fn empty(vm: &Vm) -> ByteArray {
        ByteArray { items: TokenCell::new(Buffer::new(vm.heap())), exports: Exports::default() }
    }

    /// A `bytearray` with these bytes.
    pub fn from_slice(vm: &mut Vm, bytes: &[u8]) -> PyResult<Ref<ByteArray>> {
        let array = vm.heap.allocate(kind_of(&vm.types.bytearray), ByteArray::empty(vm));
        array.splice(vm, 0..0, bytes)?;
        Ok(array)
    }

    /// The bytes.
    #[inline]
    pub fn items<'a>(&'a self, vm: &'a Vm) -> &'a [u8] {
        self.items.get(vm)
    }

    /// The bytes, to be changed.
    #[inline]
    pub fn items_mut<'a>(&'a self, vm: &'a mut Vm) -> &'a mut [u8] {
        self.items.get_mut(vm)
    }

    /// What is allocated for the bytes, as CPython counts it.
    pub fn allocated(&self, vm: &Vm) -> usize {
        self.items.get(vm).capacity()
    }

    /// BufferError while the bytes are held by a view.
    pub fn check_resizable(&self, vm: &mut Vm) -> PyResult<()> {
        if self.exports.count() > 0 {
            return Err(vm.buffer_error(RESIZED_EXPORT));
        }
        Ok(())
    }

    /// Changes the length; new bytes are zero.
    pub fn resize(&self, vm: &mut Vm, length: usize) -> PyResult<()> {
        if length == self.items.get(vm).len() {
            return Ok(());
        }
        self.check_resizable(vm)?;
        if length >= isize::MAX as usize {
            return Err(vm.memory_error());
        }
        let items = self.items.get_mut(vm);
        let done = if length < items.len() {
            items.truncate(length);
            let roomy = length < items.capacity() / 2;
            if roomy { items.set_capacity(length + 1) } else { Ok(()) }
        } else {
            let done = grow(items, length);
            if done.is_ok() {
                items.fill_to(length, 0);
            }
            done
        };
        done.map_err(|LimitExceeded| vm.memory_error())
    }

    /// Puts bytes in place of a range, which must be within the length.
    pub fn splice(&self, vm: &mut Vm, range: Range<usize>, bytes: &[u8]) -> PyResult<()> {
        let old = self.items.get(vm).len();
        let removed = range.len();
        if bytes.len() == removed {
            self.items.get_mut(vm)[range].copy_from_slice(bytes);
            return Ok(());
        }
        self.check_resizable(vm)?;
        let length = (old - removed).saturating_add(bytes.len());
        if length > old {
            self.resize(vm, length)?;
            let items = self.items.get_mut(vm);
            items.copy_within(range.end..old, range.start + bytes.len());
            items[range.start..range.start + bytes.len()].copy_from_slice(bytes);
            return Ok(());
        }
        let items = self.items.get_mut(vm);
        items[range.start..range.start + bytes.len()].copy_from_slice(bytes);
        items.copy_within(range.end..old, range.start + bytes.len());
        self.resize(vm, length)
    }
}

/// Makes room for a greater length.
fn grow(items: &mut Buffer<u8>, length: usize) -> Result<(), LimitExceeded> {
    let capacity = items.capacity();
    if length < capacity {
        return Ok(());
    }
    let moderate = length as f64 <= capacity as f64 * 1.125;
    let spare = if moderate { (length >> 3) + if length < 9 { 3 } else { 6 } } else { 1 };
    items.set_capacity(length.checked_add(spare).ok_or(LimitExceeded)?)
}

impl ByteString for ByteArray {
    const IMMUTABLE: bool = false;

    fn bytes<'a>(this: &'a Typed<Self>, vm: &'a Vm) -> &'a [u8] {
        this.value().items(vm)
    }

    fn make(vm: &mut Vm, bytes: &[u8]) -> PyResult<Ref> {
        Ok(ByteArray::from_slice(vm, bytes)?.into_object())
    }

    fn part(vm: &mut Vm, this: &Typed<Self>, range: Range<usize>) -> PyResult<Ref> {
        vm.check_room(range.len())?;
        let part = this.items(vm).get(range).unwrap_or(&[]).to_vec();
        ByteArray::make(vm, &part)
    }
}
