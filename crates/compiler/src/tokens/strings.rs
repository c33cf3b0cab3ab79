//! String literals, f-strings and t-strings.

use super::{Scan, Scanner, kinds};
use crate::error::ErrorKind;

/// How deeply f-strings may nest.
const FORMATS_MAX: usize = 150;
/// How deeply replacement fields may stand in specifications of others.
const FIELDS_MAX: usize = 2;

/// An f-string or t-string that is open.
#[derive(Clone)]
pub(super) struct Format {
    quote: u8,
    pub(super) triple: bool,
    raw: bool,
    /// `f` or `t`
    pub(super) letter: char,
    /// Where it begins.
    pub(super) start: usize,
    /// How many brackets are open inside each of its open replacement fields.
    pub(super) fields: Vec<usize>,
    /// The next character is text (of the string or a format specification), not part of an expression.
    pub(super) in_text: bool,
}

impl Format {
    fn kind_of_start(&self) -> u8 {
        if self.letter == 'f' { kinds::F_STRING_START } else { kinds::T_STRING_START }
    }

    fn kind_of_middle(&self) -> u8 {
        self.kind_of_start() + 1
    }

    fn kind_of_end(&self) -> u8 {
        self.kind_of_start() + 2
    }
}

/// What a prefix of a string literal says: the letter of an f-string or t-string, and whether it is raw.
pub(super) fn prefix(word: &str) -> Option<(Option<char>, bool)> {
    let lower = word.to_ascii_lowercase();
    match &*lower {
        "u" | "b" => Some((None, false)),
        "r" | "br" | "rb" => Some((None, true)),
        "f" => Some((Some('f'), false)),
        "t" => Some((Some('t'), false)),
        "fr" | "rf" => Some((Some('f'), true)),
        "tr" | "rt" => Some((Some('t'), true)),
        _ => None,
    }
}

/// Two letters of what would be a prefix that do not go together.
pub(super) fn incompatible(word: &str) -> Option<(char, char)> {
    const PAIRS: [(char, char); 7] =
        [('u', 'b'), ('u', 'r'), ('u', 'f'), ('u', 't'), ('b', 'f'), ('b', 't'), ('f', 't')];
    let lower = word.to_ascii_lowercase();
    let once = |letter: char| "burft".contains(letter) && lower.matches(letter).count() == 1;
    if !lower.chars().all(once) {
        return None;
    }
    PAIRS.into_iter().find(|&(one, other)| lower.contains(one) && lower.contains(other))
}

impl Scanner<'_, '_> {
    fn is_quote(&self, quote: u8, triple: bool) -> bool {
        let mut rest = self.bytes[self.at..].iter();
        let count = if triple { 3 } else { 1 };
        (0..count).all(|_| rest.next() == Some(&quote))
    }

    fn begin_literal(&mut self, start: usize) {
        self.has_code = true;
        self.literal_line = self.source.line_start(start as u32) as usize;
    }

    /// A literal whose opening quote is here.
    pub(super) fn string(&mut self, start: usize, letter: Option<char>, raw: bool) -> Scan<()> {
        let quote = self.peek(0);
        let triple = self.peek(1) == quote && self.peek(2) == quote;
        self.at += if triple { 3 } else { 1 };
        self.begin_literal(start);
        if let Some(letter) = letter {
            if self.formats.len() >= FORMATS_MAX {
                return self.syntax("too many nested f-strings or t-strings", start);
            }
            let fields = Vec::new();
            let format = Format { quote, triple, raw, letter, start, fields, in_text: true };
            self.emit(format.kind_of_start(), start, self.at);
            self.formats.push(format);
            return Ok(());
        }
        let mut escaped_quote = false;
        loop {
            if self.is_end() || !triple && matches!(self.peek(0), b'\n' | b'\r') {
                if let Some(format) = self.formats.last()
                    && (format.quote, format.triple) == (quote, triple)
                {
                    return self.expecting_brace(format.letter, start);
                }
                let mut unterminated = self.unterminated(start, None, triple);
                if escaped_quote && let Err(error) = &mut unterminated {
                    error.message += "; perhaps you escaped the end quote?";
                }
                return unterminated;
            }
            if self.is_quote(quote, triple) {
                self.at += if triple { 3 } else { 1 };
                self.emit(kinds::STRING, start, self.at);
                return Ok(());
            }
            match self.peek(0) {
                b'\\' => {
                    escaped_quote |= !triple && self.peek(1) == quote;
                    self.skip_escaped();
                }
                _ => self.at += 1,
            }
        }
    }

    fn skip_escaped(&mut self) {
        let is_crlf = self.peek(1) == b'\r' && self.peek(2) == b'\n';
        self.at = (self.at + if is_crlf { 3 } else { 2 }).min(self.bytes.len());
    }

    pub(super) fn unterminated<T>(
        &self,
        start: usize,
        letter: Option<char>,
        triple: bool,
    ) -> Scan<T> {
        let mut kind = if triple { "triple-quoted " } else { "" }.to_owned();
        if let Some(letter) = letter {
            kind.extend([letter, '-']);
        }
        let last = self.bytes.len().saturating_sub(1);
        let line = self.line_of(self.at.min(last));
        self.syntax(format!("unterminated {kind}string literal (detected at line {line})"), start)
    }

    pub(super) fn expecting_brace<T>(&self, letter: char, place: usize) -> Scan<T> {
        if let Some((problem, start, end)) = self.field_problem(place) {
            return self.fail(ErrorKind::Syntax, format!("{letter}-string: {problem}"), start, end);
        }
        if self.formats.last().is_some_and(|format| format.in_text) && !self.is_end() {
            let message = format!("{letter}-string: expecting '}}', or format specs");
            return self.fail(ErrorKind::Syntax, message, place, place + 1);
        }
        self.syntax(format!("{letter}-string: expecting '}}'"), place)
    }

    /// What is wrong in an open replacement field before the place where its string ends.
    fn field_problem(&self, end: usize) -> Option<(String, usize, usize)> {
        let depth = self.brackets.len();
        let is_field = self.formats.last().and_then(|format| format.fields.last()) == Some(&depth);
        let &(_, open) = self.brackets.last().filter(|_| is_field)?;
        let field = self.source.text.get(open + 1..end)?;
        let first = end - field.trim_start().len();
        if let Some(mark @ ('!' | ':' | '=')) = field.trim_start().chars().next() {
            return Some((format!("valid expression required before '{mark}'"), first, first + 1));
        }
        if field.trim_start().starts_with([';', ',', '.', '/', '%', '|', '&', '^', '@', '<', '>']) {
            let problem = "expecting a valid expression after '{'".to_owned();
            return Some((problem, first, first + 1));
        }
        if let Some(semicolon) = field.find(';') {
            let problem = "expecting '=', or '!', or ':', or '}'".to_owned();
            return Some((problem, open + 1 + semicolon, open + 2 + semicolon));
        }
        let mark = field.rfind('!')?;
        let (conversion, start) = (&field[mark + 1..], open + mark + 2);
        if conversion.starts_with(':') {
            return Some(("missing conversion character".to_owned(), start, start + 1));
        }
        let is_name = conversion.starts_with(char::is_alphabetic)
            && conversion.chars().all(char::is_alphanumeric);
        (is_name && !matches!(conversion, "s" | "r" | "a")).then(|| {
            let problem =
                format!("invalid conversion character '{conversion}': expected 's', 'r', or 'a'");
            (problem, start, end)
        })
    }

    /// Text of the innermost f-string up to its end or its next replacement field.
    pub(super) fn format_text(&mut self) -> Scan<()> {
        let Some(format) = self.formats.last().cloned() else { return Ok(()) };
        let start = self.at;
        let in_specification = !format.fields.is_empty();
        let is_end = self.is_quote(format.quote, format.triple);
        if is_end && (!in_specification || self.is_lenient) {
            self.at += if format.triple { 3 } else { 1 };
            self.emit(format.kind_of_end(), start, self.at);
            self.formats.pop();
            self.brackets.truncate(format.fields.first().map_or(self.brackets.len(), |it| it - 1));
            self.after_operand = true;
            return Ok(());
        }
        if self.peek(0) == b'{' && (in_specification || self.peek(1) != b'{') {
            return self.begin_field();
        }
        if self.peek(0) == b'}' && (in_specification || self.peek(1) != b'}') {
            return self.leave_text(&format);
        }
        self.literal_line = self.source.line_start(start as u32) as usize;
        loop {
            let is_newline = matches!(self.peek(0), b'\n' | b'\r');
            if self.is_end() || !format.triple && is_newline {
                if in_specification && self.is_lenient && is_newline {
                    self.emit(format.kind_of_middle(), start, self.at);
                    if let Some(format) = self.formats.last_mut() {
                        format.in_text = false;
                    }
                    return Ok(());
                }
                if in_specification {
                    return self.expecting_brace(format.letter, self.at);
                }
                return self.unterminated(format.start, Some(format.letter), format.triple);
            }
            if self.is_quote(format.quote, format.triple) {
                if in_specification && !self.is_lenient {
                    return self.expecting_brace(format.letter, self.at);
                }
                break;
            }
            let byte = self.peek(0);
            match byte {
                b'\\' if self.escape(&format) => break,
                b'\\' => {}
                b'{' | b'}' if !in_specification && self.peek(1) == byte => {
                    // The literal is one of the two braces.
                    self.emit(format.kind_of_middle(), start, self.at + 1);
                    self.at += 2;
                    return Ok(());
                }
                b'{' | b'}' => break,
                _ => self.at += 1,
            }
        }
        self.emit(format.kind_of_middle(), start, self.at);
        Ok(())
    }

    /// Goes over a backslash and what belongs to it; true if it was a named character, which ends the piece of text.
    fn escape(&mut self, format: &Format) -> bool {
        let next = self.peek(1);
        // The braces of a named character are no replacement field, and a backslash does not hide a brace.
        if !format.raw && next == b'N' && self.peek(2) == b'{' {
            self.at += 3;
            while !self.is_end() && !matches!(self.peek(0), b'}' | b'\n' | b'"' | b'\'') {
                self.at += 1;
            }
            let is_closed = self.peek(0) == b'}';
            self.at += usize::from(is_closed);
            return is_closed;
        }
        if matches!(next, b'{' | b'}') {
            self.at += 1;
        } else {
            self.skip_escaped();
        }
        false
    }

    fn begin_field(&mut self) -> Scan<()> {
        if let Some(format) = self.formats.last()
            && format.fields.len() > FIELDS_MAX
        {
            let message = format!("{}-string: expressions nested too deeply", format.letter);
            self.is_limit = true;
            // CPython has not gone past the brace.
            return self.syntax(message, self.at.saturating_sub(1));
        }
        self.count_prefix(b'{');
        self.open(b'{')?;
        self.after_operand = false;
        let depth = self.brackets.len();
        if let Some(format) = self.formats.last_mut() {
            format.fields.push(depth);
            format.in_text = false;
        }
        Ok(())
    }

    /// A closing brace in the text: it ends the format specification, or is alone.
    fn leave_text(&mut self, format: &Format) -> Scan<()> {
        if format.fields.is_empty() {
            let letter = format.letter;
            return self.syntax(format!("{letter}-string: single '}}' is not allowed"), self.at);
        }
        self.count_prefix(b'}');
        self.close(b'}')
    }

    /// A colon here begins the format specification of a field.
    pub(super) fn begin_specification(&mut self) -> bool {
        let depth = self.brackets.len();
        match self.formats.last_mut() {
            Some(format) if format.fields.last() == Some(&depth) => {
                format.in_text = true;
                true
            }
            _ => false,
        }
    }

    /// A bracket has been closed: perhaps that of a field.
    pub(super) fn end_field(&mut self) {
        let depth = self.brackets.len();
        if let Some(format) = self.formats.last_mut()
            && format.fields.last() == Some(&(depth + 1))
        {
            format.fields.pop();
            format.in_text = true;
            self.after_operand = true;
        }
    }
}
