//! `unicodedata.ucd_3_2_0`: what Unicode 3.2 said of characters, which `stringprep` and `encodings.idna` ask.

use pellucid_runtime::object::{TypeFlags, TypeSpec};
use pellucid_runtime::prelude::*;
use pellucid_runtime::text::unicode;
use pellucid_runtime::text::unicode::version_3_2;

use super::{character_named, form_of, value_or};

/// The payload of `UCD` objects, of which there is one.
#[derive(Trace)]
pub struct Ucd;

/// The row of `UCD`.
pub static UCD: TypeSpec = TypeSpec {
    module: "unicodedata",
    flags: TypeFlags::IMMUTABLE.union(TypeFlags::NOT_INSTANTIABLE),
    methods: &[Ucd::METHODS],
    getsets: &[Ucd::GETSETS],
    ..TypeSpec::new::<Ucd>("UCD")
};

#[methods(owner = "UCD")]
impl Ucd {
    /// Converts a Unicode character into its equivalent decimal value.
    ///
    /// Returns the decimal value assigned to the character chr as integer.
    /// If no such value is defined, default is returned, or, if not given,
    /// ValueError is raised.
    #[method("decimal(self, chr, default=<unrepresentable>, /)")]
    fn decimal(
        vm: &mut Vm,
        _this: &Typed<Ucd>,
        chr: CodePoint,
        default: Option<&Object>,
    ) -> PyResult {
        let value = version_3_2::decimal_value(chr.0).map(|value| vm.new_int(i64::from(value)));
        value_or(vm, value, default, "not a decimal")
    }

    /// Converts a Unicode character into its equivalent digit value.
    ///
    /// Returns the digit value assigned to the character chr as integer.
    /// If no such value is defined, default is returned, or, if not given,
    /// ValueError is raised.
    #[method("digit(self, chr, default=<unrepresentable>, /)")]
    fn digit(
        vm: &mut Vm,
        _this: &Typed<Ucd>,
        chr: CodePoint,
        default: Option<&Object>,
    ) -> PyResult {
        let value = unicode::digit_value(chr.0).map(|value| vm.new_int(i64::from(value)));
        value_or(vm, value, default, "not a digit")
    }

    /// Converts a Unicode character into its equivalent numeric value.
    ///
    /// Returns the numeric value assigned to the character chr as float.
    /// If no such value is defined, default is returned, or, if not given,
    /// ValueError is raised.
    #[method("numeric(self, chr, default=<unrepresentable>, /)")]
    fn numeric(
        vm: &mut Vm,
        _this: &Typed<Ucd>,
        chr: CodePoint,
        default: Option<&Object>,
    ) -> PyResult {
        let value = version_3_2::numeric_value(chr.0).map(|value| vm.new_float(value));
        value_or(vm, value, default, "not a numeric character")
    }

    /// Returns the general category assigned to the character chr as string.
    #[method("category(self, chr, /)")]
    fn category(_: &mut Vm, _this: &Typed<Ucd>, chr: CodePoint) -> &'static str {
        version_3_2::category(chr.0)
    }

    /// Returns the bidirectional class assigned to the character chr as string.
    ///
    /// If no such value is defined, an empty string is returned.
    #[method("bidirectional(self, chr, /)")]
    fn bidirectional(_: &mut Vm, _this: &Typed<Ucd>, chr: CodePoint) -> &'static str {
        version_3_2::bidirectional(chr.0)
    }

    /// Returns the canonical combining class assigned to the character chr as integer.
    ///
    /// Returns 0 if no combining class is defined.
    #[method("combining(self, chr, /)")]
    fn combining(_: &mut Vm, _this: &Typed<Ucd>, chr: CodePoint) -> u8 {
        version_3_2::combining(chr.0)
    }

    /// Returns the mirrored property assigned to the character chr as integer.
    ///
    /// Returns 1 if the character has been identified as a "mirrored"
    /// character in bidirectional text, 0 otherwise.
    #[method("mirrored(self, chr, /)")]
    fn mirrored(_: &mut Vm, _this: &Typed<Ucd>, chr: CodePoint) -> u8 {
        u8::from(version_3_2::is_mirrored(chr.0))
    }

    /// Returns the east asian width assigned to the character chr as string.
    #[method("east_asian_width(self, chr, /)")]
    fn east_asian_width(_: &mut Vm, _this: &Typed<Ucd>, chr: CodePoint) -> &'static str {
        version_3_2::east_asian_width(chr.0)
    }

    /// Returns the character decomposition mapping assigned to the character chr as string.
    ///
    /// An empty string is returned in case no such mapping is defined.
    #[method("decomposition(self, chr, /)")]
    fn decomposition(_: &mut Vm, _this: &Typed<Ucd>, chr: CodePoint) -> String {
        version_3_2::decomposition(chr.0)
    }

    /// Return whether the Unicode string unistr is in the normal form 'form'.
    ///
    /// Valid values for form are 'NFC', 'NFKC', 'NFD', and 'NFKD'.
    #[method("is_normalized(self, form, unistr, /)")]
    fn is_normalized(
        vm: &mut Vm,
        _this: &Typed<Ucd>,
        form: &Typed<Str>,
        unistr: &Typed<Str>,
    ) -> PyResult<bool> {
        let form = form_of(vm, form)?;
        Ok(version_3_2::is_normalized(unistr.text(), form))
    }

    /// Return the normal form 'form' for the Unicode string unistr.
    ///
    /// Valid values for form are 'NFC', 'NFKC', 'NFD', and 'NFKD'.
    #[method("normalize(self, form, unistr, /)")]
    fn normalize(
        vm: &mut Vm,
        _this: &Typed<Ucd>,
        form: &Typed<Str>,
        unistr: &Typed<Str>,
    ) -> PyResult<Ref<Str>> {
        let form = form_of(vm, form)?;
        vm.check_room(unistr.len().saturating_mul(8))?;
        let text = version_3_2::normalize(unistr.text(), form);
        vm.try_owned_text(&text)
    }

    /// Returns the name assigned to the character chr as a string.
    ///
    /// If no name is defined, default is returned, or, if not given,
    /// ValueError is raised.
    #[method("name(self, chr, default=<unrepresentable>, /)")]
    fn name(vm: &mut Vm, _this: &Typed<Ucd>, chr: CodePoint, default: Option<&Object>) -> PyResult {
        let name = version_3_2::name(chr.0).map(|name| vm.new_str(&name).into_object());
        value_or(vm, name, default, "no such name")
    }

    /// Look up character by name.
    ///
    /// If a character with the given name is found, return the
    /// corresponding character.  If not found, KeyError is raised.
    #[method("lookup(self, name, /)")]
    fn lookup(vm: &mut Vm, _this: &Typed<Ucd>, name: &Typed<Str>) -> PyResult<Ref<Str>> {
        character_named(vm, name)
    }

    /// The version of the database.
    #[getter("unidata_version")]
    fn version(_: &mut Vm, _this: &Typed<Ucd>) -> &'static str {
        version_3_2::VERSION
    }
}
