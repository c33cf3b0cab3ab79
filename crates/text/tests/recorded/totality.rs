//! No input makes the crate panic: random input for everything that reads some.

use dashu_int::IBig;
use pellucid_text::format::*;
use pellucid_text::*;

/// A small generator of its own, so that a failure can be repeated.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }

    fn text(&mut self, alphabet: &[u32], length_max: usize) -> OwnedText {
        let length = self.below(length_max);
        (0..length).map(|_| alphabet[self.below(alphabet.len())]).collect::<TextBuilder>().finish()
    }

    fn float(&mut self) -> f64 {
        f64::from_bits((self.below(usize::MAX) as u64) << self.below(12))
    }
}

fn alphabet(text: &str) -> Vec<u32> {
    text.chars().map(u32::from).chain([0xD800, 0x10_FFFF, 0]).collect()
}

const ROUNDS: usize = 20_000;

#[test]
fn specifications() {
    let alphabet = alphabet("<>=^+- z#0123,_.bcdeEfFgGnosxX%é٣");
    let mut random = Random(7);
    for _ in 0..ROUNDS {
        let text = random.text(&alphabet, 9);
        let mut builder = TextBuilder::new();
        let value = random.float();
        if let Ok(specification) = Specification::for_number(text.as_text(), "x") {
            if specification.length_bound() > 100_000 {
                continue;
            }
            let big = integer::from_float(value).unwrap_or_default();
            let _ = format_float(value, &specification, "x", &mut builder);
            let _ = format_integer(&big, &specification, "x", 4300, &mut builder);
            let _ = format_small_integer(value.to_bits() as i64, &specification, "x", &mut builder);
            let _ = format_complex(value, -value, &specification, "x", &mut builder);
            let _ = format_text(text.as_text(), &specification, "x", &mut builder);
        }
        for item in percent::Parser::new(text.as_text(), true) {
            let Ok(percent::Item::Conversion(conversion)) = item else { continue };
            let _ = conversion.unsupported(true).message();
        }
    }
}

#[test]
fn bytes() {
    let mut random = Random(11);
    let alphabet =
        alphabet("+-=_abcdefuUxN{}0123456789/ \\\n\r<>!@hHiIsp?\u{80}\u{c3}\u{e2}\u{ed}\u{f0}");
    for _ in 0..ROUNDS {
        let text = random.text(&alphabet, 24);
        let bytes: Vec<u8> = text.as_text().code_points().map(|code| code as u8).collect();
        for name in [
            "utf-8",
            "utf-16-le",
            "utf-32-be",
            "utf-7",
            "ascii",
            "unicode_escape",
            "raw_unicode_escape",
        ] {
            let encoding = codec::Encoding::from_name(name).unwrap();
            let start = random.below(30);
            let mut builder = TextBuilder::new();
            codec::decode(encoding, &bytes, start, start.is_multiple_of(2), &mut builder);
            let _ = codec::encode(encoding, text.as_text(), start, &mut Vec::new());
            for handler in ["replace", "surrogateescape", "surrogatepass", "namereplace"] {
                let handler = codec::Handler::from_name(handler).unwrap();
                let _ = codec::decode_with(encoding, &bytes, handler);
                let _ = codec::encode_with(encoding, text.as_text(), handler);
            }
        }
        let _ = binary::from_base64(&bytes, false);
        let _ = binary::from_uuencode(&bytes);
        let _ = binary::from_quoted(&bytes, true);
        let _ = binary::to_quoted(&bytes, false, true, true);
        let _ = binary::from_hexadecimal(text.as_text());
        if let Ok(layout) = structure::Layout::parse(&bytes) {
            let _ = layout.fields().take(10).count();
            let _ = layout.resolve_offset(isize::MIN + start_of(&bytes), 3, true);
        }
    }
}

fn start_of(bytes: &[u8]) -> isize {
    bytes.first().map_or(0, |byte| isize::from(*byte))
}

#[test]
fn numbers() {
    let mut random = Random(13);
    let alphabet = alphabet("0123456789+-_.eEpPxXobinfatyjJ() \u{663}\u{3000}");
    for _ in 0..ROUNDS {
        let text = random.text(&alphabet, 14);
        let _ = integer::parse(text.as_text(), random.below(40) as u32, 4300);
        let _ = float::parse(text.as_text());
        let _ = float::parse_complex(text.as_text());
        let _ = float::from_hexadecimal(&text.as_text().to_utf8_lossy());
        let (a, b) = (random.float(), random.float());
        let _ = float::power(a, b);
        let _ = float::divide_remainder(a, b);
        let _ = float::round_digits(a, random.below(800) as i64 - 400);
        let _ = structure::half_from_float(a);
        hash::hash_float(a, 1);
        let (a, b) = (a.to_bits() as i64, b.to_bits() as i64);
        let small = integer::true_divide_small(a, b | 1);
        assert_eq!(small, integer::true_divide(&a.into(), &IBig::from(b | 1)));
        integer::modular_power(&a.into(), &b.into(), &IBig::from(a | 1)).ok();
    }
}

#[test]
fn texts() {
    let mut random = Random(17);
    let alphabet = alphabet("aAΣσßİ\u{301}\u{345} \u{1c5}ﬁ\n\r\u{2028}가ᄀ");
    for _ in 0..ROUNDS {
        let text = random.text(&alphabet, 10);
        let text = text.as_text();
        let lower = unicode::lower(text);
        unicode::upper(text);
        unicode::title(text);
        unicode::swapcase(text);
        unicode::capitalize(text);
        let part = text.slice(random.below(12)..random.below(12));
        if let Some(found) = search::find(text, part) {
            assert_eq!(text.slice(found..found + part.len()), part);
        } else {
            panic!("a part of a text is found in it: {part:?} in {text:?}");
        }
        assert!(search::rfind(text, part) >= search::find(text, part));
        search::rsplit_whitespace(text, random.below(3), search::Alphabet::Text);
        repr::repr(lower.as_text());
        for form in ["NFC", "NFD", "NFKC", "NFKD"] {
            let form = unicode::Form::from_name(form).unwrap();
            let normal = unicode::normalize(text, form);
            assert!(unicode::is_normalized(normal.as_text(), form));
        }
    }
}
