//! The numbers of the kinds of tokens, as the module `token` names them.

pub(super) const END_MARKER: u8 = 0;
pub(super) const NAME: u8 = 1;
pub(super) const NUMBER: u8 = 2;
pub(super) const STRING: u8 = 3;
pub(super) const NEWLINE: u8 = 4;
pub(super) const INDENT: u8 = 5;
pub(super) const DEDENT: u8 = 6;
pub(super) const COLON: u8 = 11;
pub(super) const OPERATOR: u8 = 55;
pub(super) const F_STRING_START: u8 = 59;
pub(super) const T_STRING_START: u8 = 62;
pub(super) const COMMENT: u8 = 65;
pub(super) const NL: u8 = 66;

/// Every operator with its kind; one that another begins with comes after it.
const OPERATORS: &[(&str, u8)] = &[
    ("**=", 46),
    ("//=", 48),
    (">>=", 45),
    ("<<=", 44),
    ("...", 52),
    ("!=", 28),
    ("%=", 40),
    ("&=", 41),
    ("**", 35),
    ("*=", 38),
    ("+=", 36),
    ("-=", 37),
    ("->", 51),
    ("//", 47),
    ("/=", 39),
    (":=", 53),
    ("<<", 33),
    ("<=", 29),
    ("<>", 28),
    ("==", 27),
    (">=", 30),
    (">>", 34),
    ("@=", 50),
    ("^=", 43),
    ("|=", 42),
    ("!", 54),
    ("%", 24),
    ("&", 19),
    ("(", 7),
    (")", 8),
    ("*", 16),
    ("+", 14),
    (",", 12),
    ("-", 15),
    (".", 23),
    ("/", 17),
    (":", COLON),
    (";", 13),
    ("<", 20),
    ("=", 22),
    (">", 21),
    ("@", 49),
    ("[", 9),
    ("]", 10),
    ("^", 32),
    ("{", 25),
    ("|", 18),
    ("}", 26),
    ("~", 31),
];

/// The kind and length of the operator that the bytes begin with; any other character is one of no certain kind.
pub(super) fn operator(bytes: &[u8]) -> (u8, usize) {
    let known = OPERATORS.iter().find(|(text, _)| bytes.starts_with(text.as_bytes()));
    known.map_or((OPERATOR, 1), |&(text, kind)| (kind, text.len()))
}

/// Whether tokens of this kind are string literals or pieces of them.
pub(super) fn is_literal(kind: u8) -> bool {
    kind == STRING || (F_STRING_START..=T_STRING_START + 2).contains(&kind)
}
