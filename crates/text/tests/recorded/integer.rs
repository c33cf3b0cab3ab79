//! Integers against CPython's.

use dashu_int::IBig;
use pellucid_text::integer::*;

use crate::table::{bits, float, rows, text};

const BITS_MAX: u64 = 1 << 30;

fn big(field: &str) -> IBig {
    field.parse().unwrap()
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhexadecimal(field: &str) -> Vec<u8> {
    let pairs = field.as_bytes().chunks(2);
    pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

fn prefixed(value: &IBig, radix: Radix) -> String {
    let digits = to_radix(value, radix.base());
    match digits.strip_prefix('-') {
        Some(digits) => format!("-{}{digits}", radix.prefix()),
        None => format!("{}{digits}", radix.prefix()),
    }
}

fn message(kind: &str, message: impl AsRef<str>) -> String {
    format!("!{kind}: {}", message.as_ref())
}

fn repr(field: &str) -> Option<String> {
    (!field.contains('\\')).then(|| format!("'{field}'"))
}

fn outcome(row: &[&str]) -> Option<Vec<String>> {
    let zero = |_| message("ZeroDivisionError", "");
    Some(match row[0] {
        "spell" => {
            let value = big(row[1]);
            vec![
                prefixed(&value, Radix::Binary),
                prefixed(&value, Radix::Octal),
                prefixed(&value, Radix::Hexadecimal),
                bit_length(&value).to_string(),
                bit_count(&value).to_string(),
            ]
        }
        "float" => vec![match to_float(&big(row[1])) {
            Some(float) => bits(float),
            None => message("OverflowError", "int too large to convert to float"),
        }],
        "to_bytes" => {
            let (length, big_endian) = (row[2].parse().unwrap(), row[3] == "big");
            vec![match to_bytes(&big(row[1]), length, big_endian, row[4] == "True") {
                Ok(bytes) => hexadecimal(&bytes),
                Err(error) => message("OverflowError", error.message()),
            }]
        }
        "from_bytes" => {
            let bytes = unhexadecimal(row[1]);
            vec![from_bytes(&bytes, row[2] == "big", row[3] == "True").to_string()]
        }
        "round" => {
            vec![round_to_power_of_ten(&big(row[1]), row[2].parse().unwrap()).to_string()]
        }
        "sqrt" => vec![match square_root(&big(row[1])) {
            Some(root) => root.to_string(),
            None => message("ValueError", "isqrt() argument must be nonnegative"),
        }],
        "divmod" => {
            let (a, b) = (big(row[1]), big(row[2]));
            if let (Ok(a), Ok(b)) = (i64::try_from(&a), i64::try_from(&b))
                && let Some((quotient, rest)) = floor_divide_remainder_small(a, b)
            {
                assert_eq!(format!("{quotient} {rest}"), row[3]);
            }
            assert_eq!(remainder(&a, &b).ok(), floor_divide_remainder(&a, &b).ok().map(|r| r.1));
            vec![floor_divide_remainder(&a, &b).map_or_else(zero, |(q, r)| format!("{q} {r}"))]
        }
        "truediv" => {
            let (a, b) = (big(row[1]), big(row[2]));
            let show = |float: Option<f64>| match float {
                Some(float) => bits(float),
                None => message("OverflowError", "integer division result too large for a float"),
            };
            if let (Ok(a), Ok(b)) = (i64::try_from(&a), i64::try_from(&b)) {
                assert_eq!(
                    true_divide_small(a, b).map(show),
                    true_divide(&a.into(), &b.into()).map(show)
                );
            }
            vec![true_divide(&a, &b).map_or_else(zero, show)]
        }
        "gcd" => {
            let (a, b) = (big(row[1]), big(row[2]));
            vec![gcd(&a, &b).to_string(), lcm(&a, &b, BITS_MAX).unwrap().to_string()]
        }
        "pow3" => vec![match modular_power(&big(row[1]), &big(row[2]), &big(row[3])) {
            Ok(power) => power.to_string(),
            Err(error) => message("ValueError", error.message()),
        }],
        "pow" => {
            let exponent: u64 = row[2].parse().unwrap();
            if let Some(small) =
                i64::try_from(&big(row[1])).ok().and_then(|b| power_small(b, exponent))
            {
                assert_eq!(small.to_string(), row[3]);
            }
            vec![power(&big(row[1]), &exponent.into(), BITS_MAX).unwrap().to_string()]
        }
        "parse" => {
            let base = row[1].parse().unwrap();
            vec![match parse(text(row[2]).as_text(), base, DIGITS_MAX_DEFAULT) {
                Ok(value) => prefixed(&value, Radix::Hexadecimal),
                Err(ParseError::Literal) if repr(row[2]).is_none() => return None,
                Err(error) => {
                    message("ValueError", error.message(base, &repr(row[2]).unwrap_or_default()))
                }
            }]
        }
        "limit" => {
            let value = IBig::from(10).pow(row[1].parse().unwrap()) - IBig::ONE;
            vec![match to_decimal(&value, DIGITS_MAX_DEFAULT) {
                Ok(spelled) => spelled.len().to_string(),
                Err(error) => message("ValueError", error.message()),
            }]
        }
        "compare" => {
            let (value, other) = (big(row[1]), float(row[2]));
            if let Ok(small) = i64::try_from(&value) {
                assert_eq!(compare_small_float(small, other), compare_float(&value, other));
            }
            vec![compare_float(&value, other).map_or(9, |order| order as i32).to_string()]
        }
        kind => panic!("unknown kind {kind}"),
    })
}

#[test]
fn integers() {
    for row in rows(include_str!("../data/integer.tsv")) {
        let Some(found) = outcome(&row) else {
            assert!(row[3].starts_with("!ValueError: invalid literal"), "{row:?}");
            continue;
        };
        for (index, found) in found.iter().rev().enumerate() {
            let expected = row[row.len() - 1 - index];
            if found.starts_with("!ZeroDivisionError") {
                assert!(expected.starts_with("!ZeroDivisionError"), "{row:?}");
            } else {
                assert_eq!(found, expected, "{row:?}");
            }
        }
    }
}

#[test]
fn what_is_too_large_is_refused() {
    let two = IBig::from(2);
    assert_eq!(power(&two, &1_000_000_000_000_u64.into(), BITS_MAX), Err(TooLarge));
    assert_eq!(power(&two, &(dashu_int::UBig::ONE << 100), BITS_MAX), Err(TooLarge));
    assert_eq!(multiply(&(IBig::ONE << 600), &(IBig::ONE << 600), 1000), Err(TooLarge));
}

/// Long products, quotients and spellings take other ways than short ones; these check each other.
#[test]
fn long_integers_hold_together() {
    const PRIME: u128 = pellucid_text::hash::MODULUS as u128;
    let residue = |value: &IBig| pellucid_text::hash::hash_integer(value) as u128;
    let mut seed = IBig::from(0x9E37_79B9_7F4A_7C15_u64);
    let grow = |value: &IBig, bits: usize| {
        let mut value = value.clone();
        while bit_length(&value) < bits as u64 {
            value = &value * &value + IBig::from(12_345);
        }
        let extra = bit_length(&value) as usize - bits;
        value >> extra
    };
    for bits in [64, 1000, 5000, 30_000, 130_000, 600_000, 2_000_000] {
        seed += IBig::from(bits);
        let a = grow(&seed, bits);
        let b = grow(&(&seed + IBig::from(77)), bits * 3 / 5);
        let product = &a * &b;
        assert_eq!(residue(&product), residue(&a) * residue(&b) % PRIME, "{bits}");
        let square = &a * &a;
        assert_eq!(square_root(&square), Some(a.clone()), "{bits}");
        let (quotient, rest) = floor_divide_remainder(&(&product + &b - IBig::ONE), &b).unwrap();
        assert_eq!((quotient, rest), (a.clone(), &b - IBig::ONE), "{bits}");
        if bits <= 600_000 {
            let spelled = to_decimal(&a, 0).unwrap();
            let parsed = parse_bytes(spelled.as_bytes(), 10, 0).unwrap();
            assert_eq!(parsed, a, "{bits}");
            assert_eq!(to_radix(&a, 16), format!("{:x}", a));
        }
        if bits <= 30_000 {
            let divisor = gcd(&product, &(&b * IBig::from(6)));
            assert_eq!(remainder(&divisor, &b), Ok(IBig::ZERO), "{bits}");
        }
    }
}
