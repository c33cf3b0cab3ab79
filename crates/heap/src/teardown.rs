//! The end of a heap: everything that was ever allocated on it is freed.

use std::ptr::NonNull;

use crate::release::DOOMED;
use crate::segment::Segment;
use crate::{Heap, IMMORTAL, Object, Ref};

impl Heap {
    fn for_each_left(segments: &[NonNull<Segment>], mut visit: impl FnMut(NonNull<Object>)) {
        for segment in segments {
            // SAFETY: the segments are alive until the heap is gone.
            Self::objects_of(unsafe { segment.as_ref() }, &mut visit);
        }
    }
}

impl Drop for Heap {
    /// Drops the payload of every object, so that foreign memory goes as well, then frees the
    /// segments. No finalizer runs and no weak reference is called back: that is the runtime's part.
    fn drop(&mut self) {
        drop(self.set_observer(None));
        let segments = self.pages.close();
        let mut left = Vec::new();
        let mut immortal = Vec::new();
        // No count can reach zero from here on, so nothing is freed while others still point at it.
        Self::for_each_left(&segments, |object| {
            // SAFETY: a slot with an object is whole, and its memory stays until the end.
            let count = unsafe { object.as_ref() }.count_cell();
            let mortal = count.get() < IMMORTAL / 2;
            if mortal { &mut left } else { &mut immortal }.push(object);
            count.set(if mortal { DOOMED + count.get() } else { DOOMED });
        });
        self.drop_pending();
        for &object in immortal.iter().chain(&left) {
            // SAFETY: each object is dropped once. The data of kinds stay readable, dropped or not, as
            // KindData has no drop of its own.
            unsafe {
                Self::drop_inside(object);
                drop(Ref::from_raw(object.as_ref().kind_cell().get()));
            }
        }
        // SAFETY: as above.
        let held = left.iter().any(|object| unsafe { object.as_ref() }.ref_count() > DOOMED);
        if held {
            // Somebody outside still holds references, against the rules. They count down from
            // DOOMED, so dropping them is harmless as long as their memory is there.
            return;
        }
        for segment in segments {
            // SAFETY: nothing in the segments is used any more.
            unsafe { Segment::destroy(segment) };
        }
    }
}
