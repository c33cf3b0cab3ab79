//! From Rust values to Python objects: what native functions may give back.

use pellucid_heap::{Object, Ref, Typed};

use crate::builtins::Int;
use crate::{PyResult, Raised, Vm};

/// A Rust value that has a Python object.
pub trait ToObject {
    /// The object.
    fn to_object(self, vm: &mut Vm) -> PyResult<Ref>;
}

/// What a native function can give back: a value that has an object, or a `PyResult` of one.
pub trait IntoResult {
    /// The object, or the exception.
    fn into_result(self, vm: &mut Vm) -> PyResult<Ref>;
}

impl<T: ToObject> IntoResult for T {
    #[inline(always)]
    fn into_result(self, vm: &mut Vm) -> PyResult<Ref> {
        self.to_object(vm)
    }
}

impl<T: ToObject> IntoResult for Result<T, Raised> {
    #[inline(always)]
    fn into_result(self, vm: &mut Vm) -> PyResult<Ref> {
        self?.to_object(vm)
    }
}

impl<T> ToObject for Ref<T> {
    #[inline(always)]
    fn to_object(self, _: &mut Vm) -> PyResult<Ref> {
        Ok(self.into_object())
    }
}

impl<T> ToObject for &Typed<T> {
    #[inline(always)]
    fn to_object(self, _: &mut Vm) -> PyResult<Ref> {
        Ok(self.as_object().to_ref())
    }
}

impl ToObject for () {
    #[inline(always)]
    fn to_object(self, vm: &mut Vm) -> PyResult<Ref> {
        Ok(vm.none())
    }
}

impl ToObject for bool {
    #[inline(always)]
    fn to_object(self, vm: &mut Vm) -> PyResult<Ref> {
        Ok(vm.new_bool(self))
    }
}

macro_rules! small_integers {
    ($($kind:ty),*) => { $(
        impl ToObject for $kind {
            #[inline]
            fn to_object(self, vm: &mut Vm) -> PyResult<Ref> {
                Ok(vm.new_int(i64::from(self)))
            }
        }
    )* };
}

small_integers!(i8, u8, i16, u16, i32, u32, i64);

macro_rules! large_integers {
    ($($kind:ty),*) => { $(
        impl ToObject for $kind {
            #[inline]
            fn to_object(self, vm: &mut Vm) -> PyResult<Ref> {
                match i64::try_from(self) {
                    Ok(small) => Ok(vm.new_int(small)),
                    Err(_) => Ok(Int::from_big(vm, self.into()).into_object()),
                }
            }
        }
    )* };
}

large_integers!(isize, u64, usize, i128, u128);

impl ToObject for f64 {
    #[inline(always)]
    fn to_object(self, vm: &mut Vm) -> PyResult<Ref> {
        Ok(vm.new_float(self))
    }
}

impl ToObject for char {
    fn to_object(self, vm: &mut Vm) -> PyResult<Ref> {
        Ok(vm.new_str(self.encode_utf8(&mut [0; 4])).into_object())
    }
}

impl ToObject for &str {
    fn to_object(self, vm: &mut Vm) -> PyResult<Ref> {
        Ok(vm.new_str(self).into_object())
    }
}

impl ToObject for String {
    fn to_object(self, vm: &mut Vm) -> PyResult<Ref> {
        Ok(vm.new_str(&self).into_object())
    }
}

/// `None` is Python's.
impl<T: ToObject> ToObject for Option<T> {
    #[inline(always)]
    fn to_object(self, vm: &mut Vm) -> PyResult<Ref> {
        match self {
            Some(value) => value.to_object(vm),
            None => Ok(vm.none()),
        }
    }
}

/// A new list of these items.
impl ToObject for Vec<Ref> {
    fn to_object(self, vm: &mut Vm) -> PyResult<Ref> {
        Ok(vm.new_list(self)?.into_object())
    }
}

macro_rules! tuples {
    ($(($($part:ident $index:tt),+);)*) => { $(
        /// A Python tuple.
        impl<$($part: ToObject),+> ToObject for ($($part,)+) {
            fn to_object(self, vm: &mut Vm) -> PyResult<Ref> {
                let items = vec![$(self.$index.to_object(vm)?),+];
                Ok(vm.new_tuple(items).into_object())
            }
        }
    )* };
}

tuples! {
    (A 0);
    (A 0, B 1);
    (A 0, B 1, C 2);
    (A 0, B 1, C 2, D 3);
    (A 0, B 1, C 2, D 3, E 4);
}

/// Names the object behind a borrowed result.
impl ToObject for &Ref {
    #[inline(always)]
    fn to_object(self, _: &mut Vm) -> PyResult<Ref> {
        let object: &Object = self;
        Ok(object.to_ref())
    }
}
