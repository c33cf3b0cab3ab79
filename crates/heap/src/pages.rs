//! Handing out pages: which page a class allocates from, where a freed slot goes, when pages and
//! segments are given back.

use std::alloc::{Layout, handle_alloc_error};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ptr::{self, NonNull};

use crate::Heap;
use crate::layout::{
    CLASSES, GRANULE, HEAD_PAGES, PAGES, PURPOSES, Purpose, SEGMENT_BYTES, class_index,
};
use crate::page::{CURRENT, Page};
use crate::segment::{Segment, Service};

/// All bits of `free_pages` that stand for usable pages.
const ALL_PAGES: u64 = u64::MAX << HEAD_PAGES;

/// How many empty segments are kept at least.
const EMPTY_KEPT: usize = 4;

/// The segments of a heap and the pages in use, by class.
pub(crate) struct Pages {
    /// The page that each class allocates from; never null, but perhaps `none`.
    pub(crate) current: [Cell<*const Page>; PURPOSES * CLASSES],
    /// Pages with free slots that are not current, by class; linked through the pages.
    available: [Cell<*const Page>; PURPOSES * CLASSES],
    /// The page of classes that have none.
    none: Page,
    /// All segments in the order in which they came.
    pub(crate) segments: RefCell<Vec<NonNull<Segment>>>,
    /// The segments by address, so that any number can be asked whether it is an address.
    pub(crate) registry: RefCell<HashMap<usize, NonNull<Segment>>>,
    /// Those of them that serve runs.
    pub(crate) run_segments: RefCell<Vec<NonNull<Segment>>>,
    /// Where a run was last found among them.
    pub(crate) run_hint: Cell<usize>,
    /// No segment before this one has a free page.
    first_open: Cell<usize>,
    /// How many page segments have all their pages free.
    empty_segments: Cell<usize>,
    /// Whether the heap is being dropped: nothing is given back one by one any more.
    closing: Cell<bool>,
}

impl Pages {
    pub(crate) fn new() -> Self {
        Pages {
            current: [const { Cell::new(ptr::null()) }; PURPOSES * CLASSES],
            available: [const { Cell::new(ptr::null()) }; PURPOSES * CLASSES],
            none: Page::none(),
            segments: RefCell::default(),
            registry: RefCell::default(),
            run_segments: RefCell::default(),
            run_hint: Cell::new(0),
            first_open: Cell::new(0),
            empty_segments: Cell::new(0),
            closing: Cell::new(false),
        }
    }

    /// Points every class at the page with nothing in it. To be called once this is at rest.
    pub(crate) fn settle(&self) {
        for current in &self.current {
            current.set(&self.none);
        }
    }

    /// Stops giving back pages and segments; gives all segments.
    pub(crate) fn close(&self) -> Vec<NonNull<Segment>> {
        self.closing.set(true);
        self.segments.borrow().clone()
    }

    fn is_none(&self, page: &Page) -> bool {
        ptr::eq(page, &self.none)
    }

    /// Pages with free slots of a class, the current one excepted.
    pub(crate) fn available_pages(&self, index: usize) -> impl Iterator<Item = &Page> {
        // SAFETY: listed pages are in use.
        let first = unsafe { self.available[index].get().as_ref() };
        // SAFETY: as above.
        std::iter::successors(first, |page| unsafe { page.next.get().as_ref() })
    }

    /// How many empty segments are kept: some, so that a program that frees and fills the same again and
    /// again does not ask the host every time.
    fn empty_kept(&self) -> usize {
        EMPTY_KEPT + self.segments.borrow().len() / 4
    }

    fn list(&self, page: &Page) {
        let head = &self.available[usize::from(page.class.get())];
        let first = head.replace(page);
        page.next.set(first);
        page.previous.set(ptr::null());
        page.listed.set(true);
        // SAFETY: listed pages are in use.
        if let Some(first) = unsafe { first.as_ref() } {
            first.previous.set(page);
        }
    }

    fn unlist(&self, page: &Page) {
        let (next, previous) = (page.next.get(), page.previous.get());
        // SAFETY: the neighbours on a list are in use.
        unsafe {
            match previous.as_ref() {
                Some(previous) => previous.next.set(next),
                None => self.available[usize::from(page.class.get())].set(next),
            }
            if let Some(next) = next.as_ref() {
                next.previous.set(previous);
            }
        }
        page.listed.set(false);
    }

    /// Adds a segment to those of the heap.
    pub(crate) fn register(&self, segment: NonNull<Segment>) {
        let mut segments = self.segments.borrow_mut();
        // SAFETY: the segment is fresh.
        unsafe { segment.as_ref() }.index.set(segments.len());
        segments.push(segment);
        self.registry.borrow_mut().insert(segment.addr().get(), segment);
    }

    /// Takes a segment out and gives its memory back to the host.
    ///
    /// # Safety
    /// Nothing in it may be in use.
    pub(crate) unsafe fn unregister(&self, segment: &Segment) {
        let mut segments = self.segments.borrow_mut();
        let index = segment.index.get();
        let segment = segments.remove(index);
        for (index, later) in segments.iter().enumerate().skip(index) {
            // SAFETY: registered segments are alive.
            unsafe { later.as_ref() }.index.set(index);
        }
        self.first_open.set(self.first_open.get().min(index));
        self.registry.borrow_mut().remove(&segment.addr().get());
        self.run_segments.borrow_mut().retain(|other| *other != segment);
        // SAFETY: as the caller states, and nobody can find the segment any more.
        unsafe { Segment::destroy(segment) };
    }
}

impl Heap {
    /// A slot of a class whose current page has none on its list; that page's successor is current
    /// afterwards.
    #[cold]
    #[inline(never)]
    pub(crate) fn take_slot_slowly(&self, purpose: Purpose, bytes: usize) -> usize {
        let index = class_index(purpose, bytes.max(GRANULE));
        let pages = &self.pages;
        // SAFETY: the table holds pages in use, or the one with nothing in it.
        let old = unsafe { &*pages.current[index].get() };
        if !old.extend() {
            let page = match pages.available_pages(index).next() {
                Some(page) => {
                    pages.unlist(page);
                    page
                }
                None => self.new_page(index, purpose, bytes.max(GRANULE)),
            };
            if !pages.is_none(old) {
                old.used.set(old.used.get() & !CURRENT);
            }
            page.used.set(page.used.get() | CURRENT);
            pages.current[index].set(page);
            if purpose == Purpose::Container {
                self.touch(page);
            }
            if page.free.get() == 0 {
                page.extend();
            }
        }
        // SAFETY: as above.
        let page = unsafe { &*pages.current[index].get() };
        page.pop().expect("a current page was just given free slots")
    }

    /// Frees a slot where that changes more than the page's list: the page was full, or is empty
    /// now, or is not cut into slots at all.
    ///
    /// # Safety
    /// The slot must be in use, and nobody may use it afterwards.
    #[cold]
    #[inline(never)]
    pub(crate) unsafe fn give_slot_slowly(&self, page: &Page, slot: usize) {
        if page.slot_bytes.get() == 0 {
            // SAFETY: as the caller states; pages without slots belong to runs.
            return unsafe { self.give_run(slot) };
        }
        // SAFETY: as the caller states.
        unsafe { page.push(slot) };
        if page.used.get() & CURRENT != 0 {
            return;
        }
        if page.used.get() == 0 {
            if page.listed.get() {
                self.pages.unlist(page);
            }
            self.give_page(page);
        } else if !page.listed.get() {
            self.pages.list(page);
        }
    }

    /// An unused page, cut into slots.
    fn new_page(&self, index: usize, purpose: Purpose, slot_bytes: usize) -> &Page {
        let page = self.free_page();
        page.prepare(index, purpose, slot_bytes);
        page
    }

    fn free_page(&self) -> &Page {
        let pages = &self.pages;
        let found = {
            let segments = pages.segments.borrow();
            (pages.first_open.get()..segments.len()).find(|&index| {
                // SAFETY: registered segments are alive.
                let segment = unsafe { segments[index].as_ref() };
                segment.service.get() == Service::Pages && segment.free_pages.get() != 0
            })
        };
        let index = found.unwrap_or_else(|| {
            let Some(segment) = Segment::create(self, Service::Pages, SEGMENT_BYTES) else {
                handle_alloc_error(Layout::new::<[u8; SEGMENT_BYTES]>());
            };
            pages.register(segment);
            pages.empty_segments.set(pages.empty_segments.get() + 1);
            self.look_at_footprint();
            pages.segments.borrow().len() - 1
        });
        pages.first_open.set(index);
        let segment = pages.segments.borrow()[index];
        // SAFETY: registered segments are alive.
        let segment: &Segment = unsafe { &*segment.as_ptr() };
        let free = segment.free_pages.get();
        if free == ALL_PAGES {
            pages.empty_segments.set(pages.empty_segments.get() - 1);
        }
        let page = free.trailing_zeros() as usize;
        debug_assert!(page < PAGES);
        segment.free_pages.set(free & !(1 << page));
        &segment.pages[page]
    }

    /// Gives an empty page back to its segment, and empty segments, except for a few, back to the host.
    fn give_page(&self, page: &Page) {
        let pages = &self.pages;
        if pages.closing.get() {
            return;
        }
        let segment = page.segment();
        let free = segment.free_pages.get() | 1 << page.index();
        segment.free_pages.set(free);
        page.slot_bytes.set(0);
        page.free.set(0);
        page.births.set(ptr::null());
        page.extended.set(0);
        pages.first_open.set(pages.first_open.get().min(segment.index.get()));
        if free == ALL_PAGES {
            // Touched pages keep their segment, and walks need all segments where they are.
            let touched = segment.pages.iter().any(|page| page.touched.get() != 0);
            let kept = touched || self.releases.is_held();
            if pages.empty_segments.get() >= pages.empty_kept() && !kept {
                // SAFETY: all pages of the segment are unused and on no list.
                unsafe { pages.unregister(segment) };
            } else {
                pages.empty_segments.set(pages.empty_segments.get() + 1);
            }
        }
    }

    /// Gives empty segments back to the host, except for a few.
    pub fn release_unused(&self) {
        if self.pages.empty_segments.get() <= self.pages.empty_kept() {
            return;
        }
        let segments: Vec<_> = self.pages.segments.borrow().clone();
        for segment in segments {
            // SAFETY: registered segments are alive; each is visited once.
            let segment = unsafe { segment.as_ref() };
            let unused = segment.service.get() == Service::Pages
                && segment.free_pages.get() == ALL_PAGES
                && !segment.pages.iter().any(|page| page.touched.get() != 0);
            if unused && self.pages.empty_segments.get() > self.pages.empty_kept() {
                self.pages.empty_segments.set(self.pages.empty_segments.get() - 1);
                // SAFETY: all pages of the segment are unused and on no list.
                unsafe { self.pages.unregister(segment) };
            }
        }
    }
}
