//! Checking every invariant of the heap that can be checked by looking at it.
//!
//! It shares as little as possible with what it checks: references are counted in a table of its own.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::ptr;

use crate::layout::{HEAD_PAGES, PAGES, PURPOSES, Purpose};
use crate::page::{CURRENT, Page, is_live, link_of};
use crate::segment::{Segment, Service};
use crate::{Heap, Label, Object, Token, Tracer};

/// What a sound heap consists of.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Report {
    /// Live objects.
    pub objects: usize,
    /// Those that are never freed.
    pub immortal: usize,
    /// References found in objects, their kinds included.
    pub references: usize,
    /// References held outside of the heap, as far as the roots have shown them.
    pub roots: usize,
    /// Bytes of objects.
    pub object_bytes: usize,
    /// Bytes of buffers and charges.
    pub buffer_bytes: usize,
}

/// A broken invariant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Problem {
    /// An object's count is not the number of references found.
    Count {
        /// The object.
        address: usize,
        /// The name of its payload type.
        payload: &'static str,
        /// What its count says.
        count: usize,
        /// How many references there are.
        found: usize,
    },
    /// A reference to something that is not a live object.
    Dangling {
        /// The object that holds the reference; 0 for a root.
        holder: usize,
        /// What the reference is called in the holder.
        label: String,
        /// Where it points.
        target: usize,
    },
    /// The free list of a page, or what is said about it, does not agree with its slots.
    Page {
        /// Where the page starts.
        start: usize,
        /// What is wrong.
        what: &'static str,
    },
    /// The birth number of a container is not its own, or has not been given yet.
    Birth {
        /// The object.
        address: usize,
        /// Its number.
        birth: u32,
    },
    /// A bit is set in a bitmap where no object has it.
    Bitmap {
        /// Where the segment starts.
        segment: usize,
        /// Which bitmap.
        what: &'static str,
    },
    /// The list of weak references of an object is not linked as it should be.
    Weak {
        /// The object that is watched.
        address: usize,
    },
    /// A counter does not agree with what is counted.
    Counter {
        /// Which counter.
        what: &'static str,
        /// What it says.
        says: usize,
        /// What it should say.
        counted: usize,
    },
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::Count { address, payload, count, found } => {
                write!(f, "{payload} at {address:#x} has count {count}, but {found} references")
            }
            Problem::Dangling { holder, label, target } => {
                write!(f, "{label} of {holder:#x} refers to {target:#x}, where no object lives")
            }
            Problem::Page { start, what } => write!(f, "page at {start:#x}: {what}"),
            Problem::Birth { address, birth } => {
                write!(f, "container at {address:#x} has the wrong birth number {birth}")
            }
            Problem::Bitmap { segment, what } => {
                write!(f, "segment at {segment:#x}: stray bits in the bitmap `{what}`")
            }
            Problem::Weak { address } => {
                write!(f, "the weak references to {address:#x} are wrongly linked")
            }
            Problem::Counter { what, says, counted } => {
                write!(f, "{what} is {says}, but should be {counted}")
            }
        }
    }
}

/// Which references `roots` shows of those that are held outside of the heap.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Roots {
    /// Every one.
    All,
    /// Native code may hold more: a count may be higher than what is found, never lower.
    Some,
}

/// A check in progress.
struct Check<'a> {
    heap: &'a Heap,
    complete: Roots,
    problems: Vec<Problem>,
    report: Report,
    /// References found, by target.
    found: HashMap<usize, usize>,
    births: HashSet<u32>,
    small_buffer_bytes: usize,
}

impl Heap {
    /// Checks everything: that each count is the number of references found (in payloads, tails, kinds,
    /// the pending queue, and those that `roots` shows of what is held outside of the heap), that free
    /// lists, bitmaps, birth numbers, weak references and counters agree with the objects.
    pub fn verify(
        &self,
        _token: &impl Token,
        complete: Roots,
        roots: &mut dyn FnMut(&mut Tracer<'_>),
    ) -> Result<Report, Vec<Problem>> {
        let mut check = Check {
            heap: self,
            complete,
            problems: Vec::new(),
            report: Report::default(),
            found: HashMap::new(),
            births: HashSet::new(),
            small_buffer_bytes: 0,
        };
        check.roots(roots);
        check.pages();
        let mut objects = Vec::new();
        self.for_each_object(|object| objects.push(ptr::from_ref(object)));
        for &object in &objects {
            // SAFETY: the objects are alive, and nothing is freed during the check.
            check.edges(unsafe { &*object });
        }
        for object in objects {
            // SAFETY: as above.
            check.object(unsafe { &*object });
        }
        check.totals();
        if check.problems.is_empty() { Ok(check.report) } else { Err(check.problems) }
    }

    /// Whether a live object starts at this address.
    fn is_object(&self, address: usize) -> bool {
        self.find_object(address).is_some()
    }
}

impl Check<'_> {
    fn roots(&mut self, roots: &mut dyn FnMut(&mut Tracer<'_>)) {
        let mut targets = Vec::new();
        roots(&mut Tracer::new(&mut |target, _| targets.push(target.address())));
        self.heap.for_each_pending(|target| targets.push(target.address()));
        self.report.roots = targets.len();
        for target in targets {
            self.reference(0, &|| "root".to_string(), target);
        }
    }

    fn reference(&mut self, holder: usize, label: &dyn Fn() -> String, target: usize) {
        if self.heap.is_object(target) {
            *self.found.entry(target).or_default() += 1;
        } else {
            self.problems.push(Problem::Dangling { holder, label: label(), target });
        }
    }

    fn edges(&mut self, object: &Object) {
        let holder = object.address();
        let mut visit = |target: &Object, label: Label<'_>| {
            self.report.references += 1;
            // A value's label holds its key; its address is enough here.
            let name = || match label {
                Label::Value(key) => format!("value of {:#x}", key.address()),
                other => format!("{other:?}"),
            };
            self.reference(holder, &name, target.address());
        };
        // SAFETY: the token is at hand in `verify`, so nobody has a mutable borrow of an inside.
        unsafe { object.trace_edges(&mut Tracer::new(&mut visit)) };
    }

    fn object(&mut self, object: &Object) {
        let address = object.address();
        self.report.objects += 1;
        self.report.object_bytes += object.allocated_bytes();
        let found = self.found.get(&address).copied().unwrap_or(0);
        if object.is_immortal() {
            self.report.immortal += 1;
        } else if object.ref_count() < found
            || (self.complete == Roots::All && object.ref_count() > found)
        {
            let payload = object.kind().vtable().name;
            let count = object.ref_count();
            self.problems.push(Problem::Count { address, payload, count, found });
        }
        if let Some(birth) = self.heap.birth_number(object)
            && (!self.heap.generations.is_given(birth) || !self.births.insert(birth))
        {
            self.problems.push(Problem::Birth { address, birth });
        }
        if !object.weak_list_is_sound() {
            self.problems.push(Problem::Weak { address });
        }
    }

    fn pages(&mut self) {
        let mut listed = HashSet::new();
        for index in 0..PURPOSES * crate::layout::CLASSES {
            listed.extend(self.heap.pages.available_pages(index).map(ptr::from_ref));
        }
        for segment in self.heap.pages.segments.borrow().iter() {
            // SAFETY: registered segments are alive.
            let segment = unsafe { segment.as_ref() };
            self.bitmaps(segment);
            if segment.service.get() != Service::Pages {
                continue;
            }
            for index in HEAD_PAGES..PAGES {
                let page = &segment.pages[index];
                let free = segment.free_pages.get() & (1 << index) != 0;
                if free != (page.slot_bytes.get() == 0) {
                    self.page_problem(page, "in use and free at once");
                }
                if page.listed.get() != listed.contains(&ptr::from_ref(page)) {
                    self.page_problem(page, "wrong about being listed");
                }
                if !free {
                    self.page(page);
                }
            }
        }
    }

    fn page_problem(&mut self, page: &Page, what: &'static str) {
        self.problems.push(Problem::Page { start: page.start(), what });
    }

    fn page(&mut self, page: &Page) {
        let slot_bytes = page.slot_bytes.get() as usize;
        let extended = usize::from(page.extended.get());
        let mut free = HashSet::new();
        let mut slot = page.free.get();
        while slot != 0 {
            let index = page.slot_index(slot);
            let sound = slot == Page::slot_address(page.start(), index, slot_bytes)
                && index < extended
                && free.insert(slot);
            if !sound {
                return self.page_problem(page, "the free list leaves the page");
            }
            // SAFETY: the slot is one of the page.
            slot = unsafe { link_of(slot).read() } & !1;
        }
        if free.len() + page.used() != extended {
            self.page_problem(page, "slots are neither used nor free");
        }
        let current = page.used.get() & CURRENT != 0;
        let index = usize::from(page.class.get());
        if current != ptr::eq(self.heap.pages.current[index].get(), page) {
            self.page_problem(page, "wrong about being current");
        }
        let room = page.used() < usize::from(page.capacity.get());
        if page.listed.get() != (room && !current) {
            self.page_problem(page, "listed against its room");
        }
        if !page.scratch.get().is_null() {
            self.page_problem(page, "left with the collector's numbers");
        }
        if page.is_raw() {
            self.small_buffer_bytes += page.used() * slot_bytes;
            return;
        }
        let live = (0..extended)
            .map(|slot| Page::slot_address(page.start(), slot, slot_bytes))
            // SAFETY: the slot has been on the free list.
            .filter(|&address| unsafe { is_live(address) } != free.contains(&address));
        if live.count() != extended {
            self.page_problem(page, "slots are marked free that are used, or used that are free");
        }
        if (index / crate::layout::CLASSES == Purpose::Container as usize)
            == page.births.get().is_null()
        {
            self.page_problem(page, "birth numbers where none belong, or none where they do");
        }
    }

    fn bitmaps(&mut self, segment: &Segment) {
        let start = ptr::from_ref(segment).addr();
        let mut finalized = 0;
        Heap::objects_of(segment, &mut |object| {
            finalized += usize::from(segment.finalized.get(object.addr().get()));
        });
        if segment.finalized.count() != finalized {
            self.problems.push(Problem::Bitmap { segment: start, what: "finalized" });
        }
        if segment.candidate.count() != 0 {
            self.problems.push(Problem::Bitmap { segment: start, what: "candidate" });
        }
    }

    fn totals(&mut self) {
        let heap = self.heap;
        self.report.buffer_bytes = self.small_buffer_bytes + heap.charged_bytes();
        self.counter("live_objects", heap.live_objects(), self.report.objects);
        let bytes = self.report.object_bytes + self.report.buffer_bytes;
        self.counter("live_bytes", heap.live_bytes(), bytes);
    }

    fn counter(&mut self, what: &'static str, says: usize, counted: usize) {
        if says != counted {
            self.problems.push(Problem::Counter { what, says, counted });
        }
    }
}
