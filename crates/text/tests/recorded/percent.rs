//! `format % value` against CPython's.

use dashu_int::IBig;
use pellucid_text::integer::{Radix, to_decimal, to_float, to_radix};
use pellucid_text::percent::*;
use pellucid_text::{OwnedText, TextBuilder, float};

use crate::table::{self, field, rows, text};

enum Value {
    Integer(IBig),
    Float(f64),
}

fn given(length: Option<Length>) -> Option<usize> {
    length.map(|length| match length {
        Length::Given(length) => length,
        Length::Star => panic!("no recorded format has a star"),
    })
}

fn push(
    conversion: &Conversion,
    value: &Value,
    builder: &mut TextBuilder,
) -> Result<(), PercentError> {
    let (flags, width) = (conversion.flags, given(conversion.width).unwrap_or(0));
    let precision = given(conversion.precision);
    let letter = char::from_u32(conversion.letter).unwrap_or('\0');
    let radix = match letter {
        'd' | 'i' | 'u' => Radix::Decimal,
        'o' => Radix::Octal,
        'x' | 'X' => Radix::Hexadecimal,
        'e' | 'E' | 'f' | 'F' | 'g' | 'G' => {
            let value = match value {
                Value::Integer(value) => to_float(value).unwrap(),
                Value::Float(value) => *value,
            };
            return push_float(value, letter, flags, width, precision, builder);
        }
        's' | 'r' => {
            let spelled: OwnedText = match value {
                Value::Integer(value) => value.to_string().into(),
                Value::Float(value) => float::repr(*value).into(),
            };
            return push_text(spelled.as_text(), flags, width, precision, builder);
        }
        _ => return Err(conversion.unsupported(false)),
    };
    let Value::Integer(value) = value else { panic!("only integers are recorded for {letter}") };
    let digits = match radix {
        Radix::Decimal => to_decimal(value, 4300).unwrap(),
        _ => to_radix(value, radix.base()),
    };
    push_integer(&digits, radix, letter == 'X', flags, width, precision, builder)
}

fn outcome(row: &[&str]) -> Result<TextBuilder, PercentError> {
    let format = text(row[1]);
    let format = format.as_text();
    let mapping = row[0] == "keys";
    let mut builder = TextBuilder::new();
    for item in Parser::new(format, mapping) {
        let conversion = match item? {
            Item::Literal(range) => {
                builder.push_text(format.slice(range));
                continue;
            }
            Item::Conversion(conversion) => conversion,
        };
        let value = match row[0] {
            "int" => Value::Integer(row[2].parse().unwrap()),
            "float" => Value::Float(table::float(row[2])),
            _ => {
                let key = conversion.key.clone().map(|key| format.slice(key).to_utf8_lossy());
                Value::Integer(IBig::from(match key.as_deref() {
                    Some("a") => 5,
                    Some("a(b)c") => 7,
                    _ => 9,
                }))
            }
        };
        push(&conversion, &value, &mut builder)?;
    }
    Ok(builder)
}

#[test]
fn percent_formats() {
    let mut failures = Vec::new();
    for row in rows(include_str!("../data/percent.tsv")) {
        let expected = *row.last().unwrap();
        if row[1].contains('c') && row[0] == "int" || expected.contains("not all arguments") {
            continue;
        }
        let found = match outcome(&row) {
            Ok(builder) => field(&builder.finish()),
            Err(error @ PercentError::NoMapping) => format!("!TypeError: {}", error.message()),
            Err(error) => format!("!ValueError: {}", error.message()),
        };
        if found != expected {
            failures.push(format!("{row:?}: {found}"));
        }
    }
    assert!(failures.is_empty(), "{} differ: {failures:#?}", failures.len());
}
