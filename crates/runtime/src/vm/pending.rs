//! What the heap has queued: finalizers and weak-reference callbacks; and the eval check.

use pellucid_heap::{Object, Pending, Ref, Typed};

use crate::builtins::Generator;
use crate::object::{ObjectExt, Type, TypeLookup};
use crate::{PyResult, Raised, Vm};

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
                Pending::Callback(reference) => self.call_back(&reference),
            }
            self.heap().show_pending(hidden);
        }
    }

    /// Runs the finalizer of an object that nobody refers to any more.
    pub fn finalize(&mut self, object: &Object) {
        let result = match object.downcast::<Generator>() {
            Some(generator) => self.finalize_generator(generator),
            None => {
                let name = self.names.__del__.clone();
                match object.class().lookup(self, &name) {
                    Some(found) => match self.call_bound(&found, object, &[]) {
                        Ok(_) => Ok(()),
                        Err(raised) => {
                            return self.report_unraisable(raised, Some(&found));
                        }
                    },
                    None => Ok(()),
                }
            }
        };
        if let Err(raised) = result {
            self.report_unraisable(raised, Some(object));
        }
    }

    fn call_back(&mut self, reference: &Ref) {
        let name = self.intern("__callback__");
        let callback = match self.find_attribute(reference, &name) {
            Ok(Some(callback)) if !self.is_none(&callback) => callback,
            _ => return,
        };
        if let Err(raised) = self.call_positional(&callback, &[reference]) {
            self.report_unraisable(raised, Some(&callback));
        }
    }

    /// Tells `sys.unraisablehook` of an exception that cannot be raised.
    pub fn report_unraisable(&mut self, raised: Raised, object: Option<&Object>) {
        let reported = self.call_unraisable_hook(&raised, object);
        if reported.is_err() {
            // Nobody is left to be told.
        }
    }

    fn call_unraisable_hook(&mut self, raised: &Raised, object: Option<&Object>) -> PyResult<()> {
        let sys = self.names.sys.clone();
        let modules = self.modules.clone();
        let Some(sys) = modules.get_str(self, &sys) else { return Ok(()) };
        let name = self.names.unraisablehook.clone();
        let Some(hook) = self.find_attribute(&sys, &name)? else { return Ok(()) };
        let module = crate::builtins::Module::new(self, "UnraisableHookArgs").into_object();
        let traceback = raised.0.traceback.get().unwrap_or_else(|| self.none());
        let fields = [
            ("exc_type", raised.0.class().as_object().to_ref()),
            ("exc_value", raised.0.as_object().to_ref()),
            ("exc_traceback", traceback),
            ("err_msg", self.none()),
            ("object", object.map_or_else(|| self.none(), Object::to_ref)),
        ];
        for (field, value) in fields {
            let field = self.intern(field);
            self.set_attribute(&module, &field, Some(&value))?;
        }
        self.call_positional(&hook, &[&module]).map(drop)
    }

    /// `warnings.warn(message, category)`; nothing happens while there is no `warnings`.
    pub fn warn(&mut self, category: &Typed<Type>, message: &str) -> PyResult<()> {
        let name = self.intern("warnings");
        let modules = self.modules.clone();
        let warnings = match modules.get_str(self, &name) {
            Some(warnings) => warnings,
            None => {
                let name = self.intern("_warnings");
                match modules.get_str(self, &name) {
                    Some(warnings) => warnings,
                    None => return Ok(()),
                }
            }
        };
        let name = self.names.warn.clone();
        let Some(warn) = self.find_attribute(&warnings, &name)? else { return Ok(()) };
        let message = self.new_str(message).into_object();
        self.call_positional(&warn, &[&message, category.as_object()]).map(drop)
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
        if self.heap().over_limit() && self.heap().take_over_limit() {
            return Err(self.memory_error());
        }
        if let Some(generation) = self.heap().should_collect() {
            self.collect_garbage(generation);
        }
        if self.interrupts.swap(0, std::sync::atomic::Ordering::Relaxed) != 0 {
            return self.handle_interrupts();
        }
        Ok(())
    }

    fn handle_interrupts(&mut self) -> PyResult<()> {
        match self.interrupt_handler {
            Some(handler) => handler(self),
            None => {
                let class = self.types.keyboard_interrupt.clone();
                Err(self.raise_with(&class, Vec::new()))
            }
        }
    }
}
