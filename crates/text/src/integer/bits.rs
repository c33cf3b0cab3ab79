//! The counting of bits.

use dashu_int::IBig;

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
