//! Reading strings in quotation marks.

use pellucid_runtime::prelude::*;
use pellucid_runtime::text::{CodeUnit, TextBuilder};

use super::decode_error;

/// Reads a string whose first character is at `start`; gives it and the place behind its end.
pub fn scan_text(
    vm: &mut Vm,
    document: &Typed<Str>,
    start: usize,
    strict: bool,
) -> PyResult<(Ref<Str>, usize)> {
    pellucid_runtime::text::with_units!(document.text(), units => scan(vm, document, units, start, strict))
}

/// As [`scan_text`], for the units of the document.
pub fn scan<U: CodeUnit>(
    vm: &mut Vm,
    document: &Typed<Str>,
    units: &[U],
    start: usize,
    strict: bool,
) -> PyResult<(Ref<Str>, usize)> {
    let plain = plain_length(units, start);
    if code(units, start + plain) == Some(0x22) {
        let text = document.text().slice(start..start + plain);
        return Ok((vm.new_text_slice(text), start + plain + 1));
    }
    let mut result = TextBuilder::new();
    let mut at = start;
    loop {
        let plain = plain_length(units, at);
        result.push_text(document.text().slice(at..at + plain));
        at += plain;
        match code(units, at) {
            None => return Err(unterminated(vm, document, start)),
            Some(0x22) => return Ok((vm.new_text(&result.finish()), at + 1)),
            Some(0x5c) => at = scan_escape(vm, document, units, (start, at), &mut result)?,
            Some(_) if strict => {
                return Err(decode_error(vm, "Invalid control character at", document, at));
            }
            Some(control) => {
                result.push(control);
                at += 1;
            }
        }
    }
}

fn code<U: CodeUnit>(units: &[U], index: usize) -> Option<u32> {
    units.get(index).map(|unit| (*unit).into())
}

/// How many characters from here on stand for themselves.
fn plain_length<U: CodeUnit>(units: &[U], start: usize) -> usize {
    let rest = units.get(start..).unwrap_or_default();
    let special = |unit: &U| {
        let code: u32 = (*unit).into();
        code == 0x22 || code == 0x5c || code < 0x20
    };
    rest.iter().position(special).unwrap_or(rest.len())
}

fn unterminated(vm: &mut Vm, document: &Typed<Str>, start: usize) -> Raised {
    decode_error(vm, "Unterminated string starting at", document, start.saturating_sub(1))
}

/// Reads an escape at a backslash; gives the place behind it.
fn scan_escape<U: CodeUnit>(
    vm: &mut Vm,
    document: &Typed<Str>,
    units: &[U],
    (start, backslash): (usize, usize),
    result: &mut TextBuilder,
) -> PyResult<usize> {
    let Some(letter) = code(units, backslash + 1) else {
        return Err(unterminated(vm, document, start));
    };
    let escaped = match char::from_u32(letter) {
        Some('"' | '\\' | '/') => letter,
        Some('b') => 0x08,
        Some('f') => 0x0c,
        Some('n') => 0x0a,
        Some('r') => 0x0d,
        Some('t') => 0x09,
        Some('u') => {
            let digits = backslash + 2;
            // A string that ends right behind the digits has no closing mark.
            let Some(first) = four_digits(units, digits).filter(|_| digits + 4 < units.len())
            else {
                return Err(decode_error(vm, "Invalid \\uXXXX escape", document, digits - 1));
            };
            return Ok(match second_half(units, digits + 4, first) {
                Some(second) => {
                    result.push(0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00));
                    digits + 10
                }
                None => {
                    result.push(first);
                    digits + 4
                }
            });
        }
        _ => return Err(decode_error(vm, "Invalid \\escape", document, backslash)),
    };
    result.push(escaped);
    Ok(backslash + 2)
}

fn four_digits<U: CodeUnit>(units: &[U], start: usize) -> Option<u32> {
    let digits = units.get(start..start.checked_add(4)?)?;
    digits
        .iter()
        .try_fold(0, |value, unit| Some(value << 4 | char::from_u32((*unit).into())?.to_digit(16)?))
}

/// The escape of a low surrogate behind that of a high one.
fn second_half<U: CodeUnit>(units: &[U], at: usize, first: u32) -> Option<u32> {
    let escaped = (0xd800..0xdc00).contains(&first)
        && code(units, at) == Some(0x5c)
        && code(units, at + 1) == Some(u32::from(b'u'))
        && at + 6 < units.len();
    four_digits(units, at + 2).filter(|second| escaped && (0xdc00..0xe000).contains(second))
}
