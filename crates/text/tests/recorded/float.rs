//! Floats against CPython's.

use pellucid_text::float::*;
use pellucid_text::integer::from_float;

use crate::table::{bits, float, one_nan, rows, text};

fn message(kind: &str, message: &str) -> String {
    format!("!{kind}: {message}")
}

fn pair(pair: (f64, f64)) -> String {
    format!("{} {}", bits(pair.0), bits(pair.1))
}

fn outcome(row: &[&str]) -> Option<Vec<String>> {
    Some(match row[0] {
        "repr" => vec![repr(float(row[1])), to_hexadecimal(float(row[1]))],
        "ratio" => vec![match integer_ratio(float(row[1])) {
            Ok((numerator, denominator)) => format!("{numerator} {denominator}"),
            Err(RatioError::NotANumber) => message("ValueError", RatioError::NotANumber.message()),
            Err(error) => message("OverflowError", error.message()),
        }],
        "int" => vec![match from_float(float(row[1])) {
            Ok(value) => value.to_string(),
            Err(error) if float(row[1]).is_nan() => message("ValueError", error.message()),
            Err(error) => message("OverflowError", error.message()),
        }],
        "round" => vec![match round_digits(float(row[1]), row[2].parse().unwrap()) {
            Some(rounded) => bits(rounded),
            None => message("OverflowError", "rounded value too large to represent"),
        }],
        "divmod" => vec![match divide_remainder(float(row[1]), float(row[2])) {
            Ok(result) => {
                assert_eq!(bits(remainder(float(row[1]), float(row[2])).unwrap()), bits(result.1));
                pair(result)
            }
            Err(_) => message("ZeroDivisionError", "division by zero"),
        }],
        "pow" => vec![match power(float(row[1]), float(row[2])) {
            Ok(result) => bits(result),
            Err(error) => {
                let expected = match error {
                    // The complex power may overflow in its turn.
                    PowerError::Complex => ["complex", "!OverflowError: complex exp"],
                    PowerError::Overflow => ["!OverflowError: (34, 'Numerical result"; 2],
                    PowerError::ZeroToNegative => ["!ZeroDivisionError"; 2],
                };
                assert!(expected.iter().any(|start| row[3].starts_with(start)), "{row:?}");
                return None;
            }
        }],
        "parse" => match parse(text(row[1]).as_text()) {
            Some(value) => vec![bits(value)],
            None => {
                assert!(row[2].starts_with("!ValueError: could not convert"), "{row:?}");
                return None;
            }
        },
        "complex" => vec![match parse_complex(text(row[1]).as_text()) {
            Ok(value) => pair(value),
            Err(ComplexError::Malformed) => {
                message("ValueError", "complex() arg is a malformed string")
            }
            Err(ComplexError::Underscore) => {
                message("ValueError", &format!("could not convert string to complex: '{}'", row[1]))
            }
        }],
        "fromhex" => {
            let sample = text(row[1]).as_text().to_utf8()?;
            vec![match from_hexadecimal(&sample) {
                Ok(value) => bits(value),
                Err(HexadecimalError::Invalid) => {
                    message("ValueError", HexadecimalError::Invalid.message())
                }
                Err(error) => message("OverflowError", error.message()),
            }]
        }
        kind => panic!("unknown kind {kind}"),
    })
}

#[test]
fn floats() {
    let mut failures = Vec::new();
    let tables = [include_str!("../data/float.tsv"), include_str!("../data/power.tsv")];
    for row in tables.into_iter().flat_map(rows) {
        let Some(found) = outcome(&row) else { continue };
        for (index, found) in found.iter().rev().enumerate() {
            let expected = one_nan(row[row.len() - 1 - index]);
            if *found != expected {
                failures.push(format!("{row:?}: {found}"));
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{} differ: {:#?}",
        failures.len(),
        &failures[..failures.len().min(20)]
    );
}
