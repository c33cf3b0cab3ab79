//! Source bytes to text: byte order mark, coding cookie (PEP 263), null bytes.

use std::borrow::Cow;

use crate::error::{ErrorKind, SyntaxError};

/// What the bytes of a source file are.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Decoded<'b> {
    /// Text.
    Text(Cow<'b, str>),
    /// Bytes in an encoding that the caller has to decode (without the byte order mark).
    Other {
        /// The name of the encoding, as the cookie spells it.
        encoding: String,
        /// The bytes to decode.
        bytes: &'b [u8],
    },
}

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Decodes the bytes of a source file. With `is_utf8`, a cookie is only a comment.
pub fn decode<'b>(
    bytes: &'b [u8],
    file_name: &str,
    is_utf8: bool,
) -> Result<Decoded<'b>, SyntaxError> {
    let (marked, bytes) = match bytes.strip_prefix(BYTE_ORDER_MARK) {
        Some(rest) => (true, rest),
        None => (false, bytes),
    };
    let cookie = if is_utf8 { None } else { cookie(bytes) };
    let declared = cookie.as_deref().map(normalised);
    if marked && declared.as_deref().is_some_and(|name| name != "utf-8") {
        let encoding = cookie.unwrap_or_default();
        let message = format!("encoding problem: {encoding} with BOM");
        return Err(error(ErrorKind::Syntax, message, 0));
    }
    let decoded = match declared.as_deref() {
        None | Some("utf-8") => {
            Decoded::Text(Cow::Borrowed(utf8(bytes, file_name, cookie.is_some())?))
        }
        Some("iso-8859-1") => {
            Decoded::Text(Cow::Owned(bytes.iter().map(|&byte| char::from(byte)).collect()))
        }
        Some("ascii" | "us-ascii") => match bytes.iter().position(|byte| !byte.is_ascii()) {
            None => Decoded::Text(Cow::Borrowed(utf8(bytes, file_name, true)?)),
            Some(place) => {
                let message = format!(
                    "(unicode error) 'ascii' codec can't decode byte {:#04x} in position {place}: ordinal not in range(128)",
                    bytes[place]
                );
                return Err(error(ErrorKind::Syntax, message, 0));
            }
        },
        Some(_) => Decoded::Other { encoding: cookie.unwrap_or_default(), bytes },
    };
    if let Decoded::Text(text) = &decoded
        && let Some(place) = text.find('\0')
    {
        let line = line_of(text.as_bytes(), place);
        return Err(null_bytes(line));
    }
    Ok(decoded)
}

/// The error about a null byte in source text.
pub(crate) fn null_bytes(line: u32) -> SyntaxError {
    error(ErrorKind::Syntax, "source code string cannot contain null bytes".to_owned(), line)
}

fn error(kind: ErrorKind, message: String, line: u32) -> SyntaxError {
    SyntaxError { kind, message, line, column: 0, end_line: line, end_column: 0, text: None }
}

fn line_of(bytes: &[u8], place: usize) -> u32 {
    bytes[..place].iter().filter(|&&byte| byte == b'\n').count() as u32 + 1
}

fn utf8<'b>(bytes: &'b [u8], file_name: &str, declared: bool) -> Result<&'b str, SyntaxError> {
    std::str::from_utf8(bytes).map_err(|problem| {
        let place = problem.valid_up_to();
        let byte = bytes[place];
        let line = line_of(bytes, place);
        let message = if declared {
            let reason = if problem.error_len().is_none() {
                "unexpected end of data"
            } else if matches!(byte, 0xc2..=0xf4) {
                "invalid continuation byte"
            } else {
                "invalid start byte"
            };
            format!(
                "(unicode error) 'utf-8' codec can't decode byte {byte:#04x} in position {place}: {reason}"
            )
        } else {
            format!(
                "Non-UTF-8 code starting with '\\x{byte:02x}' in file {file_name} on line {line}, \
                 but no encoding declared; see https://peps.python.org/pep-0263/ for details"
            )
        };
        error(ErrorKind::Syntax, message, line)
    })
}

/// The encoding that one of the first two lines declares.
fn cookie(bytes: &[u8]) -> Option<String> {
    let mut lines = bytes.split_inclusive(|&byte| byte == b'\n' || byte == b'\r');
    let mut first = lines.next()?;
    if first.ends_with(b"\r") && bytes.get(first.len()) == Some(&b'\n') {
        lines.next();
        first = &first[..first.len() - 1];
    }
    if let Some(found) = cookie_in(first) {
        return Some(found);
    }
    let blank = first.trim_ascii();
    if !(blank.is_empty() || blank.starts_with(b"#")) {
        return None;
    }
    cookie_in(lines.next()?)
}

/// `^[ \t\f]*#.*?coding[:=][ \t]*([-_.a-zA-Z0-9]+)`
fn cookie_in(line: &[u8]) -> Option<String> {
    let start = line.iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'\x0c'))?;
    let comment = line[start..].strip_prefix(b"#")?;
    let mut rest = comment;
    loop {
        let place = rest.windows(6).position(|window| window == b"coding")?;
        rest = &rest[place + 6..];
        if let [b':' | b'=', value @ ..] = rest {
            let value = value.trim_ascii_start();
            let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
            let length = value.iter().take_while(|byte| is_part(byte)).count();
            if length > 0 {
                return Some(String::from_utf8_lossy(&value[..length]).into_owned());
            }
        }
    }
}

/// The names that the tokenizer itself knows, whatever their spelling.
fn normalised(name: &str) -> String {
    let name: String = name
        .chars()
        .take(12)
        .map(|it| if it == '_' { '-' } else { it.to_ascii_lowercase() })
        .collect();
    let is = |known: &str| name == known || name.starts_with(&format!("{known}-"));
    if is("utf-8") || name == "utf8" {
        return "utf-8".to_owned();
    }
    if is("latin-1") || is("iso-8859-1") || is("iso-latin-1") {
        return "iso-8859-1".to_owned();
    }
    name
}
