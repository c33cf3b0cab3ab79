//! The heap itself: allocation and release.

use std::alloc::{Layout, alloc_zeroed, handle_alloc_error};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::ptr::NonNull;

use crate::inline::{Fresh, Inline, InlinePayload, Zeroed};
use crate::{Kind, LimitExceeded, Object, Payload, Ref, Typed};

const SEGMENT_BYTES: usize = 1 << 20;

/// What waits for the virtual machine before the next instruction.
pub enum Pending {
    /// An object whose last reference went and whose finalizer has to run; when this reference is
    /// dropped afterwards, the object is freed (unless it was resurrected).
    Finalize(Ref),
    /// A weak reference whose target has died and whose callback has to run.
    Callback(Ref),
}

/// One interpreter's heap.
pub struct Heap {
    pending: RefCell<VecDeque<Pending>>,
    pending_count: Cell<usize>,
    next: Cell<usize>,
    end: Cell<usize>,
}

impl Heap {
    /// An empty heap. It stays where it is: objects find it from their addresses.
    pub fn new() -> Box<Heap> {
        Box::new(Heap {
            pending: RefCell::default(),
            pending_count: Cell::new(0),
            next: Cell::new(0),
            end: Cell::new(0),
        })
    }

    /// The heap of an object.
    #[inline(always)]
    pub fn of(object: &Object) -> &Heap {
        let segment = object.address() & !(SEGMENT_BYTES - 1);
        // SAFETY: every object lies in a segment, and a segment starts with the address of its heap.
        unsafe { &**(segment as *const *const Heap) }
    }

    /// Allocates an object of this kind. Its tail is zero.
    ///
    /// # Panics
    /// If the payload of the kind is not `T`.
    #[inline]
    pub fn allocate<T: Payload>(&self, kind: &Kind, value: T) -> Ref<T> {
        assert!(std::ptr::eq(kind.vtable(), T::vtable()), "kind of another payload");
        // SAFETY: the slot is fresh, zeroed and large enough for header, payload and tail.
        unsafe {
            let object = self.slot(kind, size_of::<Typed<T>>()).cast::<Typed<T>>();
            (&raw const *(*object.as_ptr()).value()).cast_mut().write(value);
            Ref::from_raw(object)
        }
    }

    /// Allocates an object with inline items that are all zero, to be written before it is shown.
    pub fn allocate_zeroed<T>(
        &self,
        kind: &Kind,
        head: T::Head,
        len: usize,
    ) -> Result<Fresh<T>, LimitExceeded>
    where
        T: InlinePayload<Item: Zeroed>,
    {
        assert!(std::ptr::eq(kind.vtable(), T::vtable()), "kind of another payload");
        let bytes = len.checked_mul(size_of::<T::Item>()).ok_or(LimitExceeded)?;
        if bytes > isize::MAX as usize / 2 {
            return Err(LimitExceeded);
        }
        // SAFETY: as in `allocate`; zero bytes are valid items.
        unsafe {
            let object = self.slot(kind, size_of::<Typed<T>>() + bytes).cast::<Typed<T>>();
            let inline = (&raw const *(*object.as_ptr()).value()).cast_mut();
            let inline = inline.cast::<Inline<T::Head, T::Item>>();
            inline.write(Inline::new(head));
            (*inline).set_len(len);
            Ok(Fresh::new(Ref::from_raw(object)))
        }
    }

    /// Allocates an object with these inline items.
    pub fn allocate_items<T: InlinePayload>(
        &self,
        kind: &Kind,
        head: T::Head,
        items: impl ExactSizeIterator<Item = T::Item>,
    ) -> Ref<T> {
        assert!(std::ptr::eq(kind.vtable(), T::vtable()), "kind of another payload");
        let bytes = items.len() * size_of::<T::Item>();
        let capacity = items.len();
        // SAFETY: as in `allocate`; the length covers what has been written.
        unsafe {
            let object = self.slot(kind, size_of::<Typed<T>>() + bytes).cast::<Typed<T>>();
            let inline = (&raw const *(*object.as_ptr()).value()).cast_mut();
            let inline = inline.cast::<Inline<T::Head, T::Item>>();
            inline.write(Inline::new(head));
            let first = (*inline).items().as_ptr().cast_mut();
            for (index, item) in items.take(capacity).enumerate() {
                first.add(index).write(item);
                (*inline).set_len(index + 1);
            }
            Ref::from_raw(object)
        }
    }

    /// Whether something waits in the queue.
    #[inline(always)]
    pub fn has_pending(&self) -> bool {
        self.pending_count.get() != 0
    }

    /// The next thing for the virtual machine to run.
    pub fn next_pending(&self) -> Option<Pending> {
        let next = self.pending.borrow_mut().pop_front();
        self.pending_count.set(self.pending.borrow().len());
        next
    }

    unsafe fn slot(&self, kind: &Kind, size: usize) -> NonNull<Object> {
        let tail = kind.tail();
        let size = size.next_multiple_of(8)
            + usize::from(tail.weak) * 8
            + usize::from(tail.references) * 8;
        let size = size.next_multiple_of(16);
        if self.next.get() + size > self.end.get() {
            let bytes = (size + 64).next_multiple_of(SEGMENT_BYTES);
            let layout = Layout::from_size_align(bytes, SEGMENT_BYTES).expect("a segment's layout");
            // SAFETY: the layout is not empty.
            let segment = unsafe { alloc_zeroed(layout) };
            if segment.is_null() {
                handle_alloc_error(layout);
            }
            // SAFETY: the segment is fresh.
            unsafe { segment.cast::<*const Heap>().write(self) };
            self.next.set(segment.addr() + 64);
            self.end.set(segment.addr() + bytes);
        }
        let object = self.next.get() as *mut Object;
        self.next.set(self.next.get() + size);
        kind.increment();
        // SAFETY: the slot is fresh and zeroed; the header is made of cells.
        unsafe {
            (*object).count_cell().set(1);
            (&raw const *(*object).kind_cell())
                .cast_mut()
                .cast::<NonNull<Kind>>()
                .write(NonNull::from(kind));
            NonNull::new_unchecked(object)
        }
    }

    /// Frees an object whose count has come to zero, or queues it.
    ///
    /// # Safety
    /// The count must be zero.
    #[cold]
    pub(crate) unsafe fn release(object: NonNull<Object>) {
        // SAFETY: the object is dead and still whole.
        unsafe {
            let kind = object.as_ref().kind_cell().get();
            (kind.as_ref().vtable().drop)(object.as_ptr());
            drop(Ref::from_raw(kind));
        }
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
}
