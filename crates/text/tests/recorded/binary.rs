//! `binascii` and `bytes.fromhex` against CPython's.

use pellucid_text::Text;
use pellucid_text::binary::*;

use crate::table::rows;

fn hexadecimal(bytes: &[u8]) -> String {
    String::from_utf8(to_hexadecimal(bytes, None)).unwrap()
}

fn outcome(row: &[&str]) -> Result<Vec<u8>, String> {
    let data = unhexlify(row[1].as_bytes()).unwrap();
    let flags: Vec<i64> = row[2].split_whitespace().map(|flag| flag.parse().unwrap()).collect();
    let flag = |index: usize| flags.get(index).is_some_and(|flag| *flag != 0);
    let error = |message: &dyn std::fmt::Display| format!("Error: {message}");
    match row[0] {
        "a2b_base64" => from_base64(&data, flag(0)).map_err(|wrong| error(&wrong)),
        "b2a_base64" => Ok(to_base64(&data, flag(0))),
        "a2b_uu" => from_uuencode(&data).map_err(|wrong| error(&wrong.message())),
        "b2a_uu" => to_uuencode(&data, flag(0)).map_err(|wrong| error(&wrong.message())),
        "hexlify" => Ok(to_hexadecimal(&data, Some((b'-', flags[0])))),
        "hexlify_plain" => Ok(to_hexadecimal(&data, None)),
        "unhexlify" => unhexlify(&data).map_err(|wrong| error(&wrong)),
        "fromhex" => {
            from_hexadecimal(Text::Latin1(&data)).map_err(|wrong| format!("Value{}", error(&wrong)))
        }
        "crc32" => Ok(crc32(&data, 0).to_be_bytes().to_vec()),
        "crc_hqx" => Ok(crc_hqx(&data, 77).to_be_bytes().to_vec()),
        "a2b_qp" => Ok(from_quoted(&data, flag(0))),
        "b2a_qp" => Ok(to_quoted(&data, flag(0), flag(1), flag(2))),
        kind => panic!("unknown kind {kind}"),
    }
}

#[test]
fn binary() {
    let mut failures = Vec::new();
    for row in rows(include_str!("../data/binary.tsv")) {
        let found = match outcome(&row) {
            Ok(bytes) => hexadecimal(&bytes),
            Err(message) => format!("!{message}"),
        };
        if found != row[3] {
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
