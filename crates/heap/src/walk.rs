//! Asking the heap: what lies at this address, what is alive, what does an object take.

use std::collections::HashSet;
use std::ptr::{self, NonNull};

use crate::layout::{GRANULE, HEAD_PAGES, PAGE_BYTES, PAGES, SEGMENT_BYTES, segment_start};
use crate::page::{Page, is_live};
use crate::release::tail_reference;
use crate::segment::{Segment, Service};
use crate::trace::Visit;
use crate::{Heap, Label, Object, Ref, Token, Tracer};

impl Heap {
    /// The live object that starts at this address; any number may be asked, in constant time.
    pub fn object_at(&self, address: usize) -> Option<Ref> {
        self.find_object(address).map(Object::to_ref)
    }

    pub(crate) fn find_object(&self, address: usize) -> Option<&Object> {
        if !address.is_multiple_of(GRANULE) {
            return None;
        }
        let segment = *self.pages.registry.borrow().get(&segment_start(address))?;
        // SAFETY: registered segments are alive.
        let segment = unsafe { segment.as_ref() };
        let found = match segment.service.get() {
            Service::Pages => {
                let page = segment.page_of(address);
                let slot_bytes = page.slot_bytes.get() as usize;
                let in_head = (address % SEGMENT_BYTES) < HEAD_PAGES * PAGE_BYTES;
                if in_head || slot_bytes == 0 || page.is_raw() {
                    return None;
                }
                let slot = page.slot_index(address);
                slot < usize::from(page.extended.get())
                    && address == Page::slot_address(page.start(), slot, slot_bytes)
                    // SAFETY: the slot has been on the free list.
                    && unsafe { is_live(address) }
            }
            _ => Self::is_run(segment, address),
        };
        if !found {
            return None;
        }
        // SAFETY: a live object starts here.
        let object = unsafe { &*ptr::with_exposed_provenance::<Object>(address) };
        object.is_alive().then_some(object)
    }

    /// Shows every live object: by segment in the order in which they came, then by address. Nothing
    /// is freed before the walk is over; what is allocated meanwhile may be shown or not.
    pub fn for_each_object(&self, mut visit: impl FnMut(&Object)) {
        self.hold_still(|| {
            let mut index = 0;
            loop {
                let Some(segment) = self.pages.segments.borrow().get(index).copied() else { break };
                index += 1;
                // SAFETY: registered segments are alive, and nothing is given back meanwhile.
                Self::objects_of(unsafe { segment.as_ref() }, &mut |object| {
                    // SAFETY: a live object starts here, and nothing is freed meanwhile.
                    let object = unsafe { object.as_ref() };
                    if object.is_alive() {
                        visit(object);
                    }
                });
            }
        });
    }

    /// Shows the address of each slot and run of a segment that holds an object, dying or not.
    pub(crate) fn objects_of(segment: &Segment, visit: &mut dyn FnMut(NonNull<Object>)) {
        if segment.service.get() != Service::Pages {
            return Self::runs_of(segment).for_each(visit);
        }
        for page in &segment.pages[HEAD_PAGES..PAGES] {
            Self::objects_of_page(page, visit);
        }
    }

    /// Shows the address of each slot of a page that holds an object, dying or not.
    pub(crate) fn objects_of_page(page: &Page, visit: &mut dyn FnMut(NonNull<Object>)) {
        let slot_bytes = page.slot_bytes.get() as usize;
        if slot_bytes == 0 || page.is_raw() {
            return;
        }
        let start = page.start();
        for slot in 0..usize::from(page.extended.get()) {
            let address = Page::slot_address(start, slot, slot_bytes);
            // SAFETY: the slot has been on the free list.
            if unsafe { is_live(address) }
                && let Some(object) = NonNull::new(ptr::with_exposed_provenance_mut(address))
            {
                visit(object);
            }
        }
    }

    /// All live objects, in the order of [`for_each_object`](Self::for_each_object).
    pub fn objects(&self) -> Vec<Ref> {
        let mut objects = Vec::new();
        self.for_each_object(|object| objects.push(object.to_ref()));
        objects
    }

    /// All live containers, or those of one generation, oldest first.
    pub fn containers(&self, generation: Option<usize>) -> Vec<Ref> {
        let mut containers = Vec::new();
        self.for_each_object(|object| {
            let wanted = match generation {
                None => self.birth_number(object).is_some(),
                Some(_) => self.generation_of(object) == generation,
            };
            if wanted {
                containers.push(object.to_ref());
            }
        });
        containers.sort_by_cached_key(|object| self.birth_number(object));
        containers
    }

    /// The containers that hold a reference to one of the targets, oldest first.
    pub fn referrers(&self, token: &impl Token, targets: &[Ref]) -> Vec<Ref> {
        let targets: HashSet<usize> = targets.iter().map(|target| target.address()).collect();
        let mut containers = self.containers(None);
        containers.retain(|object| {
            let mut found = false;
            object.trace(token, &mut |target, _| found |= targets.contains(&target.address()));
            found
        });
        containers
    }

    /// The live objects that cannot be reached from what `roots` shows, in the order of
    /// [`for_each_object`](Self::for_each_object).
    pub fn unreached_from(
        &self,
        token: &impl Token,
        roots: &mut dyn FnMut(&mut Tracer<'_>),
    ) -> Vec<Ref> {
        let mut reached = HashSet::new();
        let mut waiting = Vec::new();
        let mut visit = |target: &Object, waiting: &mut Vec<Ref>| {
            if reached.insert(target.address()) {
                waiting.push(target.to_ref());
            }
        };
        roots(&mut Tracer::new(&mut |target, _| visit(target, &mut waiting)));
        while let Some(object) = waiting.pop() {
            object.trace(token, &mut |target, _| visit(target, &mut waiting));
        }
        let mut objects = self.objects();
        objects.retain(|object| !reached.contains(&object.address()));
        objects
    }

    /// How many objects are alive, immortal ones included.
    pub fn live_objects(&self) -> usize {
        let segments = self.pages.segments.borrow();
        let count = |segment: &NonNull<Segment>| {
            // SAFETY: registered segments are alive.
            let segment = unsafe { segment.as_ref() };
            let pages = segment.pages.iter();
            let slots: usize = pages
                .filter(|page| page.slot_bytes.get() != 0 && !page.is_raw())
                .map(Page::used)
                .sum();
            slots + segment.run_count.get()
        };
        segments.iter().map(count).sum()
    }

    /// How many objects are alive that are not immortal.
    pub fn live_mortal_objects(&self) -> usize {
        let mut count = 0;
        self.for_each_object(|object| count += usize::from(!object.is_immortal()));
        count
    }

    /// Bytes that the heap has from the host for objects and small buffers, used or not.
    pub fn reserved_bytes(&self) -> usize {
        let segments = self.pages.segments.borrow();
        // SAFETY: registered segments are alive.
        segments.iter().map(|segment| unsafe { segment.as_ref() }.bytes.get()).sum()
    }
}

impl Object {
    /// The bytes that this object takes on the heap, its buffers excepted.
    pub fn allocated_bytes(&self) -> usize {
        // SAFETY: objects lie in segments.
        let segment = unsafe { Segment::at(self.address()) };
        match segment.page_of(self.address()).slot_bytes.get() {
            0 => self.heap().run_length(segment, self.address()),
            slot_bytes => slot_bytes as usize,
        }
    }

    /// The bytes that this object holds: its place on the heap, and what lies outside of it for it alone.
    pub fn held_bytes(&self, _token: &impl Token) -> usize {
        let mut bytes = self.allocated_bytes();
        // SAFETY: with the token at hand nobody has a mutable borrow of an inside.
        unsafe { self.trace_edges(&mut Tracer::collecting(Visit::Measure(&mut bytes))) };
        bytes
    }

    /// Shows every reference that this object holds: those of its payload, of its tail, and its kind.
    pub fn trace(&self, _token: &impl Token, visit: &mut dyn FnMut(&Object, Label<'_>)) {
        // SAFETY: with the token at hand nobody has a mutable borrow of an inside.
        unsafe { self.trace_edges(&mut Tracer::new(visit)) };
    }

    /// As [`trace`](Self::trace), without the proof.
    ///
    /// # Safety
    /// Nobody may have a mutable borrow of the inside of this object.
    pub(crate) unsafe fn trace_edges(&self, tracer: &mut Tracer<'_>) {
        let kind = self.kind();
        // SAFETY: as the caller states; the payload is that of the kind.
        unsafe { (kind.vtable().trace)(self, tracer) };
        // SAFETY: the words are only read.
        for (index, word) in unsafe { self.tail_words() }.iter().enumerate() {
            if let Some(target) = tail_reference(word.get()) {
                // SAFETY: a tail word holds a counted reference.
                tracer.edge(unsafe { target.as_ref() }, Label::Tail(index));
            }
        }
        tracer.edge(kind.as_object(), Label::Kind);
    }
}
