//! The heap itself: its parts, and the allocation of objects.

use std::alloc::{Layout, handle_alloc_error};
use std::mem::{self, ManuallyDrop};
use std::ptr::{self, NonNull};

use crate::account::Account;
use crate::generation::Generations;
use crate::inline::{Fresh, Inline, InlinePayload, Zeroed};
use crate::kind::Plan;
use crate::layout::{Purpose, SLOT_BYTES_MAX, class_index, round_to_granule, segment_start};
use crate::mapping::MappedFiles;
use crate::memory::OpenMemory;
use crate::observe::Observers;
use crate::pages::Pages;
use crate::pending::PendingQueue;
use crate::release::Releases;
use crate::segment::Segment;
use crate::shared::SharedTable;
use crate::{Kind, KindData, KindFlags, LimitExceeded, Object, Payload, Ref, Tail, Typed};

/// One interpreter's heap.
///
/// Dropping it frees everything that was ever allocated on it. References that are still held outside
/// of it must not be used afterwards; dropping them is harmless.
#[repr(C)]
pub struct Heap {
    pub(crate) account: Account,
    pub(crate) releases: Releases,
    pub(crate) generations: Generations,
    pub(crate) pending: PendingQueue,
    pub(crate) observers: Observers,
    pub(crate) shared: SharedTable,
    /// What may be looked at by address besides the pages.
    pub(crate) memory: OpenMemory,
    pub(crate) mapped_files: MappedFiles,
    pub(crate) pages: Pages,
}

/// Memory that has been taken for an object that is not yet written.
struct Place {
    object: NonNull<Object>,
    /// What the object counts for.
    bytes: usize,
}

impl Heap {
    /// An empty heap. It stays where it is: objects find it from their addresses.
    pub fn new() -> Box<Heap> {
        let heap = Box::new(Heap {
            account: Account::new(),
            releases: Releases::new(),
            generations: Generations::new(),
            pending: PendingQueue::default(),
            observers: Observers::default(),
            shared: SharedTable::default(),
            memory: OpenMemory::default(),
            mapped_files: MappedFiles::default(),
            pages: Pages::new(),
        });
        heap.pages.settle();
        heap
    }

    /// The heap of an object.
    #[inline(always)]
    pub fn of(object: &Object) -> &Heap {
        // SAFETY: every object lies in a segment.
        unsafe { Self::around(object.address()) }
    }

    /// The heap whose memory has this address.
    ///
    /// # Safety
    /// The address must lie in a segment.
    #[inline(always)]
    pub(crate) unsafe fn around<'a>(address: usize) -> &'a Heap {
        // SAFETY: a segment starts with the address of its heap.
        unsafe { &**ptr::with_exposed_provenance::<*const Heap>(segment_start(address)) }
    }

    /// Allocates an object of this kind. Its tail is zero.
    ///
    /// # Panics
    /// If the payload of the kind is not `T`.
    #[inline]
    pub fn allocate<T: Payload>(&self, kind: &Kind, value: T) -> Ref<T> {
        assert!(ptr::eq(kind.vtable(), T::vtable()), "kind of another payload");
        let bytes = const { round_to_granule(size_of::<Typed<T>>()) };
        if bytes > SLOT_BYTES_MAX || kind.plan().contains(Plan::TAIL) {
            return self.allocate_with_tail(kind, value);
        }
        // SAFETY: the slot is fresh and large enough for header and payload.
        unsafe {
            let object = self.take(kind.plan(), bytes);
            kind.increment();
            write_header(object, 1, NonNull::from(kind));
            Typed::payload_pointer(object.cast::<Typed<T>>()).write(value);
            self.account_object(&Place { object, bytes });
            Ref::from_raw(object.cast())
        }
    }

    #[inline(never)]
    fn allocate_with_tail<T: Payload>(&self, kind: &Kind, value: T) -> Ref<T> {
        // SAFETY: the slot is fresh and large enough for header, payload and tail.
        unsafe {
            let place = self.place(kind, size_of::<Typed<T>>());
            let object = place.object.cast::<Typed<T>>();
            Typed::payload_pointer(object).write(value);
            self.account_object(&place);
            Ref::from_raw(object)
        }
    }

    /// Allocates the kind of kinds: an object that is its own kind. `flags` and `tail` are those of its
    /// instances, as in its own [`KindData`].
    ///
    /// # Panics
    /// If `value` does not begin with a `KindData` for the payload `T`.
    pub fn allocate_root_kind<T: Payload>(&self, flags: KindFlags, tail: Tail, value: T) -> Ref<T> {
        // Stands in as kind until the object exists; its count starts so high that it never ends.
        let stand_in = Kind::stand_in(KindData::new(T::VTABLE, flags, tail));
        let root = self.allocate(&stand_in, value);
        // SAFETY: the payload of a kind begins with its KindData, so the object may be read as a kind,
        // and both kinds describe the same layout.
        unsafe {
            let kind: &Kind = root.as_object().downcast_unchecked();
            assert!(ptr::eq(kind.vtable(), T::VTABLE), "not a kind of itself");
            root.set_kind(kind);
        }
        root
    }

    /// Allocates an object with inline items that are all zero, to be written before it is shown.
    ///
    /// # Panics
    /// If the payload of the kind is not `T`.
    pub fn allocate_zeroed<T>(
        &self,
        kind: &Kind,
        head: T::Head,
        len: usize,
    ) -> Result<Fresh<T>, LimitExceeded>
    where
        T: InlinePayload<Item: Zeroed>,
    {
        assert!(ptr::eq(kind.vtable(), T::vtable()), "kind of another payload");
        let bytes = len.checked_mul(size_of::<T::Item>()).ok_or(LimitExceeded)?;
        let total = bytes.checked_add(size_of::<Typed<T>>()).ok_or(LimitExceeded)?;
        // SAFETY: as in `allocate`; zero bytes are valid items.
        unsafe {
            let place = self.try_place(kind, total)?;
            let object = place.object.cast::<Typed<T>>();
            let inline = Typed::payload_pointer(object).cast::<Inline<T::Head, T::Item>>();
            inline.write(Inline::new(head));
            Inline::items_pointer(inline).cast::<u8>().write_bytes(0, bytes);
            (*inline).set_len(len);
            clear_tail(place.object, kind, total);
            self.account_object(&place);
            Ok(Fresh::new(Ref::from_raw(object)))
        }
    }

    /// Allocates an object without inline items.
    ///
    /// # Panics
    /// If the payload of the kind is not `T`.
    #[inline]
    pub fn allocate_head<T: InlinePayload>(&self, kind: &Kind, head: T::Head) -> Ref<T> {
        let inline = ManuallyDrop::new(Inline::<T::Head, T::Item>::new(head));
        // SAFETY: the payload is a transparent wrapper of this Inline, which is not used again.
        self.allocate(kind, unsafe { mem::transmute_copy::<_, T>(&inline) })
    }

    /// Allocates an object with these inline items. An iterator that ends early gives a shorter object. The limit may be
    /// crossed, which the virtual machine hears of.
    ///
    /// # Panics
    /// If the payload of the kind is not `T`.
    pub fn allocate_items<T: InlinePayload>(
        &self,
        kind: &Kind,
        head: T::Head,
        items: impl ExactSizeIterator<Item = T::Item>,
    ) -> Ref<T> {
        let place = |total| self.place_anywhere(kind, total);
        match self.allocate_items_at(kind, head, items, place) {
            Ok(object) => object,
            Err(LimitExceeded) => handle_alloc_error(Layout::new::<T::Item>()),
        }
    }

    /// As [`allocate_items`](Self::allocate_items), but subject to the limit.
    ///
    /// # Panics
    /// If the payload of the kind is not `T`.
    pub fn try_allocate_items<T: InlinePayload>(
        &self,
        kind: &Kind,
        head: T::Head,
        items: impl ExactSizeIterator<Item = T::Item>,
    ) -> Result<Ref<T>, LimitExceeded> {
        self.allocate_items_at(kind, head, items, |total| self.try_place(kind, total))
    }

    /// `place` gives memory for an object of the size that it is told, with a header.
    #[inline(always)]
    fn allocate_items_at<T: InlinePayload>(
        &self,
        kind: &Kind,
        head: T::Head,
        items: impl ExactSizeIterator<Item = T::Item>,
        place: impl FnOnce(usize) -> Result<Place, LimitExceeded>,
    ) -> Result<Ref<T>, LimitExceeded> {
        assert!(ptr::eq(kind.vtable(), T::vtable()), "kind of another payload");
        let capacity = items.len();
        let bytes = capacity.checked_mul(size_of::<T::Item>()).ok_or(LimitExceeded)?;
        let total = bytes.checked_add(size_of::<Typed<T>>()).ok_or(LimitExceeded)?;
        // The iterator is foreign code: it may allocate, free and panic. So the object is whole, with
        // no items, before the first one is asked for.
        // SAFETY: as in `allocate`; the length covers what has been written.
        unsafe {
            let place = place(total)?;
            let object = place.object.cast::<Typed<T>>();
            let inline = Typed::payload_pointer(object).cast::<Inline<T::Head, T::Item>>();
            inline.write(Inline::new(head));
            let first = Inline::items_pointer(inline);
            if kind.tail_bytes() != 0 {
                // The tail follows the items written so far, so what comes behind must be zero.
                first.cast::<u8>().write_bytes(0, bytes);
                clear_tail(place.object, kind, total);
            }
            // Counted before the iterator runs: should that panic, the object is freed as any other.
            let look = self.account.add(place.bytes);
            let owner = Ref::from_raw(object);
            for (index, item) in items.take(capacity).enumerate() {
                first.add(index).write(item);
                (*inline).set_len(index + 1);
            }
            if look {
                self.account_slowly(Some(owner.as_object()), place.bytes);
            }
            Ok(owner)
        }
    }

    /// Takes memory for an object whose header and payload have `size` bytes, writes the header and
    /// clears the tail (of kinds whose tail has a fixed place).
    #[inline(always)]
    unsafe fn place(&self, kind: &Kind, size: usize) -> Place {
        let Ok(place) = self.place_anywhere(kind, size) else {
            handle_alloc_error(Layout::new::<Segment>());
        };
        // SAFETY: the memory is fresh and has this many bytes.
        unsafe { clear_tail(place.object, kind, size) };
        place
    }

    /// Takes memory for an object whose header and payload have `size` bytes, and writes the header. Fails where the host
    /// has no more.
    #[inline(always)]
    fn place_anywhere(&self, kind: &Kind, size: usize) -> Result<Place, LimitExceeded> {
        let bytes = object_bytes(kind, size);
        let place = if bytes <= SLOT_BYTES_MAX {
            Place { object: self.take(kind.plan(), bytes), bytes }
        } else {
            if bytes > isize::MAX as usize / 2 {
                return Err(LimitExceeded);
            }
            self.take_long(kind.plan(), bytes)?
        };
        kind.increment();
        // SAFETY: the memory is fresh and has this many bytes.
        unsafe { write_header(place.object, 1, NonNull::from(kind)) };
        Ok(place)
    }

    /// As `place_anywhere`, but fails where the limit forbids it, too.
    #[inline(always)]
    fn try_place(&self, kind: &Kind, size: usize) -> Result<Place, LimitExceeded> {
        self.admit(object_bytes(kind, size))?;
        self.place_anywhere(kind, size)
    }

    /// Takes a slot of `bytes` bytes (whole granules) that the caller turns into an object.
    #[inline(always)]
    fn take(&self, plan: Plan, bytes: usize) -> NonNull<Object> {
        let purpose = purpose(plan);
        let index = class_index(purpose, bytes);
        // SAFETY: the table holds pages in use, or the one with nothing in it.
        let page = unsafe { &*self.pages.current[index].get() };
        let slot = match page.pop() {
            Some(slot) => slot,
            None => self.take_slot_slowly(purpose, bytes),
        };
        if purpose == Purpose::Container {
            // SAFETY: as above; the slot is one of the page that is current now.
            unsafe { self.stamp_slot(&*self.pages.current[index].get(), slot) };
        }
        // SAFETY: slots do not lie at address 0.
        unsafe { NonNull::new_unchecked(ptr::with_exposed_provenance_mut(slot)) }
    }

    #[cold]
    #[inline(never)]
    fn take_long(&self, plan: Plan, bytes: usize) -> Result<Place, LimitExceeded> {
        let container = plan.contains(Plan::CONTAINER);
        let address = self.take_run(bytes, container).ok_or(LimitExceeded)?;
        if container {
            self.stamp_run(address);
        }
        let object =
            NonNull::new(ptr::with_exposed_provenance_mut(address)).ok_or(LimitExceeded)?;
        Ok(Place { object, bytes })
    }

    /// Counts the bytes of a finished object.
    #[inline(always)]
    fn account_object(&self, place: &Place) {
        if self.account.add(place.bytes) {
            // SAFETY: the object is whole.
            self.account_slowly(Some(unsafe { place.object.as_ref() }), place.bytes);
        }
    }

    /// Gives back the memory of an object.
    ///
    /// # Safety
    /// The payload must have been dropped; nobody may use the object any more.
    #[inline(always)]
    pub(crate) unsafe fn give_back(&self, address: usize) {
        // SAFETY: objects lie in segments.
        let page = unsafe { Segment::at(address) }.page_of(address);
        self.account.subtract(page.slot_bytes.get() as usize);
        // SAFETY: as the caller states.
        unsafe {
            if page.free.get() == 0 || page.used.get() == 1 {
                self.give_slot_slowly(page, address);
            } else {
                page.push(address);
            }
        }
    }
}

#[inline(always)]
fn purpose(plan: Plan) -> Purpose {
    if plan.contains(Plan::CONTAINER) { Purpose::Container } else { Purpose::Leaf }
}

/// What an instance takes whose header and payload have `size` bytes.
#[inline(always)]
fn object_bytes(kind: &Kind, size: usize) -> usize {
    match kind.tail_bytes() {
        0 => round_to_granule(size),
        tail => {
            let offset = match kind.tail().offset as usize {
                0 => size.saturating_add(7) & !7,
                offset => offset,
            };
            assert!(offset >= size, "the tail overlaps the payload");
            round_to_granule(offset.saturating_add(tail))
        }
    }
}

/// # Safety
/// The slot must be free for the taking.
#[inline(always)]
unsafe fn write_header(object: NonNull<Object>, count: usize, kind: NonNull<Kind>) {
    // SAFETY: the header is made of two words.
    unsafe {
        object.cast::<usize>().write(count);
        object.cast::<NonNull<Kind>>().add(1).write(kind);
    }
}

/// Writes zero to the tail words of an object whose header and payload have `size` bytes.
///
/// # Safety
/// The object must be fresh.
#[inline(always)]
unsafe fn clear_tail(object: NonNull<Object>, kind: &Kind, size: usize) {
    let tail = kind.tail_bytes();
    if tail != 0 {
        let offset = match kind.tail().offset as usize {
            0 => size.next_multiple_of(8),
            offset => offset,
        };
        // SAFETY: `object_bytes` counted these words in. Tails are short: volatile writes keep this from
        // becoming a call.
        unsafe {
            let words = object.cast::<u8>().add(offset).cast::<usize>();
            for word in 0..tail / 8 {
                words.add(word).write_volatile(0);
            }
        }
    }
}
