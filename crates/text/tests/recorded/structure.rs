//! `struct` against CPython's.

use dashu_int::IBig;
use pellucid_text::structure::*;

use crate::table::{bits, float, one_nan, rows, text};

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhexadecimal(field: &str) -> Vec<u8> {
    let pairs = field.as_bytes().chunks(2);
    pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

fn pack(format: &str, value: Value<'_>) -> Result<String, StructError> {
    let layout = Layout::parse(format.as_bytes())?;
    let mut bytes = vec![0; layout.size()];
    let fields: Vec<(&Field, usize)> = layout.fields().collect();
    layout.check_values("pack", 1)?;
    let (field, start) = fields[0];
    let place = start..start + field.size;
    field.pack(value, &mut bytes[place.clone()])?;
    match (field.unpack(&bytes[place]), value) {
        (Some(Value::Integer(found)), Value::Integer(value)) => assert_eq!(found, value),
        (Some(Value::Float(found)), Value::Float(value)) if field.size == 8 => {
            assert_eq!(found, value);
        }
        (Some(Value::Bytes(found)), Value::Bytes(value)) => {
            let common = found.len().min(value.len());
            assert_eq!(found[..common], value[..common]);
        }
        (found, _) => assert!(found.is_some()),
    }
    Ok(hexadecimal(&bytes))
}

fn outcome(row: &[&str]) -> Result<String, StructError> {
    match row[0] {
        "size" => {
            let format = text(row[1]).as_text().to_utf8().unwrap();
            Ok(Layout::parse(format.as_bytes())?.size().to_string())
        }
        "int" => {
            let value: IBig = row[2].parse().unwrap();
            pack(row[1], Value::Integer(i128::try_from(&value).ok()))
        }
        "float" => pack(row[1], Value::Float(float(row[2]))),
        "bytes" => pack(row[1], Value::Bytes(&unhexadecimal(row[2]))),
        "half" => Ok(bits(half_to_float(row[1].parse().unwrap()))),
        "unpack_from" | "pack_into" => {
            let layout = Layout::parse(b"h")?;
            let packing = row[0] == "pack_into";
            let start = layout.resolve_offset(row[1].parse().unwrap(), 3, packing)?;
            let (field, _) = layout.fields().next().unwrap();
            Ok(match field.unpack(&b"abc"[start..start + 2]) {
                Some(Value::Integer(Some(value))) if !packing => value.to_string(),
                _ => "done".to_owned(),
            })
        }
        kind => panic!("unknown kind {kind}"),
    }
}

#[test]
fn structures() {
    let mut failures = Vec::new();
    for row in rows(include_str!("../data/structure.tsv")) {
        let found = match outcome(&row) {
            Ok(found) => found,
            Err(StructError::Struct(message)) => format!("!error: {message}"),
            Err(StructError::Overflow(message)) => format!("!OverflowError: {message}"),
        };
        let expected = row[row.len() - 1];
        let expected = if row[0] == "half" { one_nan(expected) } else { expected.to_owned() };
        if found != expected {
            failures.push(format!("{row:?}: {found}"));
        }
    }
    assert!(
        failures.is_empty(),
        "{} differ: {:#?}",
        failures.len(),
        &failures[..failures.len().min(20)]
    );
}
