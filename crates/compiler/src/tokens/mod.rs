//! The tokenizer: what `tokenize` shows of a source, and the errors that CPython's tokenizer finds in source that does
//! not parse, which come before all others.

mod kinds;
mod lines;
mod listing;
mod numbers;
mod strings;

pub use listing::{Token, TokenList, tokenize};

use pellucid_bytecode::Position;

use crate::error::{ErrorKind, SyntaxError};
use crate::source::Source;
use strings::Format;

/// How deeply brackets may nest.
const BRACKETS_MAX: usize = 200;

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

/// A token by its bytes.
struct Found {
    kind: u8,
    start: usize,
    end: usize,
    /// Where the line begins in which the literal does that this token is part of.
    literal_line: usize,
}

struct Scanner<'s, 't> {
    source: &'s Source<'t>,
    bytes: &'t [u8],
    at: usize,
    brackets: Vec<(u8, usize)>,
    /// Columns of the open blocks, with tabs to multiples of eight and with tabs as one column.
    indents: Vec<(usize, usize)>,
    line_start: bool,
    /// Something other than a comment stands in this logical line.
    has_code: bool,
    /// The f-strings and t-strings that are open.
    formats: Vec<Format>,
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
    /// The tokens, if somebody wants them.
    found: Option<Vec<Found>>,
    /// As `tokenize` reads: wrong numbers and brackets are no errors.
    is_lenient: bool,
    /// See `Found::literal_line`.
    literal_line: usize,
}

/// Goes over the tokens of a source text.
pub(crate) fn scan(source: &Source<'_>) -> Tokens {
    let mut scanner = Scanner::new(source);
    let error = scanner.run().err();
    let (nesting, longest, is_limit) = (scanner.nesting, scanner.longest, scanner.is_limit);
    let unclosed = scanner.brackets.last().map(|&(bracket, at)| (char::from(bracket), at));
    Tokens { error, unclosed, nesting, longest, is_limit }
}

impl<'s, 't> Scanner<'s, 't> {
    fn new(source: &'s Source<'t>) -> Self {
        Scanner {
            source,
            bytes: source.text.as_bytes(),
            at: 0,
            brackets: Vec::new(),
            indents: vec![(0, 0)],
            line_start: true,
            has_code: false,
            formats: Vec::new(),
            after_operand: false,
            chain: 0,
            chains: Vec::new(),
            nesting: 0,
            run: 0,
            runs: Vec::new(),
            longest: 0,
            is_limit: false,
            found: None,
            is_lenient: false,
            literal_line: 0,
        }
    }
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

    fn emit(&mut self, kind: u8, start: usize, end: usize) {
        let literal_line = self.literal_line;
        if let Some(found) = &mut self.found {
            found.push(Found { kind, start, end, literal_line });
        }
    }

    fn run(&mut self) -> Scan<()> {
        while !self.is_end() {
            if self.formats.last().is_some_and(|format| format.in_text) {
                self.format_text()?;
                continue;
            }
            if self.line_start && self.brackets.is_empty() {
                self.indentation()?;
                if self.is_end() {
                    break;
                }
            }
            self.token()?;
        }
        match self.formats.last() {
            Some(format) if format.in_text && (format.fields.is_empty() || format.triple) => {
                self.unterminated(format.start, Some(format.letter), format.triple)
            }
            Some(format) if format.in_text => self.expecting_brace(format.letter, self.at),
            Some(_) => self.never_closed(),
            None => Ok(()),
        }
    }

    /// The source ends in a replacement field.
    fn never_closed(&self) -> Scan<()> {
        let Some(&(bracket, place)) = self.brackets.last() else { return Ok(()) };
        let mut failed = self.syntax(format!("'{}' was never closed", char::from(bracket)), place);
        if let Err(error) = &mut failed {
            error.end_column = 0;
        }
        failed
    }

    fn token(&mut self) -> Scan<()> {
        let byte = self.peek(0);
        self.count_prefix(byte);
        match byte {
            b'\n' | b'\r' => self.newline(),
            b' ' | b'\t' | b'\x0c' => self.at += 1,
            b'#' => self.comment(),
            b'\\' => self.continuation()?,
            b'(' | b'[' | b'{' => self.open(byte)?,
            b')' | b']' | b'}' => self.close(byte)?,
            b'"' | b'\'' => self.string(self.at, None, false)?,
            b'0'..=b'9' => self.number()?,
            b'.' if self.peek(1).is_ascii_digit() => self.number()?,
            _ if byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80 => self.word()?,
            _ if byte.is_ascii_control() && !self.is_lenient => {
                return self.bad_character(char::from(byte), self.at);
            }
            _ => self.operator(),
        }
        Ok(())
    }

    fn operator(&mut self) {
        let start = self.at;
        let (kind, length) = self.operator_here();
        self.at += length;
        self.has_code = true;
        self.emit(kind, start, self.at);
    }

    /// The kind and length of the operator at this place; in a field of an f-string a colon ends the expression.
    fn operator_here(&mut self) -> (u8, usize) {
        if self.peek(0) == b':' && self.begin_specification() {
            return (kinds::COLON, 1);
        }
        kinds::operator(&self.bytes[self.at..])
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
        self.operator();
        Ok(())
    }

    fn close(&mut self, bracket: u8) -> Scan<()> {
        let shown = char::from(bracket);
        self.chain = self.chains.pop().unwrap_or(1).saturating_sub(1);
        let Some((open, place)) = self.brackets.pop() else {
            if self.is_lenient {
                self.operator();
                return Ok(());
            }
            return self.syntax(format!("unmatched '{shown}'"), self.at);
        };
        let is_pair = matches!((open, bracket), (b'(', b')') | (b'[', b']') | (b'{', b'}'));
        if !is_pair && !self.is_lenient {
            if let Some(format) = self.formats.last()
                && format.fields.last() == Some(&(self.brackets.len() + 1))
            {
                let message = format!("{}-string: unmatched '{shown}'", format.letter);
                return self.syntax(message, self.at);
            }
            let (open, line) = (char::from(open), self.line_of(place));
            let mut message = format!(
                "closing parenthesis '{shown}' does not match opening parenthesis '{open}'"
            );
            if line != self.line_of(self.at) {
                message += &format!(" on line {line}");
            }
            return self.syntax(message, self.at);
        }
        self.operator();
        self.end_field();
        Ok(())
    }

    fn word(&mut self) -> Scan<()> {
        let start = self.at;
        let rest = self.source.text.get(start..).unwrap_or("");
        let length = rest
            .char_indices()
            .find(|&(_, it)| !self.continues_name(it))
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
        if matches!(self.peek(0), b'"' | b'\'')
            && let Some((letter, raw)) = strings::prefix(&rest[..length])
        {
            return self.string(start, letter, raw);
        }
        if matches!(self.peek(0), b'"' | b'\'')
            && let Some((one, other)) = strings::incompatible(&rest[..length])
        {
            let message = format!("'{one}' and '{other}' prefixes are incompatible");
            return self.fail(ErrorKind::Syntax, message, start, self.at);
        }
        self.has_code = true;
        self.emit(kinds::NAME, start, self.at);
        Ok(())
    }

    fn continues_name(&self, character: char) -> bool {
        self.is_lenient && !character.is_ascii() || unicode_ident::is_xid_continue(character)
    }

    fn bad_character<T>(&self, character: char, place: usize) -> Scan<T> {
        let code = u32::from(character);
        if character.is_control() || character.is_whitespace() || is_invisible(character) {
            return self.syntax(format!("invalid non-printable character U+{code:04X}"), place);
        }
        self.syntax(format!("invalid character '{character}' (U+{code:04X})"), place)
    }
}

fn is_invisible(character: char) -> bool {
    matches!(u32::from(character), 0xad | 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x2064 | 0xfeff)
}
