//! The methods of `float`.

use pellucid_text::float::{self, HexadecimalError, RatioError};
use pellucid_text::format::format_float;

use crate::prelude::*;

#[methods]
impl Float {
    /// Return self, the complex conjugate of any float.
    #[method("conjugate(self, /)")]
    fn conjugate(vm: &mut Vm, this: &Typed<Float>) -> Ref {
        exact(vm, this)
    }

    /// Return the Integral closest to x between 0 and x.
    #[method("__trunc__(self, /)")]
    fn truncate(vm: &mut Vm, this: &Typed<Float>) -> PyResult {
        Float::to_int(vm, this.to_f64())
    }

    /// Return the floor as an Integral.
    #[method("__floor__(self, /)")]
    fn floor(vm: &mut Vm, this: &Typed<Float>) -> PyResult {
        Float::to_int(vm, this.to_f64().floor())
    }

    /// Return the ceiling as an Integral.
    #[method("__ceil__(self, /)")]
    fn ceiling(vm: &mut Vm, this: &Typed<Float>) -> PyResult {
        Float::to_int(vm, this.to_f64().ceil())
    }

    /// Return the Integral closest to x, rounding half toward even.
    ///
    /// When an argument is passed, work like built-in round(x, ndigits).
    #[method("__round__(self, ndigits=None, /)")]
    fn round(vm: &mut Vm, this: &Typed<Float>, ndigits: Option<Index>) -> PyResult {
        let value = this.to_f64();
        let Some(Index(digits)) = ndigits else {
            return Float::to_int(vm, float::round_half_even(value));
        };
        let digits = match (digits.to_i64(), digits.is_negative()) {
            (Some(digits), _) => digits,
            (None, true) => i64::MIN,
            (None, false) => i64::MAX,
        };
        match float::round_digits(value, digits) {
            Some(rounded) => Ok(vm.new_float(rounded)),
            None => Err(vm.overflow_error("rounded value too large to represent")),
        }
    }

    /// Return a pair of integers, whose ratio is exactly equal to the original float.
    ///
    /// The ratio is in lowest terms and has a positive denominator.  Raise
    /// OverflowError on infinities and a ValueError on NaNs.
    ///
    /// >>> (10.0).as_integer_ratio()
    /// (10, 1)
    /// >>> (0.0).as_integer_ratio()
    /// (0, 1)
    /// >>> (-.25).as_integer_ratio()
    /// (-1, 4)
    #[method("as_integer_ratio(self, /)")]
    fn as_integer_ratio(vm: &mut Vm, this: &Typed<Float>) -> PyResult<(Ref<Int>, Ref<Int>)> {
        match float::integer_ratio(this.to_f64()) {
            Ok((numerator, denominator)) => {
                Ok((Int::from_big(vm, numerator), Int::from_big(vm, denominator)))
            }
            Err(error @ RatioError::NotANumber) => Err(vm.value_error(error.message())),
            Err(error @ RatioError::Infinite) => Err(vm.overflow_error(error.message())),
        }
    }

    /// Return True if the float is an integer.
    #[method("is_integer(self, /)")]
    fn is_integer(_vm: &mut Vm, this: &Typed<Float>) -> bool {
        let value = this.to_f64();
        value.is_finite() && value.trunc() == value
    }

    /// Return a hexadecimal representation of a floating-point number.
    ///
    /// >>> (-0.1).hex()
    /// '-0x1.999999999999ap-4'
    /// >>> 3.14159.hex()
    /// '0x1.921f9f01b866ep+1'
    #[method("hex(self, /)")]
    fn hex(_vm: &mut Vm, this: &Typed<Float>) -> String {
        float::to_hexadecimal(this.to_f64())
    }

    /// Create a floating-point number from a hexadecimal string.
    ///
    /// >>> float.fromhex('0x1.ffffp10')
    /// 2047.984375
    /// >>> float.fromhex('-0x1p-1074')
    /// -5e-324
    #[class_method("fromhex(cls, string, /)")]
    fn from_hex(vm: &mut Vm, class: &Typed<Type>, string: &Object) -> PyResult {
        let Some(text) = string.downcast::<Str>() else {
            return Err(vm.type_error("bad argument type for built-in operation"));
        };
        match float::from_hexadecimal(&text.to_string()) {
            Ok(value) => made(vm, class, value),
            Err(error @ HexadecimalError::Invalid) => Err(vm.value_error(error.message())),
            Err(error @ HexadecimalError::TooLarge) => Err(vm.overflow_error(error.message())),
        }
    }

    /// Convert real number to a floating-point number.
    #[class_method("from_number(cls, number, /)")]
    fn from_number(vm: &mut Vm, class: &Typed<Type>, number: &Object) -> PyResult {
        if number.class_is(&vm.types.float) && class.is(&*vm.types.float) {
            return Ok(number.to_ref());
        }
        let value = vm.as_f64(number)?;
        made(vm, class, value)
    }

    #[method("__getnewargs__(self, /)")]
    fn new_arguments(_vm: &mut Vm, this: &Typed<Float>) -> (f64,) {
        (this.to_f64(),)
    }

    /// You probably don't want to use this function.
    ///
    ///   typestr
    ///     Must be 'double' or 'float'.
    ///
    /// It exists mainly to be used in Python's test suite.
    ///
    /// This function returns whichever of 'unknown', 'IEEE, big-endian' or 'IEEE,
    /// little-endian' best describes the format of floating-point numbers used by the
    /// C type named by typestr.
    #[class_method("__getformat__(cls, typestr, /)")]
    fn get_format(
        vm: &mut Vm,
        _class: &Typed<Type>,
        typestr: &Typed<Str>,
    ) -> PyResult<&'static str> {
        if typestr.text() == *"double" || typestr.text() == *"float" {
            return Ok(if cfg!(target_endian = "little") {
                "IEEE, little-endian"
            } else {
                "IEEE, big-endian"
            });
        }
        Err(vm.value_error("__getformat__() argument 1 must be 'double' or 'float'"))
    }

    /// Formats the float according to format_spec.
    #[method("__format__(self, format_spec, /)")]
    fn format(vm: &mut Vm, this: &Typed<Float>, format_spec: &Typed<Str>) -> PyResult<Ref<Str>> {
        if format_spec.is_empty() {
            return vm.str(this.as_object());
        }
        let name = this.class().name(vm);
        let value = this.to_f64();
        vm.format_number(format_spec, &name, |specification, builder| {
            format_float(value, specification, &name, builder)
        })
    }

    /// the real part of a complex number
    #[getter("real")]
    fn real(vm: &mut Vm, this: &Typed<Float>) -> Ref {
        exact(vm, this)
    }

    /// the imaginary part of a complex number
    #[getter("imag")]
    fn imaginary(_vm: &mut Vm, _this: &Typed<Float>) -> f64 {
        0.0
    }
}

fn exact(vm: &Vm, this: &Typed<Float>) -> Ref {
    if this.class_is(&vm.types.float) {
        this.as_object().to_ref()
    } else {
        vm.new_float(this.to_f64())
    }
}

/// `class(value)`
fn made(vm: &mut Vm, class: &Typed<Type>, value: f64) -> PyResult {
    let value = vm.new_float(value);
    if class.is(&*vm.types.float) {
        return Ok(value);
    }
    vm.call_positional(class.as_object(), &[&value])
}
