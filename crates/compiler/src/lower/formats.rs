//! f-strings and t-strings.

use pellucid_bytecode::{Constant, Opcode, Operand};
use ruff_python_ast::{
    ConversionFlag, Expr, ExprBinOp, ExprFString, ExprTString, FStringPart, InterpolatedElement,
    InterpolatedStringElement, InterpolatedStringElements, Operator,
};
use ruff_text_size::{Ranged, TextRange};

use super::Compiler;
use crate::error::Compiled;
use crate::literal::{element, string_part, wtf8_constant};
use crate::source::Source;

/// A part of an f-string after adjacent text has been joined.
pub(crate) enum Piece<'a> {
    Text(Vec<u8>),
    Value(&'a InterpolatedElement),
    /// A value of `"..." % (...)` with its conversion and what its flags and width are as a format.
    Converted {
        value: &'a Expr,
        conversion: u8,
        spec: Option<String>,
    },
}

/// The longest run of parts that one `BUILD_STRING` joins.
const WINDOW_MAX: usize = 1000;

/// The number of a conversion in `FORMAT`.
fn conversion(element: &InterpolatedElement) -> u8 {
    match element.conversion {
        ConversionFlag::None if element.debug_text.is_some() && element.format_spec.is_none() => 2,
        ConversionFlag::None => 0,
        ConversionFlag::Str => 1,
        ConversionFlag::Repr => 2,
        ConversionFlag::Ascii => 3,
    }
}

impl<'a> Compiler<'a> {
    pub(crate) fn pieces(
        &self,
        elements: &'a InterpolatedStringElements,
        raw: bool,
        pieces: &mut Vec<Piece<'a>>,
    ) {
        for part in elements {
            match part {
                InterpolatedStringElement::Literal(text) => {
                    add_text(pieces, &element(text, raw, self.source));
                }
                InterpolatedStringElement::Interpolation(value) => {
                    if let Some(debug) = &value.debug_text {
                        add_text(pieces, debug.as_str().as_bytes());
                    }
                    pieces.push(Piece::Value(value));
                }
            }
        }
    }

    pub(super) fn f_string(
        &mut self,
        it: &'a ExprFString,
        wanted: Option<u16>,
    ) -> Compiled<Operand> {
        let pieces = self.f_string_pieces(it);
        self.join(&pieces, it.range(), wanted)
    }

    /// The parts of an f-string and of the strings beside it.
    pub(crate) fn f_string_pieces(&self, it: &'a ExprFString) -> Vec<Piece<'a>> {
        let mut pieces = Vec::new();
        for part in &it.value {
            match part {
                FStringPart::Literal(text) => {
                    add_text(&mut pieces, &string_part(text, self.source));
                }
                FStringPart::FString(part) => {
                    let raw = part.flags.prefix().is_raw();
                    self.pieces(&part.elements, raw, &mut pieces);
                }
            }
        }
        pieces
    }

    fn join(
        &mut self,
        pieces: &[Piece<'a>],
        place: TextRange,
        wanted: Option<u16>,
    ) -> Compiled<Operand> {
        let mark = self.unit.top;
        match pieces {
            [] => {
                let empty = self.unit.constant_operand(wtf8_constant(Vec::new()));
                return Ok(self.deliver(empty, wanted));
            }
            [Piece::Text(text)] => {
                let text = self.unit.constant_operand(wtf8_constant(text.clone()));
                return Ok(self.deliver(text, wanted));
            }
            [Piece::Value(value)] => return self.format(value, wanted),
            [Piece::Converted { value, conversion, spec }] => {
                return self.converted(value, *conversion, spec.as_deref(), wanted);
            }
            _ => {}
        }
        let mut count: u16 = 0;
        for piece in pieces {
            if usize::from(count) == WINDOW_MAX {
                self.at(place);
                self.unit.emit(Opcode::BUILD_STRING, mark, mark, count);
                self.unit.release(mark + 1);
                count = 1;
            }
            match piece {
                Piece::Text(text) => {
                    self.at(place);
                    self.push_constant(wtf8_constant(text.clone()));
                }
                Piece::Value(value) => {
                    let operand = self.format(value, None)?;
                    self.in_temporary(operand);
                }
                Piece::Converted { value, conversion, spec } => {
                    let operand = self.converted(value, *conversion, spec.as_deref(), None)?;
                    self.in_temporary(operand);
                }
            }
            count += 1;
        }
        let out = self.out(wanted, mark);
        self.at(place);
        self.unit.emit(Opcode::BUILD_STRING, out, mark, count);
        Ok(self.result(out))
    }

    fn converted(
        &mut self,
        value: &'a Expr,
        conversion: u8,
        spec: Option<&str>,
        wanted: Option<u16>,
    ) -> Compiled<Operand> {
        let mark = self.unit.top;
        let operand = self.value(value)?;
        let spec = match spec {
            Some(spec) => self.unit.constant_operand(crate::literal::string_constant(spec)),
            None => Operand::ABSENT,
        };
        let out = self.out(wanted, mark);
        self.at(value);
        self.unit.emit_x(Opcode::FORMAT, conversion, out, operand.0, spec.0);
        Ok(self.result(out))
    }

    pub(super) fn percent_format(
        &mut self,
        it: &'a ExprBinOp,
        wanted: Option<u16>,
    ) -> Option<Compiled<Operand>> {
        let pieces = self.percent_pieces(it)?;
        Some(self.join(&pieces, it.range(), wanted))
    }

    /// `"a %s" % (x,)` is `f"a {x!s}"`, if the format has nothing but `%s`, `%r` and `%a`.
    pub(crate) fn percent_pieces(&self, it: &'a ExprBinOp) -> Option<Vec<Piece<'a>>> {
        let (Operator::Mod, Expr::StringLiteral(format), Expr::Tuple(values)) =
            (it.op, &*it.left, &*it.right)
        else {
            return None;
        };
        if values.elts.iter().any(Expr::is_starred_expr) {
            return None;
        }
        let Constant::Str { wtf8, .. } = crate::literal::string(format, self.source) else {
            return None;
        };
        let mut pieces = Vec::new();
        let mut values = values.elts.iter();
        let mut rest = wtf8.iter();
        while let Some(&byte) = rest.next() {
            if byte != b'%' {
                add_text(&mut pieces, &[byte]);
                continue;
            }
            if rest.as_slice().first() == Some(&b'%') {
                rest.next();
                add_text(&mut pieces, b"%");
                continue;
            }
            let (conversion, spec) = percent_conversion(&mut rest)?;
            pieces.push(Piece::Converted { value: values.next()?, conversion, spec });
        }
        values.next().is_none().then_some(pieces)
    }

    fn format(&mut self, it: &'a InterpolatedElement, wanted: Option<u16>) -> Compiled<Operand> {
        let mark = self.unit.top;
        let value = self.value(&it.expression)?;
        let spec = self.format_spec(it)?.unwrap_or(Operand::ABSENT);
        let out = self.out(wanted, mark);
        self.at(it);
        self.unit.emit_x(Opcode::FORMAT, conversion(it), out, value.0, spec.0);
        Ok(self.result(out))
    }

    fn format_spec(&mut self, it: &'a InterpolatedElement) -> Compiled<Option<Operand>> {
        let Some(spec) = &it.format_spec else { return Ok(None) };
        let mut pieces = Vec::new();
        self.pieces(&spec.elements, false, &mut pieces);
        stacker::maybe_grow(64 << 10, 1 << 20, || self.join(&pieces, spec.range(), None)).map(Some)
    }

    // --- t-strings ---

    pub(super) fn t_string(
        &mut self,
        it: &'a ExprTString,
        wanted: Option<u16>,
    ) -> Compiled<Operand> {
        let mut pieces = Vec::new();
        for part in &it.value {
            let raw = part.flags.prefix().is_raw();
            self.pieces(&part.elements, raw, &mut pieces);
        }
        // Strings and interpolations alternate, beginning and ending with a string.
        let mut strings = Vec::new();
        let mut values = Vec::new();
        let mut text = Vec::new();
        for piece in pieces {
            match piece {
                Piece::Text(more) => text.extend(more),
                Piece::Converted { .. } => {}
                Piece::Value(value) => {
                    strings.push(wtf8_constant(std::mem::take(&mut text)));
                    values.push(value);
                }
            }
        }
        strings.push(wtf8_constant(text));
        let mark = self.unit.top;
        let strings = pellucid_bytecode::Constant::Tuple(strings.into());
        for value in &values {
            self.interpolation(value)?;
        }
        self.at(it);
        let out = self.out(None, mark);
        self.unit.emit(Opcode::BUILD_TUPLE, out, mark, values.len() as u16);
        let strings = self.unit.constant_operand(strings);
        let interpolations = Operand::consumed(out).0;
        let out = self.out(wanted, mark);
        self.unit.emit(Opcode::BUILD_TEMPLATE, out, strings.0, interpolations);
        Ok(self.result(out))
    }

    fn interpolation(&mut self, it: &'a InterpolatedElement) -> Compiled<()> {
        let window = self.unit.top;
        self.push_value(&it.expression)?;
        let text = expression_text(it, self.source);
        self.push_constant(crate::literal::string_constant(&text));
        match self.format_spec(it)? {
            Some(spec) => drop(self.in_temporary(spec)),
            None => drop(self.unit.push()),
        }
        self.unit.release(window);
        let out = self.unit.push();
        self.at(it);
        self.unit.emit_x(Opcode::BUILD_INTERPOLATION, conversion(it), out, window, 0);
        Ok(())
    }
}

/// The source of an interpolated expression, as it is written between the braces.
pub(crate) fn expression_text(it: &InterpolatedElement, source: &Source<'_>) -> String {
    if !source.has_text() {
        return match source.slice(it.range()) {
            "" => crate::unparse::expression(&it.expression),
            text => text.to_owned(),
        };
    }
    let whole = source.slice(it.range());
    let field = whole.strip_prefix('{').unwrap_or(whole);
    let end = (it.expression.end() - it.start()).to_usize().saturating_sub(1);
    let (mut text, mut quote, mut is_comment) = (String::new(), None, false);
    for (place, character) in field.char_indices() {
        match (character, quote) {
            // Behind the expression stand closing parentheses, a comma, white space and comments.
            ('!' | ':' | '}' | '=', _) if place >= end && !is_comment => break,
            ('\n', _) => is_comment = false,
            ('#', None) => is_comment = true,
            ('"' | '\'', None) if !is_comment => quote = Some(character),
            (_, Some(open)) if open == character => quote = None,
            _ => {}
        }
        if !is_comment {
            text.push(character);
        }
    }
    text
}

/// What stands behind a `%`: flags, width, precision and one of `s`, `r` and `a`; as a conversion and a format.
fn percent_conversion(rest: &mut std::slice::Iter<'_, u8>) -> Option<(u8, Option<String>)> {
    let flags = take_while(rest, |byte| b"-+ #0".contains(&byte));
    let width = number(rest)?;
    let mut spec = String::new();
    if !width.is_empty() && !flags.contains('-') {
        spec.push('>');
    }
    spec.push_str(&width);
    if rest.as_slice().first() == Some(&b'.') {
        rest.next();
        let precision = number(rest)?;
        spec.push('.');
        spec.push_str(if precision.is_empty() { "0" } else { &precision });
    }
    let conversion = match rest.next()? {
        b's' => 1,
        b'r' => 2,
        b'a' => 3,
        _ => return None,
    };
    Some((conversion, (!spec.is_empty()).then_some(spec)))
}

fn take_while(rest: &mut std::slice::Iter<'_, u8>, wanted: impl Fn(u8) -> bool) -> String {
    let count = rest.as_slice().iter().take_while(|byte| wanted(**byte)).count();
    rest.take(count).map(|byte| char::from(*byte)).collect()
}

/// The digits of a width or precision; long ones are left to run time.
fn number(rest: &mut std::slice::Iter<'_, u8>) -> Option<String> {
    const DIGITS_MAX: usize = 2;
    let digits = take_while(rest, |byte| byte.is_ascii_digit());
    (digits.len() <= DIGITS_MAX).then_some(digits)
}

fn add_text(pieces: &mut Vec<Piece<'_>>, text: &[u8]) {
    if text.is_empty() {
        return;
    }
    match pieces.last_mut() {
        Some(Piece::Text(before)) => before.extend(text),
        _ => pieces.push(Piece::Text(text.to_vec())),
    }
}
