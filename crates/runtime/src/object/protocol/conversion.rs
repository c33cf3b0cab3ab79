//! Conversions: text, integers, floats.

use pellucid_heap::{Object, Ref};

use crate::builtins::{Float, Int, Str};
use crate::object::{ObjectExt, TypeLookup};
use crate::{PyResult, Vm};

impl Vm {
    /// `repr(object)`.
    pub fn repr(&mut self, object: &Object) -> PyResult<Ref<Str>> {
        let Some(function) = object.class().slots(self).repr else {
            let class = object.class().name(self);
            return Ok(self.new_str(&format!("<{class} object at {:#x}>", object.address())));
        };
        self.check_native_stack(" while getting the repr of an object")?;
        let result = function(self, object);
        self.expect_str(result?, "__repr__")
    }

    /// `str(object)`.
    pub fn str(&mut self, object: &Object) -> PyResult<Ref<Str>> {
        if object.class().is(&*self.types.str)
            && let Some(text) = object.downcast::<Str>()
        {
            return Ok(text.to_ref());
        }
        let Some(function) = object.class().slots(self).str else { return self.repr(object) };
        self.check_native_stack(" while getting the str of an object")?;
        let result = function(self, object);
        self.expect_str(result?, "__str__")
    }

    fn expect_str(&mut self, result: Ref, method: &str) -> PyResult<Ref<Str>> {
        result.downcast_ref::<Str>().map_err(|other| {
            let class = other.class().name(self);
            self.type_error(format!("{method} returned non-string (type {class})"))
        })
    }

    /// `operator.index(object)`: an int, exactly.
    pub fn index(&mut self, object: &Object) -> PyResult<Ref<Int>> {
        if let Some(int) = object.downcast::<Int>() {
            return Ok(int.to_ref());
        }
        let Some(function) = object.class().slots(self).index else {
            let class = object.class().name(self);
            return Err(
                self.type_error(format!("'{class}' object cannot be interpreted as an integer"))
            );
        };
        let result = function(self, object)?.downcast_ref::<Int>().map_err(|other| {
            let class = other.class().name(self);
            self.type_error(format!("__index__ returned non-int (type {class})"))
        })?;
        if !result.class_is(&self.types.int) {
            self.warn_of_strict_subclass(result.as_object(), "__index__", "int")?;
        }
        Ok(result)
    }

    /// What `__float__` gives.
    pub(crate) fn float_by_method(&mut self, object: &Object) -> PyResult<f64> {
        let Some(function) = object.class().slots(self).float else {
            let class = object.class().name(self);
            return Err(self.type_error(format!("must be real number, not {class}")));
        };
        let result = function(self, object)?;
        let class = object.class().name(self);
        let Some(float) = result.downcast::<Float>() else {
            let other = result.class().name(self);
            return Err(
                self.type_error(format!("{class}.__float__ returned non-float (type {other})"))
            );
        };
        if !result.class_is(&self.types.float) {
            self.warn_of_strict_subclass(&result, &format!("{class}.__float__"), "float")?;
        }
        Ok(float.to_f64())
    }

    /// The value of `object` as a double, by `__float__` or `__index__`.
    pub fn as_f64(&mut self, object: &Object) -> PyResult<f64> {
        if let Some(float) = object.downcast::<Float>() {
            return Ok(float.to_f64());
        }
        if object.class().slots(self).float.is_some() {
            return self.float_by_method(object);
        }
        if object.class().slots(self).index.is_some() {
            let int = self.index(object)?;
            return int
                .to_f64()
                .ok_or_else(|| self.overflow_error("int too large to convert to float"));
        }
        let class = object.class().name(self);
        Err(self.type_error(format!("must be real number, not {class}")))
    }

    /// `format(object, specification)`.
    pub fn format(&mut self, object: &Object, specification: &Object) -> PyResult<Ref<Str>> {
        let name = self.names.__format__.clone();
        let Some(result) = self.call_special(object, &name, &[specification])? else {
            let class = object.class().name(self);
            return Err(self.type_error(format!("Type {class} doesn't define __format__")));
        };
        result.downcast_ref::<Str>().map_err(|other| {
            let class = other.class().name(self);
            self.type_error(format!("__format__ must return a str, not {class}"))
        })
    }

    /// `ascii(object)`.
    pub fn ascii(&mut self, object: &Object) -> PyResult<Ref<Str>> {
        let repr = self.repr(object)?;
        if repr.text().is_ascii() {
            return Ok(repr);
        }
        let mut ascii = String::new();
        for code in repr.text().code_points() {
            match code {
                0..0x80 => ascii.push(char::from(code as u8)),
                0x80..0x100 => ascii.push_str(&format!("\\x{code:02x}")),
                0x100..0x1_0000 => ascii.push_str(&format!("\\u{code:04x}")),
                _ => ascii.push_str(&format!("\\U{code:08x}")),
            }
        }
        Ok(self.new_str(&ascii))
    }

    /// The text of a type's name, for messages.
    pub fn class_name(&self, object: &Object) -> String {
        object.class().name(self)
    }

    /// The object as an owned reference; reads better than `to_ref` after a check.
    pub fn keep(&self, object: &Object) -> Ref {
        object.to_ref()
    }
}
