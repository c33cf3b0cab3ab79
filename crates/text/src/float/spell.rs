//! A float spelled as the letters `e`, `f`, `g` and `r` of format specifications ask for.

use super::digits::{Decimal, exponent_text};

/// How to spell a float.
#[derive(Clone, Copy, Debug)]
pub struct Presentation {
    /// `e`, `f`, `g`, or `r` for the shortest spelling.
    pub letter: char,
    /// Letters in upper case.
    pub upper: bool,
    /// Digits after the point, or significant digits for `g`; unused for `r`.
    pub precision: usize,
    /// Keep the decimal point, and for `g` the trailing zeros.
    pub alternate: bool,
    /// Show at least one digit after the point where there is no exponent.
    pub add_point_zero: bool,
    /// A negative zero, also one that comes of rounding, loses its sign.
    pub no_negative_zero: bool,
}

/// Whether the number shows a minus sign, and the rest of its spelling.
pub fn spell(value: f64, presentation: Presentation) -> (bool, String) {
    let (negative, mut text) = if value.is_nan() {
        (false, "nan".to_owned())
    } else if value.is_infinite() {
        (value < 0.0, "inf".to_owned())
    } else {
        spell_finite(value, presentation)
    };
    if presentation.upper {
        text.make_ascii_uppercase();
    }
    (negative, text)
}

fn spell_finite(value: f64, presentation: Presentation) -> (bool, String) {
    let precision = presentation.precision;
    let significant = precision.max(1);
    let mut decimal = match presentation.letter {
        'e' => Decimal::significant(value, precision.saturating_add(1)),
        'f' => Decimal::fixed(value, precision),
        'g' => Decimal::significant(value, significant),
        _ => Decimal::shortest(value),
    };
    let rounds_to_zero = decimal.digits.bytes().all(|digit| digit == b'0');
    if rounds_to_zero {
        // Zero has the exponent of one digit before the point.
        decimal.point = decimal.point.max(1);
    }
    let negative = value.is_sign_negative() && !(presentation.no_negative_zero && rounds_to_zero);
    let exponential = match presentation.letter {
        'e' => true,
        'f' => false,
        'g' => {
            let most = significant as i64 - i64::from(presentation.add_point_zero);
            decimal.point <= -4 || decimal.point > most
        }
        _ => decimal.point <= -4 || decimal.point > 16,
    };
    if presentation.letter == 'g' && !presentation.alternate {
        let kept = decimal.digits.trim_end_matches('0').len().max(1);
        decimal.digits.truncate(kept);
    }
    let exponent = decimal.point - 1;
    if exponential {
        decimal.point = 1;
    }
    let mut text = place_point(&decimal, presentation, exponential);
    if exponential {
        text.push_str(&exponent_text('e', exponent));
    }
    (negative, text)
}

/// The digits with the decimal point in its place.
fn place_point(decimal: &Decimal, presentation: Presentation, exponential: bool) -> String {
    let Decimal { digits, point } = decimal;
    let mut text = String::with_capacity(digits.len() + 8);
    let fraction = if *point <= 0 {
        text.push_str("0.");
        text.extend(std::iter::repeat_n('0', point.unsigned_abs() as usize));
        digits.as_str()
    } else {
        let whole = (point.unsigned_abs() as usize).min(digits.len());
        let (before, after) = digits.split_at(whole);
        text.push_str(before);
        text.extend(std::iter::repeat_n('0', point.unsigned_abs() as usize - whole));
        text.push('.');
        after
    };
    text.push_str(fraction);
    if text.ends_with('.') {
        if presentation.add_point_zero && !exponential {
            text.push('0');
        } else if !presentation.alternate {
            text.pop();
        }
    }
    text
}
