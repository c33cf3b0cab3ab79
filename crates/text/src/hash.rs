//! The hashes of CPython: equal values, equal numbers, so that sets and dicts keep its order.
//!
//! Strings and bytes use SipHash-1-3 under a key made from `PYTHONHASHSEED`; numbers are reduced modulo
//! the prime 2**61 - 1 so that equal numbers of different types agree; tuples mix their items' hashes as
//! xxHash does. A hash is never -1.

use dashu_int::{IBig, Sign};
use siphasher::sip::SipHasher13;

use crate::text::Text;

/// A Python hash; never -1.
pub type Hash = i64;

/// `sys.hash_info.modulus`.
pub const MODULUS: u64 = (1 << 61) - 1;
/// `sys.hash_info.inf`, the hash of positive infinity.
pub const INFINITY: Hash = 314_159;
/// `sys.hash_info.imag`, the factor of a complex number's imaginary part.
pub const IMAGINARY: u64 = 1_000_003;

const MODULUS_BITS: u32 = 61;

/// -1 tells of an error in CPython's C interface, so no value hashes to it.
#[inline]
fn never_minus_one(hash: Hash) -> Hash {
    if hash == -1 { -2 } else { hash }
}

/// The key of the string hash: fixed for the life of an interpreter.
#[derive(Clone, Copy, Debug)]
pub struct HashKey {
    hasher: SipHasher13,
}

impl HashKey {
    /// The key that `PYTHONHASHSEED=seed` gives; 0 turns randomisation off.
    pub fn from_seed(seed: u32) -> Self {
        if seed == 0 {
            return Self::from_random([0; 16]);
        }
        let mut state = seed;
        Self::from_random(std::array::from_fn(|_| {
            state = state.wrapping_mul(214_013).wrapping_add(2_531_011);
            (state >> 16) as u8
        }))
    }

    /// A key of 16 random bytes, for `PYTHONHASHSEED=random`.
    pub fn from_random(bytes: [u8; 16]) -> Self {
        HashKey { hasher: SipHasher13::new_with_key(&bytes) }
    }

    /// The hash of a `bytes` object.
    pub fn hash_bytes(&self, bytes: &[u8]) -> Hash {
        if bytes.is_empty() {
            return 0;
        }
        never_minus_one(self.hasher.hash(bytes) as i64)
    }

    /// The hash of a string. The text must be in its narrowest width, because CPython hashes the
    /// representation.
    pub fn hash_text(&self, text: Text<'_>) -> Hash {
        match text {
            Text::Latin1(units) => self.hash_bytes(units),
            Text::Ucs2(units) => self.hash_bytes(bytemuck::cast_slice(units)),
            Text::Ucs4(units) => self.hash_bytes(bytemuck::cast_slice(units)),
        }
    }
}

/// The hash of an integer of one machine word.
#[inline]
pub fn hash_small_integer(value: i64) -> Hash {
    let hash = (value.unsigned_abs() % MODULUS) as i64;
    never_minus_one(if value < 0 { -hash } else { hash })
}

/// The hash of an integer of any size.
pub fn hash_integer(value: &IBig) -> Hash {
    let (sign, words) = value.as_sign_words();
    let mut residue = 0;
    for word in words.iter().rev().copied() {
        residue = (rotate(residue, dashu_int::Word::BITS) + word % MODULUS) % MODULUS;
    }
    let hash = residue as i64;
    never_minus_one(if sign == Sign::Negative { -hash } else { hash })
}

/// `residue * 2**count` modulo the prime: a rotation, since 2**61 is 1.
fn rotate(residue: u64, count: u32) -> u64 {
    let count = count % MODULUS_BITS;
    ((residue << count) & MODULUS) | (residue >> (MODULUS_BITS - count))
}

/// The hash of a float. A NaN hashes by the address of its object, which the caller gives.
pub fn hash_float(value: f64, address: usize) -> Hash {
    if value.is_nan() {
        return hash_pointer(address);
    }
    if value.is_infinite() {
        return if value > 0.0 { INFINITY } else { -INFINITY };
    }
    let (mantissa, exponent) = crate::float::decompose(value.abs());
    // Python's remainder: 2**-1 is 2**60 modulo the prime.
    let hash = rotate(mantissa, exponent.rem_euclid(MODULUS_BITS as i32) as u32) as i64;
    never_minus_one(if value < 0.0 { -hash } else { hash })
}

/// The hash of a complex number; `address` as for [`hash_float`].
pub fn hash_complex(real: f64, imaginary: f64, address: usize) -> Hash {
    let real = hash_float(real, address) as u64;
    let imaginary = hash_float(imaginary, address) as u64;
    never_minus_one(real.wrapping_add(IMAGINARY.wrapping_mul(imaginary)) as i64)
}

/// The hash of an object by identity.
pub fn hash_pointer(address: usize) -> Hash {
    // The low bits are 0 because of alignment, so they go to the top.
    never_minus_one((address as u64).rotate_right(4) as i64)
}

const XX_PRIME_1: u64 = 11_400_714_785_074_694_791;
const XX_PRIME_2: u64 = 14_029_467_366_897_019_727;
const XX_PRIME_5: u64 = 2_870_177_450_012_600_261;

/// Mixes the hashes of a tuple's items one by one.
#[derive(Clone, Copy, Debug)]
pub struct TupleHasher {
    state: u64,
    length: u64,
}

impl Default for TupleHasher {
    fn default() -> Self {
        TupleHasher { state: XX_PRIME_5, length: 0 }
    }
}

impl TupleHasher {
    /// Takes the hash of the next item.
    #[inline]
    pub fn push(&mut self, hash: Hash) {
        let mixed = self.state.wrapping_add((hash as u64).wrapping_mul(XX_PRIME_2));
        self.state = mixed.rotate_left(31).wrapping_mul(XX_PRIME_1);
        self.length += 1;
    }

    /// The hash of the tuple.
    pub fn finish(self) -> Hash {
        Self::final_hash(self.state.wrapping_add(self.length ^ (XX_PRIME_5 ^ 3_527_539)))
    }

    /// The hash of a slice whose start, stop and step were pushed.
    pub fn finish_slice(self) -> Hash {
        Self::final_hash(self.state)
    }

    fn final_hash(state: u64) -> Hash {
        if state == u64::MAX { 1_546_275_796 } else { state as i64 }
    }
}

/// The hash of a tuple from the hashes of its items.
pub fn hash_tuple(items: impl IntoIterator<Item = Hash>) -> Hash {
    let mut hasher = TupleHasher::default();
    items.into_iter().for_each(|hash| hasher.push(hash));
    hasher.finish()
}

/// The hash of a frozenset from the hashes of its items, in any order.
pub fn hash_frozenset(items: impl IntoIterator<Item = Hash>) -> Hash {
    let mut hash = 0;
    let mut length: u64 = 0;
    for item in items {
        let item = item as u64;
        hash ^= ((item ^ 89_869_747) ^ (item << 16)).wrapping_mul(3_644_798_167);
        length += 1;
    }
    hash ^= (length + 1).wrapping_mul(1_927_868_237);
    hash ^= (hash >> 11) ^ (hash >> 25);
    hash = hash.wrapping_mul(69_069).wrapping_add(907_133_923);
    if hash == u64::MAX { 590_923_713 } else { hash as i64 }
}
