//! The functions of `math` on floats, with CPython's errors.

use pellucid_runtime::prelude::*;

/// The functions on floats.
pub struct Elementary;

/// ValueError for an argument outside of a function's domain.
pub(crate) fn domain_error(vm: &mut Vm) -> Raised {
    vm.value_error("math domain error")
}

fn range_error(vm: &mut Vm) -> Raised {
    vm.overflow_error("math range error")
}

/// ValueError that shows the argument.
fn expected(vm: &mut Vm, what: &str, x: f64) -> Raised {
    let shown = vm.new_float(x);
    match vm.repr(&shown) {
        Ok(shown) => vm.value_error(format!("expected {what}, got {shown}")),
        Err(raised) => raised,
    }
}

/// A result that is NaN or infinite although the argument was not is an error.
fn checked(vm: &mut Vm, x: f64, result: f64, can_overflow: bool) -> PyResult<f64> {
    if result.is_nan() && !x.is_nan() {
        return Err(domain_error(vm));
    }
    if result.is_infinite() && x.is_finite() {
        return Err(if can_overflow { range_error(vm) } else { domain_error(vm) });
    }
    Ok(result)
}

macro_rules! unary {
    ($($(#[doc = $doc:literal])+ $signature:literal $name:ident: $function:expr, $overflows:literal;)*) => {
        #[methods(owner = "math")]
        impl Elementary {
            $(
                $(#[doc = $doc])+
                #[function($signature)]
                fn $name(vm: &mut Vm, x: f64) -> PyResult<f64> {
                    let function: fn(f64) -> f64 = $function;
                    checked(vm, x, function(x), $overflows)
                }
            )*

            /// Return the square root of x.
            #[function("sqrt(x, /)")]
            fn sqrt(vm: &mut Vm, x: f64) -> PyResult<f64> {
                if x < 0.0 { Err(expected(vm, "a nonnegative input", x)) } else { Ok(x.sqrt()) }
            }

            /// Return the cosine of x (measured in radians).
            #[function("cos(x, /)")]
            fn cos(vm: &mut Vm, x: f64) -> PyResult<f64> {
                if x.is_infinite() { Err(expected(vm, "a finite input", x)) } else { Ok(libm::cos(x)) }
            }

            /// Return the sine of x (measured in radians).
            #[function("sin(x, /)")]
            fn sin(vm: &mut Vm, x: f64) -> PyResult<f64> {
                if x.is_infinite() { Err(expected(vm, "a finite input", x)) } else { Ok(libm::sin(x)) }
            }

            /// Return the tangent of x (measured in radians).
            #[function("tan(x, /)")]
            fn tan(vm: &mut Vm, x: f64) -> PyResult<f64> {
                if x.is_infinite() { Err(expected(vm, "a finite input", x)) } else { Ok(libm::tan(x)) }
            }

            /// Return the arc cosine (measured in radians) of x.
            ///
            /// The result is between 0 and pi.
            #[function("acos(x, /)")]
            fn acos(vm: &mut Vm, x: f64) -> PyResult<f64> {
                if x.abs() > 1.0 { Err(expected(vm, "a number in range from -1 up to 1", x)) } else { Ok(libm::acos(x)) }
            }

            /// Return the arc sine (measured in radians) of x.
            ///
            /// The result is between -pi/2 and pi/2.
            #[function("asin(x, /)")]
            fn asin(vm: &mut Vm, x: f64) -> PyResult<f64> {
                if x.abs() > 1.0 { Err(expected(vm, "a number in range from -1 up to 1", x)) } else { Ok(libm::asin(x)) }
            }

            /// Return the inverse hyperbolic cosine of x.
            #[function("acosh(x, /)")]
            fn acosh(vm: &mut Vm, x: f64) -> PyResult<f64> {
                if x < 1.0 { Err(expected(vm, "argument value not less than 1", x)) } else { Ok(libm::acosh(x)) }
            }

            /// Return the inverse hyperbolic tangent of x.
            #[function("atanh(x, /)")]
            fn atanh(vm: &mut Vm, x: f64) -> PyResult<f64> {
                if x.abs() >= 1.0 { Err(expected(vm, "a number between -1 and 1", x)) } else { Ok(libm::atanh(x)) }
            }

            /// Gamma function at x.
            #[function("gamma(x, /)")]
            fn gamma(vm: &mut Vm, x: f64) -> PyResult<f64> {
                if x == f64::NEG_INFINITY || (x <= 0.0 && x == x.floor()) {
                    return Err(expected(vm, "a noninteger or positive integer", x));
                }
                checked(vm, x, libm::tgamma(x), true)
            }

            /// Natural logarithm of absolute value of Gamma function at x.
            #[function("lgamma(x, /)")]
            fn lgamma(vm: &mut Vm, x: f64) -> PyResult<f64> {
                if x.is_infinite() {
                    return Ok(f64::INFINITY);
                }
                if x <= 0.0 && x == x.floor() {
                    return Err(expected(vm, "a noninteger or positive integer", x));
                }
                checked(vm, x, libm::lgamma(x), true)
            }

            /// Return the natural logarithm of 1+x (base e).
            ///
            /// The result is computed in a way which is accurate for x near zero.
            #[function("log1p(x, /)")]
            fn log1p(vm: &mut Vm, x: f64) -> PyResult<f64> {
                if x <= -1.0 { Err(expected(vm, "argument value > -1", x)) } else { Ok(libm::log1p(x)) }
            }

            /// Return the arc tangent (measured in radians) of y/x.
            ///
            /// Unlike atan(y/x), the signs of both x and y are considered.
            #[function("atan2(y, x, /)")]
            fn atan2(_: &mut Vm, y: f64, x: f64) -> f64 {
                libm::atan2(y, x)
            }

            /// Return a float with the magnitude (absolute value) of x but the sign of y.
            ///
            /// On platforms that support signed zeros, copysign(1.0, -0.0)
            /// returns -1.0.
            #[function("copysign(x, y, /)")]
            fn copysign(_: &mut Vm, x: f64, y: f64) -> f64 {
                x.copysign(y)
            }

            /// Return fmod(x, y), according to platform C.
            ///
            /// x % y may differ.
            #[function("fmod(x, y, /)")]
            fn fmod(vm: &mut Vm, x: f64, y: f64) -> PyResult<f64> {
                if y.is_infinite() && x.is_finite() {
                    return Ok(x);
                }
                let result = x % y;
                if result.is_nan() && !x.is_nan() && !y.is_nan() { Err(domain_error(vm)) } else { Ok(result) }
            }

            /// Difference between x and the closest integer multiple of y.
            ///
            /// Return x - n*y where n*y is the closest integer multiple of y.
            /// In the case where x is exactly halfway between two multiples of
            /// y, the nearest even value of n is used. The result is always exact.
            #[function("remainder(x, y, /)")]
            fn remainder(vm: &mut Vm, x: f64, y: f64) -> PyResult<f64> {
                let result = libm::remainder(x, y);
                if result.is_nan() && !x.is_nan() && !y.is_nan() { Err(domain_error(vm)) } else { Ok(result) }
            }

            /// Return x**y (x to the power of y).
            #[function("pow(x, y, /)")]
            fn pow(vm: &mut Vm, x: f64, y: f64) -> PyResult<f64> {
                let result = x.powf(y);
                if x.is_finite() && y.is_finite() {
                    if result.is_nan() {
                        return Err(domain_error(vm));
                    }
                    if result.is_infinite() {
                        return Err(if x == 0.0 { domain_error(vm) } else { range_error(vm) });
                    }
                }
                Ok(result)
            }

            /// Fused multiply-add operation.
            ///
            /// Compute (x * y) + z with a single round.
            #[function("fma(x, y, z, /)")]
            fn fma(vm: &mut Vm, x: f64, y: f64, z: f64) -> PyResult<f64> {
                let result = x.mul_add(y, z);
                if result.is_nan() && !x.is_nan() && !y.is_nan() && !z.is_nan() {
                    return Err(vm.value_error("invalid operation in fma"));
                }
                if result.is_infinite() && x.is_finite() && y.is_finite() && z.is_finite() {
                    return Err(vm.overflow_error("overflow in fma"));
                }
                Ok(result)
            }

            /// Return the mantissa and exponent of x, as pair (m, e).
            ///
            /// m is a float and e is an int, such that x = m * 2.**e.
            /// If x is 0, m and e are both 0.  Else 0.5 <= abs(m) < 1.0.
            #[function("frexp(x, /)")]
            fn frexp(_: &mut Vm, x: f64) -> (f64, i32) {
                if x.is_finite() { libm::frexp(x) } else { (x, 0) }
            }

            /// Return x * (2**i).
            ///
            /// This is essentially the inverse of frexp().
            #[function("ldexp(x, i, /)")]
            fn ldexp(vm: &mut Vm, x: f64, i: &Object) -> PyResult<f64> {
                if !i.holds::<Int>() {
                    return Err(vm.type_error("Expected an int as second argument to ldexp."));
                }
                let exponent = vm.index_saturating(i)?.clamp(-100_000, 100_000) as i32;
                if x == 0.0 || !x.is_finite() {
                    return Ok(x);
                }
                let result = libm::ldexp(x, exponent);
                if result.is_infinite() { Err(range_error(vm)) } else { Ok(result) }
            }

            /// Return the fractional and integer parts of x.
            ///
            /// Both results carry the sign of x and are floats.
            #[function("modf(x, /)")]
            fn modf(_: &mut Vm, x: f64) -> (f64, f64) {
                if x.is_infinite() {
                    return (0f64.copysign(x), x);
                }
                let whole = x.trunc();
                ((x - whole).copysign(x), whole)
            }

            /// Return True if x is neither an infinity nor a NaN, and False otherwise.
            #[function("isfinite(x, /)")]
            fn is_finite(_: &mut Vm, x: f64) -> bool {
                x.is_finite()
            }

            /// Return True if x is a positive or negative infinity, and False otherwise.
            #[function("isinf(x, /)")]
            fn is_infinite(_: &mut Vm, x: f64) -> bool {
                x.is_infinite()
            }

            /// Return True if x is a NaN (not a number), and False otherwise.
            #[function("isnan(x, /)")]
            fn is_nan(_: &mut Vm, x: f64) -> bool {
                x.is_nan()
            }

            /// Determine whether two floating-point numbers are close in value.
            ///
            ///   rel_tol
            ///     maximum difference for being considered "close", relative to the
            ///     magnitude of the input values
            ///   abs_tol
            ///     maximum difference for being considered "close", regardless of the
            ///     magnitude of the input values
            ///
            /// Return True if a is close in value to b, and False otherwise.
            ///
            /// For the values to be considered close, the difference between them
            /// must be smaller than at least one of the tolerances.
            ///
            /// -inf, inf and NaN behave similarly to the IEEE 754 Standard.  That
            /// is, NaN is not close to anything, even itself.  inf and -inf are
            /// only close to themselves.
            #[function("isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)")]
            fn is_close(vm: &mut Vm, a: f64, b: f64, rel_tol: Option<f64>, abs_tol: Option<f64>) -> PyResult<bool> {
                let (relative, absolute) = (rel_tol.unwrap_or(1e-9), abs_tol.unwrap_or(0.0));
                if relative < 0.0 || absolute < 0.0 {
                    return Err(vm.value_error("tolerances must be non-negative"));
                }
                if a == b {
                    return Ok(true);
                }
                if a.is_infinite() || b.is_infinite() {
                    return Ok(false);
                }
                let difference = (b - a).abs();
                Ok(difference <= (relative * b).abs() || difference <= (relative * a).abs() || difference <= absolute)
            }

            /// Convert angle x from radians to degrees.
            #[function("degrees(x, /)")]
            fn degrees(_: &mut Vm, x: f64) -> f64 {
                x * (180.0 / std::f64::consts::PI)
            }

            /// Convert angle x from degrees to radians.
            #[function("radians(x, /)")]
            fn radians(_: &mut Vm, x: f64) -> f64 {
                x * (std::f64::consts::PI / 180.0)
            }

            /// Return the floating-point value the given number of steps after x towards y.
            ///
            /// If steps is not specified or is None, it defaults to 1.
            ///
            /// Raises a TypeError, if x or y is not a double, or if steps is not an integer.
            /// Raises ValueError if steps is negative.
            #[function("nextafter(x, y, /, *, steps=None)")]
            fn next_after(vm: &mut Vm, x: f64, y: f64, steps: Option<Index>) -> PyResult<f64> {
                let steps = match steps {
                    None => 1,
                    Some(steps) if steps.0.is_negative() => {
                        return Err(vm.value_error("steps must be a non-negative integer"));
                    }
                    Some(steps) => steps.0.to_i64().map_or(u64::MAX, |steps| steps as u64),
                };
                Ok(stepped(x, y, steps))
            }

            /// Return the value of the least significant bit of the float x.
            #[function("ulp(x, /)")]
            fn ulp(_: &mut Vm, x: f64) -> f64 {
                if x.is_nan() {
                    return x;
                }
                let x = x.abs();
                if x.is_infinite() {
                    return x;
                }
                let above = x.next_up();
                if above.is_infinite() { x - x.next_down() } else { above - x }
            }
        }
    };
}

/// The float so many steps from `x` towards `y`.
fn stepped(x: f64, y: f64, steps: u64) -> f64 {
    if steps == 0 {
        return x;
    }
    if x.is_nan() || y.is_nan() {
        return x + y;
    }
    if x == y {
        return y;
    }
    // The floats in order as integers: negative ones count down.
    let order = |value: f64| {
        let bits = value.to_bits() as i64;
        i128::from(if bits < 0 { i64::MIN.wrapping_sub(bits) } else { bits })
    };
    let (from, to) = (order(x), order(y));
    let steps = i128::from(steps);
    let target = if to > from { (from + steps).min(to) } else { (from - steps).max(to) };
    if target == to {
        return y;
    }
    let bits = if target < 0 { i64::MIN.wrapping_sub(target as i64) } else { target as i64 };
    let result = f64::from_bits(bits as u64);
    if result == 0.0 && x < 0.0 { -0.0 } else { result }
}

unary! {
    /// Return the inverse hyperbolic sine of x.
    "asinh(x, /)" asinh: libm::asinh, false;
    /// Return the arc tangent (measured in radians) of x.
    ///
    /// The result is between -pi/2 and pi/2.
    "atan(x, /)" atan: libm::atan, false;
    /// Return the cube root of x.
    "cbrt(x, /)" cbrt: libm::cbrt, false;
    /// Return the hyperbolic cosine of x.
    "cosh(x, /)" cosh: libm::cosh, true;
    /// Return the hyperbolic sine of x.
    "sinh(x, /)" sinh: libm::sinh, true;
    /// Return the hyperbolic tangent of x.
    "tanh(x, /)" tanh: libm::tanh, false;
    /// Return e raised to the power of x.
    "exp(x, /)" exp: f64::exp, true;
    /// Return 2 raised to the power of x.
    "exp2(x, /)" exp2: f64::exp2, true;
    /// Return exp(x)-1.
    ///
    /// This function avoids the loss of precision involved in the direct evaluation of exp(x)-1 for small x.
    "expm1(x, /)" expm1: libm::expm1, true;
    /// Error function at x.
    "erf(x, /)" erf: libm::erf, false;
    /// Complementary error function at x.
    "erfc(x, /)" erfc: libm::erfc, false;
    /// Return the absolute value of the float x.
    "fabs(x, /)" fabs: f64::abs, false;
}
