//! Codecs and error handlers against CPython's.

use pellucid_text::codec::*;
use pellucid_text::{Text, TextBuilder};

use crate::table::{field, rows, text};

fn unhexadecimal(field: &str) -> Vec<u8> {
    let pairs = field.as_bytes().chunks(2);
    pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

#[test]
fn codecs() {
    let mut failures = Vec::new();
    for row in rows(include_str!("../data/codec.tsv")) {
        let encoding = Encoding::from_name(row[1]).unwrap();
        let handler = Handler::from_name(row[2]).unwrap();
        let result = match row[0] {
            "decode" => {
                decode_with(encoding, &unhexadecimal(row[3]), handler).map(|(text, _)| field(&text))
            }
            _ => encode_with(encoding, text(row[3]).as_text(), handler)
                .map(|bytes| bytes.iter().map(|byte| format!("{byte:02x}")).collect()),
        };
        let found = result.unwrap_or_else(|failure| {
            let Failure { start, end, reason } = failure;
            format!("!{} {start} {end} {reason}", encoding.error_name())
        });
        if found != row[4] {
            failures.push(format!("{row:?}: {found}"));
        }
    }
    assert!(
        failures.is_empty(),
        "{} differ: {:#?}",
        failures.len(),
        &failures[..failures.len().min(20)]
    );
}

/// However the bytes are cut, decoding them piece by piece gives the same.
#[test]
fn pieces() {
    for row in rows(include_str!("../data/codec.tsv")) {
        if row[0] != "decode" || row[2] != "strict" || row[4].starts_with('!') {
            continue;
        }
        let (encoding, bytes) = (Encoding::from_name(row[1]).unwrap(), unhexadecimal(row[3]));
        // An octal escape ends where the bytes end, in CPython too.
        let octal = |pair: &[u8]| pair[0] == b'\\' && (b'0'..=b'7').contains(&pair[1]);
        if encoding == Encoding::UnicodeEscape && bytes.windows(2).any(octal) {
            continue;
        }
        for cut in 0..=bytes.len() {
            let mut builder = TextBuilder::new();
            let first = decode(encoding, &bytes[..cut], 0, false, &mut builder);
            assert_eq!(first.failure, None, "{row:?}");
            decode(encoding, &bytes, first.position, true, &mut builder);
            assert_eq!(field(&builder.finish()), row[4], "{row:?} cut at {cut}");
        }
    }
}

#[test]
fn byte_maps() {
    let table = Text::Ucs2(&[0x61, 0x20AC, 0xFFFE]);
    let map = ByteMap::new(table);
    let mut bytes = Vec::new();
    assert_eq!(map.encode(Text::Ucs2(&[0x20AC, 0x61]), 0, &mut bytes), Ok(()));
    assert_eq!(bytes, [1, 0]);
    let failure = map.encode(Text::Latin1(b"axya"), 0, &mut bytes).unwrap_err();
    assert_eq!((failure.start, failure.end), (1, 3));
    let mut builder = TextBuilder::new();
    let decoded = decode_table(&[1, 0, 2], 0, table, &mut builder);
    assert_eq!(decoded.failure.map(|failure| failure.start), Some(2));
    assert_eq!(builder.as_text(), Text::Ucs2(&[0x20AC, 0x61]));
}
