//! Shifts and the counting of bits.

use dashu_int::IBig;

use super::TooLarge;

/// `value << count`, if the result needs at most `bits_max` bits. `count` is `None` where it exceeds a word.
pub fn shift_left(value: &IBig, count: Option<usize>, bits_max: u64) -> Result<IBig, TooLarge> {
    if value.is_zero() {
        return Ok(IBig::ZERO);
    }
    let count = count.ok_or(TooLarge)?;
    match (bit_length(value)).checked_add(count as u64) {
        Some(bits) if bits <= bits_max => Ok(value << count),
        _ => Err(TooLarge),
    }
}

/// `value >> count`, rounding down. `count` is `None` where it exceeds a word.
pub fn shift_right(value: &IBig, count: Option<usize>) -> IBig {
    match count {
        Some(count) if (count as u64) < bit_length(value) => value >> count,
        _ if *value < IBig::ZERO => IBig::NEG_ONE,
        _ => IBig::ZERO,
    }
}

/// `int.bit_length`.
pub fn bit_length(value: &IBig) -> u64 {
    let (_, words) = value.as_sign_words();
    match words.split_last() {
        Some((top, rest)) => {
            let word = u64::from(dashu_int::Word::BITS);
            rest.len() as u64 * word + (word - u64::from(top.leading_zeros()))
        }
        None => 0,
    }
}

/// `int.bit_length` of a machine integer.
#[inline]
pub fn bit_length_small(value: i64) -> u32 {
    64 - value.unsigned_abs().leading_zeros()
}

/// `int.bit_count`: the ones in the magnitude.
pub fn bit_count(value: &IBig) -> u64 {
    let (_, words) = value.as_sign_words();
    words.iter().map(|word| u64::from(word.count_ones())).sum()
}
