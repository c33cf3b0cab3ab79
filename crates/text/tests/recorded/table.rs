//! Reads the tables that `tests/record.py` writes.

use pellucid_text::{OwnedText, TextBuilder};

/// The rows of a table, as fields still in the table's spelling.
pub fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().map(|line| line.split('\t').collect())
}

/// The text that a field spells.
pub fn text(field: &str) -> OwnedText {
    let mut builder = TextBuilder::new();
    let mut rest = field;
    while let Some((plain, escaped)) = rest.split_once('\\') {
        builder.push_str(plain);
        let (code, after) = escaped.split_once(';').unwrap();
        builder.push(u32::from_str_radix(code, 16).unwrap());
        rest = after;
    }
    builder.push_str(rest);
    builder.finish()
}

/// The field that spells a text.
pub fn field(text: &OwnedText) -> String {
    let spell = |code: u32| match char::from_u32(code) {
        Some(char @ ' '..='~') if char != '\\' => char.to_string(),
        _ => format!("\\{code:x};"),
    };
    text.as_text().code_points().map(spell).collect()
}

/// The float of a field of 16 hexadecimal digits.
pub fn float(field: &str) -> f64 {
    f64::from_bits(u64::from_str_radix(field, 16).unwrap())
}

/// The field that spells a float; all NaNs are one.
pub fn bits(value: f64) -> String {
    if value.is_nan() { "nan".to_owned() } else { format!("{:016x}", value.to_bits()) }
}

/// Makes all NaNs in a field one.
pub fn one_nan(field: &str) -> String {
    let word = |word: &str| match u64::from_str_radix(word, 16) {
        Ok(number) if word.len() == 16 && f64::from_bits(number).is_nan() => "nan".to_owned(),
        _ => word.to_owned(),
    };
    field.split(' ').map(word).collect::<Vec<_>>().join(" ")
}
