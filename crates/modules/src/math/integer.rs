//! The functions of `math` on integers, and logarithms, which take integers of any size.

use std::cmp::Ordering;

use dashu_int::IBig;
use pellucid_runtime::prelude::*;
use pellucid_runtime::text::integer;

/// The functions on integers.
pub struct Integers;

/// No result may have more bits; the heap's limit applies besides.
const BITS_MAX: u64 = 1 << 40;

fn made(vm: &Vm, value: IBig) -> Ref {
    Int::from_big(vm, value).into_object()
}

/// A logarithm; integers too large for a float are taken apart.
fn logarithm(vm: &mut Vm, x: &Object, function: fn(f64) -> f64, base: f64) -> PyResult<f64> {
    let expected = "expected a positive input";
    if let Some(int) = x.downcast::<Int>() {
        if int.sign() != Ordering::Greater {
            return Err(vm.value_error(expected));
        }
        if let Some(value) = int.to_f64() {
            return Ok(function(value));
        }
        let value = int.to_big();
        let shift = integer::bit_length(&value).saturating_sub(64) as usize;
        let head = integer::to_float(&(value >> shift)).unwrap_or(f64::MAX);
        return Ok(function(head) + shift as f64 * (2f64.ln() / base.ln()));
    }
    let value = vm.as_f64(x)?;
    if value <= 0.0 {
        let shown = vm.new_float(value);
        let shown = vm.repr(&shown)?;
        return Err(vm.value_error(format!("{expected}, got {shown}")));
    }
    Ok(function(value))
}

fn rounded(vm: &mut Vm, x: &Object, name: &Typed<Str>, round: fn(f64) -> f64) -> PyResult {
    if !x.class_is(&vm.types.float)
        && let Some(result) = vm.call_special(x, name, &[])?
    {
        return Ok(result);
    }
    let value = round(vm.as_f64(x)?);
    Float::to_int(vm, value)
}

/// The number of things to choose from or to choose, or its error.
fn count_argument(vm: &mut Vm, value: &Object, name: &str) -> PyResult<IBig> {
    let value = vm.index(value)?.to_big();
    if value < IBig::ZERO {
        return Err(vm.value_error(format!("{name} must be a non-negative integer")));
    }
    Ok(value)
}

/// `n * (n - 1) * ...`, `k` factors, divided by `k!` if they are to be chosen without order.
fn falling(vm: &mut Vm, n: IBig, k: IBig, unordered: bool) -> PyResult {
    if k > n {
        return Ok(vm.new_int(0));
    }
    let other = &n - &k;
    let k = if unordered && other < k { other } else { k };
    let Ok(count) = u64::try_from(&k) else {
        let function = if unordered { "min(n - k, k)" } else { "k" };
        return Err(vm.overflow_error(format!("{function} must not exceed {}", i64::MAX)));
    };
    let bits = integer::bit_length(&n) as u64;
    let room = bits.saturating_mul(count) / 8;
    vm.check_room(usize::try_from(room).unwrap_or(usize::MAX))?;
    let mut result = IBig::ONE;
    for step in 0..count {
        result *= &n - IBig::from(step);
        if unordered {
            result /= IBig::from(step + 1);
        }
    }
    Ok(made(vm, result))
}

fn product(from: u64, to: u64) -> IBig {
    if to - from <= 8 {
        return (from..to).fold(IBig::ONE, |product, factor| product * IBig::from(factor));
    }
    let middle = from + (to - from) / 2;
    product(from, middle) * product(middle, to)
}

#[methods(owner = "math")]
impl Integers {
    /// Return the ceiling of x as an Integral.
    ///
    /// This is the smallest integer >= x.
    #[function("ceil(x, /)")]
    fn ceil(vm: &mut Vm, x: &Object) -> PyResult {
        let name = vm.names.__ceil__.clone();
        rounded(vm, x, &name, f64::ceil)
    }

    /// Return the floor of x as an Integral.
    ///
    /// This is the largest integer <= x.
    #[function("floor(x, /)")]
    fn floor(vm: &mut Vm, x: &Object) -> PyResult {
        let name = vm.names.__floor__.clone();
        rounded(vm, x, &name, f64::floor)
    }

    /// Truncates the Real x to the nearest Integral toward 0.
    ///
    /// Uses the __trunc__ magic method.
    #[function("trunc(x, /)")]
    fn trunc(vm: &mut Vm, x: &Object) -> PyResult {
        if x.class_is(&vm.types.float) {
            let name = vm.names.__trunc__.clone();
            return rounded(vm, x, &name, f64::trunc);
        }
        let name = vm.names.__trunc__.clone();
        match vm.call_special(x, &name, &[])? {
            Some(result) => Ok(result),
            None => {
                let class = x.class().name(vm);
                Err(vm.type_error(format!("type {class} doesn't define __trunc__ method")))
            }
        }
    }

    /// Return the logarithm of x to the given base.
    ///
    /// If the base is not specified, returns the natural logarithm (base e) of x.
    #[function("log(x, base=math.e, /)", hidden)]
    fn log(vm: &mut Vm, x: &Object, base: Option<&Object>) -> PyResult<f64> {
        let value = logarithm(vm, x, f64::ln, std::f64::consts::E)?;
        let Some(base) = base else { return Ok(value) };
        let base = logarithm(vm, base, f64::ln, std::f64::consts::E)?;
        if base == 0.0 {
            return Err(vm.zero_division_error("division by zero"));
        }
        Ok(value / base)
    }

    /// Return the base 2 logarithm of x.
    #[function("log2(x, /)")]
    fn log2(vm: &mut Vm, x: &Object) -> PyResult<f64> {
        logarithm(vm, x, f64::log2, 2.0)
    }

    /// Return the base 10 logarithm of x.
    #[function("log10(x, /)")]
    fn log10(vm: &mut Vm, x: &Object) -> PyResult<f64> {
        logarithm(vm, x, f64::log10, 10.0)
    }

    /// Find n!.
    #[function("factorial(n, /)")]
    fn factorial(vm: &mut Vm, n: &Object) -> PyResult {
        let int = vm.index(n)?;
        let Some(count) = int.to_i64() else {
            if int.is_negative() {
                return Err(vm.value_error("factorial() not defined for negative values"));
            }
            return Err(
                vm.overflow_error(format!("factorial() argument should not exceed {}", i64::MAX))
            );
        };
        let Ok(count) = u64::try_from(count) else {
            return Err(vm.value_error("factorial() not defined for negative values"));
        };
        let bits = count.saturating_mul(64 - u64::from(count.leading_zeros()));
        vm.check_room(usize::try_from(bits / 4).unwrap_or(usize::MAX))?;
        if count == u64::MAX {
            return Err(vm.memory_error());
        }
        Ok(made(vm, product(1, count + 1)))
    }

    /// Number of ways to choose k items from n items without repetition and without order.
    ///
    /// Evaluates to n! / (k! * (n - k)!) when k <= n and evaluates
    /// to zero when k > n.
    ///
    /// Also called the binomial coefficient because it is equivalent
    /// to the coefficient of k-th term in polynomial expansion of the
    /// expression (1 + x)**n.
    ///
    /// Raises TypeError if either of the arguments are not integers.
    /// Raises ValueError if either of the arguments are negative.
    #[function("comb(n, k, /)")]
    fn comb(vm: &mut Vm, n: &Object, k: &Object) -> PyResult {
        let n = count_argument(vm, n, "n")?;
        let k = count_argument(vm, k, "k")?;
        falling(vm, n, k, true)
    }

    /// Number of ways to choose k items from n items without repetition and with order.
    ///
    /// Evaluates to n! / (n - k)! when k <= n and evaluates
    /// to zero when k > n.
    ///
    /// If k is not specified or is None, then k defaults to n
    /// and the function returns n!.
    ///
    /// Raises TypeError if either of the arguments are not integers.
    /// Raises ValueError if either of the arguments are negative.
    #[function("perm(n, k=None, /)")]
    fn perm(vm: &mut Vm, n: &Object, k: Option<&Object>) -> PyResult {
        let Some(k) = k else { return Integers::factorial(vm, n) };
        let n = count_argument(vm, n, "n")?;
        let k = count_argument(vm, k, "k")?;
        falling(vm, n, k, false)
    }

    /// Greatest Common Divisor.
    #[function("gcd(*integers)")]
    fn gcd(vm: &mut Vm, integers: &[Ref]) -> PyResult {
        let mut result = IBig::ZERO;
        for value in integers {
            let value = vm.index(value)?.to_big();
            result = integer::gcd(&result, &value);
        }
        Ok(made(vm, result))
    }

    /// Least Common Multiple.
    #[function("lcm(*integers)")]
    fn lcm(vm: &mut Vm, integers: &[Ref]) -> PyResult {
        let mut result = IBig::ONE;
        for value in integers {
            let value = vm.index(value)?.to_big();
            let bits = integer::bit_length(&result) as usize + integer::bit_length(&value) as usize;
            vm.check_room(bits / 8)?;
            result = integer::lcm(&result, &value, BITS_MAX).map_err(|_| vm.memory_error())?;
        }
        Ok(made(vm, result))
    }

    /// Return the integer part of the square root of the input.
    #[function("isqrt(n, /)")]
    fn isqrt(vm: &mut Vm, n: &Object) -> PyResult {
        let value = vm.index(n)?.to_big();
        match integer::square_root(&value) {
            Some(root) => Ok(made(vm, root)),
            None => Err(vm.value_error("isqrt() argument must be nonnegative")),
        }
    }
}
