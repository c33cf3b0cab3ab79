//! What happens when the last reference goes: finalizers are queued, weak references are cleared,
//! everything else is freed on the spot, without deep recursion.

use std::cell::Cell;
use std::ptr::NonNull;

use crate::kind::{Plan, TailOrder};
use crate::pending::Entry;
use crate::segment::Segment;
use crate::{Heap, IMMORTAL, Kind, Object, Pending, Ref, Tail};

/// How deeply releases nest before objects are put off until the outermost one is done.
const DEPTH_MAX: u32 = 100;
/// Marks the count word of an object that has been put off; the rest is the address of the next one.
const DEFERRED: usize = 1 << 63;
/// The count of an object that is being destroyed together with those that hold it: no reference that is
/// dropped meanwhile brings it to zero, and it does not pass for alive.
pub(crate) const DOOMED: usize = DEFERRED | IMMORTAL;

/// The state of the releases in progress.
pub(crate) struct Releases {
    depth: Cell<u32>,
    /// At this depth the long way is taken: [`DEPTH_MAX`], or 0 while every release is of interest.
    depth_limit: Cell<u32>,
    /// How many walks hold the heap still: nothing is freed meanwhile.
    held: Cell<u32>,
    /// The objects that have been put off, linked through their count words.
    first: Cell<usize>,
    last: Cell<usize>,
    /// Whether observers want to hear of each object that is freed.
    pub(crate) watched: Cell<bool>,
}

impl Releases {
    pub(crate) fn new() -> Self {
        Releases {
            depth: Cell::new(0),
            depth_limit: Cell::new(DEPTH_MAX),
            held: Cell::new(0),
            first: Cell::new(0),
            last: Cell::new(0),
            watched: Cell::new(false),
        }
    }

    fn set_depth_limit(&self) {
        let long_way = self.watched.get() || self.held.get() != 0;
        self.depth_limit.set(if long_way { 0 } else { DEPTH_MAX });
    }

    /// Whether a walk is going on.
    pub(crate) fn is_held(&self) -> bool {
        self.held.get() != 0
    }

    pub(crate) fn watch(&self, watched: bool) {
        self.watched.set(watched);
        self.set_depth_limit();
    }
}

impl Heap {
    /// Frees an object whose count has come to zero, or queues it.
    ///
    /// # Safety
    /// The count must be zero, and the object's last reference must belong to the caller.
    #[inline(never)]
    pub(crate) unsafe fn release(object: NonNull<Object>) {
        // SAFETY: the object is dead and still whole.
        unsafe {
            let heap = Heap::of(object.as_ref());
            let kind = object.as_ref().kind_cell().get();
            let plan = kind.as_ref().plan();
            let simple = !plan.intersects(Plan::SPECIAL | Plan::CONTAINER)
                && kind.as_ref().drops_nothing(plan, object.as_ref());
            let near = heap.releases.depth.get() < heap.releases.depth_limit.get();
            // What is tested for here leaves nothing to do but calls in tail position.
            if simple && near && kind.as_ref().ref_count() > 1 {
                let count = kind.as_ref().count_cell();
                count.set(count.get() - 1);
                heap.give_back(object.addr().get());
            } else if plan.intersects(Plan::SPECIAL) || !near {
                heap.release_special(object, kind.as_ref());
            } else {
                heap.release_holder(object, kind, plan);
            }
        }
    }

    /// Releases an object whose payload is all there is to drop.
    #[inline(never)]
    unsafe fn release_holder(&self, object: NonNull<Object>, kind: NonNull<Kind>, plan: Plan) {
        let depth = self.releases.depth.get();
        self.releases.depth.set(depth + 1);
        // SAFETY: the object is dead and still whole.
        unsafe {
            (kind.as_ref().vtable().drop)(object.as_ptr());
            self.releases.depth.set(depth);
            self.bury(object, kind, plan);
        }
        self.after_release(depth);
    }

    /// Frees what has been put off, if this was the outermost release.
    #[inline(always)]
    fn after_release(&self, depth: u32) {
        if depth == 0 && self.releases.first.get() != 0 {
            self.release_deferred();
        }
    }

    /// Gives back the memory of an object whose payload has been dropped, and its count on its kind.
    #[inline(always)]
    unsafe fn bury(&self, object: NonNull<Object>, kind: NonNull<Kind>, plan: Plan) {
        if plan.contains(Plan::CONTAINER) {
            self.generations.container_freed();
        }
        // SAFETY: nobody can find the object any more; it held one count of its kind.
        unsafe {
            self.give_back(object.addr().get());
            drop(Ref::from_raw(kind));
        }
    }

    /// Releases an object for which there is more to do than to drop its payload.
    #[inline(never)]
    unsafe fn release_special(&self, object: NonNull<Object>, kind: &Kind) {
        // SAFETY: the object is dead and still whole.
        let whole = unsafe { object.as_ref() };
        let plan = kind.plan();
        if plan.contains(Plan::FINALIZER) && self.needs_finalizer(whole) {
            return self.queue_finalizer(object);
        }
        if plan.contains(Plan::WEAK) && self.clear_weak_references(whole) {
            whole.count_cell().set(1);
            // SAFETY: the one count is the queue's.
            return self.queue(Entry::Drop(unsafe { Ref::from_raw(object) }));
        }
        let depth = self.releases.depth.get();
        if depth >= self.releases.depth_limit.get()
            && (depth >= DEPTH_MAX || self.releases.held.get() != 0)
        {
            return self.defer(object);
        }
        self.releases.depth.set(depth + 1);
        // SAFETY: as above; the object is dropped once.
        unsafe { self.dismantle(object) };
        self.releases.depth.set(depth);
        self.after_release(depth);
    }

    #[cold]
    fn queue_finalizer(&self, object: NonNull<Object>) {
        // SAFETY: the object is dead and still whole.
        let whole = unsafe { object.as_ref() };
        self.mark_finalized(whole);
        whole.count_cell().set(1);
        // SAFETY: the one count is the queue's.
        self.queue(Entry::Public(Pending::Finalize(unsafe { Ref::from_raw(object) })));
    }

    /// Drops tail and payload and gives back the memory.
    ///
    /// # Safety
    /// The object must be dead and whole; its finalizer and its weak references are done with.
    #[inline]
    pub(crate) unsafe fn dismantle(&self, object: NonNull<Object>) {
        // SAFETY: as the caller states.
        unsafe {
            let kind = object.as_ref().kind_cell().get();
            let plan = kind.as_ref().plan();
            self.observe_free(object.as_ref());
            Self::drop_inside(object);
            if plan.contains(Plan::MARKED) {
                self.clear_finalized(object.as_ref());
            }
            self.bury(object, kind, plan);
        }
    }

    /// Drops the tail words in their order, and the payload.
    ///
    /// # Safety
    /// Nobody may use the inside of the object any more.
    #[inline]
    pub(crate) unsafe fn drop_inside(object: NonNull<Object>) {
        // SAFETY: as the caller states.
        unsafe {
            let kind = object.as_ref().kind_cell().get();
            let (vtable, plan) = (kind.as_ref().vtable(), kind.as_ref().plan());
            let tail = plan.contains(Plan::REFERENCES);
            let last = matches!(vtable.tail_order, TailOrder::Last);
            if tail && !last {
                if let TailOrder::After(part) = vtable.tail_order {
                    part(object.as_ptr());
                }
                Self::drop_tail(object);
            }
            // Where the tail lies the payload may have to say, of which nothing is left then.
            let words = if tail && last { object.as_ref().tail_words() } else { &[] };
            let layout = kind.as_ref().tail();
            if !plan.contains(Plan::PLAIN) {
                (vtable.drop)(object.as_ptr());
            }
            Self::drop_words(words, layout);
        }
    }

    /// Drops the references of the tail.
    ///
    /// # Safety
    /// Nobody may use them any more.
    #[inline]
    unsafe fn drop_tail(object: NonNull<Object>) {
        // SAFETY: as the caller states.
        unsafe { Self::drop_words(object.as_ref().tail_words(), object.as_ref().kind().tail()) };
    }

    #[inline]
    unsafe fn drop_words(words: &[Cell<usize>], layout: Tail) {
        let (parts, rest) = words.split_at(usize::from(layout.parted).min(words.len()));
        let mut end = parts.len();
        for start in (0..end.min(32)).rev().filter(|start| layout.parts & 1 << start != 0) {
            // SAFETY: as the caller states.
            unsafe { Self::drop_part(&parts[start..end]) };
            end = start;
        }
        // SAFETY: likewise.
        unsafe {
            Self::drop_part(&parts[..end]);
            Self::drop_part(rest);
        }
    }

    #[inline]
    unsafe fn drop_part(words: &[Cell<usize>]) {
        for word in words {
            if let Some(held) = tail_reference(word.get()) {
                // SAFETY: the word owns one count.
                drop(unsafe { Ref::from_raw(held) });
            }
        }
    }

    fn defer(&self, object: NonNull<Object>) {
        let address = object.addr().get();
        // SAFETY: the object is dead and whole; from here on its count word is a link.
        unsafe { object.as_ref() }.count_cell().set(DEFERRED);
        match self.releases.last.replace(address) {
            0 => self.releases.first.set(address),
            last => {
                // SAFETY: `last` is dead and whole as well.
                let last = unsafe { &*std::ptr::with_exposed_provenance::<Object>(last) };
                last.count_cell().set(DEFERRED | address);
            }
        }
    }

    /// Frees what was put off. Only at depth zero; what is put off meanwhile is appended.
    #[cold]
    fn release_deferred(&self) {
        if self.releases.held.get() != 0 {
            return;
        }
        self.releases.depth.set(1);
        while let Some(object) =
            NonNull::new(std::ptr::with_exposed_provenance_mut::<Object>(self.releases.first.get()))
        {
            // SAFETY: objects on the list are dead and whole.
            let next = unsafe { object.as_ref() }.count_cell().replace(0) & !DEFERRED;
            self.releases.first.set(next);
            if next == 0 {
                self.releases.last.set(0);
            }
            // SAFETY: finalizers and weak references were seen to before it was put off.
            unsafe { self.dismantle(object) };
        }
        self.releases.depth.set(0);
    }

    /// Runs `walk` while nothing on this heap is freed: what dies meanwhile is freed afterwards.
    pub(crate) fn hold_still<R>(&self, walk: impl FnOnce() -> R) -> R {
        struct Hold<'a>(&'a Heap);
        impl Drop for Hold<'_> {
            fn drop(&mut self) {
                let releases = &self.0.releases;
                releases.held.set(releases.held.get() - 1);
                releases.set_depth_limit();
                if releases.depth.get() == 0 && releases.first.get() != 0 {
                    self.0.release_deferred();
                }
            }
        }
        self.releases.held.set(self.releases.held.get() + 1);
        self.releases.set_depth_limit();
        let hold = Hold(self);
        let result = walk();
        drop(hold);
        result
    }

    /// Whether a finalizer has to run before the object may be freed.
    pub fn needs_finalizer(&self, object: &Object) -> bool {
        let kind = object.kind();
        let plan = kind.plan();
        plan.contains(Plan::FINALIZER)
            && !self.is_finalized(object)
            && (kind.flags().contains(crate::KindFlags::FINALIZER)
                || kind.vtable().needs_finalizer.is_some_and(|needs| needs(object)))
    }

    /// Notes that the finalizer of this object has run or is about to; it will not run again.
    pub fn mark_finalized(&self, object: &Object) {
        object.kind().expect_marks();
        // SAFETY: objects lie in segments.
        unsafe { Segment::at(object.address()) }.finalized.set(object.address());
    }

    /// Whether the finalizer of this object has run.
    pub fn is_finalized(&self, object: &Object) -> bool {
        // SAFETY: objects lie in segments.
        unsafe { Segment::at(object.address()) }.finalized.get(object.address())
    }

    pub(crate) fn clear_finalized(&self, object: &Object) {
        // SAFETY: objects lie in segments.
        unsafe { Segment::at(object.address()) }.finalized.clear(object.address());
    }
}

/// What a tail word refers to.
#[inline(always)]
pub(crate) fn tail_reference(word: usize) -> Option<NonNull<Object>> {
    if word & 1 != 0 { None } else { NonNull::new(std::ptr::with_exposed_provenance_mut(word)) }
}

impl Object {
    /// Whether the object is alive: not put off, not half freed.
    #[inline(always)]
    pub(crate) fn is_alive(&self) -> bool {
        let count = self.ref_count();
        count != 0 && count & DEFERRED == 0
    }
}
