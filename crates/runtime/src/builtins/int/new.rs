//! `int(x, base)`.

use pellucid_text::integer;

use crate::builtins::{ByteArray, Bytes};
use crate::prelude::*;

/// The bases that `int()` takes, 0 meaning that of the literal.
const BASE_MAX: i64 = 36;

/// The `new` slot.
pub(super) fn new(vm: &mut Vm, class: &Typed<Type>, args: Args<'_>) -> PyResult {
    if class.is(&*vm.types.bool) {
        return Err(vm.type_error("int.__new__(bool) is not safe, use bool.__new__()"));
    }
    let (x, base) = arguments(vm, args)?;
    let value = match (x, base) {
        (None, None) => Int::from_i64(vm, 0),
        (None, Some(_)) => return Err(vm.type_error("int() missing string argument")),
        (Some(x), None) => vm.integer(x)?,
        (Some(x), Some(base)) => with_base(vm, x, base)?,
    };
    if class.is(&*vm.types.int) {
        return Ok(value.into_object());
    }
    Ok(Int::of_class(vm, class, &value).into_object())
}

/// `x` by position, `base` by position or name.
fn arguments<'a>(
    vm: &mut Vm,
    args: Args<'a>,
) -> PyResult<(Option<&'a Object>, Option<&'a Object>)> {
    let given = args.positional();
    if args.len() > 2 {
        return Err(vm.type_error(if args.keywords_are_empty() {
            format!("int expected at most 2 arguments, got {}", args.len())
        } else {
            format!("int() takes at most 2 arguments ({} given)", args.len())
        }));
    }
    let mut base = given.get(1).map(|base| &**base);
    for (name, value) in args.keywords().iter() {
        if name.text() != *"base" {
            return Err(
                vm.type_error(format!("int() got an unexpected keyword argument '{}'", &**name))
            );
        }
        if base.is_some() {
            return Err(vm.type_error("argument for int() given by name ('base') and position (2)"));
        }
        base = Some(value);
    }
    Ok((given.first().map(|x| &**x), base))
}

fn with_base(vm: &mut Vm, x: &Object, base: &Object) -> PyResult<Ref<Int>> {
    let base = vm.index(base)?;
    let base = match base.to_i64() {
        Some(base @ (0 | 2..=BASE_MAX)) => base as u32,
        _ => return Err(vm.value_error(integer::ParseError::Base.message(0, ""))),
    };
    // With a base only what holds text counts, not everything that lends bytes.
    let is_text = x.holds::<Str>() || x.holds::<Bytes>() || x.holds::<ByteArray>();
    let value = if is_text { parse(vm, x, base)? } else { None };
    match value {
        Some(value) => Ok(value),
        None => Err(vm.type_error("int() can't convert non-string with explicit base")),
    }
}

/// The integer that a string or bytes spell; `None` for what is neither.
fn parse(vm: &mut Vm, x: &Object, base: u32) -> PyResult<Option<Ref<Int>>> {
    let limit = vm.int_digits_max.get();
    let parsed = if let Some(text) = x.downcast::<Str>() {
        integer::parse(text.text(), base, limit)
    } else if vm.has_buffer(x) {
        let bytes = vm.bytes_of(x)?;
        integer::parse_bytes(&bytes, base, limit)
    } else {
        return Ok(None);
    };
    match parsed {
        Ok(value) => Ok(Some(Int::from_big(vm, value))),
        Err(error) => {
            let shown = vm.repr(x)?.to_string();
            Err(vm.value_error(error.message(base, &shown)))
        }
    }
}

impl Vm {
    /// `int(object)`: an exact `int`, by `__int__`, `__index__` or from text.
    pub fn integer(&mut self, object: &Object) -> PyResult<Ref<Int>> {
        if let Some(int) = object.downcast::<Int>()
            && object.class_is(&self.types.int)
        {
            return Ok(int.to_ref());
        }
        if let Some(function) = object.class().slots(self).int {
            let result = function(self, object)?;
            let Some(int) = result.downcast::<Int>() else {
                let class = result.class().name(self);
                return Err(self.type_error(format!("__int__ returned non-int (type {class})")));
            };
            if !result.class_is(&self.types.int) {
                self.warn_of_strict_subclass(&result, "__int__", "int")?;
            }
            return Ok(Int::exact(self, int));
        }
        if object.class().slots(self).index.is_some() {
            let int = self.index(object)?;
            return Ok(Int::exact(self, &int));
        }
        if let Some(value) = parse(self, object, 10)? {
            return Ok(value);
        }
        let class = object.class().name(self);
        Err(self.type_error(format!(
            "int() argument must be a string, a bytes-like object or a real number, not '{class}'"
        )))
    }

    /// DeprecationWarning for a conversion method that gave an instance of a subclass.
    pub(crate) fn warn_of_strict_subclass(
        &mut self,
        result: &Object,
        method: &str,
        base: &str,
    ) -> PyResult<()> {
        let class = result.class().name(self);
        let category = self.types.deprecation_warning.clone();
        self.warn(
            &category,
            &format!(
                "{method} returned non-{base} (type {class}).  The ability to return an instance of a \
                 strict subclass of {base} is deprecated, and may be removed in a future version of Python."
            ),
            1,
        )
    }
}
