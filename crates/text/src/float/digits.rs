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
    /// The fewest digits that read back as the same float; of two such numbers that are equally near, the even one.
    pub fn shortest(value: f64) -> Decimal {
        let shortest = Decimal::from_scientific(&format!("{:e}", value.abs()));
        let count = shortest.digits.len();
        if (TIED_DIGITS_MIN..18).contains(&count) && has_short_fraction(value) {
            // The standard library takes the greater one.
            let rounded = format!("{:.*e}", count - 1, value.abs());
            if rounded.parse() == Ok(value.abs()) {
                return Decimal::from_scientific(&rounded);
            }
        }
        shortest
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

/// Two numbers of fewer digits are never nearest to the same float.
const TIED_DIGITS_MIN: usize = 16;

/// Whether a float could lie in the midst of two decimals of 16 or 17 digits: then it has at most 18 digits, so few bits
/// after the point, as each makes for another digit.
fn has_short_fraction(value: f64) -> bool {
    const FRACTION_BITS: u32 = f64::MANTISSA_DIGITS - 1;
    let bits = value.to_bits();
    let exponent = (bits >> FRACTION_BITS) as i64 & 0x7ff;
    let zeros = i64::from((bits | 1 << FRACTION_BITS).trailing_zeros());
    let after_point = i64::from(FRACTION_BITS) - zeros - (exponent - 1023);
    (1..=25).contains(&after_point)
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
