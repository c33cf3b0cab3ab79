//! `cmath`

mod elementary;
mod inverse;
mod value;

use elementary::{cosh, exp, sinh, tanh};
use inverse::{acos, acosh, asinh, atanh, log, square_root};
use pellucid_runtime::builtins::{Complex, Module};
use pellucid_runtime::object::ModuleSpec;
use pellucid_runtime::prelude::*;
use value::{Failure, Number, Outcome};

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    doc: "This module provides access to mathematical functions for complex\nnumbers.",
    functions: &[ComplexMath::METHODS],
    initialise: Some(initialise),
    ..ModuleSpec::new("cmath")
};

fn initialise(vm: &mut Vm, module: &Typed<Module>) -> PyResult<()> {
    let reals = [
        ("pi", std::f64::consts::PI),
        ("e", std::f64::consts::E),
        ("tau", std::f64::consts::TAU),
        ("inf", f64::INFINITY),
        ("nan", f64::NAN),
    ];
    for (name, value) in reals {
        let value = vm.new_float(value);
        vm.set_in_module(module, name, value)?;
    }
    for (name, imaginary) in [("infj", f64::INFINITY), ("nanj", f64::NAN)] {
        let value = Complex::from_parts(vm, (0.0, imaginary));
        vm.set_in_module(module, name, value)?;
    }
    Ok(())
}

/// What `complex(object)` makes of an argument, without strings.
fn argument(vm: &mut Vm, object: &Object) -> PyResult<Number> {
    if object.holds::<Str>() {
        return Err(vm.type_error("must be real number, not str"));
    }
    if let Some(number) = object.downcast::<Complex>() {
        let (re, im) = number.parts();
        return Ok(Number::new(re, im));
    }
    let name = vm.names.__complex__.clone();
    if vm.find_special(object, &name)?.is_none() {
        return Ok(Number::new(vm.as_f64(object)?, 0.0));
    }
    let class = vm.types.complex.clone();
    let made = vm.call_positional(class.as_object(), &[object])?;
    let (re, im) = made.downcast::<Complex>().map_or((0.0, 0.0), |number| number.parts());
    Ok(Number::new(re, im))
}

fn failure(vm: &mut Vm, failure: Failure) -> Raised {
    match failure {
        Failure::Domain => vm.value_error("math domain error"),
        Failure::Range => vm.overflow_error("math range error"),
    }
}

fn apply(vm: &mut Vm, object: &Object, function: fn(Number) -> Outcome) -> PyResult {
    let number = argument(vm, object)?;
    match function(number) {
        Ok(result) => Ok(Complex::from_parts(vm, (result.re, result.im))),
        Err(reason) => Err(failure(vm, reason)),
    }
}

/// The functions of the module.
pub struct ComplexMath;

#[methods(owner = "cmath")]
impl ComplexMath {
    /// Return the arc cosine of z.
    #[function("acos(z, /)")]
    fn acos(vm: &mut Vm, z: &Object) -> PyResult {
        apply(vm, z, acos)
    }

    /// Return the inverse hyperbolic cosine of z.
    #[function("acosh(z, /)")]
    fn acosh(vm: &mut Vm, z: &Object) -> PyResult {
        apply(vm, z, acosh)
    }

    /// Return the arc sine of z.
    #[function("asin(z, /)")]
    fn asin(vm: &mut Vm, z: &Object) -> PyResult {
        apply(vm, z, |z| asinh(z.turned()).map(Number::turned_back))
    }

    /// Return the inverse hyperbolic sine of z.
    #[function("asinh(z, /)")]
    fn asinh(vm: &mut Vm, z: &Object) -> PyResult {
        apply(vm, z, asinh)
    }

    /// Return the arc tangent of z.
    #[function("atan(z, /)")]
    fn atan(vm: &mut Vm, z: &Object) -> PyResult {
        apply(vm, z, |z| atanh(z.turned()).map(Number::turned_back))
    }

    /// Return the inverse hyperbolic tangent of z.
    #[function("atanh(z, /)")]
    fn atanh(vm: &mut Vm, z: &Object) -> PyResult {
        apply(vm, z, atanh)
    }

    /// Return the cosine of z.
    #[function("cos(z, /)")]
    fn cos(vm: &mut Vm, z: &Object) -> PyResult {
        apply(vm, z, |z| cosh(z.turned()))
    }

    /// Return the hyperbolic cosine of z.
    #[function("cosh(z, /)")]
    fn cosh(vm: &mut Vm, z: &Object) -> PyResult {
        apply(vm, z, cosh)
    }

    /// Return the exponential value e**z.
    #[function("exp(z, /)")]
    fn exp(vm: &mut Vm, z: &Object) -> PyResult {
        apply(vm, z, exp)
    }

    /// log(z[, base]) -> the logarithm of z to the given base.
    ///
    /// If the base is not specified, returns the natural logarithm (base e) of z.
    #[function("log(z, base=<unrepresentable>, /)")]
    fn log(vm: &mut Vm, z: &Object, base: Option<&Object>) -> PyResult {
        let logarithm = apply(vm, z, log)?;
        match base {
            None => Ok(logarithm),
            Some(base) => {
                let base = apply(vm, base, log)?;
                let quotient = vm.binary(
                    &pellucid_runtime::object::BinaryOperator::TRUE_DIVIDE,
                    &logarithm,
                    &base,
                );
                match quotient {
                    Err(raised) if raised.is_instance(vm, &vm.types.zero_division_error) => {
                        Err(failure(vm, Failure::Domain))
                    }
                    result => result,
                }
            }
        }
    }

    /// Return the base-10 logarithm of z.
    #[function("log10(z, /)")]
    fn log10(vm: &mut Vm, z: &Object) -> PyResult {
        apply(vm, z, |z| {
            let natural = log(z)?;
            let ten = std::f64::consts::LN_10;
            Ok(Number::new(natural.re / ten, natural.im / ten))
        })
    }

    /// Return the sine of z.
    #[function("sin(z, /)")]
    fn sin(vm: &mut Vm, z: &Object) -> PyResult {
        apply(vm, z, |z| sinh(z.turned()).map(Number::turned_back))
    }

    /// Return the hyperbolic sine of z.
    #[function("sinh(z, /)")]
    fn sinh(vm: &mut Vm, z: &Object) -> PyResult {
        apply(vm, z, sinh)
    }

    /// Return the square root of z.
    #[function("sqrt(z, /)")]
    fn sqrt(vm: &mut Vm, z: &Object) -> PyResult {
        apply(vm, z, |z| Ok(square_root(z)))
    }

    /// Return the tangent of z.
    #[function("tan(z, /)")]
    fn tan(vm: &mut Vm, z: &Object) -> PyResult {
        apply(vm, z, |z| tanh(z.turned()).map(Number::turned_back))
    }

    /// Return the hyperbolic tangent of z.
    #[function("tanh(z, /)")]
    fn tanh(vm: &mut Vm, z: &Object) -> PyResult {
        apply(vm, z, tanh)
    }

    /// Return argument, also known as the phase angle, of a complex.
    #[function("phase(z, /)")]
    fn phase(vm: &mut Vm, z: &Object) -> PyResult<f64> {
        let z = argument(vm, z)?;
        Ok(z.im.atan2(z.re))
    }

    /// Convert a complex from rectangular coordinates to polar coordinates.
    ///
    /// r is the distance from 0 and phi the phase angle.
    #[function("polar(z, /)")]
    fn polar(vm: &mut Vm, z: &Object) -> PyResult<(f64, f64)> {
        let z = argument(vm, z)?;
        match z.modulus() {
            Ok(modulus) => Ok((modulus, z.im.atan2(z.re))),
            Err(reason) => Err(failure(vm, reason)),
        }
    }

    /// Convert from polar coordinates to rectangular coordinates.
    #[function("rect(r, phi, /)")]
    fn rect(vm: &mut Vm, r: f64, phi: f64) -> PyResult {
        match elementary::rectangular(r, phi) {
            Ok(z) => Ok(Complex::from_parts(vm, (z.re, z.im))),
            Err(reason) => Err(failure(vm, reason)),
        }
    }

    /// Return True if both the real and imaginary parts of z are finite, else False.
    #[function("isfinite(z, /)")]
    fn is_finite(vm: &mut Vm, z: &Object) -> PyResult<bool> {
        Ok(argument(vm, z)?.is_finite())
    }

    /// Checks if the real or imaginary part of z not a number (NaN).
    #[function("isnan(z, /)")]
    fn is_nan(vm: &mut Vm, z: &Object) -> PyResult<bool> {
        let z = argument(vm, z)?;
        Ok(z.re.is_nan() || z.im.is_nan())
    }

    /// Checks if the real or imaginary part of z is infinite.
    #[function("isinf(z, /)")]
    fn is_infinite(vm: &mut Vm, z: &Object) -> PyResult<bool> {
        let z = argument(vm, z)?;
        Ok(z.re.is_infinite() || z.im.is_infinite())
    }

    /// Determine whether two complex numbers are close in value.
    ///
    /// Return True if a is close in value to b, and False otherwise.
    ///
    /// For the values to be considered close, the difference between them must be
    /// smaller than at least one of the tolerances.
    ///
    /// -inf, inf and NaN behave similarly to the IEEE 754 Standard. That is, NaN is
    /// not close to anything, even itself. inf and -inf are only close to themselves.
    #[function("isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)")]
    fn is_close(
        vm: &mut Vm,
        a: &Object,
        b: &Object,
        rel_tol: Option<f64>,
        abs_tol: Option<f64>,
    ) -> PyResult<bool> {
        let (a, b) = (argument(vm, a)?, argument(vm, b)?);
        let (relative, absolute) = (rel_tol.unwrap_or(1e-9), abs_tol.unwrap_or(0.0));
        if relative < 0.0 || absolute < 0.0 {
            return Err(vm.value_error("tolerances must be non-negative"));
        }
        if a.re == b.re && a.im == b.im {
            return Ok(true);
        }
        let infinite = |z: Number| z.re.is_infinite() || z.im.is_infinite();
        if infinite(a) || infinite(b) {
            return Ok(false);
        }
        let difference = (a.re - b.re).hypot(a.im - b.im);
        let size = |z: Number| z.re.hypot(z.im);
        Ok(difference <= relative * size(b)
            || difference <= relative * size(a)
            || difference <= absolute)
    }
}
