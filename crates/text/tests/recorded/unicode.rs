//! Unicode properties, case, names and normal forms against CPython's.

use pellucid_text::unicode::*;
use pellucid_text::{OwnedText, Text};

use crate::table::{bits, field, rows, text};

/// What Python's `str` method or `unicodedata` function of that name gives for a text, as a field.
fn result(name: &str, subject: Text<'_>) -> String {
    let form = Form::from_name(name.strip_prefix("is_").unwrap_or(name));
    if let Some(form) = form {
        return if name.starts_with("is_") {
            truth(is_normalized(subject, form))
        } else {
            field(&normalize(subject, form))
        };
    }
    let code = subject.get(0).unwrap_or(0);
    match name {
        "isalpha" => truth(all_alphabetic(subject)),
        "isalnum" => truth(all_alphanumeric(subject)),
        "isdecimal" => truth(all_decimal(subject)),
        "isdigit" => truth(all_digits(subject)),
        "isnumeric" => truth(all_numeric(subject)),
        "isspace" => truth(all_space(subject)),
        "isprintable" => truth(all_printable(subject)),
        "isidentifier" => truth(is_identifier(subject)),
        "isupper" => truth(all_upper(subject)),
        "islower" => truth(all_lower(subject)),
        "istitle" => truth(all_titled(subject)),
        "upper" => field(&upper(subject)),
        "lower" => field(&lower(subject)),
        "title" => field(&title(subject)),
        "casefold" => field(&casefold(subject)),
        "swapcase" => field(&swapcase(subject)),
        "capitalize" => field(&capitalize(subject)),
        "identifier_continue" => truth(is_identifier_continue(code)),
        "category" => category(code).to_owned(),
        "bidirectional" => bidirectional(code).to_owned(),
        "combining" => combining(code).to_string(),
        "east_asian_width" => east_asian_width(code).to_owned(),
        "mirrored" => truth(is_mirrored(code)),
        "decomposition" => decomposition(code),
        "decimal" => decimal_value(code).map_or(String::new(), |value| value.to_string()),
        "digit" => digit_value(code).map_or(String::new(), |value| value.to_string()),
        "numeric" => numeric_value(code).map_or(String::new(), bits),
        "name" => pellucid_text::unicode::name(code).unwrap_or_default(),
        name => panic!("unknown name {name}"),
    }
}

fn truth(truth: bool) -> String {
    if truth { "True" } else { "False" }.to_owned()
}

fn digest(name: &str) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    for code in 0..0x11_0000 {
        let subject: OwnedText = Text::Ucs4(&[code]).to_owned();
        hasher.update(result(name, subject.as_text()).as_bytes());
        hasher.update(b"\n");
    }
    hasher.finalize()
}

#[test]
fn unicode() {
    let mut failures = Vec::new();
    for row in rows(include_str!("../data/unicode.tsv")) {
        let (found, expected) = match row[0] {
            "digest" => (digest(row[1]).to_string(), row[2]),
            "lookup" => {
                let found = lookup(row[1]).map(|code| format!("{code:x}"));
                let missing = format!("!KeyError: \"undefined character name '{}'\"", row[1]);
                (found.unwrap_or(missing), row[2])
            }
            name => (result(name, text(row[1]).as_text()), row[2]),
        };
        if found != expected {
            failures.push(format!("{row:?}: {found}"));
        }
    }
    assert!(failures.is_empty(), "{} differ: {failures:#?}", failures.len());
}
