//! The shortest and the exact decimal digits of a float, and `repr`.

/// The decimal digits of a finite float: `0.d1d2d3... * 10**point`, without a sign.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decimal {
    /// ASCII digits, at least one; the first is 0 only for zero.
    pub digits: String,
    /// How many digits stand before the decimal point; may be negative or beyond the digits.
    pub point: i64,
}

impl Decimal {
    /// The fewest digits that read back as the same float.
    pub fn shortest(value: f64) -> Decimal {
        Decimal::from_scientific(&format!("{:e}", value.abs()))
    }

    /// The digits rounded to `count` significant ones (at least one), ties to even.
    pub fn significant(value: f64, count: usize) -> Decimal {
        // No float has more than 767 significant digits; the rest are zeros.
        let known = count.clamp(1, 800);
        let mut decimal = Decimal::from_scientific(&format!("{:.*e}", known - 1, value.abs()));
        decimal.digits.extend(std::iter::repeat_n('0', count.saturating_sub(known)));
        decimal
    }

    /// The digits rounded to `count` after the decimal point, ties to even.
    pub fn fixed(value: f64, count: usize) -> Decimal {
        // No float has more than 1074 digits after the point.
        let known = count.min(1100);
        let mut digits = format!("{:.*}", known, value.abs());
        let point = digits.find('.').unwrap_or(digits.len());
        digits.retain(|char| char != '.');
        digits.extend(std::iter::repeat_n('0', count - known));
        Decimal { digits, point: point as i64 }
    }

    fn from_scientific(text: &str) -> Decimal {
        let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
        let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
        // A float's exponent always fits.
        let exponent: i64 = exponent.parse().unwrap_or(0);
        Decimal { digits, point: exponent + 1 }
    }
}

/// `repr(value)`: the shortest digits, with an exponent outside of 1e-4..1e16.
pub fn repr(value: f64) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    let sign = if value.is_sign_negative() { "-" } else { "" };
    if value.is_infinite() {
        return format!("{sign}inf");
    }
    let Decimal { digits, point } = Decimal::shortest(value);
    if value != 0.0 && !(-3..=16).contains(&point) {
        let (first, rest) = digits.split_at(1);
        let dot = if rest.is_empty() { "" } else { "." };
        return format!("{sign}{first}{dot}{rest}{}", exponent_text('e', point - 1));
    }
    if point <= 0 {
        return format!("{sign}0.{}{digits}", "0".repeat(point.unsigned_abs() as usize));
    }
    let point = point.unsigned_abs() as usize;
    if digits.len() <= point {
        return format!("{sign}{digits}{}.0", "0".repeat(point - digits.len()));
    }
    let (whole, fraction) = digits.split_at(point);
    format!("{sign}{whole}.{fraction}")
}

/// An exponent with its sign and at least two digits, such as `e-05`.
pub(crate) fn exponent_text(letter: char, exponent: i64) -> String {
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{letter}{sign}{:02}", exponent.unsigned_abs())
}
