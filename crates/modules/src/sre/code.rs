//! The code of compiled patterns, as `re._compiler` writes it, and what single characters mean to it.

use pellucid_runtime::text::unicode;

/// The version that `re._constants` must have.
pub const MAGIC: u32 = 20_230_612;
/// The count that stands for no upper bound.
pub const REPEAT_MAX: u32 = u32::MAX;

macro_rules! opcodes {
    ($($name:ident = $value:literal;)*) => { $(
        #[doc = concat!("`", stringify!($name), "`")]
        pub const $name: u32 = $value;
    )* };
}

opcodes! {
    FAILURE = 0; SUCCESS = 1; ANY = 2; ANY_ALL = 3; ASSERT = 4; ASSERT_NOT = 5; AT = 6; BRANCH = 7;
    CATEGORY = 8; CHARSET = 9; BIG_CHARSET = 10; GROUP_REF = 11; GROUP_REF_EXISTS = 12; IN = 13;
    INFO = 14; JUMP = 15; LITERAL = 16; MARK = 17; MAX_UNTIL = 18; MIN_UNTIL = 19; NOT_LITERAL = 20;
    NEGATE = 21; RANGE = 22; REPEAT = 23; REPEAT_ONE = 24; MIN_REPEAT_ONE = 26; ATOMIC_GROUP = 27;
    POSSESSIVE_REPEAT = 28; POSSESSIVE_REPEAT_ONE = 29; GROUP_REF_IGNORE = 30; IN_IGNORE = 31;
    LITERAL_IGNORE = 32; NOT_LITERAL_IGNORE = 33; GROUP_REF_LOCALE = 34; IN_LOCALE = 35;
    LITERAL_LOCALE = 36; NOT_LITERAL_LOCALE = 37; GROUP_REF_UNICODE = 38; IN_UNICODE = 39;
    LITERAL_UNICODE = 40; NOT_LITERAL_UNICODE = 41; RANGE_UNICODE = 42;
}

/// Bits of the flags in an `INFO` block.
pub mod info {
    /// A prefix follows.
    pub const PREFIX: u32 = 1;
    /// A character set follows.
    pub const CHARSET: u32 = 4;
}

/// The code is not what `re._compiler` writes, or memory has run out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Trouble {
    /// Code that means nothing.
    Corrupt,
    /// Backtracking needs more memory than there is.
    Memory,
}

/// Lower case among ASCII.
pub fn lower_ascii(code: u32) -> u32 {
    if (0x41..=0x5A).contains(&code) { code + 32 } else { code }
}

fn upper_ascii(code: u32) -> u32 {
    if (0x61..=0x7A).contains(&code) { code - 32 } else { code }
}

/// Whether two characters are the same to the locale, which is C's.
pub fn same_in_locale(code: u32, other: u32) -> bool {
    code == other || lower_ascii(code) == other || upper_ascii(code) == other
}

fn is_word_ascii(code: u32) -> bool {
    code == 0x5F || u8::try_from(code).is_ok_and(|byte| byte.is_ascii_alphanumeric())
}

/// Whether a character belongs to words, by Unicode.
pub fn is_word_unicode(code: u32) -> bool {
    code == 0x5F || unicode::is_alphanumeric(code)
}

/// Whether a character belongs to words, for a boundary of this kind.
pub fn is_word(unicode_rules: bool, code: u32) -> bool {
    if unicode_rules { is_word_unicode(code) } else { is_word_ascii(code) }
}

fn is_line_break_unicode(code: u32) -> bool {
    matches!(code, 0x0A..=0x0D | 0x1C..=0x1E | 0x85 | 0x2028 | 0x2029)
}

/// Whether a character is of a category.
pub fn in_category(category: u32, code: u32) -> Result<bool, Trouble> {
    let positive = match category & !1 {
        0 => (0x30..=0x39).contains(&code),
        2 => matches!(code, 0x09..=0x0D | 0x20),
        4 | 8 => is_word_ascii(code),
        6 => code == 0x0A,
        10 => unicode::is_decimal(code),
        12 => unicode::is_space(code),
        14 => is_word_unicode(code),
        16 => is_line_break_unicode(code),
        _ => return Err(Trouble::Corrupt),
    };
    Ok(positive == (category & 1 == 0))
}

/// Whether a character is in the set that starts at `at`.
pub fn in_charset(codes: &[u32], mut at: usize, code: u32) -> Result<bool, Trouble> {
    let get = |at: usize| codes.get(at).copied().ok_or(Trouble::Corrupt);
    let mut wanted = true;
    loop {
        let operator = get(at)?;
        at += 1;
        match operator {
            FAILURE => return Ok(!wanted),
            NEGATE => wanted = !wanted,
            LITERAL => {
                if get(at)? == code {
                    return Ok(wanted);
                }
                at += 1;
            }
            CATEGORY => {
                if in_category(get(at)?, code)? {
                    return Ok(wanted);
                }
                at += 1;
            }
            RANGE | RANGE_UNICODE => {
                let range = get(at)?..=get(at + 1)?;
                let upper =
                    operator == RANGE_UNICODE && range.contains(&unicode::simple_upper(code));
                if range.contains(&code) || upper {
                    return Ok(wanted);
                }
                at += 2;
            }
            CHARSET => {
                if code < 256 && get(at + code as usize / 32)? >> (code % 32) & 1 == 1 {
                    return Ok(wanted);
                }
                at += 8;
            }
            BIG_CHARSET => {
                let blocks = get(at)? as usize;
                at += 1;
                if code < 0x1_0000 {
                    let page = code as usize >> 8;
                    let block = get(at + page / 4)?.to_ne_bytes()[page % 4];
                    let bit = usize::from(block) * 256 + (code as usize & 255);
                    if get(at + 64 + bit / 32)? >> (code % 32) & 1 == 1 {
                        return Ok(wanted);
                    }
                }
                at = at.saturating_add(64).saturating_add(blocks.saturating_mul(8));
            }
            _ => return Err(Trouble::Corrupt),
        }
    }
}

/// Whether a character is in a set for which case does not matter.
pub fn in_charset_ignoring(
    codes: &[u32],
    at: usize,
    code: u32,
    operator: u32,
) -> Result<bool, Trouble> {
    match operator {
        IN_IGNORE => in_charset(codes, at, lower_ascii(code)),
        IN_UNICODE => in_charset(codes, at, unicode::simple_lower(code)),
        IN_LOCALE => {
            Ok(in_charset(codes, at, lower_ascii(code))?
                || in_charset(codes, at, upper_ascii(code))?)
        }
        _ => in_charset(codes, at, code),
    }
}
