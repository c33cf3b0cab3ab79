//! The colours of Python text on a terminal: CPython's, by kind of word.

const RESET: &str = "\x1b[0m";
const PROMPT: &str = "\x1b[1;35m";
const KEYWORD: &str = "\x1b[1;34m";
const BUILTIN: &str = "\x1b[36m";
const STRING: &str = "\x1b[32m";
const NUMBER: &str = "\x1b[33m";
const COMMENT: &str = "\x1b[31m";

const KEYWORDS: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield",
];

const BUILTINS: &[&str] = &[
    "abs",
    "all",
    "any",
    "bool",
    "bytes",
    "callable",
    "chr",
    "dict",
    "dir",
    "enumerate",
    "eval",
    "exec",
    "filter",
    "float",
    "getattr",
    "hasattr",
    "hash",
    "help",
    "id",
    "input",
    "int",
    "isinstance",
    "iter",
    "len",
    "list",
    "map",
    "max",
    "min",
    "next",
    "object",
    "open",
    "ord",
    "print",
    "range",
    "repr",
    "reversed",
    "set",
    "setattr",
    "sorted",
    "str",
    "sum",
    "super",
    "tuple",
    "type",
    "vars",
    "zip",
];

/// A prompt in its colour.
pub fn prompt(text: &str) -> String {
    format!("{PROMPT}{text}{RESET}")
}

fn push(result: &mut String, colour: Option<&str>, text: &str) {
    match colour {
        Some(colour) => {
            result.push_str(colour);
            result.push_str(text);
            result.push_str(RESET);
        }
        None => result.push_str(text),
    }
}

/// How many bytes a string at the start of the text takes.
fn string_length(text: &str) -> usize {
    let mark = &text[..1];
    let triple = mark.repeat(3);
    let long = text.starts_with(&triple);
    let end = if long { triple.as_str() } else { mark };
    let mut at = end.len();
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with(end) {
            return at + end.len();
        }
        if !long && rest.starts_with('\n') {
            return at;
        }
        let mut letters = rest.chars();
        let first = letters.next().map_or(1, char::len_utf8);
        let escaped =
            if rest.starts_with('\\') { letters.next().map_or(0, char::len_utf8) } else { 0 };
        at += first + escaped;
    }
    text.len()
}

fn span(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|letter| !belongs(letter)).unwrap_or(text.len())
}

/// A statement, or the beginning of one, in colours.
pub fn statement(text: &str) -> String {
    let mut result = String::with_capacity(text.len() * 2);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (length, colour) = match first {
            '#' => (span(rest, |letter| letter != '\n'), Some(COMMENT)),
            '"' | '\'' => (string_length(rest), Some(STRING)),
            '0'..='9' => (
                span(rest, |letter| letter.is_alphanumeric() || letter == '_' || letter == '.'),
                Some(NUMBER),
            ),
            _ if first.is_alphabetic() || first == '_' => {
                let length = span(rest, |letter| letter.is_alphanumeric() || letter == '_');
                let word = &rest[..length];
                let colour = if KEYWORDS.contains(&word) {
                    Some(KEYWORD)
                } else if BUILTINS.contains(&word) && !result.ends_with('.') {
                    Some(BUILTIN)
                } else {
                    None
                };
                (length, colour)
            }
            _ => (first.len_utf8(), None),
        };
        push(&mut result, colour, &rest[..length]);
        rest = &rest[length..];
    }
    result
}
