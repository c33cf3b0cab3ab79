//! Running a collection: callbacks, finalizers, statistics and the debugging output of `gc`.

use std::cell::{Cell, RefCell};
use std::time::Instant;

use pellucid_heap::{Collected, GENERATIONS, Object, Ref, Slot, Tracer};
use pellucid_macros::Trace;

use crate::Vm;
use crate::builtins::{List, WeakRef};
use crate::object::{ObjectExt, TypeLookup};

bitflags::bitflags! {
    /// `gc.set_debug`
    #[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
    pub struct CollectorDebug: i32 {
        /// Figures about each collection on standard error.
        const STATS = 1;
        /// Each object that is found unreachable on standard error.
        const COLLECTABLE = 2;
        /// What cannot be freed. There is no such object: kept for its flag.
        const UNCOLLECTABLE = 4;
        /// Garbage goes to `gc.garbage` instead of being freed.
        const SAVEALL = 32;
        /// Flags without a meaning are kept as they were given.
        const _ = !0;
    }
}

/// What has come of the collections of one generation.
#[derive(Clone, Copy, Default, Debug)]
pub struct GenerationStatistics {
    /// How many there were.
    pub collections: u64,
    /// How many objects were found unreachable.
    pub collected: u64,
}

/// What an interpreter keeps for `gc`.
#[derive(Trace, Default)]
#[payload(none)]
pub struct CollectorState {
    /// `gc.set_debug`
    #[trace(skip)]
    pub debug: Cell<CollectorDebug>,
    /// `gc.get_stats`, by generation.
    #[trace(skip)]
    pub statistics: Cell<[GenerationStatistics; GENERATIONS]>,
    /// `gc.callbacks`, once the module has been imported.
    pub callbacks: Slot<List>,
    /// `gc.garbage`, likewise.
    pub garbage: Slot<List>,
    /// Whether `gc.callbacks` are being called: what they allocate starts no collection.
    #[trace(skip)]
    calling_back: Cell<bool>,
    /// Where the namespaces of modules lie, or lay, when the interpreter is taken down.
    #[trace(skip)]
    pub(crate) ending_namespaces: RefCell<Vec<usize>>,
}

impl Vm {
    /// Collects a generation and the younger ones: callbacks of weak references, finalizers, then what is still
    /// garbage is freed. Gives how many objects were unreachable; 0 while another collection is going on.
    pub fn collect_garbage(&mut self, generation: usize) -> usize {
        if self.heap().is_collecting() || self.collector.calling_back.get() {
            return 0;
        }
        let watched = self.collector.callbacks.get().filter(|list| !list.items(self).is_empty());
        if watched.is_some() && !self.finalizing.get() {
            return self.collect_watched(generation);
        }
        self.collect_silently(generation)
    }

    /// A collection between the calls of `gc.callbacks`.
    #[cold]
    fn collect_watched(&mut self, generation: usize) -> usize {
        self.call_collector_callbacks("start", generation, 0);
        let collected = self.collect_silently(generation);
        self.call_collector_callbacks("stop", generation, collected);
        collected
    }

    fn call_collector_callbacks(&mut self, phase: &str, generation: usize, collected: usize) {
        let Some(callbacks) = self.collector.callbacks.get() else { return };
        let info = self.new_dict();
        let fields = [("generation", generation), ("collected", collected), ("uncollectable", 0)];
        for (key, value) in fields {
            let (key, value) = (self.intern(key), self.new_int(value as i64));
            info.set_str(self, &key, value);
        }
        let phase = self.new_str(phase).into_object();
        self.collector.calling_back.set(true);
        let mut index = 0;
        while let Some(callback) = callbacks.items(self).get(index).cloned() {
            index += 1;
            if let Err(raised) = self.call_positional(&callback, &[&phase, info.as_object()]) {
                self.report_unraisable_while(raised, "calling GC callback", &callback);
            }
        }
        self.collector.calling_back.set(false);
    }

    fn collect_silently(&mut self, generation: usize) -> usize {
        let debug = self.collector.debug.get();
        let started = debug.contains(CollectorDebug::STATS).then(|| self.show_before(generation));
        let collected = if debug.intersects(CollectorDebug::COLLECTABLE | CollectorDebug::SAVEALL) {
            self.collect_debugging(generation, debug)
        } else {
            self.collect_plainly(generation)
        };
        if let Some(started) = started {
            let seconds = started.elapsed().as_secs_f64();
            self.write_to_stderr(&format!(
                "gc: done, {collected} unreachable, 0 uncollectable, {seconds:.4}s elapsed\n"
            ));
        }
        let mut statistics = self.collector.statistics.get();
        statistics[generation].collections += 1;
        statistics[generation].collected += collected as u64;
        self.collector.statistics.set(statistics);
        self.run_pending();
        collected
    }

    /// What `gc.DEBUG_STATS` shows before a collection. Gives the time.
    fn show_before(&mut self, generation: usize) -> Instant {
        let sizes = [0, 1, 2].map(|own| self.heap().containers(Some(own)).len());
        let frozen = self.heap().frozen_count();
        self.write_to_stderr(&format!(
            "gc: collecting generation {generation}...\ngc: objects in each generation: {} {} {}\n\
             gc: objects in permanent generation: {frozen}\n",
            sizes[0], sizes[1], sizes[2]
        ));
        Instant::now()
    }

    fn collect_plainly(&mut self, generation: usize) -> usize {
        let heap = &self.interpreter().heap;
        let machine: &Vm = self;
        let mut roots = |tracer: &mut Tracer<'_>| machine.trace(tracer);
        match heap.collect(machine, generation, Some(&mut roots)) {
            Collected::Freed(count) => count,
            Collected::Garbage(garbage) => {
                self.run_finalizers(&garbage);
                heap.destroy(self, garbage)
            }
        }
    }

    #[cold]
    fn collect_debugging(&mut self, generation: usize, debug: CollectorDebug) -> usize {
        let heap = &self.interpreter().heap;
        let mut garbage = heap.find_garbage(self, generation);
        if debug.contains(CollectorDebug::COLLECTABLE) {
            for object in &garbage {
                let text = format!(
                    "gc: collectable <{} {:#x}>\n",
                    object.class().name(self),
                    object.address()
                );
                self.write_to_stderr(&text);
            }
        }
        self.run_finalizers(&garbage);
        let Some(list) =
            self.collector.garbage.get().filter(|_| debug.contains(CollectorDebug::SAVEALL))
        else {
            return heap.destroy(self, garbage);
        };
        heap.retain_garbage(self, &mut garbage);
        let collected = garbage.len();
        if list.extend_from(self, &garbage).is_err() {
            self.write_to_stderr("gc: no memory for gc.garbage\n");
        }
        heap.finish_collection();
        collected
    }

    /// Foreign code that unreachable objects ask for: callbacks of weak references, then finalizers.
    fn run_finalizers(&mut self, garbage: &[Ref]) {
        let heap = &self.interpreter().heap;
        for owner in heap.clear_weak_references_to(garbage) {
            WeakRef::run_callback(self, &owner);
        }
        let mut ordered = Vec::new();
        let mut garbage = garbage;
        let mut lists = 1;
        if self.finalizing.get() && garbage.iter().any(|object| heap.needs_finalizer(object)) {
            ordered = self.order_of_end(garbage);
            garbage = &ordered;
            lists = 2;
        }
        for object in garbage {
            if heap.needs_finalizer(object) {
                self.finalize_garbage(object, lists);
            }
        }
        drop(ordered);
    }

    /// Runs the finalizer of an object that is garbage, then those of what it has let go of: without the lists that
    /// hold the garbage, so many of them, these would now have died.
    fn finalize_garbage(&mut self, object: &Object, lists: usize) {
        let heap = &self.interpreter().heap;
        let mut dead = vec![object.to_ref()];
        while let Some(object) = dead.pop() {
            let mut held: Vec<Ref> = Vec::new();
            Object::trace(&object, self, &mut |target: &Object, _| {
                if heap.needs_finalizer(target) {
                    held.push(target.to_ref());
                }
            });
            heap.mark_finalized(&object);
            self.finalize(&object);
            self.run_pending();
            held.retain(|own| own.ref_count() == lists + 1 && heap.needs_finalizer(own));
            dead.extend(held.into_iter().rev());
        }
    }
}
