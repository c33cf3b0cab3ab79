//! The object header and the three ways to point at an object: `&Object`, `&Typed<T>`, `Ref<T>`.

use std::cell::Cell;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;
use std::ptr::NonNull;

use crate::kind::Plan;
use crate::{Heap, Kind, Payload};

/// Where the counts of immortal objects start: so high that neither increments nor decrements
/// of a running program can bring them anywhere near zero, and nothing has to be tested.
pub const IMMORTAL: usize = 1 << 62;

/// An object with payload `T`, at rest on a heap. Never constructed outside of one: whoever has
/// a `&Typed<T>` may rely on the header in front of the payload.
#[repr(C)]
pub struct Typed<T> {
    /// References to this object; the plain number for every mortal object.
    count: Cell<usize>,
    /// The kind; in a free slot the low bit is set (see `page.rs`), so liveness can be read here.
    kind: Cell<NonNull<Kind>>,
    value: T,
}

/// The payload of an object that is seen only as an object.
pub struct Any;

/// Any object: the header alone. `&Object` is a borrowed reference.
pub type Object = Typed<Any>;

/// An owned reference: counts one for as long as it lives.
#[repr(transparent)]
pub struct Ref<T = Any> {
    object: NonNull<Typed<T>>,
    owns: PhantomData<Typed<T>>,
}

impl<T> Typed<T> {
    /// Where the payload starts, in bytes from the start of the object.
    #[doc(hidden)]
    pub const PAYLOAD_OFFSET: usize = std::mem::offset_of!(Typed<T>, value);

    /// The same object without its payload type.
    #[inline(always)]
    pub fn as_object(&self) -> &Object {
        // SAFETY: every Typed<T> starts with the header that Object consists of, and it lives in
        // a heap slot, so the reference may be turned back into one with the payload.
        unsafe { &*std::ptr::from_ref(self).cast::<Object>() }
    }

    /// The address, which is the `id()` of the object.
    #[inline(always)]
    pub fn address(&self) -> usize {
        std::ptr::from_ref(self).addr()
    }

    /// Whether both are the same object.
    #[inline(always)]
    pub fn is<U>(&self, other: &Typed<U>) -> bool {
        self.address() == other.address()
    }

    /// The number of references to this object.
    #[inline(always)]
    pub fn ref_count(&self) -> usize {
        self.count.get()
    }

    /// Whether this object is never freed before its heap is.
    #[inline(always)]
    pub fn is_immortal(&self) -> bool {
        self.count.get() >= IMMORTAL / 2
    }

    /// Takes the object out of reference counting for the life of the heap.
    pub fn make_immortal(&self) {
        self.count.set(IMMORTAL);
    }

    /// A new owned reference to this object.
    #[inline(always)]
    pub fn to_ref(&self) -> Ref<T> {
        self.increment();
        // SAFETY: the count was just incremented for the new reference.
        unsafe { Ref::from_raw(NonNull::from(self)) }
    }

    /// The kind of this object.
    #[inline(always)]
    pub fn kind(&self) -> &Kind {
        // SAFETY: a live object points at its kind and holds a reference to it.
        unsafe { self.kind.get().as_ref() }
    }

    /// Replaces the kind, moving the count that the object holds on it.
    ///
    /// # Safety
    /// Both kinds must describe the same layout: payload, tail and weak word; and both or neither must be
    /// containers. The new kind's tail may have fewer reference words, if those left out hold no reference.
    pub unsafe fn set_kind(&self, kind: &Kind) {
        kind.increment();
        if self.kind().plan().contains(Plan::MARKED) {
            kind.expect_marks();
        }
        let old = self.kind.replace(NonNull::from(kind));
        // SAFETY: the object owned one count of its old kind.
        drop(unsafe { Ref::from_raw(old) });
    }

    /// The heap on which the object lives.
    #[inline(always)]
    pub fn heap(&self) -> &Heap {
        Heap::of(self.as_object())
    }

    /// The payload of an object that is perhaps not yet written.
    ///
    /// # Safety
    /// The pointer must be that of a slot with room for a `Typed<T>`.
    #[inline(always)]
    pub(crate) unsafe fn payload_pointer(object: NonNull<Typed<T>>) -> *mut T {
        // SAFETY: as the caller states.
        unsafe { &raw mut (*object.as_ptr()).value }
    }

    #[inline(always)]
    pub(crate) fn increment(&self) {
        self.count.set(self.count.get().wrapping_add(1));
    }

    #[inline(always)]
    pub(crate) fn count_cell(&self) -> &Cell<usize> {
        &self.count
    }

    #[inline(always)]
    pub(crate) fn kind_cell(&self) -> &Cell<NonNull<Kind>> {
        &self.kind
    }

    /// The payload.
    #[inline(always)]
    pub fn value(&self) -> &T {
        &self.value
    }
}

impl Kind {
    /// A kind that is not on a heap, for the first object of all.
    pub(crate) fn stand_in(value: crate::KindData) -> Kind {
        Typed { count: Cell::new(IMMORTAL), kind: Cell::new(NonNull::dangling()), value }
    }
}

impl Object {
    /// This object with its payload, if it has (or extends) the payload `T`.
    #[inline]
    pub fn downcast<T: Payload>(&self) -> Option<&Typed<T>> {
        // SAFETY: the vtable says that the payload is a T or begins with one.
        self.holds::<T>().then(|| unsafe { self.downcast_unchecked() })
    }

    /// Whether the payload is, or begins with, a `T`.
    #[inline]
    pub fn holds<T: Payload>(&self) -> bool {
        self.kind().extends(T::VTABLE)
    }

    /// This object with its payload.
    ///
    /// # Safety
    /// The payload must be, or begin with, a `T`.
    #[inline(always)]
    pub unsafe fn downcast_unchecked<T>(&self) -> &Typed<T> {
        // SAFETY: as the caller states; every payload lies right behind the header.
        unsafe { &*std::ptr::from_ref(self).cast() }
    }
}

impl<T> Ref<T> {
    /// Takes over one count of the object.
    ///
    /// # Safety
    /// The object must be live and one of its counts must belong to the caller.
    #[inline(always)]
    pub unsafe fn from_raw(object: NonNull<Typed<T>>) -> Self {
        Ref { object, owns: PhantomData }
    }

    /// Where the object lies, with the right to write it as far as the caller knows that nobody looks.
    #[inline(always)]
    pub(crate) fn as_pointer(&self) -> NonNull<Typed<T>> {
        self.object
    }

    /// Gives up the reference without giving back its count.
    #[inline(always)]
    pub fn into_raw(self) -> NonNull<Typed<T>> {
        let object = self.object;
        std::mem::forget(self);
        object
    }

    /// The same reference, without the payload type.
    #[inline(always)]
    pub fn into_object(self) -> Ref {
        // SAFETY: the count moves from one reference to the other.
        unsafe { Ref::from_raw(self.into_raw().cast()) }
    }
}

impl Ref {
    /// The same reference with its payload type, or itself if the payload is another.
    pub fn downcast_ref<T: Payload>(self) -> Result<Ref<T>, Ref> {
        if self.holds::<T>() {
            // SAFETY: the count moves over, and the payload was just checked.
            Ok(unsafe { Ref::from_raw(self.into_raw().cast()) })
        } else {
            Err(self)
        }
    }
}

impl<T> Clone for Ref<T> {
    #[inline(always)]
    fn clone(&self) -> Self {
        self.to_ref()
    }
}

impl<T> Drop for Ref<T> {
    #[inline(always)]
    fn drop(&mut self) {
        // SAFETY: a Ref owns one count, so the object is live until that is given back here.
        let object = unsafe { self.object.as_ref() };
        let left = object.count.get().wrapping_sub(1);
        object.count.set(left);
        if left == 0 {
            // SAFETY: the last reference has gone.
            unsafe { Heap::release(self.object.cast()) };
        }
    }
}

impl<T> Deref for Ref<T> {
    type Target = Typed<T>;
    #[inline(always)]
    fn deref(&self) -> &Typed<T> {
        // SAFETY: a Ref owns one count, so the object is live.
        unsafe { self.object.as_ref() }
    }
}

impl<T> Deref for Typed<T> {
    type Target = T;
    #[inline(always)]
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> fmt::Debug for Typed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} at {:#x}>", self.kind().vtable().name, self.address())
    }
}

impl<T: fmt::Display> fmt::Display for Typed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<T: fmt::Display> fmt::Display for Ref<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<T> fmt::Debug for Ref<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl Object {
    /// Where the tail of this object starts, in bytes.
    #[inline(always)]
    pub(crate) fn tail_offset(&self) -> usize {
        let kind = self.kind();
        match kind.tail().offset {
            // SAFETY: the object has the payload of its kind.
            0 => unsafe { (kind.vtable().size)(self) }.next_multiple_of(8),
            offset => offset as usize,
        }
    }

    /// The reference words of the tail (see [`Tail`](crate::Tail)).
    ///
    /// # Safety
    /// Whoever writes a word must leave null, a tagged number or a counted reference in it, and take over
    /// the reference that was there.
    #[inline(always)]
    pub unsafe fn tail_words(&self) -> &[Cell<usize>] {
        let tail = self.kind().tail();
        if tail.references == 0 {
            return &[];
        }
        let offset = self.tail_offset() + usize::from(tail.weak) * 8;
        // SAFETY: the kind says that the words are there; cells may be shared.
        unsafe {
            let first = std::ptr::from_ref(self).cast::<u8>().add(offset).cast::<Cell<usize>>();
            std::slice::from_raw_parts(first, usize::from(tail.references))
        }
    }
}
