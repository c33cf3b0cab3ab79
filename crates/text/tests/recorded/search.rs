//! Finding, splitting and replacing against CPython's.

use std::ops::Range;

use pellucid_text::search::*;
use pellucid_text::{OwnedText, Text, TextBuilder};

use crate::table::{field, rows, text};

fn joined(subject: Text<'_>, pieces: &[Range<usize>]) -> String {
    let mut builder = TextBuilder::new();
    for (index, piece) in pieces.iter().enumerate() {
        if index > 0 {
            builder.push(0);
        }
        builder.push_text(subject.slice(piece.clone()));
    }
    field(&builder.finish())
}

fn index(found: Option<usize>) -> String {
    found.map_or("-1".to_owned(), |index| index.to_string())
}

fn most(field: &str) -> usize {
    field.parse().unwrap_or(usize::MAX)
}

fn part(subject: Text<'_>, range: Range<usize>) -> String {
    field(&subject.slice(range).to_owned())
}

fn outcome(row: &[&str]) -> Vec<String> {
    let subject: OwnedText = text(row[1]);
    let subject = subject.as_text();
    let needle = text(row[2]);
    let needle = needle.as_text();
    let alphabet = if row[0].starts_with("byte") { Alphabet::Bytes } else { Alphabet::Text };
    match row[0] {
        "find" => {
            vec![
                index(find(subject, needle)),
                index(rfind(subject, needle)),
                count(subject, needle).to_string(),
            ]
        }
        "replace" => {
            let new = text(row[3]);
            let found = replace(subject, needle, new.as_text(), most(row[4]), 1000).unwrap();
            vec![field(&found.unwrap_or_else(|| subject.to_owned()))]
        }
        "split" => vec![
            joined(subject, &split(subject, needle, most(row[3])).unwrap()),
            joined(subject, &rsplit(subject, needle, most(row[3])).unwrap()),
        ],
        "strip" => [(true, true), (true, false), (false, true)]
            .map(|(left, right)| part(subject, trim(subject, needle, left, right)))
            .to_vec(),
        "words" | "byte_words" => vec![
            joined(subject, &split_whitespace(subject, most(row[2]), alphabet).unwrap()),
            joined(subject, &rsplit_whitespace(subject, most(row[2]), alphabet).unwrap()),
        ],
        "trim" => [(true, true), (true, false), (false, true)]
            .map(|(left, right)| part(subject, trim_whitespace(subject, left, right, alphabet)))
            .to_vec(),
        "lines" | "byte_lines" => [false, true]
            .map(|keep_ends| joined(subject, &split_lines(subject, keep_ends, alphabet).unwrap()))
            .to_vec(),
        kind => panic!("unknown kind {kind}"),
    }
}

#[test]
fn searches() {
    for row in rows(include_str!("../data/search.tsv")) {
        let found = outcome(&row);
        assert_eq!(found, row[row.len() - found.len()..], "{row:?}");
    }
}

#[test]
fn searching_is_linear() {
    const LENGTH: usize = 200_000;
    let mut subject = vec![0x20AC_u16; LENGTH];
    let mut needle = vec![0x20AC_u16; LENGTH / 2];
    needle[0] = 0x20AD;
    assert_eq!(find(Text::Ucs2(&subject), Text::Ucs2(&needle)), None);
    assert_eq!(rfind(Text::Ucs2(&subject), Text::Ucs2(&needle)), None);
    needle.swap(0, LENGTH / 4);
    assert_eq!(find(Text::Ucs2(&subject), Text::Ucs2(&needle)), None);
    subject[LENGTH - 1] = 0x20AD;
    needle.swap(LENGTH / 4, LENGTH / 2 - 1);
    assert_eq!(find(Text::Ucs2(&subject), Text::Ucs2(&needle)), Some(LENGTH / 2));
}

#[test]
fn replacement_is_limited() {
    let text = Text::Latin1(b"aaaa");
    assert!(replace(text, Text::Latin1(b"a"), Text::Latin1(b"bbb"), usize::MAX, 11).is_err());
}
