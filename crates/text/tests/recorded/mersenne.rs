//! The random generator against CPython's.

use dashu_int::IBig;
use pellucid_text::mersenne::*;

use crate::table::{bits, rows};

#[test]
fn random_numbers() {
    for row in rows(include_str!("../data/mersenne.tsv")) {
        let seed = row[0].parse().unwrap_or_else(|_| IBig::from(7).pow(8000));
        let mut generator = MersenneTwister::from_integer(&seed);
        let floats: Vec<String> = (0..5).map(|_| bits(generator.next_float())).collect();
        assert_eq!(floats.join(" "), row[1]);
        let counts = [0, 1, 5, 31, 32, 33, 63, 64, 65, 100, 1000, 10000];
        let numbers = counts.map(|count| generator.next_integer(count).to_string());
        assert_eq!(numbers.join(" "), row[2]);
        let state: Vec<u32> = generator.state().collect();
        let words: Vec<String> = state.iter().map(u32::to_string).collect();
        assert_eq!(crc32fast::hash(words.join(" ").as_bytes()).to_string(), row[3]);
        let mut restored = MersenneTwister::from_state(&state).unwrap();
        assert_eq!(bits(restored.next_float()), row[4]);
        assert!(MersenneTwister::from_state(&state[1..]).is_err());
    }
}
