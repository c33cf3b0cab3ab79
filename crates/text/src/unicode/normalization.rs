//! `unicodedata.normalize`.

use unicode_normalization::{
    IsNormalized, UnicodeNormalization, is_nfc_quick, is_nfd_quick, is_nfkc_quick, is_nfkd_quick,
};

use super::properties::is_unassigned;
use crate::text::{OwnedText, Text, TextBuilder};

/// A normal form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// Canonical composition.
    Nfc,
    /// Compatibility composition.
    Nfkc,
    /// Canonical decomposition.
    Nfd,
    /// Compatibility decomposition.
    Nfkd,
}

impl Form {
    /// The form that Python calls so: `NFC`, `NFKC`, `NFD` or `NFKD`.
    pub fn from_name(name: &str) -> Option<Form> {
        match name {
            "NFC" => Some(Form::Nfc),
            "NFKC" => Some(Form::Nfkc),
            "NFD" => Some(Form::Nfd),
            "NFKD" => Some(Form::Nfkd),
            _ => None,
        }
    }
}

/// A code point that takes part in normalization. Surrogates do not, nor what is unassigned in our
/// Unicode version (the tables behind the iterators know a later one): both are starters that change
/// nothing, so the text can be cut at them.
fn normalizable(code: u32) -> Option<char> {
    if is_unassigned(code) { None } else { char::from_u32(code) }
}

/// The text in a normal form.
pub fn normalize(text: Text<'_>, form: Form) -> OwnedText {
    normalize_known(text, form, |code| !is_unassigned(code))
}

/// The text in a normal form, where code points that are not known stay as they are.
pub(super) fn normalize_known(
    text: Text<'_>,
    form: Form,
    is_known: impl Fn(u32) -> bool,
) -> OwnedText {
    if text.is_ascii() || (form == Form::Nfc && matches!(text, Text::Latin1(_))) {
        return text.to_owned();
    }
    let known = |code| if is_known(code) { normalizable(code) } else { None };
    let mut builder = TextBuilder::with_capacity(text.len());
    let mut codes = text.code_points().peekable();
    while codes.peek().is_some() {
        let run = std::iter::from_fn(|| {
            let char = known(*codes.peek()?)?;
            codes.next();
            Some(char)
        });
        push_run(run, form, &mut builder);
        if let Some(code) = codes.next() {
            builder.push(code);
        }
    }
    builder.finish()
}

fn push_run(run: impl Iterator<Item = char>, form: Form, builder: &mut TextBuilder) {
    match form {
        Form::Nfc => builder.extend(run.nfc().map(u32::from)),
        Form::Nfkc => builder.extend(run.nfkc().map(u32::from)),
        Form::Nfd => builder.extend(run.nfd().map(u32::from)),
        Form::Nfkd => builder.extend(run.nfkd().map(u32::from)),
    }
}

/// Whether the text is in a normal form.
pub fn is_normalized(text: Text<'_>, form: Form) -> bool {
    if text.is_ascii() {
        return true;
    }
    let assigned = text.code_points().map(|code| normalizable(code).unwrap_or('\0'));
    let quick = match form {
        Form::Nfc => is_nfc_quick(assigned),
        Form::Nfkc => is_nfkc_quick(assigned),
        Form::Nfd => is_nfd_quick(assigned),
        Form::Nfkd => is_nfkd_quick(assigned),
    };
    match quick {
        IsNormalized::Yes => true,
        IsNormalized::No => false,
        IsNormalized::Maybe => normalize(text, form).as_text() == text,
    }
}
