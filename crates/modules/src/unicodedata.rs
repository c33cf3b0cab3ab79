//! `unicodedata`: what Unicode says of characters.

mod version_3_2;

use pellucid_runtime::builtins::Module;
use pellucid_runtime::object::ModuleSpec;
use pellucid_runtime::prelude::*;
use pellucid_runtime::text::{Text, unicode};

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    doc: "This module provides access to the Unicode Character Database which\ndefines character properties for all Unicode characters. The data in\nthis database is based on the UnicodeData.txt file version\n16.0.0 which is publicly available from the Unicode Consortium\nat https://www.unicode.org/Public/16.0.0/ucd/.\n\nThe module uses the same names and symbols as defined by the\nUnicodeData File Format 16.0.0.",
    functions: &[UnicodeData::METHODS],
    initialise: Some(initialise),
    ..ModuleSpec::new("unicodedata")
};

fn initialise(vm: &mut Vm, module: &Typed<Module>) -> PyResult<()> {
    let version = vm.new_str(unicode::VERSION).into_object();
    vm.set_in_module(module, "unidata_version", version)?;
    let class = vm.native_type(&version_3_2::UCD)?;
    vm.set_in_module(module, "UCD", class.clone().into_object())?;
    let older = vm.new_object(&class, version_3_2::Ucd).into_object();
    vm.set_in_module(module, "ucd_3_2_0", older)
}

/// The functions of `unicodedata`.
pub struct UnicodeData;

/// The character of a name, or KeyError.
fn character_named(vm: &mut Vm, name: &Typed<Str>) -> PyResult<Ref<Str>> {
    let name = name.to_string();
    match unicode::lookup(&name) {
        Some(code) => vm.try_text(Text::Ucs4(&[code])),
        None => {
            let class = vm.types.key_error.clone();
            Err(vm.raise_message(&class, &format!("undefined character name '{name}'")))
        }
    }
}

/// The value or the default, or ValueError.
fn value_or(vm: &mut Vm, value: Option<Ref>, default: Option<&Object>, message: &str) -> PyResult {
    match (value, default) {
        (Some(value), _) => Ok(value),
        (None, Some(default)) => Ok(default.to_ref()),
        (None, None) => Err(vm.value_error(message)),
    }
}

fn form_of(vm: &mut Vm, form: &Typed<Str>) -> PyResult<unicode::Form> {
    match unicode::Form::from_name(&form.to_string()) {
        Some(form) => Ok(form),
        None => Err(vm.value_error("invalid normalization form")),
    }
}

#[methods(owner = "unicodedata")]
impl UnicodeData {
    /// Converts a Unicode character into its equivalent decimal value.
    ///
    /// Returns the decimal value assigned to the character chr as integer.
    /// If no such value is defined, default is returned, or, if not given,
    /// ValueError is raised.
    #[function("decimal(chr, default=<unrepresentable>, /)")]
    fn decimal(vm: &mut Vm, chr: CodePoint, default: Option<&Object>) -> PyResult {
        let value = unicode::decimal_value(chr.0).map(|value| vm.new_int(i64::from(value)));
        value_or(vm, value, default, "not a decimal")
    }

    /// Converts a Unicode character into its equivalent digit value.
    ///
    /// Returns the digit value assigned to the character chr as integer.
    /// If no such value is defined, default is returned, or, if not given,
    /// ValueError is raised.
    #[function("digit(chr, default=<unrepresentable>, /)")]
    fn digit(vm: &mut Vm, chr: CodePoint, default: Option<&Object>) -> PyResult {
        let value = unicode::digit_value(chr.0).map(|value| vm.new_int(i64::from(value)));
        value_or(vm, value, default, "not a digit")
    }

    /// Converts a Unicode character into its equivalent numeric value.
    ///
    /// Returns the numeric value assigned to the character chr as float.
    /// If no such value is defined, default is returned, or, if not given,
    /// ValueError is raised.
    #[function("numeric(chr, default=<unrepresentable>, /)")]
    fn numeric(vm: &mut Vm, chr: CodePoint, default: Option<&Object>) -> PyResult {
        let value = unicode::numeric_value(chr.0).map(|value| vm.new_float(value));
        value_or(vm, value, default, "not a numeric character")
    }

    /// Returns the general category assigned to the character chr as string.
    #[function("category(chr, /)")]
    fn category(_: &mut Vm, chr: CodePoint) -> &'static str {
        unicode::category(chr.0)
    }

    /// Returns the bidirectional class assigned to the character chr as string.
    ///
    /// If no such value is defined, an empty string is returned.
    #[function("bidirectional(chr, /)")]
    fn bidirectional(_: &mut Vm, chr: CodePoint) -> &'static str {
        unicode::bidirectional(chr.0)
    }

    /// Returns the canonical combining class assigned to the character chr as integer.
    ///
    /// Returns 0 if no combining class is defined.
    #[function("combining(chr, /)")]
    fn combining(_: &mut Vm, chr: CodePoint) -> u8 {
        unicode::combining(chr.0)
    }

    /// Returns the mirrored property assigned to the character chr as integer.
    ///
    /// Returns 1 if the character has been identified as a "mirrored"
    /// character in bidirectional text, 0 otherwise.
    #[function("mirrored(chr, /)")]
    fn mirrored(_: &mut Vm, chr: CodePoint) -> u8 {
        u8::from(unicode::is_mirrored(chr.0))
    }

    /// Returns the east asian width assigned to the character chr as string.
    #[function("east_asian_width(chr, /)")]
    fn east_asian_width(_: &mut Vm, chr: CodePoint) -> &'static str {
        unicode::east_asian_width(chr.0)
    }

    /// Returns the character decomposition mapping assigned to the character chr as string.
    ///
    /// An empty string is returned in case no such mapping is defined.
    #[function("decomposition(chr, /)")]
    fn decomposition(_: &mut Vm, chr: CodePoint) -> String {
        unicode::decomposition(chr.0)
    }

    /// Return whether the Unicode string unistr is in the normal form 'form'.
    ///
    /// Valid values for form are 'NFC', 'NFKC', 'NFD', and 'NFKD'.
    #[function("is_normalized(form, unistr, /)")]
    fn is_normalized(vm: &mut Vm, form: &Typed<Str>, unistr: &Typed<Str>) -> PyResult<bool> {
        let form = form_of(vm, form)?;
        Ok(unicode::is_normalized(unistr.text(), form))
    }

    /// Return the normal form 'form' for the Unicode string unistr.
    ///
    /// Valid values for form are 'NFC', 'NFKC', 'NFD', and 'NFKD'.
    #[function("normalize(form, unistr, /)")]
    fn normalize(vm: &mut Vm, form: &Typed<Str>, unistr: &Typed<Str>) -> PyResult<Ref<Str>> {
        let form = form_of(vm, form)?;
        vm.check_room(unistr.len().saturating_mul(8))?;
        let text = unicode::normalize(unistr.text(), form);
        vm.try_owned_text(&text)
    }

    /// Returns the name assigned to the character chr as a string.
    ///
    /// If no name is defined, default is returned, or, if not given,
    /// ValueError is raised.
    #[function("name(chr, default=<unrepresentable>, /)")]
    fn name(vm: &mut Vm, chr: CodePoint, default: Option<&Object>) -> PyResult {
        let name = unicode::name(chr.0).map(|name| vm.new_str(&name).into_object());
        value_or(vm, name, default, "no such name")
    }

    /// Look up character by name.
    ///
    /// If a character with the given name is found, return the
    /// corresponding character.  If not found, KeyError is raised.
    #[function("lookup(name, /)")]
    fn lookup(vm: &mut Vm, name: &Typed<Str>) -> PyResult<Ref<Str>> {
        character_named(vm, name)
    }
}
