//! Number literals: where they end and what is wrong with them.

use super::{Scan, Scanner, kinds};
use crate::error::ErrorKind;

impl Scanner<'_, '_> {
    fn digits(&mut self, radix: u32) -> Scan<bool> {
        let mut any = false;
        loop {
            let mut here = false;
            while char::from(self.peek(0)).is_digit(radix) {
                self.at += 1;
                here = true;
            }
            any |= here;
            if self.peek(0) != b'_' {
                return Ok(any);
            }
            self.at += 1;
            if !char::from(self.peek(0)).is_digit(radix) {
                if radix < 10 && self.peek(0).is_ascii_digit() {
                    return self.bad_digit(radix);
                }
                return self.syntax(format!("invalid {} literal", kind(radix)), self.at - 1);
            }
        }
    }

    fn bad_digit<T>(&self, radix: u32) -> Scan<T> {
        let digit = char::from(self.peek(0));
        self.syntax(format!("invalid digit '{digit}' in {} literal", kind(radix)), self.at)
    }

    pub(super) fn number(&mut self) -> Scan<()> {
        let start = self.at;
        self.has_code = true;
        self.literal(start)?;
        self.emit(kinds::NUMBER, start, self.at);
        Ok(())
    }

    fn literal(&mut self, start: usize) -> Scan<()> {
        let radix = match self.peek(1).to_ascii_lowercase() {
            b'x' if self.peek(0) == b'0' => 16,
            b'o' if self.peek(0) == b'0' => 8,
            b'b' if self.peek(0) == b'0' => 2,
            _ => return self.decimal(start),
        };
        self.at += 2;
        if self.peek(0) == b'_' {
            self.at += 1;
        }
        if !char::from(self.peek(0)).is_digit(radix) {
            if radix < 10 && self.peek(0).is_ascii_digit() {
                return self.bad_digit(radix);
            }
            return self.syntax(format!("invalid {} literal", kind(radix)), self.at - 1);
        }
        self.digits(radix)?;
        if radix < 10 && self.peek(0).is_ascii_digit() {
            return self.bad_digit(radix);
        }
        self.after_number(kind(radix))
    }

    fn decimal(&mut self, start: usize) -> Scan<()> {
        let mut name = "decimal";
        if self.peek(0) != b'.' {
            self.digits(10)?;
        }
        let integer_end = self.at;
        let mut float = false;
        if self.peek(0) == b'.' {
            float = true;
            self.at += 1;
            if self.peek(0).is_ascii_digit() {
                self.digits(10)?;
            }
        }
        if matches!(self.peek(0), b'e' | b'E') {
            let sign = usize::from(matches!(self.peek(1), b'+' | b'-'));
            if self.peek(1 + sign).is_ascii_digit() {
                float = true;
                self.at += 1 + sign;
                self.digits(10)?;
            } else if sign == 1 {
                return self.syntax("invalid decimal literal", self.at);
            }
        }
        if matches!(self.peek(0), b'j' | b'J') {
            float = true;
            name = "imaginary";
            self.at += 1;
        }
        let integer = &self.bytes[start..integer_end];
        let leading_zero = integer.len() > 1
            && integer[0] == b'0'
            && integer.iter().any(|&digit| !matches!(digit, b'0' | b'_'));
        if leading_zero && !float && !self.is_lenient {
            let zeros = integer.iter().take_while(|&&it| matches!(it, b'0' | b'_')).count();
            let message = "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers";
            return self.fail(ErrorKind::Syntax, message, start, start + zeros);
        }
        self.after_number(name)
    }

    /// A name may not follow a number directly, unless it is a keyword (`1if x else y`).
    fn after_number(&mut self, name: &str) -> Scan<()> {
        let rest = self.source.text.get(self.at..).unwrap_or("");
        let length = rest
            .char_indices()
            .find(|(_, it)| !(it.is_alphanumeric() || *it == '_'))
            .map_or(rest.len(), |(index, _)| index);
        let keyword = ["and", "else", "for", "if", "in", "is", "not", "or"]
            .iter()
            .any(|keyword| rest.starts_with(keyword));
        if length == 0 || keyword || self.is_lenient {
            return Ok(());
        }
        self.syntax(format!("invalid {name} literal"), self.at.saturating_sub(1))
    }
}

fn kind(radix: u32) -> &'static str {
    match radix {
        2 => "binary",
        8 => "octal",
        16 => "hexadecimal",
        _ => "decimal",
    }
}
