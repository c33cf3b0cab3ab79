//! Exceptions that nobody can catch: raised by finalizers and callbacks (`sys.unraisablehook`).

use pellucid_heap::Object;

use crate::errors::Raised;
use crate::object::{Args, ObjectExt, TypeLookup};
use crate::{PyResult, Ref, Vm};

impl Vm {
    /// Hands an exception to `sys.unraisablehook`. `object` is what it came from.
    #[cold]
    pub fn report_unraisable(&mut self, raised: Raised, object: &Object) {
        let none = self.none();
        if self.call_unraisable_hook(&raised, none, object).is_ok() {
            return;
        }
        // At the very end, when even `sys` has gone, nobody is told.
        if self.system_module().is_none() {
            return;
        }
        // The last resort of CPython as well: the plain text on stderr.
        let shown =
            self.repr(object).map_or_else(|_| "<object>".to_owned(), |text| text.to_string());
        let class = raised.0.class().name(self);
        let message =
            self.str(raised.0.as_object()).map_or_else(|_| String::new(), |text| text.to_string());
        self.write_stderr(&format!("Exception ignored in: {shown}\n{class}: {message}\n"));
    }

    /// As [`report_unraisable`](Self::report_unraisable), with what was being done to which object.
    #[cold]
    pub fn report_unraisable_while(&mut self, raised: Raised, doing: &str, object: &Object) {
        let shown = match self.repr(object) {
            Ok(shown) => shown.to_string(),
            Err(_) => "<object repr() failed>".to_owned(),
        };
        self.report_unraisable_with(raised, &format!("Exception ignored while {doing} {shown}"));
    }

    /// As [`report_unraisable`](Self::report_unraisable), with words for what the exception came from.
    #[cold]
    pub fn report_unraisable_with(&mut self, raised: Raised, text: &str) {
        let (message, none) = (self.new_str(text).into_object(), self.none());
        if self.call_unraisable_hook(&raised, message, &none).is_err()
            && self.system_module().is_some()
        {
            self.write_stderr(&format!("{text}\n"));
        }
    }

    fn call_unraisable_hook(
        &mut self,
        raised: &Raised,
        message: Ref,
        object: &Object,
    ) -> PyResult<()> {
        let Some(sys) = self.system_module() else {
            return Err(self.runtime_error("lost sys module"));
        };
        let (hook, arguments) =
            (self.names.unraisablehook.clone(), self.intern("UnraisableHookArgs"));
        if raised.0.traceback.is_empty() {
            self.add_traceback(raised);
        }
        let hook = self.get_attribute(&sys, &hook)?;
        let class = self.get_attribute(&sys, &arguments)?;
        let none = self.none();
        let fields: Vec<Ref> = vec![
            raised.0.class().as_object().to_ref(),
            raised.0.clone().into_object(),
            raised.0.traceback.get().unwrap_or(none),
            message,
            object.to_ref(),
        ];
        let fields = self.new_tuple(fields).into_object();
        let arguments = self.call(&class, Args::from_positional(&[fields]))?;
        self.call_positional(&hook, &[&arguments]).map(drop)
    }
}
