//! A second look at source that does not parse: the errors that CPython's tokenizer finds, which come
//! Long: one table of what each token sequence that does not parse means in CPython's words.
//! before all others.

use pellucid_bytecode::Position;

use crate::error::{ErrorKind, SyntaxError};
use crate::source::Source;

/// How deeply brackets may nest.
const BRACKETS_MAX: usize = 200;
/// How many levels of indentation there may be.
const INDENTATION_MAX: usize = 100;
/// How wide a tab is when indentation is compared, and in the other way of comparing it.
const TAB: usize = 8;

/// What the tokenizer found.
pub(crate) struct Tokens {
    /// Its error, if there is one.
    pub(crate) error: Option<Box<SyntaxError>>,
    /// The innermost bracket that is still open at the end of the source.
    pub(crate) unclosed: Option<(char, usize)>,
    /// The deepest nesting of brackets and of operators that stand before their operand.
    pub(crate) nesting: usize,
    /// The most tokens without a comma or statement end between them: no chain of operators is longer.
    pub(crate) longest: usize,
    /// Brackets or blocks nest beyond CPython's limits; `error` says so.
    pub(crate) is_limit: bool,
}

type Scan<T> = Result<T, Box<SyntaxError>>;

struct Scanner<'s, 't> {
    source: &'s Source<'t>,
    bytes: &'t [u8],
    at: usize,
    brackets: Vec<(u8, usize)>,
    /// Columns of the open blocks, with tabs to multiples of eight and with tabs as one column.
    indents: Vec<(usize, usize)>,
    line_start: bool,
    /// How many f-string expressions are open; their brackets are closed by the f-string.
    depth: usize,
    /// The last token was an operand, so that a sign after it is no prefix.
    after_operand: bool,
    /// Prefix operators that are open here, and at each open bracket.
    chain: usize,
    chains: Vec<usize>,
    nesting: usize,
    /// Tokens since the last comma or statement end, here and at each open bracket.
    run: usize,
    runs: Vec<usize>,
    longest: usize,
    is_limit: bool,
}

/// Goes over the tokens of a source text.
pub(crate) fn scan(source: &Source<'_>) -> Tokens {
    let mut scanner = Scanner {
        source,
        bytes: source.text.as_bytes(),
        at: 0,
        brackets: Vec::new(),
        indents: vec![(0, 0)],
        line_start: true,
        depth: 0,
        after_operand: false,
        chain: 0,
        chains: Vec::new(),
        nesting: 0,
        run: 0,
        runs: Vec::new(),
        longest: 0,
        is_limit: false,
    };
    let error = scanner.run().err();
    let (nesting, longest, is_limit) = (scanner.nesting, scanner.longest, scanner.is_limit);
    let unclosed = scanner.brackets.last().map(|&(bracket, at)| (char::from(bracket), at));
    Tokens { error, unclosed, nesting, longest, is_limit }
}

impl Scanner<'_, '_> {
    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn is_end(&self) -> bool {
        self.at >= self.bytes.len()
    }

    fn fail<T>(
        &self,
        kind: ErrorKind,
        message: impl Into<String>,
        start: usize,
        end: usize,
    ) -> Scan<T> {
        let (line, column) = self.source.line_column(start as u32);
        let (end_line, end_column) = self.source.line_column(end as u32);
        Err(self.source.error_at(kind, message, Position { line, end_line, column, end_column }))
    }

    fn syntax<T>(&self, message: impl Into<String>, start: usize) -> Scan<T> {
        self.fail(ErrorKind::Syntax, message, start, start)
    }

    fn line_of(&self, offset: usize) -> u32 {
        self.source.line_column(offset as u32).0
    }

    fn run(&mut self) -> Scan<()> {
        while !self.is_end() {
            if self.line_start && self.brackets.is_empty() {
                self.indentation()?;
                if self.is_end() {
                    break;
                }
            }
            self.token()?;
        }
        Ok(())
    }

    fn indentation(&mut self) -> Scan<()> {
        self.line_start = false;
        let start = self.at;
        let (mut wide, mut narrow) = (0, 0);
        loop {
            match self.peek(0) {
                b' ' => (wide, narrow) = (wide + 1, narrow + 1),
                b'\t' => (wide, narrow) = ((wide / TAB + 1) * TAB, narrow + 1),
                b'\x0c' => (wide, narrow) = (0, 0),
                _ => break,
            }
            self.at += 1;
        }
        if self.is_end() || matches!(self.peek(0), b'#' | b'\n' | b'\r') {
            return Ok(());
        }
        let &(last_wide, last_narrow) = self.indents.last().expect("the outermost level stays");
        let tabs = "inconsistent use of tabs and spaces in indentation";
        let end = self.line_end(start);
        if wide == last_wide {
            if narrow != last_narrow {
                return self.tab_error(tabs, start);
            }
        } else if wide > last_wide {
            if self.indents.len() >= INDENTATION_MAX {
                let message = "too many levels of indentation";
                self.is_limit = true;
                return self.fail(ErrorKind::Indentation, message, start, start);
            }
            if narrow <= last_narrow {
                return self.tab_error(tabs, start);
            }
            self.indents.push((wide, narrow));
        } else {
            while self.indents.last().is_some_and(|&(level, _)| level > wide) {
                self.indents.pop();
            }
            match self.indents.last() {
                Some(&(level, other)) if level == wide => {
                    if other != narrow {
                        return self.tab_error(tabs, start);
                    }
                }
                _ => {
                    let message = "unindent does not match any outer indentation level";
                    let mut error = self
                        .fail::<()>(ErrorKind::Indentation, message, end, end)
                        .expect_err("always fails");
                    error.end_column = -1;
                    return Err(error);
                }
            }
        }
        Ok(())
    }

    fn tab_error<T>(&self, message: &str, start: usize) -> Scan<T> {
        let mut error =
            self.fail::<()>(ErrorKind::Tab, message, start, start).expect_err("always fails");
        error.end_column = 0;
        Err(error)
    }

    fn line_end(&self, from: usize) -> usize {
        let rest = &self.bytes[from..];
        from + rest.iter().position(|&byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len())
    }

    fn token(&mut self) -> Scan<()> {
        let byte = self.peek(0);
        self.count_prefix(byte);
        match byte {
            b'\n' | b'\r' => {
                self.at += 1;
                self.line_start = true;
                if self.brackets.is_empty() {
                    self.end_chain();
                }
            }
            b' ' | b'\t' | b'\x0c' => self.at += 1,
            b'#' => self.at = self.line_end(self.at),
            b'\\' => self.continuation()?,
            b'(' | b'[' | b'{' => self.open(byte)?,
            b')' | b']' | b'}' => self.close(byte)?,
            b'"' | b'\'' => self.string(self.at, false, false)?,
            b'0'..=b'9' => self.number()?,
            b'.' if self.peek(1).is_ascii_digit() => self.number()?,
            _ if byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80 => self.word()?,
            _ => self.at += 1,
        }
        Ok(())
    }

    /// Counts operators before their operand (`- - x`, `a ** b ** c`), which the parser recurses for.
    fn count_prefix(&mut self, byte: u8) {
        if !matches!(byte, b' ' | b'\t' | b'\x0c' | b'\\' | b'#') {
            self.run += 1;
            self.longest = self.longest.max(self.run);
        }
        match byte {
            b' ' | b'\t' | b'\x0c' | b'\\' | b'#' => return,
            b'(' | b'[' | b'{' => self.runs.push(self.run),
            b')' | b']' | b'}' => self.run = self.runs.pop().unwrap_or(self.run) + 1,
            b'-' | b'+' | b'~' if !self.after_operand => self.deeper(),
            b'*' if self.after_operand && self.peek(1) == b'*' => self.deeper(),
            b',' | b';' => self.end_chain(),
            _ => {}
        }
        self.after_operand = byte.is_ascii_alphanumeric()
            || matches!(byte, b'_' | b'"' | b'\'' | b')' | b']' | b'}')
            || byte >= 0x80;
    }

    fn deeper(&mut self) {
        self.chain += 1;
        self.nesting = self.nesting.max(self.chain);
    }

    fn end_chain(&mut self) {
        self.chain = self.chains.last().copied().unwrap_or(0);
        self.run = self.runs.last().copied().unwrap_or(0);
    }

    fn continuation(&mut self) -> Scan<()> {
        let next = self.peek(1);
        if matches!(next, b'\n' | b'\r') {
            self.at += if next == b'\r' && self.peek(2) == b'\n' { 3 } else { 2 };
            if self.is_end() {
                return self.syntax("unexpected EOF while parsing", self.at.saturating_sub(1));
            }
            return Ok(());
        }
        let place = self.at + 1;
        if place >= self.bytes.len() {
            return self.syntax("unexpected EOF while parsing", place);
        }
        let message = "unexpected character after line continuation character";
        let mut error = self.syntax::<()>(message, place).expect_err("always fails");
        error.end_column = 0;
        Err(error)
    }

    fn open(&mut self, bracket: u8) -> Scan<()> {
        if self.brackets.len() >= BRACKETS_MAX {
            self.is_limit = true;
            return self.syntax("too many nested parentheses", self.at);
        }
        self.brackets.push((bracket, self.at));
        self.deeper();
        self.chains.push(self.chain);
        self.at += 1;
        Ok(())
    }

    fn close(&mut self, bracket: u8) -> Scan<()> {
        let shown = char::from(bracket);
        self.chain = self.chains.pop().unwrap_or(1).saturating_sub(1);
        let Some((open, place)) = self.brackets.pop() else {
            return self.syntax(format!("unmatched '{shown}'"), self.at);
        };
        if !matches!((open, bracket), (b'(', b')') | (b'[', b']') | (b'{', b'}')) {
            let (open, line) = (char::from(open), self.line_of(place));
            let mut message = format!(
                "closing parenthesis '{shown}' does not match opening parenthesis '{open}'"
            );
            if line != self.line_of(self.at) {
                message += &format!(" on line {line}");
            }
            return self.syntax(message, self.at);
        }
        self.at += 1;
        Ok(())
    }

    fn word(&mut self) -> Scan<()> {
        let start = self.at;
        let rest = self.source.text.get(start..).unwrap_or("");
        let length = rest
            .char_indices()
            .find(|(_, it)| !(it.is_alphanumeric() || *it == '_' || is_mark(*it)))
            .map_or(rest.len(), |(index, _)| index);
        if length == 0 {
            let character = rest.chars().next().unwrap_or(' ');
            return self.bad_character(character, start);
        }
        self.at += length;
        match &rest[..length] {
            "not" | "lambda" | "else" | "await" | "yield" => {
                self.deeper();
                self.after_operand = false;
            }
            "and" | "or" | "in" | "is" | "if" | "return" | "for" | "from" => {
                self.after_operand = false;
            }
            _ => {}
        }
        let prefix = rest[..length].to_ascii_lowercase();
        let is_prefix = matches!(
            &*prefix,
            "r" | "u" | "b" | "f" | "t" | "br" | "rb" | "fr" | "rf" | "tr" | "rt"
        );
        if is_prefix && matches!(self.peek(0), b'"' | b'\'') {
            let format = prefix.contains(['f', 't']);
            return self.string(start, format, prefix.contains('r'));
        }
        Ok(())
    }

    fn bad_character<T>(&self, character: char, place: usize) -> Scan<T> {
        let code = u32::from(character);
        if character.is_control() || character.is_whitespace() || is_invisible(character) {
            return self.syntax(format!("invalid non-printable character U+{code:04X}"), place);
        }
        self.syntax(format!("invalid character '{character}' (U+{code:04X})"), place)
    }

    // --- strings ---

    fn string(&mut self, start: usize, format: bool, raw: bool) -> Scan<()> {
        let quote = self.peek(0);
        let triple = self.peek(1) == quote && self.peek(2) == quote;
        self.at += if triple { 3 } else { 1 };
        loop {
            if self.is_end() || !triple && matches!(self.peek(0), b'\n' | b'\r') {
                return self.unterminated(start, format, triple);
            }
            let byte = self.peek(0);
            if byte == quote && (!triple || self.peek(1) == quote && self.peek(2) == quote) {
                self.at += if triple { 3 } else { 1 };
                return Ok(());
            }
            match byte {
                b'\\' => self.escape(raw, format),
                b'{' if format && self.peek(1) == b'{' => self.at += 2,
                b'{' if format => {
                    let before = self.brackets.len();
                    self.replacement_field(quote, triple)?;
                    self.brackets.truncate(before);
                    self.chains.truncate(before);
                    self.runs.truncate(before);
                }
                _ => self.at += 1,
            }
        }
    }

    fn escape(&mut self, raw: bool, format: bool) {
        // The braces of `\N{...}` are no replacement field, and a backslash does not hide a brace.
        if format && !raw && self.peek(1) == b'N' && self.peek(2) == b'{' {
            self.at += 3;
            while !self.is_end() && !matches!(self.peek(0), b'}' | b'\n' | b'"' | b'\'') {
                self.at += 1;
            }
            return;
        }
        let two = self.peek(1) != b'{' || !format;
        let crlf = self.peek(1) == b'\r' && self.peek(2) == b'\n';
        self.at += if crlf {
            3
        } else if two {
            2
        } else {
            1
        };
    }

    fn unterminated<T>(&self, start: usize, format: bool, triple: bool) -> Scan<T> {
        let kind = match (format, triple) {
            (false, false) => "string",
            (false, true) => "triple-quoted string",
            (true, false) => "f-string",
            (true, true) => "triple-quoted f-string",
        };
        let last = self.bytes.len().saturating_sub(1);
        let line = self.line_of(self.at.min(last));
        self.syntax(format!("unterminated {kind} literal (detected at line {line})"), start)
    }

    /// `{expression!r:spec}` in an f-string.
    fn replacement_field(&mut self, quote: u8, triple: bool) -> Scan<()> {
        let base = self.brackets.len();
        self.open(b'{')?;
        self.depth += 1;
        loop {
            let at_quote = self.peek(0) == quote
                && self.brackets.len() == base + 1
                && (!triple || self.peek(1) == quote && self.peek(2) == quote);
            // Since 3.12 quotes may be used again inside, so only an unclosed field ends here.
            if self.is_end() || !triple && matches!(self.peek(0), b'\n' | b'\r') && at_quote {
                return self.expecting_brace();
            }
            match self.peek(0) {
                b'}' if self.brackets.len() == base + 1 => {
                    self.at += 1;
                    self.end_field();
                    break;
                }
                b':' if self.brackets.len() == base + 1 => {
                    self.at += 1;
                    self.format_spec(quote, triple)?;
                    self.end_field();
                    break;
                }
                b'!' if self.peek(1) == b'=' => self.at += 2,
                _ if at_quote && self.closes_nothing(quote, triple) => {
                    return self.expecting_brace();
                }
                _ => self.token()?,
            }
        }
        self.depth -= 1;
        Ok(())
    }

    fn end_field(&mut self) {
        self.brackets.pop();
        self.chain = self.chains.pop().unwrap_or(1).saturating_sub(1);
        self.after_operand = true;
    }

    /// Whether a quote inside a field can only be the end of the f-string: no partner follows on the line.
    fn closes_nothing(&self, quote: u8, triple: bool) -> bool {
        let skip = if triple { 3 } else { 1 };
        let end = if triple { self.bytes.len() } else { self.line_end(self.at) };
        let rest = self.bytes.get(self.at + skip..end).unwrap_or_default();
        !rest.contains(&quote)
    }

    fn expecting_brace<T>(&self) -> Scan<T> {
        self.syntax("f-string: expecting '}'", self.at)
    }

    fn format_spec(&mut self, quote: u8, triple: bool) -> Scan<()> {
        loop {
            if self.is_end() {
                return self.expecting_brace();
            }
            match self.peek(0) {
                b'}' => {
                    self.at += 1;
                    return Ok(());
                }
                b'{' => self.replacement_field(quote, triple)?,
                b'\n' | b'\r' if !triple => return self.expecting_brace(),
                byte if byte == quote && !triple => return self.expecting_brace(),
                _ => self.at += 1,
            }
        }
    }

    // --- numbers ---

    fn digits(&mut self, radix: u32) -> Scan<bool> {
        let mut any = false;
        loop {
            let mut here = false;
            while char::from(self.peek(0)).is_digit(radix) {
                self.at += 1;
                here = true;
            }
            any |= here;
            if self.peek(0) != b'_' {
                return Ok(any);
            }
            self.at += 1;
            if !char::from(self.peek(0)).is_digit(radix) {
                if radix < 10 && self.peek(0).is_ascii_digit() {
                    return self.bad_digit(radix);
                }
                return self.syntax(format!("invalid {} literal", kind(radix)), self.at - 1);
            }
        }
    }

    fn bad_digit<T>(&self, radix: u32) -> Scan<T> {
        let digit = char::from(self.peek(0));
        self.syntax(format!("invalid digit '{digit}' in {} literal", kind(radix)), self.at)
    }

    fn number(&mut self) -> Scan<()> {
        let start = self.at;
        let radix = match self.peek(1).to_ascii_lowercase() {
            b'x' if self.peek(0) == b'0' => 16,
            b'o' if self.peek(0) == b'0' => 8,
            b'b' if self.peek(0) == b'0' => 2,
            _ => return self.decimal(start),
        };
        self.at += 2;
        if self.peek(0) == b'_' {
            self.at += 1;
        }
        if !char::from(self.peek(0)).is_digit(radix) {
            if radix < 10 && self.peek(0).is_ascii_digit() {
                return self.bad_digit(radix);
            }
            return self.syntax(format!("invalid {} literal", kind(radix)), self.at - 1);
        }
        self.digits(radix)?;
        if radix < 10 && self.peek(0).is_ascii_digit() {
            return self.bad_digit(radix);
        }
        self.after_number(kind(radix))
    }

    fn decimal(&mut self, start: usize) -> Scan<()> {
        let mut name = "decimal";
        if self.peek(0) != b'.' {
            self.digits(10)?;
        }
        let integer_end = self.at;
        let mut float = false;
        if self.peek(0) == b'.' {
            float = true;
            self.at += 1;
            if self.peek(0).is_ascii_digit() {
                self.digits(10)?;
            }
        }
        if matches!(self.peek(0), b'e' | b'E') {
            let sign = usize::from(matches!(self.peek(1), b'+' | b'-'));
            if self.peek(1 + sign).is_ascii_digit() {
                float = true;
                self.at += 1 + sign;
                self.digits(10)?;
            } else if sign == 1 {
                return self.syntax("invalid decimal literal", self.at);
            }
        }
        if matches!(self.peek(0), b'j' | b'J') {
            float = true;
            name = "imaginary";
            self.at += 1;
        }
        let integer = &self.bytes[start..integer_end];
        let leading_zero = integer.len() > 1
            && integer[0] == b'0'
            && integer.iter().any(|&digit| !matches!(digit, b'0' | b'_'));
        if leading_zero && !float {
            let zeros = integer.iter().take_while(|&&it| matches!(it, b'0' | b'_')).count();
            let message = "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers";
            return self.fail(ErrorKind::Syntax, message, start, start + zeros);
        }
        self.after_number(name)
    }

    /// A name may not follow a number directly, unless it is a keyword (`1if x else y`).
    fn after_number(&mut self, name: &str) -> Scan<()> {
        let rest = self.source.text.get(self.at..).unwrap_or("");
        let length = rest
            .char_indices()
            .find(|(_, it)| !(it.is_alphanumeric() || *it == '_'))
            .map_or(rest.len(), |(index, _)| index);
        let keyword = ["and", "else", "for", "if", "in", "is", "not", "or"]
            .iter()
            .any(|keyword| rest.starts_with(keyword));
        if length == 0 || keyword {
            return Ok(());
        }
        self.syntax(format!("invalid {name} literal"), self.at.saturating_sub(1))
    }
}

fn kind(radix: u32) -> &'static str {
    match radix {
        2 => "binary",
        8 => "octal",
        16 => "hexadecimal",
        _ => "decimal",
    }
}

/// Combining marks may continue an identifier.
fn is_mark(character: char) -> bool {
    matches!(u32::from(character), 0x300..=0x36f | 0x483..=0x487 | 0x591..=0x5bd | 0x610..=0x61a
        | 0x64b..=0x669 | 0x900..=0x903 | 0x93a..=0x94f | 0xb7 | 0x387 | 0x1dc0..=0x1dff | 0x20d0..=0x20f0
        | 0xfe00..=0xfe0f | 0xfe20..=0xfe2f)
}

fn is_invisible(character: char) -> bool {
    matches!(u32::from(character), 0xad | 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x2064 | 0xfeff)
}
