//! The functions of `math` that take many numbers: exact sums, products, distances.

use pellucid_runtime::object::BinaryOperator;
use pellucid_runtime::prelude::*;

/// The functions on many numbers.
pub struct Sums;

/// The sum of two floats and what it lacks.
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let part = sum - a;
    (sum, (a - (sum - part)) + (b - part))
}

/// Floats whose sum is that of all that have been added, none overlapping another.
#[derive(Default)]
struct ExactSum {
    partials: Vec<f64>,
    special: f64,
    infinities: f64,
}

impl ExactSum {
    /// Adds a number; gives whether that overflowed.
    fn add(&mut self, value: f64) -> bool {
        if !value.is_finite() {
            self.special += value;
            if value.is_infinite() {
                self.infinities += value;
            }
            return false;
        }
        let mut x = value;
        let mut kept = 0;
        for index in 0..self.partials.len() {
            let (large, small) = match self.partials[index] {
                y if x.abs() < y.abs() => (y, x),
                y => (x, y),
            };
            let high = large + small;
            let low = small - (high - large);
            if low != 0.0 {
                self.partials[kept] = low;
                kept += 1;
            }
            x = high;
        }
        self.partials.truncate(kept);
        if x.is_infinite() {
            return true;
        }
        if x != 0.0 {
            self.partials.push(x);
        }
        false
    }

    fn total(&self) -> f64 {
        let mut parts = self.partials.iter().rev().copied();
        let Some(mut high) = parts.next() else { return 0.0 };
        let mut low = 0.0;
        let mut rest = parts.clone();
        for part in parts.by_ref() {
            rest.next();
            let before = high;
            high = before + part;
            low = part - (high - before);
            if low != 0.0 {
                break;
            }
        }
        // A half goes to the even side unless what is left decides otherwise.
        if let Some(next) = rest.next()
            && ((low < 0.0 && next < 0.0) || (low > 0.0 && next > 0.0))
        {
            let twice = low * 2.0;
            let tried = high + twice;
            if twice == tried - high {
                high = tried;
            }
        }
        high
    }
}

/// The length of a vector, computed with scaling and corrected for rounding.
fn vector_norm(values: &[f64]) -> f64 {
    let greatest = values.iter().fold(0.0, |greatest: f64, value| greatest.max(value.abs()));
    if values.iter().any(|value| value.is_infinite()) {
        return f64::INFINITY;
    }
    if values.iter().any(|value| value.is_nan()) {
        return f64::NAN;
    }
    if greatest == 0.0 {
        return 0.0;
    }
    let (_, exponent) = libm::frexp(greatest);
    let scaled: Vec<f64> = values.iter().map(|value| libm::ldexp(*value, -exponent)).collect();
    let (mut sum, mut lost) = (0.0, 0.0);
    for value in scaled {
        let square = value * value;
        let error = value.mul_add(value, -square);
        let (next, low) = two_sum(sum, square);
        sum = next;
        lost += low + error;
    }
    let root = (sum + lost).sqrt();
    let square = root * root;
    let error = root.mul_add(root, -square);
    let rest = ((sum - square) + lost) - error;
    libm::ldexp(root + rest / (2.0 * root), exponent)
}

fn floats(vm: &mut Vm, items: &[Ref]) -> PyResult<Vec<f64>> {
    let mut values = Vec::with_capacity(items.len());
    for item in items {
        values.push(vm.as_f64(item)?);
    }
    Ok(values)
}

/// The items of two iterables of one length, which are asked in turn: one of them may have no end.
fn pairwise(vm: &mut Vm, p: &Object, q: &Object) -> PyResult<(Vec<Ref>, Vec<Ref>)> {
    let (p, q) = (vm.iterate(p)?, vm.iterate(q)?);
    let (mut first, mut second) = (Vec::new(), Vec::new());
    loop {
        match (vm.next(&p)?, vm.next(&q)?) {
            (Some(x), Some(y)) => {
                first.push(x);
                second.push(y);
            }
            (None, None) => return Ok((first, second)),
            _ => return Err(vm.value_error("Inputs are not the same length")),
        }
        vm.heed_memory_limit()?;
    }
}

#[methods(owner = "math")]
impl Sums {
    /// Return an accurate floating-point sum of values in the iterable seq.
    ///
    /// Assumes IEEE-754 floating-point arithmetic.
    #[function("fsum(seq, /)")]
    fn fsum(vm: &mut Vm, seq: &Object) -> PyResult<f64> {
        let mut sum = ExactSum::default();
        vm.for_each(seq, |vm, item| {
            let value = vm.as_f64(&item)?;
            if sum.add(value) {
                return Err(vm.overflow_error("intermediate overflow in fsum"));
            }
            Ok(())
        })?;
        if sum.special != 0.0 || sum.special.is_nan() {
            if sum.infinities.is_nan() {
                return Err(vm.value_error("-inf + inf in fsum"));
            }
            return Ok(sum.special);
        }
        Ok(sum.total())
    }

    /// Return the sum of products of values from two iterables p and q.
    ///
    /// Roughly equivalent to:
    ///
    ///     sum(map(operator.mul, p, q, strict=True))
    ///
    /// For float and mixed int/float inputs, the intermediate products
    /// and sums are computed with extended precision.
    #[function("sumprod(p, q, /)")]
    fn sum_of_products(vm: &mut Vm, p: &Object, q: &Object) -> PyResult {
        let (first, second) = pairwise(vm, p, q)?;
        let number = |item: &Ref| item.holds::<Float>() || item.holds::<Int>();
        let floats_only = first.iter().chain(&second).all(number)
            && first.iter().chain(&second).any(|item| item.holds::<Float>());
        if floats_only {
            let (a, b) = (floats(vm, &first)?, floats(vm, &second)?);
            let mut sum = ExactSum::default();
            let mut plain = 0.0;
            let mut exact = true;
            for (x, y) in a.iter().zip(&b) {
                let product = x * y;
                plain += product;
                let error = x.mul_add(*y, -product);
                exact = exact && product.is_finite() && !sum.add(product) && !sum.add(error);
            }
            return Ok(vm.new_float(if exact { sum.total() } else { plain }));
        }
        let mut total = vm.new_int(0);
        for (x, y) in first.iter().zip(&second) {
            let product = vm.binary(&BinaryOperator::MULTIPLY, x, y)?;
            total = vm.binary(&BinaryOperator::ADD, &total, &product)?;
        }
        Ok(total)
    }

    /// Calculate the product of all the elements in the input iterable.
    ///
    /// The default start value for the product is 1.
    ///
    /// When the iterable is empty, return the start value.  This function is
    /// intended specifically for use with numeric values and may reject
    /// non-numeric types.
    #[function("prod(iterable, /, *, start=1)")]
    fn prod(vm: &mut Vm, iterable: &Object, start: Option<&Object>) -> PyResult {
        let mut product = match start {
            Some(start) => start.to_ref(),
            None => vm.new_int(1),
        };
        vm.for_each(iterable, |vm, item| {
            product = vm.binary(&BinaryOperator::MULTIPLY, &product, &item)?;
            Ok(())
        })?;
        Ok(product)
    }

    /// Multidimensional Euclidean distance from the origin to a point.
    ///
    /// Roughly equivalent to:
    ///     sqrt(sum(x**2 for x in coordinates))
    ///
    /// For a two dimensional point (x, y), gives the hypotenuse
    /// using the Pythagorean theorem:  sqrt(x*x + y*y).
    ///
    /// For example, the hypotenuse of a 3/4/5 right triangle is:
    ///
    ///     >>> hypot(3.0, 4.0)
    ///     5.0
    #[function("hypot(*coordinates)")]
    fn hypot(vm: &mut Vm, coordinates: &[Ref]) -> PyResult<f64> {
        let values = floats(vm, coordinates)?;
        Ok(vector_norm(&values))
    }

    /// Return the Euclidean distance between two points p and q.
    ///
    /// The points should be specified as sequences (or iterables) of
    /// coordinates.  Both inputs must have the same dimension.
    ///
    /// Roughly equivalent to:
    ///     sqrt(sum((px - qx) ** 2.0 for px, qx in zip(p, q)))
    #[function("dist(p, q, /)")]
    fn distance(vm: &mut Vm, p: &Object, q: &Object) -> PyResult<f64> {
        let (first, second) = (vm.collect(p)?, vm.collect(q)?);
        if first.len() != second.len() {
            return Err(vm.value_error("both points must have the same number of dimensions"));
        }
        let (a, b) = (floats(vm, &first)?, floats(vm, &second)?);
        let differences: Vec<f64> = a.iter().zip(&b).map(|(x, y)| x - y).collect();
        Ok(vector_norm(&differences))
    }
}
