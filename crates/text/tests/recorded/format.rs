//! `format(value, specification)` against CPython's.

use pellucid_text::format::*;
use pellucid_text::{TextBuilder, float};

use crate::table::{self, field, rows, text};

fn outcome(row: &[&str]) -> Result<TextBuilder, FormatError> {
    let mut builder = TextBuilder::new();
    let specification = text(row[row.len() - 2]);
    let specification = specification.as_text();
    match row[0] {
        // An empty specification is `str(value)`, which the caller sees to.
        "int" if specification.is_empty() => builder.push_str(row[1]),
        "float" if specification.is_empty() => builder.push_str(&float::repr(table::float(row[1]))),
        "int" => {
            let specification = Specification::for_number(specification, row[2])?;
            let value = row[1].parse().unwrap();
            format_integer(&value, &specification, row[2], 4300, &mut builder)?;
        }
        "float" => {
            let specification = Specification::for_number(specification, "float")?;
            format_float(table::float(row[1]), &specification, "float", &mut builder)?;
        }
        "complex" => {
            let specification = Specification::for_number(specification, "complex")?;
            let (real, imaginary) = (table::float(row[1]), table::float(row[2]));
            format_complex(real, imaginary, &specification, "complex", &mut builder)?;
        }
        "str" => {
            let specification = Specification::for_text(specification, "str")?;
            format_text(text(row[1]).as_text(), &specification, "str", &mut builder)?;
        }
        kind => panic!("unknown kind {kind}"),
    }
    Ok(builder)
}

#[test]
fn formats() {
    let mut failures = Vec::new();
    for row in rows(include_str!("../data/format.tsv")) {
        let found = match outcome(&row) {
            Ok(builder) => field(&builder.finish()),
            Err(FormatError::Value(message)) => format!("!ValueError: {}", field(&message.into())),
            Err(FormatError::Overflow(message)) => {
                format!("!OverflowError: {}", field(&message.into()))
            }
            Err(FormatError::TooLarge) => "!MemoryError: ".to_owned(),
        };
        if found != *row.last().unwrap() {
            failures.push(format!("{row:?}: {found}"));
        }
    }
    assert!(
        failures.is_empty(),
        "{} differ: {:#?}",
        failures.len(),
        &failures[..failures.len().min(40)]
    );
}

#[test]
fn what_is_too_large_is_refused() {
    let mut builder = TextBuilder::new();
    for (specification, expected) in [
        (".2147483648f", FormatError::Value("precision too big".to_owned())),
        (".2147483647f", FormatError::TooLarge),
        ("9000000000000000000", FormatError::TooLarge),
        ("09000000000000000000,", FormatError::TooLarge),
    ] {
        let text = pellucid_text::OwnedText::from(specification);
        let specification = Specification::for_number(text.as_text(), "float").unwrap();
        assert!(specification.length_bound() > 2_000_000_000);
        assert_eq!(format_float(1.0, &specification, "float", &mut builder), Err(expected));
    }
}
