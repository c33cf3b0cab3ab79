//! `float(x)`.

use pellucid_text::float;

use crate::object::kind_of;
use crate::prelude::*;

/// The `new` slot.
pub(super) fn new(vm: &mut Vm, class: &Typed<Type>, args: Args<'_>) -> PyResult {
    let exact = class.is(&*vm.types.float);
    let own = vm.types.float.clone();
    let init = |class: &Typed<Type>| class.slots(vm).init.map(|function| function as usize);
    if !args.keywords_are_empty() && init(class) == init(&own) {
        return Err(vm.type_error("float() takes no keyword arguments"));
    }
    let value = match args.positional() {
        [] => 0.0,
        [object] if exact && object.class_is(&vm.types.float) => return Ok(object.clone()),
        [object] => vm.float(object)?,
        more => {
            let given = more.len();
            return Err(vm.type_error(format!("float expected at most 1 argument, got {given}")));
        }
    };
    Ok(Float::of_class(vm, class, value))
}

impl Float {
    /// An object of `float` or a subclass.
    pub fn of_class(vm: &Vm, class: &Typed<Type>, value: f64) -> Ref {
        vm.heap.allocate(kind_of(class), Float::new(value)).into_object()
    }
}

impl Vm {
    /// `float(object)`: by `__float__`, `__index__` or from text.
    pub fn float(&mut self, object: &Object) -> PyResult<f64> {
        if let Some(float) = object.downcast::<Float>()
            && object.class_is(&self.types.float)
        {
            return Ok(float.to_f64());
        }
        let slots = object.class().slots(self);
        if slots.float.is_some() {
            return self.float_by_method(object);
        }
        if slots.index.is_some() {
            return self.as_f64(object);
        }
        let parsed = if let Some(text) = object.downcast::<Str>() {
            float::parse(text.text())
        } else if self.has_buffer(object) {
            let bytes = self.bytes_of(object)?;
            float::parse_bytes(&bytes)
        } else {
            let class = object.class().name(self);
            return Err(self.type_error(format!(
                "float() argument must be a string or a real number, not '{class}'"
            )));
        };
        match parsed {
            Some(value) => Ok(value),
            None => {
                let shown = self.repr(object)?;
                Err(self.value_error(format!("could not convert string to float: {}", &*shown)))
            }
        }
    }
}
