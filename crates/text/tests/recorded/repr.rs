//! `repr` and `ascii` against CPython's.

use pellucid_text::repr::*;

use crate::table::{field, rows, text};

#[test]
fn reprs() {
    for row in rows(include_str!("../data/repr.tsv")) {
        let found = if row[0] == "str" {
            let subject = text(row[1]);
            [field(&repr(subject.as_text())), field(&ascii(subject.as_text()).into())]
        } else {
            let pairs = row[1].as_bytes().chunks(2);
            let byte = |pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
            let bytes: Vec<u8> = pairs.map(byte).collect();
            [field(&bytes_repr(&bytes).into()), field(&byte_array_repr("bytearray", &bytes).into())]
        };
        assert_eq!(found, row[2..4], "{row:?}");
    }
}
