//! Payloads whose items lie in the object itself: tuples, strings, bytes.

use std::marker::PhantomData;

use crate::{Heap, Label, Payload, Ref, Trace, Tracer, Typed};

/// A head and `len` items behind it, in one object. The payload type proper is a
/// `#[repr(transparent)]` wrapper around this.
#[repr(C)]
pub struct Inline<H, I> {
    len: usize,
    head: H,
    items: [I; 0],
}

/// A payload that is an [`Inline`]. Implemented by `derive(Trace)` on a
/// `#[repr(transparent)] struct Name(Inline<Head, Item>)`.
///
/// # Safety
/// The type must be a transparent wrapper of `Inline<Self::Head, Self::Item>`.
pub unsafe trait InlinePayload: Payload {
    /// What stands before the items.
    type Head;
    /// The items.
    type Item;
}

/// Items that are valid when all their bytes are zero.
///
/// # Safety
/// As it says.
pub unsafe trait Zeroed: Copy {}
// SAFETY: plain integers.
unsafe impl Zeroed for u8 {}
// SAFETY: plain integers.
unsafe impl Zeroed for u32 {}
// SAFETY: plain integers.
unsafe impl Zeroed for u64 {}

impl<H, I> Inline<H, I> {
    /// Where the head lies in the payload, in bytes.
    pub const HEAD_OFFSET: usize = std::mem::offset_of!(Self, head);

    pub(crate) const fn new(head: H) -> Self {
        Inline { len: 0, head, items: [] }
    }

    /// Where the items start, with the right to write them.
    ///
    /// # Safety
    /// The pointer must lie in a heap object.
    pub(crate) unsafe fn items_pointer(inline: *mut Self) -> *mut I {
        // SAFETY: as the caller states; no reference is made, so the pointer reaches beyond the field.
        unsafe { (&raw mut (*inline).items).cast() }
    }

    pub(crate) fn set_len(&mut self, len: usize) {
        self.len = len;
    }

    /// What stands before the items.
    #[inline(always)]
    pub fn head(&self) -> &H {
        &self.head
    }

    /// The items.
    #[inline(always)]
    pub fn items(&self) -> &[I] {
        // SAFETY: an Inline lives in a heap object that was allocated with room for `len` items.
        unsafe { std::slice::from_raw_parts(self.items.as_ptr(), self.len) }
    }

    /// Takes the object out of the table of shared ones, where it is under this hash: to be called when it is dropped.
    pub fn forget_shared(&self, hash: u64) {
        let address = std::ptr::from_ref(self).addr() - Typed::<Self>::PAYLOAD_OFFSET;
        // SAFETY: an Inline lies in a heap object.
        unsafe { Heap::around(address) }.unshare(address, hash);
    }

    /// Bytes of all items.
    pub fn items_bytes(&self) -> usize {
        self.len * size_of::<I>()
    }
}

impl<H, I> Drop for Inline<H, I> {
    fn drop(&mut self) {
        if std::mem::needs_drop::<I>() {
            // The last item goes first, as in CPython's tuples.
            for index in (0..self.len).rev() {
                // SAFETY: the items are initialised, and each is dropped once.
                unsafe { std::ptr::drop_in_place(self.items.as_mut_ptr().add(index)) }
            }
        }
    }
}

impl<H: Trace, I: Trace> Trace for Inline<H, I> {
    const CONTAINER: bool = H::CONTAINER || I::CONTAINER;
    fn trace_as(&self, label: Label<'_>, tracer: &mut Tracer<'_>) {
        self.head.trace_as(label, tracer);
        if I::CONTAINER {
            self.items().trace_as(label, tracer);
        }
    }
}

impl<T: InlinePayload> Ref<T> {
    /// The items, to be replaced, if nobody else holds the object. The payload's head is the caller's business, as for
    /// [`append_in_place`](Self::append_in_place).
    #[inline]
    pub fn items_mut(&mut self) -> Option<&mut [T::Item]> {
        if self.ref_count() != 1 {
            return None;
        }
        // SAFETY: T wraps this Inline, and whoever borrows items without being asked for the token holds the object.
        Some(unsafe {
            let inline: *mut Inline<T::Head, T::Item> =
                Typed::payload_pointer(self.as_pointer()).cast();
            std::slice::from_raw_parts_mut(Inline::items_pointer(inline), (*inline).len)
        })
    }
}

/// An object that nobody has seen yet: its items may still be written.
pub struct Fresh<T: InlinePayload> {
    object: Ref<T>,
    owns: PhantomData<T>,
}

impl<T: InlinePayload> Fresh<T> {
    /// # Safety
    /// The object must have just been allocated and not been shown to anybody.
    pub(crate) unsafe fn new(object: Ref<T>) -> Self {
        Fresh { object, owns: PhantomData }
    }

    /// The items, to be written.
    pub fn items_mut(&mut self) -> &mut [T::Item] {
        // SAFETY: T wraps this Inline, its items are initialised, and nobody else sees the object.
        unsafe {
            let inline: *mut Inline<T::Head, T::Item> =
                Typed::payload_pointer(self.object.as_pointer()).cast();
            std::slice::from_raw_parts_mut(Inline::items_pointer(inline), (*inline).len)
        }
    }

    /// The finished object.
    pub fn finish(self) -> Ref<T> {
        self.object
    }
}

impl<T: InlinePayload<Item: Zeroed>> Fresh<T> {
    /// Shortens the object; its memory stays, as room to grow.
    pub fn truncate(&mut self, len: usize) {
        // SAFETY: T wraps this Inline, and nobody else sees the object.
        unsafe {
            let inline: *mut Inline<T::Head, T::Item> =
                Typed::payload_pointer(self.object.as_pointer()).cast();
            (*inline).set_len(len.min((*inline).items().len()));
        }
    }
}
