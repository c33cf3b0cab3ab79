//! The methods of `int`.

use pellucid_text::integer;

use crate::builtins::Bytes;
use crate::prelude::*;

const BITS_PER_DIGIT: u64 = 30;

#[methods]
impl Int {
    /// Returns self, the complex conjugate of any int.
    #[method("conjugate(self, /)")]
    fn conjugate(vm: &mut Vm, int: &Typed<Int>) -> Ref<Int> {
        Int::exact(vm, int)
    }

    /// Number of bits necessary to represent self in binary.
    ///
    /// >>> bin(37)
    /// '0b100101'
    /// >>> (37).bit_length()
    /// 6
    #[method("bit_length(self, /)")]
    fn python_bit_length(_vm: &mut Vm, int: &Typed<Int>) -> u64 {
        int.bit_length()
    }

    /// Number of ones in the binary representation of the absolute value of self.
    ///
    /// Also known as the population count.
    ///
    /// >>> bin(13)
    /// '0b1101'
    /// >>> (13).bit_count()
    /// 3
    #[method("bit_count(self, /)")]
    fn bit_count(_vm: &mut Vm, int: &Typed<Int>) -> u64 {
        match int.to_i64() {
            Some(word) => u64::from(word.unsigned_abs().count_ones()),
            None => integer::bit_count(&int.to_big()),
        }
    }

    /// Return an array of bytes representing an integer.
    ///
    ///   length
    ///     Length of bytes object to use.  An OverflowError is raised if the
    ///     integer is not representable with the given number of bytes.  Default
    ///     is length 1.
    ///   byteorder
    ///     The byte order used to represent the integer.  If byteorder is 'big',
    ///     the most significant byte is at the beginning of the byte array.  If
    ///     byteorder is 'little', the most significant byte is at the end of the
    ///     byte array.  To request the native byte order of the host system, use
    ///     sys.byteorder as the byte order value.  Default is to use 'big'.
    ///   signed
    ///     Determines whether two's complement is used to represent the integer.
    ///     If signed is False and a negative integer is given, an OverflowError
    ///     is raised.
    #[method("to_bytes(self, /, length=1, byteorder='big', *, signed=False)")]
    fn to_bytes(
        vm: &mut Vm,
        int: &Typed<Int>,
        length: Option<isize>,
        byteorder: Option<&Typed<Str>>,
        signed: Option<bool>,
    ) -> PyResult<Ref<Bytes>> {
        let big_endian = is_big_endian(vm, byteorder)?;
        let Ok(length) = usize::try_from(length.unwrap_or(1)) else {
            return Err(vm.value_error("length argument must be non-negative"));
        };
        Int::admit_bits(vm, (length as u64).saturating_mul(8))?;
        let bytes = integer::to_bytes(&int.to_big(), length, big_endian, signed.unwrap_or(false))
            .map_err(|error| vm.overflow_error(error.message()))?;
        Bytes::unshared(vm, &bytes)
    }

    /// Return the integer represented by the given array of bytes.
    ///
    ///   bytes
    ///     Holds the array of bytes to convert.  The argument must either
    ///     support the buffer protocol or be an iterable object producing bytes.
    ///     Bytes and bytearray are examples of built-in objects that support the
    ///     buffer protocol.
    ///   byteorder
    ///     The byte order used to represent the integer.  If byteorder is 'big',
    ///     the most significant byte is at the beginning of the byte array.  If
    ///     byteorder is 'little', the most significant byte is at the end of the
    ///     byte array.  To request the native byte order of the host system, use
    ///     sys.byteorder as the byte order value.  Default is to use 'big'.
    ///   signed
    ///     Indicates whether two's complement is used to represent the integer.
    #[class_method("from_bytes(cls, /, bytes, byteorder='big', *, signed=False)")]
    fn from_bytes(
        vm: &mut Vm,
        class: &Typed<Type>,
        bytes: &Object,
        byteorder: Option<&Typed<Str>>,
        signed: Option<bool>,
    ) -> PyResult {
        let big_endian = is_big_endian(vm, byteorder)?;
        let bytes = to_byte_string(vm, bytes)?;
        let value = integer::from_bytes(bytes.as_slice(), big_endian, signed.unwrap_or(false));
        let value = Int::from_big(vm, value);
        if class.is(&*vm.types.int) {
            return Ok(value.into_object());
        }
        vm.call_positional(class.as_object(), &[value.as_object()])
    }

    /// Return a pair of integers, whose ratio is equal to the original int.
    ///
    /// The ratio is in lowest terms and has a positive denominator.
    ///
    /// >>> (10).as_integer_ratio()
    /// (10, 1)
    /// >>> (-10).as_integer_ratio()
    /// (-10, 1)
    /// >>> (0).as_integer_ratio()
    /// (0, 1)
    #[method("as_integer_ratio(self, /)")]
    fn as_integer_ratio(vm: &mut Vm, int: &Typed<Int>) -> (Ref<Int>, i64) {
        (Int::exact(vm, int), 1)
    }

    /// Returns True. Exists for duck type compatibility with float.is_integer.
    #[method("is_integer(self, /)")]
    fn is_integer(_vm: &mut Vm, _int: &Typed<Int>) -> bool {
        true
    }

    /// Truncating an Integral returns itself.
    #[method("__trunc__(self, /)")]
    fn truncate(vm: &mut Vm, int: &Typed<Int>) -> Ref<Int> {
        Int::exact(vm, int)
    }

    /// Flooring an Integral returns itself.
    #[method("__floor__(self, /)")]
    fn floor(vm: &mut Vm, int: &Typed<Int>) -> Ref<Int> {
        Int::exact(vm, int)
    }

    /// Ceiling of an Integral returns itself.
    #[method("__ceil__(self, /)")]
    fn ceiling(vm: &mut Vm, int: &Typed<Int>) -> Ref<Int> {
        Int::exact(vm, int)
    }

    /// Rounding an Integral returns itself.
    ///
    /// Rounding with an ndigits argument also returns an integer.
    #[method("__round__(self, ndigits=None, /)")]
    fn round(vm: &mut Vm, int: &Typed<Int>, ndigits: Option<Index>) -> PyResult<Ref<Int>> {
        match ndigits {
            Some(Index(digits)) if digits.is_negative() => round_to_power(vm, int, &digits),
            _ => Ok(Int::exact(vm, int)),
        }
    }

    #[method("__getnewargs__(self, /)")]
    fn new_arguments(vm: &mut Vm, int: &Typed<Int>) -> (Ref<Int>,) {
        (Int::exact(vm, int),)
    }

    /// Convert to a string according to format_spec.
    #[method("__format__(self, format_spec, /)")]
    fn format(vm: &mut Vm, int: &Typed<Int>, format_spec: &Typed<Str>) -> PyResult<Ref<Str>> {
        if format_spec.is_empty() {
            return vm.str(int.as_object());
        }
        let name = int.class().name(vm);
        let limit = vm.int_digits_max.get();
        vm.format_number(format_spec, &name, |specification, builder| match int.to_i64() {
            Some(word) => {
                pellucid_text::format::format_small_integer(word, specification, &name, builder)
            }
            None => {
                let value = int.to_big();
                pellucid_text::format::format_integer(&value, specification, &name, limit, builder)
            }
        })
    }

    /// Returns size in memory, in bytes.
    #[method("__sizeof__(self, /)")]
    fn size_of(vm: &mut Vm, int: &Typed<Int>) -> usize {
        let more = match int.class().has(TypeFlags::HEAP_TYPE) {
            true if vm.sizes_of().counts_more_fields_of_int() => {
                vm.basic_size(int.class()) - vm.layout_of(&super::SPEC).basic
            }
            _ => 0,
        };
        let digits = if int.to_i64() == Some(0) { 0 } else { int.size_in_digits() as usize };
        vm.sizes_of().int_bytes(digits) + more
    }

    /// the real part of a complex number
    #[getter("real")]
    fn real(vm: &mut Vm, int: &Typed<Int>) -> Ref<Int> {
        Int::exact(vm, int)
    }

    /// the imaginary part of a complex number
    #[getter("imag")]
    fn imaginary(_vm: &mut Vm, _int: &Typed<Int>) -> i64 {
        0
    }

    /// the numerator of a rational number in lowest terms
    #[getter("numerator")]
    fn numerator(vm: &mut Vm, int: &Typed<Int>) -> Ref<Int> {
        Int::exact(vm, int)
    }

    /// the denominator of a rational number in lowest terms
    #[getter("denominator")]
    fn denominator(_vm: &mut Vm, _int: &Typed<Int>) -> i64 {
        1
    }
}

fn is_big_endian(vm: &mut Vm, byteorder: Option<&Typed<Str>>) -> PyResult<bool> {
    match byteorder {
        None => Ok(true),
        Some(order) if order.text() == *"big" => Ok(true),
        Some(order) if order.text() == *"little" => Ok(false),
        Some(_) => Err(vm.value_error("byteorder must be either 'little' or 'big'")),
    }
}

/// The bytes of an object: its own, or those that `bytes(object)` collects. Texts and numbers have none.
fn to_byte_string(vm: &mut Vm, object: &Object) -> PyResult<Ref<Bytes>> {
    if let Some(bytes) = object.downcast::<Bytes>() {
        return Ok(bytes.to_ref());
    }
    let name = vm.names.__bytes__.clone();
    let own_conversion = object.class().lookup(vm, &name).is_some();
    let unfit = object.downcast::<Str>().is_some() || object.class().slots(vm).index.is_some();
    if unfit && !own_conversion {
        let class = object.class().name(vm);
        return Err(vm.type_error(format!("cannot convert '{class}' object to bytes")));
    }
    let class = vm.types.bytes.clone();
    let result = vm.call_positional(class.as_object(), &[object])?;
    result.downcast_ref::<Bytes>().map_err(|other| {
        let class = other.class().name(vm);
        vm.type_error(format!("__bytes__ returned non-bytes (type {class})"))
    })
}

/// The nearest multiple of `10**-digits`, ties to the even one.
fn round_to_power(vm: &mut Vm, int: &Typed<Int>, digits: &Int) -> PyResult<Ref<Int>> {
    let places = digits.to_i64().map_or(u64::MAX, |digits| digits.unsigned_abs());
    let places = usize::try_from(places).unwrap_or(usize::MAX);
    Int::admit_bits(vm, int.bit_length() + 4)?;
    Ok(Int::from_big(vm, integer::round_to_power_of_ten(&int.to_big(), places)))
}

impl Int {
    /// How many of CPython's digits the number takes.
    pub fn size_in_digits(&self) -> u64 {
        self.bit_length().div_ceil(BITS_PER_DIGIT).max(1)
    }
}
