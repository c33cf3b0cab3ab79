//! `unicodedata.name` and `lookup`.

use super::properties::is_unassigned;

/// The name of a code point, if it has one.
pub fn name(code: u32) -> Option<String> {
    // The names come from a later Unicode version, which has more code points but the same names.
    if is_unassigned(code) {
        return None;
    }
    unicode_names2::name(char::from_u32(code)?).map(|name| name.to_string())
}

/// The code point of a name or an alias, in any case.
pub fn lookup(name: &str) -> Option<u32> {
    // No name is as long as that; a long text would only cost time.
    if name.len() > 256 {
        return None;
    }
    let code = u32::from(unicode_names2::character(name)?);
    let known = !is_unassigned(code);
    (known && is_spelled_so(&self::name(code).unwrap_or_default(), name)).then_some(code)
}

/// The names behind `character` are matched without regard to spaces and hyphens; Python is stricter.
fn is_spelled_so(full: &str, asked: &str) -> bool {
    if full.starts_with("CJK UNIFIED IDEOGRAPH-") || full.starts_with("HANGUL SYLLABLE ") {
        return full == asked;
    }
    let loose = |name: &str| -> String {
        let kept = name.chars().filter(|char| !matches!(char, ' ' | '-' | '_'));
        kept.map(|char| char.to_ascii_uppercase()).collect()
    };
    // A name that differs in more than spacing is an alias.
    full.eq_ignore_ascii_case(asked) || loose(full) != loose(asked)
}
