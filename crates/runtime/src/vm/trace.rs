//! The references that the machine holds outside of the heap.

use pellucid_heap::{Label, Trace, Tracer};

use crate::Vm;
use crate::vm::threads::trace_frames;

impl Vm {
    /// Shows every reference that the threads hold: registers, frame records, handled exceptions, hooks.
    pub fn trace(&self, tracer: &mut Tracer<'_>) {
        trace_frames(self.frame, self.stack.no_frame(), tracer);
        self.trace_threads(tracer);
        for level in &self.handled {
            level.trace_as(Label::Field("handled"), tracer);
        }
        self.async_generator_hooks.0.trace_as(Label::Field("firstiter"), tracer);
        self.tracing.show(tracer);
        for (name, value) in self.module_state.iter() {
            value.trace_as(Label::Field(name), tracer);
        }
        self.async_generator_hooks.1.trace_as(Label::Field("finalizer"), tracer);
    }
}
