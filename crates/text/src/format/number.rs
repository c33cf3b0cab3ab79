//! The layout that all numbers share: padding, sign, prefix, grouped digits, fraction, exponent.

use super::{Alignment, Sign, Specification};
use crate::text::TextBuilder;

/// A spelled number in its parts; all of them are ASCII.
#[derive(Default)]
pub(super) struct Number<'a> {
    pub negative: bool,
    pub prefix: &'a str,
    /// The digits before the decimal point.
    pub whole: &'a str,
    /// Whether there is a decimal point.
    pub point: bool,
    /// The digits after the decimal point.
    pub fraction: &'a str,
    /// What follows the digits: exponent, percent sign, or `inf` and `nan`.
    pub rest: &'a str,
    /// Digits per group: 3, or 4 for bases that are powers of two.
    pub group: usize,
}

impl<'a> Number<'a> {
    /// Takes apart the spelling of a float.
    pub fn from_float(negative: bool, text: &'a str) -> Self {
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let (whole, after) = text.split_at(digits(text));
        let (point, after) = match after.strip_prefix('.') {
            Some(after) => (true, after),
            None => (false, after),
        };
        let (fraction, rest) = after.split_at(digits(after));
        Number { negative, prefix: "", whole, point, fraction, rest, group: 3 }
    }

    fn sign(&self, specification: &Specification) -> &'static str {
        match specification.sign {
            _ if self.negative => "-",
            Sign::Plus => "+",
            Sign::Space => " ",
            Sign::Minus | Sign::Unspecified => "",
        }
    }

    /// The sign and everything after it, without padding but for zeros that are grouped with the digits.
    fn spell(&self, specification: &Specification) -> (&'static str, String) {
        let sign = self.sign(specification);
        let mut tail = String::new();
        if self.point {
            tail.push('.');
        }
        push_fraction(self.fraction, specification.fraction_grouping.separator(), &mut tail);
        tail.push_str(self.rest);
        let zeros =
            specification.fill == u32::from('0') && specification.alignment == Alignment::AfterSign;
        let taken = sign.len() + self.prefix.len() + tail.len();
        let least = if zeros { specification.width.unwrap_or(0).saturating_sub(taken) } else { 0 };
        let mut spelled = String::with_capacity(self.prefix.len() + self.whole.len() + tail.len());
        spelled.push_str(self.prefix);
        match specification.grouping.separator() {
            Some(separator) if !self.whole.is_empty() => {
                push_whole(self.whole, self.group, separator, least, &mut spelled);
            }
            _ => {
                if !self.whole.is_empty() {
                    let zeros = least.saturating_sub(self.whole.len());
                    spelled.extend(std::iter::repeat_n('0', zeros));
                }
                spelled.push_str(self.whole);
            }
        }
        spelled.push_str(&tail);
        (sign, spelled)
    }

    /// Appends the number, padded to the specification's width.
    pub fn push(&self, specification: &Specification, builder: &mut TextBuilder) {
        let (sign, spelled) = self.spell(specification);
        let length = sign.len() + spelled.len();
        let padding = specification.width.unwrap_or(0).saturating_sub(length);
        let (left, middle, right) = match specification.alignment {
            Alignment::Left => (0, 0, padding),
            Alignment::Right => (padding, 0, 0),
            Alignment::Center => (padding / 2, 0, padding - padding / 2),
            Alignment::AfterSign => (0, padding, 0),
        };
        builder.push_repeated(specification.fill, left);
        builder.push_str(sign);
        let (prefix, digits) = spelled.split_at(self.prefix.len());
        builder.push_str(prefix);
        builder.push_repeated(specification.fill, middle);
        builder.push_str(digits);
        builder.push_repeated(specification.fill, right);
    }

    /// Appends the number without padding.
    pub fn push_bare(&self, specification: &Specification, out: &mut String) {
        let bare = Specification { width: None, ..*specification };
        let (sign, spelled) = self.spell(&bare);
        out.push_str(sign);
        out.push_str(&spelled);
    }
}

/// Appends digits in groups from the right, filled with zeros to at least `least` characters. A separator
/// never comes first, so the result may be one longer.
fn push_whole(digits: &str, group: usize, separator: char, least: usize, out: &mut String) {
    let groups_of = |characters: usize| characters.div_ceil(group + 1);
    let full = least / (group + 1) * (group + 1);
    // The digits in `least` characters, where every group but the first has a separator before it.
    let wanted = if least == 0 {
        0
    } else if least == full {
        // The first character would be a separator: one digit more.
        full / (group + 1) * group + 1
    } else {
        least - (groups_of(least) - 1)
    };
    let count = digits.len().max(wanted);
    for index in 0..count {
        if index > 0 && (count - index).is_multiple_of(group) {
            out.push(separator);
        }
        let digit =
            (index + digits.len()).checked_sub(count).and_then(|at| digits.as_bytes().get(at));
        out.push(digit.map_or('0', |digit| char::from(*digit)));
    }
}

fn push_fraction(digits: &str, separator: Option<char>, out: &mut String) {
    let Some(separator) = separator else {
        out.push_str(digits);
        return;
    };
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && index % 3 == 0 {
            out.push(separator);
        }
        out.push(digit);
    }
}
