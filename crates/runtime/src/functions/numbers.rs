//! Functions over numbers and characters.

use dashu_int::IBig;
use pellucid_text::Text;
use pellucid_text::integer::Radix;

use crate::builtins::ByteArray;
use crate::builtins::Complex;
use crate::object::BinaryOperator;
use crate::prelude::*;

/// The functions.
pub struct Numbers;

#[methods(owner = "builtins")]
impl Numbers {
    /// Return the absolute value of the argument.
    #[function("abs(x, /)")]
    fn abs(vm: &mut Vm, x: &Object) -> PyResult {
        vm.unary("abs()", |slots| slots.absolute, x)
    }

    /// Return the tuple (x//y, x%y).  Invariant: div*y + mod == x.
    #[function("divmod(x, y, /)")]
    fn divmod(vm: &mut Vm, x: &Object, y: &Object) -> PyResult {
        vm.binary(&BinaryOperator::DIVMOD, x, y)
    }

    /// Equivalent to base**exp with 2 arguments or base**exp % mod with 3 arguments.
    ///
    /// Some types, such as ints, are able to use a more efficient algorithm when
    /// invoked using the three argument form.
    #[function("pow(base, exp, mod=None)")]
    fn pow(vm: &mut Vm, base: &Object, exp: &Object, modulus: Option<&Object>) -> PyResult {
        vm.power(base, exp, modulus)
    }

    /// Round a number to a given precision in decimal digits.
    ///
    /// The return value is an integer if ndigits is omitted or None.  Otherwise
    /// the return value has the same type as the number.  ndigits may be negative.
    #[function("round(number, ndigits=None)")]
    fn round(vm: &mut Vm, number: &Object, ndigits: Option<&Object>) -> PyResult {
        let name = vm.names.__round__.clone();
        let rounded = match ndigits {
            Some(digits) => vm.call_special(number, &name, &[digits])?,
            None => vm.call_special(number, &name, &[])?,
        };
        rounded.ok_or_else(|| {
            let class = number.class().name(vm);
            vm.type_error(format!("type {class} doesn't define __round__ method"))
        })
    }

    /// Return the binary representation of an integer.
    ///
    ///    >>> bin(2796202)
    ///    '0b1010101010101010101010'
    #[function("bin(number, /)")]
    fn bin(vm: &mut Vm, number: Index) -> PyResult {
        in_radix(vm, &number.0, Radix::Binary)
    }

    /// Return the octal representation of an integer.
    ///
    ///    >>> oct(342391)
    ///    '0o1234567'
    #[function("oct(number, /)")]
    fn oct(vm: &mut Vm, number: Index) -> PyResult {
        in_radix(vm, &number.0, Radix::Octal)
    }

    /// Return the hexadecimal representation of an integer.
    ///
    ///    >>> hex(12648430)
    ///    '0xc0ffee'
    #[function("hex(number, /)")]
    fn hex(vm: &mut Vm, number: Index) -> PyResult {
        in_radix(vm, &number.0, Radix::Hexadecimal)
    }

    /// Return a Unicode string of one character with ordinal i; 0 <= i <= 0x10ffff.
    #[function("chr(i, /)")]
    fn chr(vm: &mut Vm, i: Index) -> PyResult {
        match i.0.to_i64().and_then(|code| u32::try_from(code).ok()) {
            Some(code) if code < 0x11_0000 => {
                Ok(vm.new_text_slice(Text::Ucs4(&[code])).into_object())
            }
            _ => Err(vm.value_error("chr() arg not in range(0x110000)")),
        }
    }

    /// Return the ordinal value of a character.
    ///
    /// If the argument is a one-character string, return the Unicode code
    /// point of that character.
    ///
    /// If the argument is a bytes or bytearray object of length 1, return its
    /// single byte value.
    #[function("ord(character, /)")]
    fn ord(vm: &mut Vm, character: &Object) -> PyResult<u32> {
        let (length, code) = if let Some(text) = character.downcast::<Str>() {
            (text.len(), text.text().get(0))
        } else if let Some(bytes) = character.downcast::<Bytes>() {
            let bytes = bytes.as_slice();
            (bytes.len(), bytes.first().map(|&byte| u32::from(byte)))
        } else if let Some(array) = character.downcast::<ByteArray>() {
            let bytes = array.items(vm);
            (bytes.len(), bytes.first().map(|&byte| u32::from(byte)))
        } else {
            let class = character.class().name(vm);
            let message = format!("ord() expected string of length 1, but {class} found");
            return Err(vm.type_error(message));
        };
        match (length, code) {
            (1, Some(code)) => Ok(code),
            (length, _) => Err(vm.type_error(format!(
                "ord() expected a character, but string of length {length} found"
            ))),
        }
    }

    /// Return the sum of a 'start' value (default: 0) plus an iterable of numbers
    ///
    /// When the iterable is empty, return the start value.
    /// This function is intended specifically for use with numeric values and may
    /// reject non-numeric types.
    #[function("sum(iterable, /, start=0)")]
    fn sum(vm: &mut Vm, iterable: &Object, start: Option<&Object>) -> PyResult {
        let items = vm.iterate(iterable)?;
        let start = start.map_or_else(|| vm.new_int(0), |start| start.to_ref());
        let refused = if start.holds::<Str>() {
            Some("sum() can't sum strings [use ''.join(seq) instead]")
        } else if start.holds::<Bytes>() {
            Some("sum() can't sum bytes [use b''.join(seq) instead]")
        } else if start.class().name(vm) == "bytearray" {
            Some("sum() can't sum bytearray [use b''.join(seq) instead]")
        } else {
            None
        };
        if let Some(message) = refused {
            return Err(vm.type_error(message));
        }
        Summation { items }.run(vm, start)
    }
}

fn in_radix(vm: &mut Vm, number: &Int, radix: Radix) -> PyResult {
    let value = number.to_big();
    let digits = pellucid_text::integer::to_radix(&value, radix.base());
    let (sign, digits) = match digits.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", digits.as_str()),
    };
    Ok(vm.new_str(&format!("{sign}{}{digits}", radix.prefix())).into_object())
}

/// A sum of floats that carries what rounding has lost (Neumaier, 1974).
#[derive(Clone, Copy, Default)]
struct Compensated {
    high: f64,
    lost: f64,
}

impl Compensated {
    fn add(self, value: f64) -> Compensated {
        let high = self.high + value;
        let lost = if self.high.abs() >= value.abs() {
            (self.high - high) + value
        } else {
            (value - high) + self.high
        };
        Compensated { high, lost: self.lost + lost }
    }

    fn total(self) -> f64 {
        if self.lost != 0.0 && self.lost.is_finite() { self.high + self.lost } else { self.high }
    }
}

/// `sum` in its stages: integers as long as all are, then floats, then complex numbers, then whatever `+` does.
struct Summation {
    items: Ref,
}

impl Summation {
    fn run(self, vm: &mut Vm, start: Ref) -> PyResult {
        if start.class_is(&vm.types.int) {
            return self.sum_ints(vm, start);
        }
        self.sum_after_ints(vm, start)
    }

    fn sum_ints(self, vm: &mut Vm, start: Ref) -> PyResult {
        let mut total = start.downcast::<Int>().map_or(IBig::ZERO, |int| int.to_big());
        let mut small = 0i64;
        while let Some(item) = vm.next(&self.items)? {
            let plain = item.class_is(&vm.types.int) || item.class_is(&vm.types.bool);
            match item.downcast::<Int>() {
                Some(int) if plain => {
                    match int.to_i64().and_then(|value| small.checked_add(value)) {
                        Some(sum) => small = sum,
                        None => total += int.to_big(),
                    }
                }
                _ => {
                    let so_far = Int::from_big(vm, total + IBig::from(small)).into_object();
                    let so_far = vm.binary(&BinaryOperator::ADD, &so_far, &item)?;
                    return self.sum_after_ints(vm, so_far);
                }
            }
        }
        Ok(Int::from_big(vm, total + IBig::from(small)).into_object())
    }

    fn sum_after_ints(self, vm: &mut Vm, start: Ref) -> PyResult {
        if start.class_is(&vm.types.float) {
            self.sum_floats(vm, start)
        } else if start.class_is(&vm.types.complex) {
            self.sum_complex(vm, start)
        } else {
            self.sum_any(vm, start)
        }
    }

    fn sum_floats(self, vm: &mut Vm, start: Ref) -> PyResult {
        let start = start.downcast::<Float>().map_or(0.0, |float| float.to_f64());
        let mut total = Compensated { high: start, lost: 0.0 };
        while let Some(item) = vm.next(&self.items)? {
            if item.class_is(&vm.types.float)
                && let Some(float) = item.downcast::<Float>()
            {
                total = total.add(float.to_f64());
            } else if item.holds::<Int>() {
                total = total.add(vm.as_f64(&item)?);
            } else {
                let so_far = vm.new_float(total.total());
                let so_far = vm.binary(&BinaryOperator::ADD, &so_far, &item)?;
                return if so_far.class_is(&vm.types.complex) {
                    self.sum_complex(vm, so_far)
                } else {
                    self.sum_any(vm, so_far)
                };
            }
        }
        Ok(vm.new_float(total.total()))
    }

    fn sum_complex(self, vm: &mut Vm, start: Ref) -> PyResult {
        let (real, imaginary) =
            start.downcast::<Complex>().map_or((0.0, 0.0), |value| value.parts());
        let mut real = Compensated { high: real, lost: 0.0 };
        let mut imaginary = Compensated { high: imaginary, lost: 0.0 };
        while let Some(item) = vm.next(&self.items)? {
            if item.class_is(&vm.types.complex)
                && let Some(value) = item.downcast::<Complex>()
            {
                let (x, y) = value.parts();
                real = real.add(x);
                imaginary = imaginary.add(y);
            } else if item.holds::<Int>() || item.class_is(&vm.types.float) {
                real = real.add(vm.as_f64(&item)?);
            } else {
                let so_far = Complex::from_parts(vm, (real.total(), imaginary.total()));
                let so_far = vm.binary(&BinaryOperator::ADD, &so_far, &item)?;
                return self.sum_any(vm, so_far);
            }
        }
        Ok(Complex::from_parts(vm, (real.total(), imaginary.total())))
    }

    fn sum_any(self, vm: &mut Vm, start: Ref) -> PyResult {
        let mut total = start;
        while let Some(item) = vm.next(&self.items)? {
            // Not in place: the start value belongs to the caller.
            total = vm.binary(&BinaryOperator::ADD, &total, &item)?;
        }
        Ok(total)
    }
}
