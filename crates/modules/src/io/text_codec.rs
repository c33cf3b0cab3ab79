//! Encoders and decoders for text streams.

use pellucid_runtime::prelude::*;

use super::text::Newline;
use super::{call_method, newline};

/// Encodings that need no encoder for much of their text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fast {
    /// Always ask the encoder.
    None,
    /// ASCII text is its own bytes.
    Ascii,
    /// All text without surrogates is its UTF-8.
    Utf8,
}

/// Which short way an encoding allows.
pub(super) fn fast(encoding: &Typed<Str>, _errors: &Typed<Str>) -> Fast {
    let name: String = encoding
        .to_string()
        .chars()
        .filter(|letter| !matches!(letter, '-' | '_'))
        .collect::<String>()
        .to_ascii_lowercase();
    match name.as_str() {
        "utf8" => Fast::Utf8,
        "ascii" | "usascii" | "latin1" | "iso88591" | "iso885915" | "cp1252" => Fast::Ascii,
        _ => Fast::None,
    }
}

/// The name of the encoding: given, or the locale's.
pub(super) fn encoding_name(vm: &mut Vm, encoding: Option<&Typed<Str>>) -> PyResult<Ref<Str>> {
    match encoding {
        Some(encoding) if *encoding.value() != *"locale" => {
            if encoding.text().code_points().any(|code| code == 0) {
                return Err(vm.value_error("embedded null character"));
            }
            Ok(encoding.to_ref())
        }
        // UTF-8 is the encoding of every locale that this host's C library is used with here.
        _ => Ok(vm.intern("utf-8")),
    }
}

/// LookupError for unknown encodings, and for codecs that are not for text.
pub(super) fn check(vm: &mut Vm, encoding: &Typed<Str>, errors: &Typed<Str>) -> PyResult<()> {
    let info = lookup(vm, encoding)?;
    let name = vm.intern("_is_text_encoding");
    if let Some(is_text) = vm.find_attribute(&info, &name)?
        && !vm.is_true(&is_text)?
    {
        return Err(vm.lookup_error(format!(
            "'{encoding}' is not a text encoding; use codecs.open() to handle arbitrary codecs"
        )));
    }
    if errors.text().code_points().any(|code| code == 0) {
        return Err(vm.value_error("embedded null character"));
    }
    Ok(())
}

fn lookup(vm: &mut Vm, encoding: &Typed<Str>) -> PyResult {
    let codecs = vm.import("_codecs")?;
    call_method(vm, &codecs, "lookup", &[encoding.as_object()])
}

/// An incremental encoder.
pub(super) fn encoder(vm: &mut Vm, encoding: &Typed<Str>, errors: &Typed<Str>) -> PyResult {
    let info = lookup(vm, encoding)?;
    call_method(vm, &info, "incrementalencoder", &[errors.as_object()])
}

/// An incremental decoder, in universal-newlines mode with the translation of line ends around it.
pub(super) fn decoder(
    vm: &mut Vm,
    encoding: &Typed<Str>,
    errors: &Typed<Str>,
    newline: Newline,
) -> PyResult {
    let info = lookup(vm, encoding)?;
    let decoder = call_method(vm, &info, "incrementaldecoder", &[errors.as_object()])?;
    if !newline.is_universal() {
        return Ok(decoder);
    }
    let class = vm.native_type(&newline::SPEC)?;
    let translate = vm.new_bool(newline == Newline::Universal);
    vm.call_positional(class.as_object(), &[&decoder, &translate])
}
