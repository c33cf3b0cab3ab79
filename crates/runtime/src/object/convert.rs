//! Between Python objects and Rust values: arguments on the way in, results on the way out.

mod results;

use std::cmp::Ordering;

use pellucid_heap::{Object, Ref, Typed, View};

use crate::builtins::{Int, Str};
use crate::object::declare::view_name;
use crate::object::{ObjectExt, ParameterKind, Signature, TypeLookup};
use crate::{PyResult, Raised, Vm};

pub use results::{IntoResult, ToObject};

/// Which argument of which function is being converted, for messages.
#[derive(Clone, Copy)]
pub struct Place {
    /// The function's signature.
    pub signature: &'static Signature,
    /// The parameter.
    pub index: usize,
}

impl Place {
    /// `argument 2` of a positional parameter, `argument 'name'` of one that has a name for callers, and
    /// only `argument` where there is no other.
    fn display(self) -> String {
        let signature = self.signature;
        let parameter = &signature.parameters[self.index];
        if parameter.kind != ParameterKind::PositionalOnly {
            format!("argument '{}'", parameter.name)
        } else if signature.parameters.len() == 1 && signature.required == 1 {
            "argument".into()
        } else {
            format!("argument {}", self.index + 1)
        }
    }

    /// TypeError: "encode() argument 'encoding' must be str, not int".
    #[cold]
    pub fn mismatch(self, vm: &mut Vm, expected: &str, value: &Object) -> Raised {
        let found = if vm.is_none(value) { "None".into() } else { value.class().name(vm) };
        let or_none = match self.signature.parameters[self.index].none_default {
            true => " or None",
            false => "",
        };
        let (name, place) = (self.signature.name, self.display());
        vm.type_error(format!("{name}() {place} must be {expected}{or_none}, not {found}"))
    }
}

/// What can be made of an argument.
pub trait FromArgument<'a>: Sized {
    /// Converts `value`, or raises what CPython raises for such a parameter.
    fn from_argument(vm: &mut Vm, value: &'a Object, place: Place) -> PyResult<Self>;
}

impl<'a, T: View> FromArgument<'a> for &'a Typed<T> {
    #[inline(always)]
    fn from_argument(vm: &mut Vm, value: &'a Object, place: Place) -> PyResult<Self> {
        match T::view(value) {
            Some(value) => Ok(value),
            None => Err(place.mismatch(vm, &view_name::<T>(), value)),
        }
    }
}

impl<'a, T: View> FromArgument<'a> for Ref<T> {
    #[inline(always)]
    fn from_argument(vm: &mut Vm, value: &'a Object, place: Place) -> PyResult<Self> {
        <&Typed<T>>::from_argument(vm, value, place).map(Typed::to_ref)
    }
}

/// A parameter for which `None` is a value of its own, although it is not the default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoneOr<T> {
    /// Python's `None`.
    None,
    /// Anything else.
    Value(T),
}

impl<T> NoneOr<T> {
    /// `Some` of the value, unless it is `None`.
    pub fn value(self) -> Option<T> {
        match self {
            NoneOr::None => None,
            NoneOr::Value(value) => Some(value),
        }
    }
}

impl<'a, T: FromArgument<'a>> FromArgument<'a> for NoneOr<T> {
    #[inline(always)]
    fn from_argument(vm: &mut Vm, value: &'a Object, place: Place) -> PyResult<Self> {
        if vm.is_none(value) {
            return Ok(NoneOr::None);
        }
        T::from_argument(vm, value, place).map(NoneOr::Value)
    }
}

impl<'a> FromArgument<'a> for f64 {
    #[inline(always)]
    fn from_argument(vm: &mut Vm, value: &'a Object, _: Place) -> PyResult<Self> {
        vm.as_f64(value)
    }
}

impl<'a> FromArgument<'a> for bool {
    #[inline(always)]
    fn from_argument(vm: &mut Vm, value: &'a Object, _: Place) -> PyResult<Self> {
        vm.is_true(value)
    }
}

/// A `str` of one character, which may be a surrogate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodePoint(pub u32);

impl<'a> FromArgument<'a> for CodePoint {
    fn from_argument(vm: &mut Vm, value: &'a Object, place: Place) -> PyResult<Self> {
        let Some(text) = value.downcast::<Str>() else {
            return Err(place.mismatch(vm, "a unicode character", value));
        };
        match (text.text().len(), text.text().get(0)) {
            (1, Some(code)) => Ok(CodePoint(code)),
            (length, _) => {
                let (name, place) = (place.signature.name, place.display());
                Err(vm.type_error(format!(
                    "{name}(): {place} must be a unicode character, not a string of length {length}"
                )))
            }
        }
    }
}

impl<'a> FromArgument<'a> for char {
    fn from_argument(vm: &mut Vm, value: &'a Object, place: Place) -> PyResult<Self> {
        let CodePoint(code) = CodePoint::from_argument(vm, value, place)?;
        char::from_u32(code).ok_or_else(|| {
            let (name, place) = (place.signature.name, place.display());
            vm.value_error(format!("{name}(): {place} must not be a surrogate"))
        })
    }
}

/// `__index__`, where a value beyond 128 bits is told by its sign.
fn index_value(vm: &mut Vm, value: &Object) -> PyResult<Result<i128, Beyond>> {
    let int = vm.index(value)?;
    Ok(match int.to_i64() {
        Some(small) => Ok(i128::from(small)),
        None => match i128::try_from(int.to_big()) {
            Ok(large) => Ok(large),
            Err(_) if int.sign() == Ordering::Less => Err(Beyond::Below),
            Err(_) => Err(Beyond::Above),
        },
    })
}

enum Beyond {
    Below,
    Above,
}

macro_rules! integers {
    ($($kind:ty: $below:literal, $above:literal;)*) => { $(
        impl<'a> FromArgument<'a> for $kind {
            #[inline]
            fn from_argument(vm: &mut Vm, value: &'a Object, _: Place) -> PyResult<Self> {
                match index_value(vm, value)? {
                    Ok(number) => <$kind>::try_from(number).map_err(|_| {
                        out_of_range(vm, if number < 0 { $below } else { $above })
                    }),
                    Err(Beyond::Below) => Err(out_of_range(vm, $below)),
                    Err(Beyond::Above) => Err(out_of_range(vm, $above)),
                }
            }
        }
    )* };
}

/// Negative values where none are allowed are a ValueError, everything else is an overflow.
#[cold]
fn out_of_range(vm: &mut Vm, message: &str) -> Raised {
    if message == NEGATIVE { vm.value_error(message) } else { vm.overflow_error(message) }
}

const NEGATIVE: &str = "value must be positive";

integers! {
    i8: "signed char is less than minimum", "signed char is greater than maximum";
    u8: "unsigned byte integer is less than minimum", "unsigned byte integer is greater than maximum";
    i16: "signed short integer is less than minimum", "signed short integer is greater than maximum";
    u16: "value must be positive", "Python int too large for C unsigned short";
    i32: "Python int too large to convert to C int", "Python int too large to convert to C int";
    u32: "value must be positive", "Python int too large for C unsigned int";
    i64: "Python int too large to convert to C long", "Python int too large to convert to C long";
    u64: "value must be positive", "Python int too large to convert to C unsigned long";
    isize: "Python int too large to convert to C ssize_t", "Python int too large to convert to C ssize_t";
    usize: "value must be positive", "Python int too large to convert to C size_t";
}

/// An integer of any size, by `__index__`.
#[derive(Clone, Debug)]
pub struct Index(pub Ref<Int>);

impl<'a> FromArgument<'a> for Index {
    #[inline]
    fn from_argument(vm: &mut Vm, value: &'a Object, _: Place) -> PyResult<Self> {
        vm.index(value).map(Index)
    }
}
