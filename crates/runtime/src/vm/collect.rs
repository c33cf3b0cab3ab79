//! Running a collection that is due.

use pellucid_heap::{Collected, Tracer};

use crate::Vm;
use crate::builtins::WeakRef;

impl Vm {
    /// Collects a generation and the younger ones: callbacks of weak references, finalizers, then what is still
    /// garbage is freed. Gives how many objects were freed.
    pub fn collect_garbage(&mut self, generation: usize) -> usize {
        let heap = &self.interpreter().heap;
        let machine: &Vm = self;
        let mut roots = |tracer: &mut Tracer<'_>| machine.trace(tracer);
        let garbage = match heap.collect(machine, generation, Some(&mut roots)) {
            Collected::Freed(count) => return count,
            Collected::Garbage(garbage) => garbage,
        };
        for owner in heap.clear_weak_references_to(&garbage, true) {
            WeakRef::run_callback(self, &owner);
        }
        for object in &garbage {
            if heap.needs_finalizer(object) {
                heap.mark_finalized(object);
                self.finalize(object);
            }
        }
        let freed = heap.destroy(self, garbage);
        self.run_pending();
        freed
    }
}
