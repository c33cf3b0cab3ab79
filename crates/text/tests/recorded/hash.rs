//! Hashes against CPython's.

use dashu_int::IBig;
use pellucid_text::hash::*;

use crate::table::{float, rows, text};

#[test]
fn hashes() {
    for row in rows(include_str!("../data/hash.tsv")) {
        let numbers = || row[1].split_whitespace().map(|word| word.parse::<i64>().unwrap());
        let hash = match row[0] {
            "str" => HashKey::from_seed(row[1].parse().unwrap()).hash_text(text(row[2]).as_text()),
            "bytes" => {
                let mut bytes = Vec::new();
                for code in text(row[2]).as_text().code_points() {
                    // UTF-8 with surrogates, which only this test needs.
                    match char::from_u32(code) {
                        Some(char) => bytes.extend(char.to_string().bytes()),
                        None => bytes.extend([
                            0xE0 | (code >> 12) as u8,
                            0x80 | (code >> 6 & 63) as u8,
                            0x80 | (code & 63) as u8,
                        ]),
                    }
                }
                HashKey::from_seed(row[1].parse().unwrap()).hash_bytes(&bytes)
            }
            "int" => {
                let value: IBig = row[1].parse().unwrap();
                if let Ok(small) = i64::try_from(&value) {
                    assert_eq!(hash_small_integer(small), hash_integer(&value));
                }
                hash_integer(&value)
            }
            "float" => hash_float(float(row[1]), 0),
            "complex" => hash_complex(float(row[1]), float(row[2]), 0),
            "tuple" => hash_tuple(numbers()),
            "frozenset" => hash_frozenset(numbers()),
            "slice" => {
                let mut hasher = TupleHasher::default();
                numbers().for_each(|hash| hasher.push(hash));
                hasher.finish_slice()
            }
            kind => panic!("unknown kind {kind}"),
        };
        assert_eq!(hash.to_string(), *row.last().unwrap(), "{row:?}");
    }
}
