//! What the heap has queued: finalizers and weak-reference callbacks; and the eval check.

use pellucid_heap::{Object, Pending};

use crate::builtins::{Generator, WeakRef};
use crate::object::{Args, ObjectExt, TypeFlags, TypeLookup};
use crate::vm::SIGNAL_INTERRUPT;
use crate::vm::lock::SWITCH_INTERRUPT;
use crate::{PyResult, Vm};

impl Vm {
    /// Runs everything that is queued.
    #[cold]
    #[inline(never)]
    pub fn run_pending(&mut self) {
        while let Some(item) = self.heap().next_pending() {
            let hidden = self.heap().hide_pending();
            match item {
                Pending::Finalize(object) => {
                    self.finalize(&object);
                    drop(object);
                }
                Pending::Callback(reference) => WeakRef::run_callback(self, &reference),
            }
            self.heap().show_pending(hidden);
        }
    }

    /// Runs the finalizer of an object that nobody refers to any more.
    pub fn finalize(&mut self, object: &Object) {
        if let Some(generator) = object.downcast::<Generator>() {
            if let Err(raised) = self.finalize_generator(generator) {
                self.report_unraisable_while(raised, "closing generator", object);
            }
            return;
        }
        let name = self.names.__del__.clone();
        let Some(found) = object.class().lookup(self, &name) else { return };
        let result = if found.class().has(TypeFlags::METHOD_DESCRIPTOR) {
            self.call_positional(&found, &[object])
        } else {
            // A finalizer that cannot be got at is none.
            let Ok(bound) = self.bind(&found, object) else { return };
            self.call(&bound, Args::EMPTY)
        };
        if let Err(raised) = result {
            self.report_unraisable_while(raised, "calling deallocator", &found);
        }
    }

    /// Whether something besides the heap wants the machine's attention: signals, other threads.
    #[inline(always)]
    pub(crate) fn wants_attention(&self) -> bool {
        self.interrupts.load(std::sync::atomic::Ordering::Relaxed) != 0
    }

    /// Looks what wants attention: pending finalizers, a due collection, the limit, signals.
    #[cold]
    #[inline(never)]
    pub(crate) fn eval_check(&mut self) -> PyResult<()> {
        self.run_pending();
        self.heed_memory_limit()?;
        if let Some(generation) = self.heap().should_collect() {
            self.collect_garbage(generation);
        }
        if self.heap().stress_due() {
            self.check_under_stress();
        }
        self.check_interrupts()
    }

    /// MemoryError if the heap has crossed its limit and the program has not been told.
    #[inline]
    pub fn heed_memory_limit(&mut self) -> PyResult<()> {
        if self.heap().over_limit() && self.heap().take_over_limit() {
            return Err(self.memory_error());
        }
        Ok(())
    }

    /// Makes what memory the host still gives a limit of the heap.
    pub fn heed_host_memory(&self) {
        let room = self.interpreter().host.get(self).memory_left();
        self.heap().set_host_room(room);
    }

    /// Handles what interrupts the program: other threads, signals, or whoever else has raised the flag.
    pub(crate) fn check_interrupts(&mut self) -> PyResult<()> {
        let reason = self.interrupts.swap(0, std::sync::atomic::Ordering::Acquire);
        if reason == 0 {
            return Ok(());
        }
        self.switch_if_requested();
        match self.interrupt_handler {
            _ if reason == SWITCH_INTERRUPT => Ok(()),
            Some(_) if reason == SIGNAL_INTERRUPT && !self.is_main_thread() => {
                self.leave_signal_to_main();
                Ok(())
            }
            Some(handler) if reason == SIGNAL_INTERRUPT => handler(self),
            _ => {
                let class = self.types.keyboard_interrupt.clone();
                Err(self.raise_with(&class, Vec::new()))
            }
        }
    }
}
