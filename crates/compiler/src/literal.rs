//! Literals as constants.

use std::borrow::Cow;

use dashu_int::IBig;
use dashu_int::ops::{BitTest, UnsignedAbs};
use pellucid_bytecode::Constant;
use ruff_python_ast::{
    ExprBytesLiteral, ExprStringLiteral, InterpolatedStringLiteralElement, Number, StringLiteral,
};
use ruff_text_size::Ranged;

use crate::source::Source;

/// Whether a string constant looks like an identifier, and so is interned.
fn is_name_like(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
}

/// A string constant.
pub(crate) fn wtf8_constant(wtf8: Vec<u8>) -> Constant {
    let interned = is_name_like(&wtf8);
    Constant::Str { wtf8: wtf8.into(), interned }
}

pub(crate) fn string_constant(text: &str) -> Constant {
    wtf8_constant(text.as_bytes().to_vec())
}

/// A name that the program can see as a string: always interned.
pub(crate) fn name(text: &str) -> Constant {
    Constant::Str { wtf8: text.as_bytes().into(), interned: true }
}

/// The constant of a string literal, with its implicitly concatenated parts.
pub(crate) fn string(literal: &ExprStringLiteral, source: &Source<'_>) -> Constant {
    let mut bytes = Vec::new();
    for part in &literal.value {
        bytes.extend(string_part(part, source));
    }
    wtf8_constant(bytes)
}

/// The characters of one string token, with the lone surrogates that the parser cannot represent.
pub(crate) fn string_part(part: &StringLiteral, source: &Source<'_>) -> Vec<u8> {
    let raw = part.flags.prefix().is_raw();
    restore_surrogates(&part.value, || source.slice(part.range()), raw)
}

/// The same for a literal part of an f-string or t-string.
pub(crate) fn element(
    part: &InterpolatedStringLiteralElement,
    raw: bool,
    source: &Source<'_>,
) -> Vec<u8> {
    restore_surrogates(&part.value, || source.slice(part.range()), raw)
}

/// The parser puts U+FFFD for escapes of surrogates; the source says what was meant.
fn restore_surrogates<'s>(value: &str, source: impl Fn() -> &'s str, raw: bool) -> Vec<u8> {
    if raw || !value.contains('\u{fffd}') {
        return value.as_bytes().to_vec();
    }
    let mut meant = replacements(source()).into_iter();
    let mut bytes = Vec::with_capacity(value.len());
    let mut buffer = [0; 4];
    for character in value.chars() {
        if character == '\u{fffd}' {
            let code = meant.next().unwrap_or(0xfffd);
            bytes.extend([
                0xe0 | (code >> 12) as u8,
                0x80 | (code >> 6 & 0x3f) as u8,
                0x80 | (code & 0x3f) as u8,
            ]);
        } else {
            bytes.extend(character.encode_utf8(&mut buffer).as_bytes());
        }
    }
    bytes
}

/// What each U+FFFD of a literal's value stands for, in order.
fn replacements(text: &str) -> Vec<u32> {
    let mut found = Vec::new();
    let mut rest = text.chars();
    while let Some(character) = rest.next() {
        if character == '\u{fffd}' {
            found.push(0xfffd);
        }
        if character != '\\' {
            continue;
        }
        let digits = match rest.next() {
            Some('u') => 4,
            Some('U') => 8,
            Some('N') => {
                let name: String = rest.by_ref().take_while(|&it| it != '}').collect();
                if name.trim_start_matches('{').eq_ignore_ascii_case("replacement character") {
                    found.push(0xfffd);
                }
                continue;
            }
            _ => continue,
        };
        let code = rest.as_str().get(..digits).and_then(|hex| u32::from_str_radix(hex, 16).ok());
        if let Some(code @ (0xd800..=0xdfff | 0xfffd)) = code {
            found.push(code);
        }
    }
    found
}

pub(crate) fn bytes(literal: &ExprBytesLiteral) -> Constant {
    Constant::Bytes(literal.value.bytes().collect())
}

pub(crate) fn number(number: &Number) -> Constant {
    match number {
        Number::Int(value) => match value.as_i64() {
            Some(value) => Constant::Int(value),
            None => integer(&parse_integer(&value.to_string())),
        },
        Number::Float(value) => Constant::Float(value.to_bits()),
        Number::Complex { real, imag } => Constant::Complex(real.to_bits(), imag.to_bits()),
    }
}

/// The name of a number literal's type.
pub(crate) fn number_type(number: &Number) -> &'static str {
    match number {
        Number::Int(_) => "int",
        Number::Float(_) => "float",
        Number::Complex { .. } => "complex",
    }
}

fn parse_integer(text: &str) -> IBig {
    let text = text.replace('_', "");
    let (digits, radix) = match text.get(..2) {
        Some("0x" | "0X") => (&text[2..], 16),
        Some("0o" | "0O") => (&text[2..], 8),
        Some("0b" | "0B") => (&text[2..], 2),
        _ => (&*text, 10),
    };
    IBig::from_str_radix(digits, radix).unwrap_or(IBig::ZERO)
}

/// An integer of any size as a constant.
pub(crate) fn integer(value: &IBig) -> Constant {
    if let Ok(small) = i64::try_from(value) {
        return Constant::Int(small);
    }
    let negative = *value < IBig::ZERO;
    let magnitude = value.unsigned_abs();
    debug_assert!(magnitude.bit_len() > 62);
    Constant::BigInt(negative, magnitude.to_le_bytes())
}

/// A docstring with its indentation taken away, as the compiler does since Python 3.13.
pub(crate) fn docstring(text: Constant) -> Constant {
    let Constant::Str { wtf8, .. } = &text else { return text };
    let expanded = with_spaces_for_tabs(wtf8);
    let lines: Vec<&[u8]> = expanded.split(|&byte| byte == b'\n').collect();
    let indent = |line: &[u8]| line.iter().take_while(|&&byte| byte == b' ').count();
    let margin = lines
        .iter()
        .skip(1)
        .filter(|line| line.len() > indent(line))
        .map(|line| indent(line))
        .min()
        .unwrap_or(0);
    let mut clean = Vec::with_capacity(expanded.len());
    for (index, line) in lines.iter().enumerate() {
        if index == 0 {
            clean.extend(&line[indent(line)..]);
        } else {
            clean.push(b'\n');
            clean.extend(&line[margin.min(indent(line))..]);
        }
    }
    wtf8_constant(clean)
}

/// As `str.expandtabs` does: a tab stop every eight characters.
fn with_spaces_for_tabs(text: &[u8]) -> Cow<'_, [u8]> {
    const STOP: usize = 8;
    if !text.contains(&b'\t') {
        return Cow::Borrowed(text);
    }
    let mut expanded = Vec::with_capacity(text.len() + STOP);
    let mut column = 0;
    for &byte in text {
        match byte {
            b'\t' => {
                let width = STOP - column % STOP;
                expanded.resize(expanded.len() + width, b' ');
                column += width;
                continue;
            }
            b'\n' | b'\r' => column = 0,
            // Bytes that go on with a character take no column.
            0x80..=0xbf => {}
            _ => column += 1,
        }
        expanded.push(byte);
    }
    Cow::Owned(expanded)
}
