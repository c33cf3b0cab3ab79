//! The references that the machine holds outside of the heap.

use pellucid_heap::{Label, Trace, Tracer};

use crate::Vm;

impl Vm {
    /// Shows every reference that this thread holds: registers, frame records, handled exceptions, hooks.
    pub fn trace(&self, tracer: &mut Tracer<'_>) {
        // The registers of a callee begin in the call window of its caller.
        let mut inner = self.top();
        for depth in 0..self.depth() {
            let Some(record) = self.frame_at(depth) else { break };
            // SAFETY: `frame_at` gives live records, and the registers of live frames are in the stack.
            unsafe {
                let frame = &*record;
                let mut register = frame.base;
                let mut index = 0;
                while register < frame.end().min(inner) {
                    if let Some(value) = &*register {
                        tracer.edge(value, Label::Register(index));
                    }
                    register = register.add(1);
                    index += 1;
                }
                inner = frame.base;
                frame.keep.trace_as(Label::Field("function"), tracer);
                frame.locals.trace_as(Label::Field("locals"), tracer);
                frame.object.trace_as(Label::Field("frame"), tracer);
            }
        }
        for level in &self.handled {
            level.trace_as(Label::Field("handled"), tracer);
        }
        self.async_generator_hooks.0.trace_as(Label::Field("firstiter"), tracer);
        for (name, value) in self.module_state.iter() {
            value.trace_as(Label::Field(name), tracer);
        }
        self.async_generator_hooks.1.trace_as(Label::Field("finalizer"), tracer);
    }
}
