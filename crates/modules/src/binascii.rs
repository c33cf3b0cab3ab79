//! `binascii`: bytes written in ASCII, and checksums.

use pellucid_runtime::errors::hierarchy::{EXCEPTION, VALUE_ERROR};
use pellucid_runtime::object::{AsciiOrBytes, BytesLike, ModuleSpec, TypeSpec};
use pellucid_runtime::prelude::*;
use pellucid_runtime::text::binary;

use crate::exception::{exception, raise_native};

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    doc: "Conversion between binary data and ASCII",
    functions: &[Binascii::METHODS],
    types: &[&ERROR, &INCOMPLETE],
    ..ModuleSpec::new("binascii")
};

static ERROR: TypeSpec = exception("Error", "binascii", &VALUE_ERROR);
static INCOMPLETE: TypeSpec = exception("Incomplete", "binascii", &EXCEPTION);

/// The functions of `binascii`.
pub struct Binascii;

fn made(vm: &mut Vm, bytes: &[u8]) -> PyResult<Ref<Bytes>> {
    vm.try_bytes(bytes)
}

/// Hexadecimal digits, with separators.
fn hexadecimal(
    vm: &mut Vm,
    data: &Object,
    sep: Option<&Object>,
    group: Option<i32>,
) -> PyResult<Ref<Bytes>> {
    let data = vm.bytes_of(data)?;
    let data = vm.try_bytes(&data)?;
    let name = vm.intern("hex");
    let method = vm.get_attribute(data.as_object(), &name)?;
    let group = vm.new_int(i64::from(group.unwrap_or(1)));
    let digits = match sep {
        Some(sep) => vm.call_positional(&method, &[sep, &group])?,
        None => vm.call_positional(&method, &[])?,
    };
    let digits = digits.downcast::<Str>().map_or_else(String::new, |digits| digits.to_string());
    made(vm, digits.as_bytes())
}

fn unhexlified(vm: &mut Vm, ascii: &[u8]) -> PyResult<Ref<Bytes>> {
    match binary::unhexlify(ascii) {
        Ok(bytes) => made(vm, &bytes),
        Err(error) => {
            let message = error.to_string();
            Err(raise_native(vm, &ERROR, &message))
        }
    }
}

#[methods(owner = "binascii")]
impl Binascii {
    /// Decode a line of uuencoded data.
    #[function("a2b_uu(data, /)")]
    fn from_uu(vm: &mut Vm, data: AsciiOrBytes<'_>) -> PyResult<Ref<Bytes>> {
        match binary::from_uuencode(&data) {
            Ok(bytes) => made(vm, &bytes),
            Err(error) => Err(raise_native(vm, &ERROR, error.message())),
        }
    }

    /// Uuencode line of data.
    #[function("b2a_uu(data, /, *, backtick=False)")]
    fn to_uu(vm: &mut Vm, data: BytesLike<'_>, backtick: Option<bool>) -> PyResult<Ref<Bytes>> {
        match binary::to_uuencode(&data, backtick.unwrap_or(false)) {
            Ok(bytes) => made(vm, &bytes),
            Err(error) => Err(raise_native(vm, &ERROR, error.message())),
        }
    }

    /// Decode a line of base64 data.
    ///
    ///   strict_mode
    ///     When set to True, bytes that are not in the base64 standard are not allowed.
    ///     The same applies to excess data after padding (= / ==).
    #[function("a2b_base64(data, /, *, strict_mode=False)")]
    fn from_base64(
        vm: &mut Vm,
        data: AsciiOrBytes<'_>,
        strict_mode: Option<bool>,
    ) -> PyResult<Ref<Bytes>> {
        vm.check_room(data.len())?;
        match binary::from_base64(&data, strict_mode.unwrap_or(false)) {
            Ok(bytes) => made(vm, &bytes),
            Err(error) => {
                let message = error.to_string();
                Err(raise_native(vm, &ERROR, &message))
            }
        }
    }

    /// Base64-code line of data.
    #[function("b2a_base64(data, /, *, newline=True)")]
    fn to_base64(vm: &mut Vm, data: BytesLike<'_>, newline: Option<bool>) -> PyResult<Ref<Bytes>> {
        vm.check_room(data.len().saturating_mul(2))?;
        let out = binary::to_base64(&data, newline.unwrap_or(true));
        made(vm, &out)
    }

    /// Hexadecimal representation of binary data.
    ///
    ///   sep
    ///     An optional single character or byte to separate hex bytes.
    ///   bytes_per_sep
    ///     How many bytes between separators.  Positive values count from the
    ///     right, negative values count from the left.
    ///
    /// The return value is a bytes object.  This function is also
    /// available as "hexlify()".
    #[function("b2a_hex(data, sep=<unrepresentable>, bytes_per_sep=1)")]
    fn to_hex(
        vm: &mut Vm,
        data: &Object,
        sep: Option<&Object>,
        bytes_per_sep: Option<i32>,
    ) -> PyResult<Ref<Bytes>> {
        hexadecimal(vm, data, sep, bytes_per_sep)
    }

    /// Hexadecimal representation of binary data.
    ///
    ///   sep
    ///     An optional single character or byte to separate hex bytes.
    ///   bytes_per_sep
    ///     How many bytes between separators.  Positive values count from the
    ///     right, negative values count from the left.
    ///
    /// The return value is a bytes object.  This function is also
    /// available as "b2a_hex()".
    #[function("hexlify(data, sep=<unrepresentable>, bytes_per_sep=1)")]
    fn hexlify(
        vm: &mut Vm,
        data: &Object,
        sep: Option<&Object>,
        bytes_per_sep: Option<i32>,
    ) -> PyResult<Ref<Bytes>> {
        hexadecimal(vm, data, sep, bytes_per_sep)
    }

    /// Binary data of hexadecimal representation.
    ///
    /// hexstr must contain an even number of hex digits (upper or lower case).
    /// This function is also available as "unhexlify()".
    #[function("a2b_hex(hexstr, /)")]
    fn from_hex(vm: &mut Vm, hexstr: AsciiOrBytes<'_>) -> PyResult<Ref<Bytes>> {
        unhexlified(vm, &hexstr)
    }

    /// Binary data of hexadecimal representation.
    ///
    /// hexstr must contain an even number of hex digits (upper or lower case).
    #[function("unhexlify(hexstr, /)")]
    fn unhexlify(vm: &mut Vm, hexstr: AsciiOrBytes<'_>) -> PyResult<Ref<Bytes>> {
        unhexlified(vm, &hexstr)
    }

    /// Decode a string of qp-encoded data.
    #[function("a2b_qp(data, header=False)")]
    fn from_quoted(
        vm: &mut Vm,
        data: AsciiOrBytes<'_>,
        header: Option<bool>,
    ) -> PyResult<Ref<Bytes>> {
        let out = binary::from_quoted(&data, header.unwrap_or(false));
        made(vm, &out)
    }

    /// Encode a string using quoted-printable encoding.
    ///
    /// On encoding, when istext is set, newlines are not encoded, and white
    /// space at end of lines is.  When istext is not set, \r and \n (CR/LF)
    /// are both encoded.  When quotetabs is set, space and tabs are encoded.
    #[function("b2a_qp(data, quotetabs=False, istext=True, header=False)")]
    fn to_quoted(
        vm: &mut Vm,
        data: BytesLike<'_>,
        quotetabs: Option<bool>,
        istext: Option<bool>,
        header: Option<bool>,
    ) -> PyResult<Ref<Bytes>> {
        vm.check_room(data.len().saturating_mul(4))?;
        let out = binary::to_quoted(
            &data,
            quotetabs.unwrap_or(false),
            istext.unwrap_or(true),
            header.unwrap_or(false),
        );
        made(vm, &out)
    }

    /// Compute CRC-CCITT incrementally.
    #[function("crc_hqx(data, crc, /)")]
    fn crc_hqx(_: &mut Vm, data: BytesLike<'_>, crc: Index) -> u32 {
        let before = crc.0.to_i128().unwrap_or(0) as u16;
        u32::from(binary::crc_hqx(&data, before))
    }

    /// Compute CRC-32 incrementally.
    #[function("crc32(data, crc=0, /)")]
    fn crc32(_: &mut Vm, data: BytesLike<'_>, crc: Option<Index>) -> u32 {
        let before = crc.map_or(0, |crc| crc.0.to_i128().unwrap_or(0) as u32);
        binary::crc32(&data, before)
    }
}
