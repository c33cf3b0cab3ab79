//! Issuing warnings from native code.

use pellucid_heap::Typed;

use crate::object::Type;
use crate::{PyResult, Vm};

impl Vm {
    /// `warnings.warn(message, category, stack_level)`. Before anybody has imported `warnings` there is no
    /// filter and nowhere to report to, and the warning is dropped.
    pub fn warn(&mut self, category: &Typed<Type>, message: &str, stack_level: i64) -> PyResult<()> {
        let name = self.intern("warnings");
        let Some(module) = self.modules.get_str(self, &name) else { return Ok(()) };
        let function = self.names.warn.clone();
        let arguments = [self.new_str(message).into_object(), category.as_object().to_ref(), self.new_int(stack_level)];
        let [message, category, level] = &arguments;
        self.call_method(&module, &function, &[message, category, level])?;
        Ok(())
    }
}
