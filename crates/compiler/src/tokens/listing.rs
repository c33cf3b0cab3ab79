//! The tokens of a source as the module `tokenize` lists them.

use std::ops::Range;

use super::{Found, Scanner, kinds};
use crate::error::{ErrorKind, SyntaxError};
use crate::source::Source;

/// A token.
#[derive(Clone, Debug)]
pub struct Token {
    /// Its number in the module `token`.
    pub kind: u8,
    /// Its bytes in the source.
    pub text: Range<usize>,
    /// Line (from 1) and column (characters from 0; -1 = none) of its start.
    pub start: (u32, i32),
    /// The same of its end.
    pub end: (u32, i32),
    /// The bytes of the lines that it stands in.
    pub lines: Range<usize>,
}

/// The tokens of a source.
#[derive(Debug, Default)]
pub struct TokenList {
    /// The tokens up to the end or the error.
    pub tokens: Vec<Token>,
    /// What is wrong behind the last of them.
    pub error: Option<Box<SyntaxError>>,
}

/// Lists the tokens of a source: with `extra`, those of comments and empty lines as well, and every operator as one kind.
pub fn tokenize(text: &str, extra: bool) -> TokenList {
    let source = Source::new(text);
    let mut scanner = Scanner::new(&source);
    scanner.found = Some(Vec::new());
    scanner.is_lenient = extra;
    let mut error = scanner.run().err();
    if error.is_none() && !scanner.brackets.is_empty() {
        error = Some(unexpected_end(&source));
    }
    let (open_blocks, has_code) = (scanner.indents.len() - 1, scanner.has_code);
    let found = scanner.found.take().unwrap_or_default();
    let mut listing = Listing { source: &source, extra, tokens: Vec::new() };
    for token in &found {
        listing.add(token);
    }
    if error.is_none() {
        listing.finish(open_blocks, has_code);
    }
    if let Some(error) = &mut error
        && matches!(error.kind, ErrorKind::Indentation | ErrorKind::Tab)
    {
        // Where such an error ends is nothing that tokens tell.
        error.end_line = 0;
    }
    TokenList { tokens: listing.tokens, error }
}

fn unexpected_end(source: &Source<'_>) -> Box<SyntaxError> {
    let line = source.lines_count();
    Box::new(SyntaxError {
        kind: ErrorKind::Syntax,
        message: "unexpected EOF in multi-line statement".to_owned(),
        line,
        column: 0,
        end_line: 0,
        end_column: 0,
        text: source.line(line).map(str::to_owned),
    })
}

struct Listing<'s, 't> {
    source: &'s Source<'t>,
    extra: bool,
    tokens: Vec<Token>,
}

impl Listing<'_, '_> {
    fn place(&self, offset: usize) -> (u32, i32) {
        let (line, column) = self.source.line_column(offset as u32);
        let text = &self.source.text[offset - column as usize..offset];
        (line, text.chars().count() as i32)
    }

    fn add(&mut self, found: &Found) {
        let &Found { mut kind, start, mut end, literal_line } = found;
        let is_newline = matches!(kind, kinds::NEWLINE | kinds::NL);
        let mut places = (self.place(start), self.place(end));
        if is_newline {
            places.1 = (places.0.0, places.0.1 + (end - start) as i32);
        }
        if self.extra {
            if (kinds::DEDENT + 1..kinds::OPERATOR).contains(&kind) {
                kind = kinds::OPERATOR;
            }
        } else {
            match kind {
                kinds::COMMENT | kinds::NL => return,
                kinds::NEWLINE => (end, places.1) = (start, places.0),
                kinds::INDENT | kinds::DEDENT => {
                    end = start;
                    (places.0.1, places.1) = (-1, (places.0.0, -1));
                }
                _ => {}
            }
        }
        let here = if is_newline { start } else { end };
        let first = match kinds::is_literal(kind) {
            true => literal_line,
            false => self.source.line_start(here as u32) as usize,
        };
        let lines = first..self.source.line_end(here as u32) as usize;
        self.tokens.push(Token { kind, text: start..end, start: places.0, end: places.1, lines });
    }

    /// The line end that the last line lacks, the ends of all blocks, and the end.
    fn finish(&mut self, open_blocks: usize, has_code: bool) {
        let length = self.source.text.len();
        let end = length..length;
        let is_cut = !self.source.text.is_empty() && !self.source.text.ends_with(['\n', '\r']);
        if is_cut && (has_code || self.extra) {
            let (line, column) = self.place(length);
            let kind = if has_code { kinds::NEWLINE } else { kinds::NL };
            let after = (line, column + i32::from(self.extra));
            let lines = self.source.line_start(length as u32) as usize..length;
            let start = (line, column);
            self.tokens.push(Token { kind, text: end.clone(), start, end: after, lines });
        }
        let place = (self.source.lines_count() + u32::from(self.extra), 0);
        let mut kinds = vec![kinds::DEDENT; open_blocks];
        kinds.push(kinds::END_MARKER);
        for kind in kinds {
            let (text, lines) = (end.clone(), end.clone());
            self.tokens.push(Token { kind, text, start: place, end: place, lines });
        }
    }
}
