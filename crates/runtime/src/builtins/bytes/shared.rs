//! What `bytes` and `bytearray` have in common: the trait behind their shared methods, and these.
//!
//! Long: the methods that bytes and bytearray share, one macro.

use std::ops::Range;

use pellucid_heap::Payload;

use crate::prelude::*;

/// A type whose instances are bytes.
pub(crate) trait ByteString: Payload + Sized {
    /// Whether the instances never change, so that one can stand for its own copy.
    const IMMUTABLE: bool;

    /// The bytes.
    fn bytes<'a>(this: &'a Typed<Self>, vm: &'a Vm) -> &'a [u8];

    /// A new object, exactly of this type.
    fn make(vm: &mut Vm, bytes: &[u8]) -> PyResult<Ref>;

    /// As [`make`](Self::make), perhaps an object that others have too.
    fn make_shared(vm: &mut Vm, bytes: &[u8]) -> PyResult<Ref> {
        Self::make(vm, bytes)
    }

    /// A part of an object; the whole may be the object itself.
    fn part(vm: &mut Vm, this: &Typed<Self>, range: Range<usize>) -> PyResult<Ref>;
}

/// The value of two hexadecimal digits.
fn byte_of_digits(high: u8, low: u8) -> Result<u8, bool> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let high = digit(high).ok_or(false)?;
    let low = digit(low).ok_or(true)?;
    Ok((high * 16 + low) as u8)
}

/// `fromhex`: pairs of digits, with white space between them.
pub(crate) fn decode_hexadecimal(vm: &mut Vm, source: &Object) -> PyResult<Vec<u8>> {
    let digits: std::borrow::Cow<'_, [u8]> = if let Some(text) = source.downcast::<Str>() {
        match text.value().as_ascii() {
            Some(ascii) => ascii.as_bytes().into(),
            None => {
                let at = text.text().code_points().position(|code| code >= 0x80).unwrap_or(0);
                let valid: Vec<u8> =
                    text.text().code_points().take(at).map(|code| code as u8).collect();
                let at = first_wrong(&valid).unwrap_or(at);
                return Err(not_hexadecimal(vm, at));
            }
        }
    } else {
        match vm.try_bytes_of(source)? {
            Some(bytes) => bytes,
            None => {
                let class = source.class().name(vm);
                return Err(vm.type_error(format!(
                    "fromhex() argument must be str or bytes-like, not {class}"
                )));
            }
        }
    };
    let mut bytes = Vec::with_capacity(digits.len() / 2);
    let mut position = 0;
    while position < digits.len() {
        if digits[position].is_ascii_whitespace() || digits[position] == 0x0B {
            position += 1;
            continue;
        }
        let Some(&low) = digits.get(position + 1) else {
            if digits[position].is_ascii_hexdigit() {
                let message = "fromhex() arg must contain an even number of hexadecimal digits";
                return Err(vm.value_error(message));
            }
            return Err(not_hexadecimal(vm, position));
        };
        match byte_of_digits(digits[position], low) {
            Ok(byte) => bytes.push(byte),
            Err(second) => return Err(not_hexadecimal(vm, position + usize::from(second))),
        }
        position += 2;
    }
    Ok(bytes)
}

fn first_wrong(digits: &[u8]) -> Option<usize> {
    digits
        .iter()
        .position(|byte| !byte.is_ascii_hexdigit() && !byte.is_ascii_whitespace() && *byte != 0x0B)
}

fn not_hexadecimal(vm: &mut Vm, position: usize) -> Raised {
    vm.value_error(format!("non-hexadecimal number found in fromhex() arg at position {position}"))
}

/// `hex(sep, bytes_per_sep)`: digits, with a separator after each group, counted from the right; from the left if
/// the group size is negative.
pub(crate) fn hexadecimal(
    vm: &mut Vm,
    bytes: &[u8],
    separator: Option<&Object>,
    group: Option<i32>,
) -> PyResult<Ref<Str>> {
    let separator = match separator {
        None => None,
        Some(separator) => {
            let found: Vec<u32> = match (separator.downcast::<Str>(), vm.try_bytes_of(separator)?) {
                (Some(text), _) => text.text().code_points().take(2).collect(),
                (None, Some(bytes)) => bytes.iter().take(2).map(|byte| u32::from(*byte)).collect(),
                (None, None) => return Err(vm.type_error("sep must be str or bytes.")),
            };
            match found[..] {
                [code] if code < 0x80 => Some(code as u8),
                [_] => return Err(vm.value_error("sep must be ASCII.")),
                _ => return Err(vm.value_error("sep must be length 1.")),
            }
        }
    };
    let group = group.unwrap_or(1);
    let size = group.unsigned_abs() as usize;
    vm.check_room(bytes.len().saturating_mul(3))?;
    let mut digits = Vec::with_capacity(bytes.len() * 3);
    for (index, byte) in bytes.iter().enumerate() {
        if let Some(separator) = separator.filter(|_| size > 0 && index > 0) {
            let place = if group > 0 { bytes.len() - index } else { index };
            if place % size == 0 {
                digits.push(separator);
            }
        }
        digits.extend([byte >> 4, byte & 15].map(|digit| b"0123456789abcdef"[digit as usize]));
    }
    vm.try_text(pellucid_text::Text::Latin1(&digits))
}

/// `maketrans(frm, to)`
pub(crate) fn bytes_translation(vm: &mut Vm, from: &[u8], to: &[u8]) -> PyResult<Ref<Bytes>> {
    if from.len() != to.len() {
        return Err(vm.value_error("maketrans arguments must have same length"));
    }
    let mut table: Vec<u8> = (0..=255).collect();
    for (from, to) in from.iter().zip(to) {
        table[usize::from(*from)] = *to;
    }
    vm.try_bytes(&table)
}

/// The methods that are the same for `bytes` and `bytearray`, as the block `SHARED` of the type.
macro_rules! shared_methods {
    ($kind:ident) => {
        use $crate::builtins::bytes::SearchedBytes;
        use $crate::builtins::bytes::operations;
        use $crate::object::{BytesLike, SearchBound};

        #[methods(SHARED)]
        impl $kind {
            /// Return a copy of B with only its first character capitalized (ASCII) and the rest lower-cased.
            #[method("capitalize(self, /)")]
            fn capitalize(vm: &mut Vm, this: &Typed<$kind>) -> PyResult {
                operations::mapped(vm, this, operations::capitalize)
            }
            /// Return a copy of B with all ASCII characters converted to lowercase.
            #[method("lower(self, /)")]
            fn lower(vm: &mut Vm, this: &Typed<$kind>) -> PyResult {
                operations::mapped(vm, this, |bytes| bytes.make_ascii_lowercase())
            }
            /// Return a copy of B with all ASCII characters converted to uppercase.
            #[method("upper(self, /)")]
            fn upper(vm: &mut Vm, this: &Typed<$kind>) -> PyResult {
                operations::mapped(vm, this, |bytes| bytes.make_ascii_uppercase())
            }
            /// Return a copy of B with uppercase ASCII characters converted to lowercase ASCII and vice versa.
            #[method("swapcase(self, /)")]
            fn swapcase(vm: &mut Vm, this: &Typed<$kind>) -> PyResult {
                operations::mapped(vm, this, operations::swapcase)
            }
            /// Return a titlecased version of B, i.e. ASCII words start with uppercase characters, all remaining cased characters have lowercase.
            #[method("title(self, /)")]
            fn title(vm: &mut Vm, this: &Typed<$kind>) -> PyResult {
                operations::mapped(vm, this, operations::title)
            }
            /// Return True if all characters in B are alphanumeric and there is at least one character in B, False otherwise.
            #[method("isalnum(self, /)")]
            fn is_alphanumeric(vm: &mut Vm, this: &Typed<$kind>) -> bool {
                operations::all_are(vm, this, u8::is_ascii_alphanumeric)
            }
            /// Return True if all characters in B are alphabetic and there is at least one character in B, False otherwise.
            #[method("isalpha(self, /)")]
            fn is_alphabetic(vm: &mut Vm, this: &Typed<$kind>) -> bool {
                operations::all_are(vm, this, u8::is_ascii_alphabetic)
            }
            /// Return True if B is empty or all characters in B are ASCII, False otherwise.
            #[method("isascii(self, /)")]
            fn is_ascii(vm: &mut Vm, this: &Typed<$kind>) -> bool {
                operations::is_ascii(vm, this)
            }
            /// Return True if all characters in B are digits and there is at least one character in B, False otherwise.
            #[method("isdigit(self, /)")]
            fn is_digit(vm: &mut Vm, this: &Typed<$kind>) -> bool {
                operations::all_are(vm, this, u8::is_ascii_digit)
            }
            /// Return True if all characters in B are whitespace and there is at least one character in B, False otherwise.
            #[method("isspace(self, /)")]
            fn is_space(vm: &mut Vm, this: &Typed<$kind>) -> bool {
                operations::all_are(vm, this, operations::is_space_byte)
            }
            /// Return True if all cased characters in B are lowercase and there is at least one cased character in B, False otherwise.
            #[method("islower(self, /)")]
            fn is_lower(vm: &mut Vm, this: &Typed<$kind>) -> bool {
                operations::has_only(vm, this, u8::is_ascii_lowercase, u8::is_ascii_uppercase)
            }
            /// Return True if all cased characters in B are uppercase and there is at least one cased character in B, False otherwise.
            #[method("isupper(self, /)")]
            fn is_upper(vm: &mut Vm, this: &Typed<$kind>) -> bool {
                operations::has_only(vm, this, u8::is_ascii_uppercase, u8::is_ascii_lowercase)
            }
            /// Return True if B is a titlecased string and there is at least one character in B, i.e. uppercase characters may only follow uncased characters and lowercase characters only cased ones. Return False otherwise.
            #[method("istitle(self, /)")]
            fn is_title(vm: &mut Vm, this: &Typed<$kind>) -> bool {
                operations::is_title(vm, this)
            }
            /// Return a centered string of length width.
            ///
            /// Padding is done using the specified fill character.
            #[method("center(self, width, fillchar=b' ', /)")]
            fn center(
                vm: &mut Vm,
                this: &Typed<$kind>,
                width: isize,
                fill: Option<FillByte>,
            ) -> PyResult {
                operations::center(vm, this, width, fill)
            }
            /// Return a left-justified string of length width.
            ///
            /// Padding is done using the specified fill character.
            #[method("ljust(self, width, fillchar=b' ', /)")]
            fn ljust(
                vm: &mut Vm,
                this: &Typed<$kind>,
                width: isize,
                fill: Option<FillByte>,
            ) -> PyResult {
                operations::justify(vm, this, width, fill, false)
            }
            /// Return a right-justified string of length width.
            ///
            /// Padding is done using the specified fill character.
            #[method("rjust(self, width, fillchar=b' ', /)")]
            fn rjust(
                vm: &mut Vm,
                this: &Typed<$kind>,
                width: isize,
                fill: Option<FillByte>,
            ) -> PyResult {
                operations::justify(vm, this, width, fill, true)
            }
            /// Pad a numeric string with zeros on the left, to fill a field of the given width.
            ///
            /// The original string is never truncated.
            #[method("zfill(self, width, /)")]
            fn zfill(vm: &mut Vm, this: &Typed<$kind>, width: isize) -> PyResult {
                operations::zfill(vm, this, width)
            }
            /// Return a copy where all tab characters are expanded using spaces.
            ///
            /// If tabsize is not given, a tab size of 8 characters is assumed.
            #[method("expandtabs(self, /, tabsize=8)")]
            fn expand_tabs(vm: &mut Vm, this: &Typed<$kind>, tabsize: Option<i32>) -> PyResult {
                operations::expand_tabs(vm, this, tabsize)
            }
            /// Concatenate any number of bytes objects.
            ///
            /// The bytes whose method is called is inserted in between each pair.
            ///
            /// The result is returned as a new bytes object.
            ///
            /// Example: b'.'.join([b'ab', b'pq', b'rs']) -> b'ab.pq.rs'.
            #[method("join(self, iterable_of_bytes, /)")]
            fn join(vm: &mut Vm, this: &Typed<$kind>, iterable: &Object) -> PyResult {
                operations::join(vm, this, iterable)
            }
            /// Return a copy with each character mapped by the given translation table.
            ///
            ///   table
            ///     Translation table, which must be a bytes object of length 256.
            ///
            /// All characters occurring in the optional argument delete are removed.
            /// The remaining characters are mapped through the given translation table.
            #[method("translate(self, table, /, delete=b'')")]
            fn translate(
                vm: &mut Vm,
                this: &Typed<$kind>,
                table: &Object,
                delete: Option<&Object>,
            ) -> PyResult {
                operations::translate(vm, this, table, delete)
            }
            /// Return a translation table usable for the bytes or bytearray translate method.
            ///
            /// The returned table will be one where each byte in frm is mapped to the byte at
            /// the same position in to.
            ///
            /// The bytes objects frm and to must be of the same length.
            #[static_method("maketrans(frm, to, /)")]
            fn make_translation(
                vm: &mut Vm,
                frm: BytesLike<'_>,
                to: BytesLike<'_>,
            ) -> PyResult<Ref<Bytes>> {
                $crate::builtins::bytes::bytes_translation(vm, &frm, &to)
            }
            /// Return the number of non-overlapping occurrences of subsection 'sub' in bytes B[start:end].
            ///
            ///   start
            ///     Optional start position. Default: start of the bytes.
            ///   end
            ///     Optional stop position. Default: end of the bytes.
            #[method("count(self, sub, start=None, end=None, /)")]
            fn count(
                vm: &mut Vm,
                this: &Typed<$kind>,
                sub: SearchedBytes<'_>,
                start: Option<SearchBound>,
                end: Option<SearchBound>,
            ) -> usize {
                operations::count(vm, this, &sub.0, start, end)
            }
            /// Return the lowest index in B where subsection 'sub' is found, such that 'sub' is contained within B[start,end].
            ///
            ///   start
            ///     Optional start position. Default: start of the bytes.
            ///   end
            ///     Optional stop position. Default: end of the bytes.
            ///
            /// Return -1 on failure.
            #[method("find(self, sub, start=None, end=None, /)")]
            fn find(
                vm: &mut Vm,
                this: &Typed<$kind>,
                sub: SearchedBytes<'_>,
                start: Option<SearchBound>,
                end: Option<SearchBound>,
            ) -> i64 {
                operations::find(vm, this, &sub.0, (start, end), false)
            }
            /// Return the highest index in B where subsection 'sub' is found, such that 'sub' is contained within B[start,end].
            ///
            ///   start
            ///     Optional start position. Default: start of the bytes.
            ///   end
            ///     Optional stop position. Default: end of the bytes.
            ///
            /// Return -1 on failure.
            #[method("rfind(self, sub, start=None, end=None, /)")]
            fn rfind(
                vm: &mut Vm,
                this: &Typed<$kind>,
                sub: SearchedBytes<'_>,
                start: Option<SearchBound>,
                end: Option<SearchBound>,
            ) -> i64 {
                operations::find(vm, this, &sub.0, (start, end), true)
            }
            /// Return the lowest index in B where subsection 'sub' is found, such that 'sub' is contained within B[start,end].
            ///
            ///   start
            ///     Optional start position. Default: start of the bytes.
            ///   end
            ///     Optional stop position. Default: end of the bytes.
            ///
            /// Raise ValueError if the subsection is not found.
            #[method("index(self, sub, start=None, end=None, /)")]
            fn index(
                vm: &mut Vm,
                this: &Typed<$kind>,
                sub: SearchedBytes<'_>,
                start: Option<SearchBound>,
                end: Option<SearchBound>,
            ) -> PyResult<i64> {
                operations::index(vm, this, &sub.0, (start, end), false)
            }
            /// Return the highest index in B where subsection 'sub' is found, such that 'sub' is contained within B[start,end].
            ///
            ///   start
            ///     Optional start position. Default: start of the bytes.
            ///   end
            ///     Optional stop position. Default: end of the bytes.
            ///
            /// Raise ValueError if the subsection is not found.
            #[method("rindex(self, sub, start=None, end=None, /)")]
            fn rindex(
                vm: &mut Vm,
                this: &Typed<$kind>,
                sub: SearchedBytes<'_>,
                start: Option<SearchBound>,
                end: Option<SearchBound>,
            ) -> PyResult<i64> {
                operations::index(vm, this, &sub.0, (start, end), true)
            }
            /// Return True if the bytes starts with the specified prefix, False otherwise.
            ///
            ///   prefix
            ///     A bytes or a tuple of bytes to try.
            ///   start
            ///     Optional start position. Default: start of the bytes.
            ///   end
            ///     Optional stop position. Default: end of the bytes.
            #[method("startswith(self, prefix, start=None, end=None, /)")]
            fn starts_with(
                vm: &mut Vm,
                this: &Typed<$kind>,
                prefix: &Object,
                start: Option<SearchBound>,
                end: Option<SearchBound>,
            ) -> PyResult<bool> {
                operations::has_affix(vm, this, prefix, (start, end), "startswith")
            }
            /// Return True if the bytes ends with the specified suffix, False otherwise.
            ///
            ///   suffix
            ///     A bytes or a tuple of bytes to try.
            ///   start
            ///     Optional start position. Default: start of the bytes.
            ///   end
            ///     Optional stop position. Default: end of the bytes.
            #[method("endswith(self, suffix, start=None, end=None, /)")]
            fn ends_with(
                vm: &mut Vm,
                this: &Typed<$kind>,
                suffix: &Object,
                start: Option<SearchBound>,
                end: Option<SearchBound>,
            ) -> PyResult<bool> {
                operations::has_affix(vm, this, suffix, (start, end), "endswith")
            }
            /// Return a copy with all occurrences of substring old replaced by new.
            ///
            ///   count
            ///     Maximum number of occurrences to replace.
            ///     -1 (the default value) means replace all occurrences.
            ///
            /// If the optional argument count is given, only the first count occurrences are
            /// replaced.
            #[method("replace(self, old, new, count=-1, /)")]
            fn replace(
                vm: &mut Vm,
                this: &Typed<$kind>,
                old: BytesLike<'_>,
                new: BytesLike<'_>,
                count: Option<isize>,
            ) -> PyResult {
                operations::replace(vm, this, &old, &new, count)
            }
            /// Return a bytes object with the given prefix string removed if present.
            ///
            /// If the bytes starts with the prefix string, return bytes[len(prefix):].
            /// Otherwise, return a copy of the original bytes.
            #[method("removeprefix(self, prefix, /)")]
            fn remove_prefix(vm: &mut Vm, this: &Typed<$kind>, prefix: BytesLike<'_>) -> PyResult {
                operations::remove_affix(vm, this, &prefix, true)
            }
            /// Return a bytes object with the given suffix string removed if present.
            ///
            /// If the bytes ends with the suffix string and that suffix is not empty,
            /// return bytes[:-len(prefix)].  Otherwise, return a copy of the original
            /// bytes.
            #[method("removesuffix(self, suffix, /)")]
            fn remove_suffix(vm: &mut Vm, this: &Typed<$kind>, suffix: BytesLike<'_>) -> PyResult {
                operations::remove_affix(vm, this, &suffix, false)
            }
            /// Partition the bytes into three parts using the given separator.
            ///
            /// This will search for the separator sep in the bytes. If the separator is found,
            /// returns a 3-tuple containing the part before the separator, the separator
            /// itself, and the part after it.
            ///
            /// If the separator is not found, returns a 3-tuple containing the original bytes
            /// object and two empty bytes objects.
            #[method("partition(self, sep, /)")]
            fn partition(
                vm: &mut Vm,
                this: &Typed<$kind>,
                sep: &Object,
            ) -> PyResult<(Ref, Ref, Ref)> {
                operations::partition(vm, this, sep, false)
            }
            /// Partition the bytes into three parts using the given separator.
            ///
            /// This will search for the separator sep in the bytes, starting at the end. If the
            /// separator is found, returns a 3-tuple containing the part before the separator,
            /// the separator itself, and the part after it.
            ///
            /// If the separator is not found, returns a 3-tuple containing two empty bytes
            /// objects and the original bytes object.
            #[method("rpartition(self, sep, /)")]
            fn rpartition(
                vm: &mut Vm,
                this: &Typed<$kind>,
                sep: &Object,
            ) -> PyResult<(Ref, Ref, Ref)> {
                operations::partition(vm, this, sep, true)
            }
            /// Return a list of the sections in the bytes, using sep as the delimiter.
            ///
            ///   sep
            ///     The delimiter according which to split the bytes.
            ///     None (the default value) means split on ASCII whitespace characters
            ///     (space, tab, return, newline, formfeed, vertical tab).
            ///   maxsplit
            ///     Maximum number of splits to do.
            ///     -1 (the default value) means no limit.
            #[method("split(self, /, sep=None, maxsplit=-1)")]
            fn split(
                vm: &mut Vm,
                this: &Typed<$kind>,
                sep: Option<&Object>,
                maxsplit: Option<isize>,
            ) -> PyResult<Ref<List>> {
                operations::split(vm, this, sep, maxsplit, false)
            }
            /// Return a list of the sections in the bytes, using sep as the delimiter.
            ///
            ///   sep
            ///     The delimiter according which to split the bytes.
            ///     None (the default value) means split on ASCII whitespace characters
            ///     (space, tab, return, newline, formfeed, vertical tab).
            ///   maxsplit
            ///     Maximum number of splits to do.
            ///     -1 (the default value) means no limit.
            ///
            /// Splitting is done starting at the end of the bytes and working to the front.
            #[method("rsplit(self, /, sep=None, maxsplit=-1)")]
            fn rsplit(
                vm: &mut Vm,
                this: &Typed<$kind>,
                sep: Option<&Object>,
                maxsplit: Option<isize>,
            ) -> PyResult<Ref<List>> {
                operations::split(vm, this, sep, maxsplit, true)
            }
            /// Return a list of the lines in the bytes, breaking at line boundaries.
            ///
            /// Line breaks are not included in the resulting list unless keepends is given and
            /// true.
            #[method("splitlines(self, /, keepends=False)")]
            fn split_lines(
                vm: &mut Vm,
                this: &Typed<$kind>,
                keepends: Option<bool>,
            ) -> PyResult<Vec<Ref>> {
                operations::split_lines(vm, this, keepends.unwrap_or(false))
            }
            /// Strip leading and trailing bytes contained in the argument.
            ///
            /// If the argument is omitted or None, strip leading and trailing ASCII whitespace.
            #[method("strip(self, bytes=None, /)")]
            fn strip(vm: &mut Vm, this: &Typed<$kind>, bytes: Option<&Object>) -> PyResult {
                operations::strip(vm, this, bytes, (true, true))
            }
            /// Strip leading bytes contained in the argument.
            ///
            /// If the argument is omitted or None, strip leading  ASCII whitespace.
            #[method("lstrip(self, bytes=None, /)")]
            fn lstrip(vm: &mut Vm, this: &Typed<$kind>, bytes: Option<&Object>) -> PyResult {
                operations::strip(vm, this, bytes, (true, false))
            }
            /// Strip trailing bytes contained in the argument.
            ///
            /// If the argument is omitted or None, strip trailing ASCII whitespace.
            #[method("rstrip(self, bytes=None, /)")]
            fn rstrip(vm: &mut Vm, this: &Typed<$kind>, bytes: Option<&Object>) -> PyResult {
                operations::strip(vm, this, bytes, (false, true))
            }
            /// Decode the bytes using the codec registered for encoding.
            ///
            ///   encoding
            ///     The encoding with which to decode the bytes.
            ///   errors
            ///     The error handling scheme to use for the handling of decoding errors.
            ///     The default is 'strict' meaning that decoding errors raise a
            ///     UnicodeDecodeError. Other possible values are 'ignore' and 'replace'
            ///     as well as any other name registered with codecs.register_error that
            ///     can handle UnicodeDecodeErrors.
            #[method("decode(self, /, encoding='utf-8', errors='strict')")]
            fn decode(
                vm: &mut Vm,
                this: &Typed<$kind>,
                encoding: Option<&Typed<Str>>,
                errors: Option<&Typed<Str>>,
            ) -> PyResult<Ref<Str>> {
                let encoding = vm.codec_name(encoding)?;
                let errors = vm.codec_name(errors)?;
                let bytes = vm.bytes_of(this.as_object())?;
                vm.decode_bytes(
                    &bytes,
                    Some(this.as_object()),
                    encoding.as_deref(),
                    errors.as_deref(),
                )
            }
            /// Create a string of hexadecimal numbers from a bytes object.
            ///
            ///   sep
            ///     An optional single character or byte to separate hex bytes.
            ///   bytes_per_sep
            ///     How many bytes between separators.  Positive values count from the
            ///     right, negative values count from the left.
            ///
            /// Example:
            /// >>> value = b'\xb9\x01\xef'
            /// >>> value.hex()
            /// 'b901ef'
            /// >>> value.hex(':')
            /// 'b9:01:ef'
            /// >>> value.hex(':', 2)
            /// 'b9:01ef'
            /// >>> value.hex(':', -2)
            /// 'b901:ef'
            #[method("hex(self, /, sep=<unrepresentable>, bytes_per_sep=1)")]
            fn hex(
                vm: &mut Vm,
                this: &Typed<$kind>,
                sep: Option<&Object>,
                bytes_per_sep: Option<i32>,
            ) -> PyResult<Ref<Str>> {
                let bytes = vm.bytes_of(this.as_object())?;
                $crate::builtins::bytes::hexadecimal(vm, &bytes, sep, bytes_per_sep)
            }
            /// Create a bytes object from a string of hexadecimal numbers.
            ///
            /// Spaces between two numbers are accepted.
            /// Example: bytes.fromhex('B9 01EF') -> b'\\xb9\\x01\\xef'.
            #[class_method("fromhex(cls, string, /)")]
            fn from_hexadecimal(vm: &mut Vm, class: &Typed<Type>, string: &Object) -> PyResult {
                let bytes = $crate::builtins::bytes::decode_hexadecimal(vm, string)?;
                let made = <$kind as ByteString>::make_shared(vm, &bytes)?;
                if made.class().is(class) {
                    return Ok(made);
                }
                vm.call_positional(class.as_object(), &[&made])
            }
        }
    };
}
pub(crate) use shared_methods;
