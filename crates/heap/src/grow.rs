//! Longer inline items without another object: what makes `text += more` cheap in a loop.

use crate::layout::{SLOT_BYTES_MAX, round_to_granule};
use crate::segment::Segment;
use crate::{Heap, Inline, InlinePayload, Object, Ref, Typed, Zeroed};

/// The longest objects have this much of their size, and [`SPARE_BYTES`], to grow into. It is only
/// reserved: it counts, and the host provides it, when it comes into use.
const SPARE_FRACTION: usize = 8;
const SPARE_BYTES: usize = 64 << 10;

/// What to ask the host for, for an object of this size in a segment of its own.
pub(crate) fn with_spare_room(bytes: usize) -> usize {
    bytes.saturating_add(bytes / SPARE_FRACTION).saturating_add(SPARE_BYTES)
}

impl<T: InlinePayload<Item: Zeroed>> Ref<T> {
    /// Appends inline items to the object where it is, if nobody else holds it and there is room. Gives
    /// whether it did; the payload's head is the caller's business (a hash that is no longer right).
    pub fn append_in_place(&mut self, items: impl ExactSizeIterator<Item = T::Item>) -> bool {
        let more = items.len();
        let object = self.as_pointer();
        // SAFETY: the payload is a transparent wrapper of this Inline.
        let inline: *mut Inline<T::Head, T::Item> =
            unsafe { Typed::payload_pointer(object) }.cast();
        // SAFETY: as above.
        let len = unsafe { (*inline).items() }.len();
        if self.ref_count() != 1 || !self.make_room(len, more) {
            return false;
        }
        // SAFETY: there is room for the items, and nobody looks beyond the length.
        unsafe {
            let next = Inline::items_pointer(inline).add(len);
            let mut written = 0;
            for item in items.take(more) {
                next.add(written).write(item);
                written += 1;
            }
            (*inline).set_len(len + written);
        }
        true
    }

    fn make_room(&self, len: usize, more: usize) -> bool {
        let bytes = len
            .checked_add(more)
            .and_then(|len| len.checked_mul(size_of::<T::Item>()))
            .and_then(|bytes| bytes.checked_add(size_of::<Typed<T>>()));
        let Some(bytes) = bytes.filter(|_| self.kind().tail_bytes() == 0) else { return false };
        bytes <= self.as_object().allocated_bytes()
            || self.heap().extend_long(self.as_object(), bytes)
    }
}

impl Heap {
    /// Makes a long object count for `bytes` bytes, if there is room and the limit allows it.
    fn extend_long(&self, object: &Object, bytes: usize) -> bool {
        let (bytes, old) = (round_to_granule(bytes), object.allocated_bytes());
        // SAFETY: objects lie in segments.
        let segment = unsafe { Segment::at(object.address()) };
        if old <= SLOT_BYTES_MAX || self.admit(bytes - old).is_err() {
            return false;
        }
        let extended = Heap::extend_run(segment, object.address(), bytes);
        if extended {
            self.count_bytes(bytes - old);
        }
        extended
    }
}
