//! The Mersenne Twister MT19937, seeded and read as Python's `random` does.

use dashu_int::{IBig, Sign, UBig};

const LENGTH: usize = 624;
const SHIFT: usize = 397;
const MATRIX: u32 = 0x9908_B0DF;
const UPPER: u32 = 0x8000_0000;
const LOWER: u32 = 0x7FFF_FFFF;

/// The generator behind `random.Random`.
#[derive(Clone, PartialEq, Eq)]
pub struct MersenneTwister {
    state: [u32; LENGTH],
    /// How many words of the state have been given out; 624 at most.
    index: usize,
}

/// A state that `setstate` does not accept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StateError {
    /// Not 625 numbers: a `ValueError`, `state vector is the wrong size`.
    WrongSize,
    /// The last number is above 624: a `ValueError`, `invalid state`.
    Invalid,
}

impl MersenneTwister {
    /// A generator seeded with 32-bit words.
    pub fn from_words(key: &[u32]) -> Self {
        let mut generator = Self::from_word(19_650_218);
        let key = if key.is_empty() { &[0] } else { key };
        let state = &mut generator.state;
        let mut at = 1;
        let next = |at: &mut usize, state: &mut [u32; LENGTH], factor: u32| -> u32 {
            if *at >= LENGTH {
                state[0] = state[LENGTH - 1];
                *at = 1;
            }
            let before = state[*at - 1];
            state[*at] ^ (before ^ (before >> 30)).wrapping_mul(factor)
        };
        for step in 0..LENGTH.max(key.len()) {
            let from = step % key.len();
            let mixed = next(&mut at, state, 1_664_525);
            state[at] = mixed.wrapping_add(key[from]).wrapping_add(from as u32);
            at += 1;
        }
        for _ in 1..LENGTH {
            let mixed = next(&mut at, state, 1_566_083_941);
            state[at] = mixed.wrapping_sub(at as u32);
            at += 1;
        }
        state[0] = UPPER;
        generator
    }

    fn from_word(seed: u32) -> Self {
        let mut state = [0; LENGTH];
        state[0] = seed;
        for at in 1..LENGTH {
            let before: u32 = state[at - 1];
            let mixed = (before ^ (before >> 30)).wrapping_mul(1_812_433_253);
            state[at] = mixed.wrapping_add(at as u32);
        }
        MersenneTwister { state, index: LENGTH }
    }

    /// A generator seeded with the magnitude of an integer, as `random.seed(integer)`.
    pub fn from_integer(seed: &IBig) -> Self {
        let (_, magnitude) = seed.clone().into_parts();
        let bytes = magnitude.to_le_bytes();
        let words = bytes.chunks(4).map(|chunk| {
            let mut word = [0; 4];
            word[..chunk.len()].copy_from_slice(chunk);
            u32::from_le_bytes(word)
        });
        Self::from_words(&words.collect::<Vec<u32>>())
    }

    /// The next 32 random bits.
    pub fn next_word(&mut self) -> u32 {
        if self.index >= LENGTH {
            self.twist();
        }
        let mut word = self.state[self.index];
        self.index += 1;
        word ^= word >> 11;
        word ^= (word << 7) & 0x9D2C_5680;
        word ^= (word << 15) & 0xEFC6_0000;
        word ^ (word >> 18)
    }

    fn twist(&mut self) {
        for at in 0..LENGTH {
            let next = self.state[(at + 1) % LENGTH];
            let mixed = (self.state[at] & UPPER) | (next & LOWER);
            let matrix = if mixed & 1 == 0 { 0 } else { MATRIX };
            self.state[at] = self.state[(at + SHIFT) % LENGTH] ^ (mixed >> 1) ^ matrix;
        }
        self.index = 0;
    }

    /// `random()`: a float in 0..1 with 53 random bits.
    pub fn next_float(&mut self) -> f64 {
        let high = f64::from(self.next_word() >> 5);
        let low = f64::from(self.next_word() >> 6);
        (high * 67_108_864.0 + low) / 9_007_199_254_740_992.0
    }

    /// `getrandbits(count)` for up to 64 bits.
    pub fn next_bits(&mut self, count: u32) -> u64 {
        match count {
            0 => 0,
            1..=32 => u64::from(self.next_word() >> (32 - count)),
            _ => {
                let low = u64::from(self.next_word());
                let high = u64::from(self.next_word() >> (64 - count.min(64)));
                high << 32 | low
            }
        }
    }

    /// `getrandbits(count)`. The caller has checked that so many bits may be used.
    pub fn next_integer(&mut self, count: usize) -> IBig {
        if count <= 64 {
            return self.next_bits(count as u32).into();
        }
        let mut bytes = Vec::with_capacity(count.div_ceil(32) * 4);
        let mut left = count;
        while left > 0 {
            let word = self.next_word();
            let word = if left < 32 { word >> (32 - left) } else { word };
            bytes.extend_from_slice(&word.to_le_bytes());
            left = left.saturating_sub(32);
        }
        IBig::from_parts(Sign::Positive, UBig::from_le_bytes(&bytes))
    }

    /// `getstate()`: 624 words and the index.
    pub fn state(&self) -> impl Iterator<Item = u32> + '_ {
        self.state.iter().copied().chain([self.index as u32])
    }

    /// `setstate()` with what [`MersenneTwister::state`] gave.
    pub fn from_state(words: &[u32]) -> Result<Self, StateError> {
        let [state @ .., index] = words else { return Err(StateError::WrongSize) };
        let state = *state.first_chunk::<LENGTH>().ok_or(StateError::WrongSize)?;
        if words.len() != LENGTH + 1 {
            return Err(StateError::WrongSize);
        }
        let index = *index as usize;
        if index > LENGTH {
            return Err(StateError::Invalid);
        }
        Ok(MersenneTwister { state, index })
    }
}
