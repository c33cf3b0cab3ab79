//! The methods of `str` about letters: changing case, and asking what the characters are.

use pellucid_text::{OwnedText, Text, unicode};

use crate::prelude::*;

/// The outcome of a change of case. A character can become three.
fn changed(
    vm: &mut Vm,
    text: &Typed<Str>,
    change: fn(Text<'_>) -> OwnedText,
) -> PyResult<Ref<Str>> {
    vm.check_room(text.text().len().saturating_mul(text.text().width()))?;
    let changed = change(text.text());
    vm.try_unshared_text(changed.as_text())
}

#[methods(CASE)]
impl Str {
    /// Return a capitalized version of the string.
    ///
    /// More specifically, make the first character have upper case and the rest lower
    /// case.
    #[method("capitalize(self, /)")]
    fn capitalize(vm: &mut Vm, text: &Typed<Str>) -> PyResult<Ref<Str>> {
        changed(vm, text, unicode::capitalize)
    }

    /// Return a version of the string suitable for caseless comparisons.
    #[method("casefold(self, /)")]
    fn casefold(vm: &mut Vm, text: &Typed<Str>) -> PyResult<Ref<Str>> {
        changed(vm, text, unicode::casefold)
    }

    /// Return a copy of the string converted to lowercase.
    #[method("lower(self, /)")]
    fn lower(vm: &mut Vm, text: &Typed<Str>) -> PyResult<Ref<Str>> {
        changed(vm, text, unicode::lower)
    }

    /// Return a copy of the string converted to uppercase.
    #[method("upper(self, /)")]
    fn upper(vm: &mut Vm, text: &Typed<Str>) -> PyResult<Ref<Str>> {
        changed(vm, text, unicode::upper)
    }

    /// Convert uppercase characters to lowercase and lowercase characters to uppercase.
    #[method("swapcase(self, /)")]
    fn swapcase(vm: &mut Vm, text: &Typed<Str>) -> PyResult<Ref<Str>> {
        changed(vm, text, unicode::swapcase)
    }

    /// Return a version of the string where each word is titlecased.
    ///
    /// More specifically, words start with uppercased characters and all remaining
    /// cased characters have lower case.
    #[method("title(self, /)")]
    fn title(vm: &mut Vm, text: &Typed<Str>) -> PyResult<Ref<Str>> {
        changed(vm, text, unicode::title)
    }

    /// Return True if the string is an alpha-numeric string, False otherwise.
    ///
    /// A string is alpha-numeric if all characters in the string are alpha-numeric and
    /// there is at least one character in the string.
    #[method("isalnum(self, /)")]
    fn is_alphanumeric(_: &mut Vm, text: &Typed<Str>) -> bool {
        unicode::all_alphanumeric(text.text())
    }

    /// Return True if the string is an alphabetic string, False otherwise.
    ///
    /// A string is alphabetic if all characters in the string are alphabetic and there
    /// is at least one character in the string.
    #[method("isalpha(self, /)")]
    fn is_alphabetic(_: &mut Vm, text: &Typed<Str>) -> bool {
        unicode::all_alphabetic(text.text())
    }

    /// Return True if all characters in the string are ASCII, False otherwise.
    ///
    /// ASCII characters have code points in the range U+0000-U+007F.
    /// Empty string is ASCII too.
    #[method("isascii(self, /)")]
    fn is_all_ascii(_: &mut Vm, text: &Typed<Str>) -> bool {
        text.is_ascii()
    }

    /// Return True if the string is a decimal string, False otherwise.
    ///
    /// A string is a decimal string if all characters in the string are decimal and
    /// there is at least one character in the string.
    #[method("isdecimal(self, /)")]
    fn is_decimal(_: &mut Vm, text: &Typed<Str>) -> bool {
        unicode::all_decimal(text.text())
    }

    /// Return True if the string is a digit string, False otherwise.
    ///
    /// A string is a digit string if all characters in the string are digits and there
    /// is at least one character in the string.
    #[method("isdigit(self, /)")]
    fn is_digit(_: &mut Vm, text: &Typed<Str>) -> bool {
        unicode::all_digits(text.text())
    }

    /// Return True if the string is a valid Python identifier, False otherwise.
    ///
    /// Call keyword.iskeyword(s) to test whether string s is a reserved identifier,
    /// such as "def" or "class".
    #[method("isidentifier(self, /)")]
    fn is_identifier(_: &mut Vm, text: &Typed<Str>) -> bool {
        unicode::is_identifier(text.text())
    }

    /// Return True if the string is a lowercase string, False otherwise.
    ///
    /// A string is lowercase if all cased characters in the string are lowercase and
    /// there is at least one cased character in the string.
    #[method("islower(self, /)")]
    fn is_lower(_: &mut Vm, text: &Typed<Str>) -> bool {
        unicode::all_lower(text.text())
    }

    /// Return True if the string is a numeric string, False otherwise.
    ///
    /// A string is numeric if all characters in the string are numeric and there is at
    /// least one character in the string.
    #[method("isnumeric(self, /)")]
    fn is_numeric(_: &mut Vm, text: &Typed<Str>) -> bool {
        unicode::all_numeric(text.text())
    }

    /// Return True if all characters in the string are printable, False otherwise.
    ///
    /// A character is printable if repr() may use it in its output.
    #[method("isprintable(self, /)")]
    fn is_printable(_: &mut Vm, text: &Typed<Str>) -> bool {
        unicode::all_printable(text.text())
    }

    /// Return True if the string is a whitespace string, False otherwise.
    ///
    /// A string is whitespace if all characters in the string are whitespace and there
    /// is at least one character in the string.
    #[method("isspace(self, /)")]
    fn is_space(_: &mut Vm, text: &Typed<Str>) -> bool {
        unicode::all_space(text.text())
    }

    /// Return True if the string is a title-cased string, False otherwise.
    ///
    /// In a title-cased string, upper- and title-case characters may only
    /// follow uncased characters and lowercase characters only cased ones.
    #[method("istitle(self, /)")]
    fn is_title(_: &mut Vm, text: &Typed<Str>) -> bool {
        unicode::all_titled(text.text())
    }

    /// Return True if the string is an uppercase string, False otherwise.
    ///
    /// A string is uppercase if all cased characters in the string are uppercase and
    /// there is at least one cased character in the string.
    #[method("isupper(self, /)")]
    fn is_upper(_: &mut Vm, text: &Typed<Str>) -> bool {
        unicode::all_upper(text.text())
    }
}
