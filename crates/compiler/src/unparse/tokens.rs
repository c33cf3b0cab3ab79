//! The text of operators, literals and the expressions in braces.

use ruff_python_ast::{CmpOp, Expr, Number, Operator};

use super::{Level, Writer};

pub(super) fn expression_in_braces(expression: &Expr) -> String {
    let mut writer = Writer { text: String::new() };
    writer.expression(expression, Level::Test.next());
    writer.text
}

pub(super) fn binary(operator: Operator) -> (Level, &'static str) {
    match operator {
        Operator::Add => (Level::Arithmetic, " + "),
        Operator::Sub => (Level::Arithmetic, " - "),
        Operator::Mult => (Level::Term, " * "),
        Operator::MatMult => (Level::Term, " @ "),
        Operator::Div => (Level::Term, " / "),
        Operator::Mod => (Level::Term, " % "),
        Operator::FloorDiv => (Level::Term, " // "),
        Operator::Pow => (Level::Power, " ** "),
        Operator::LShift => (Level::Shift, " << "),
        Operator::RShift => (Level::Shift, " >> "),
        Operator::BitOr => (Level::Expr, " | "),
        Operator::BitXor => (Level::Xor, " ^ "),
        Operator::BitAnd => (Level::BitAnd, " & "),
    }
}

pub(super) fn comparison(operator: CmpOp) -> &'static str {
    match operator {
        CmpOp::Eq => " == ",
        CmpOp::NotEq => " != ",
        CmpOp::Lt => " < ",
        CmpOp::LtE => " <= ",
        CmpOp::Gt => " > ",
        CmpOp::GtE => " >= ",
        CmpOp::Is => " is ",
        CmpOp::IsNot => " is not ",
        CmpOp::In => " in ",
        CmpOp::NotIn => " not in ",
    }
}

/// A string as `repr` writes it.
pub(super) fn quoted(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut out = String::from(quote);
    for character in text.chars() {
        match character {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            it if it == quote => {
                out.push('\\');
                out.push(it);
            }
            it if it.is_control() => match u32::from(it) {
                code @ 0..=0xff => out.push_str(&format!("\\x{code:02x}")),
                code => out.push_str(&format!("\\u{code:04x}")),
            },
            it => out.push(it),
        }
    }
    out.push(quote);
    out
}

pub(super) fn quoted_bytes(bytes: &[u8]) -> String {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { b'"' } else { b'\'' };
    let mut out = String::from(char::from(quote));
    for &byte in bytes {
        match byte {
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            it if it == quote => {
                out.push('\\');
                out.push(char::from(it));
            }
            0x20..=0x7e => out.push(char::from(byte)),
            it => out.push_str(&format!("\\x{it:02x}")),
        }
    }
    out.push(char::from(quote));
    out
}

/// A number as `repr` writes it; infinity as a literal that overflows to it.
pub(super) fn number(value: &Number) -> String {
    match value {
        Number::Int(value) => value.to_string(),
        Number::Float(value) => float(*value),
        Number::Complex { imag, .. } => {
            let text = float(*imag);
            format!("{}j", text.strip_suffix(".0").unwrap_or(&text))
        }
    }
}

pub(super) fn float(value: f64) -> String {
    if value.is_infinite() {
        return "1e309".to_owned();
    }
    let digits = format!("{value:e}");
    let (mantissa, exponent) = digits.split_once('e').unwrap_or((&digits, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..16).contains(&exponent) {
        let plain = format!("{value}");
        return if plain.contains('.') { plain } else { format!("{plain}.0") };
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exponent.abs())
}
