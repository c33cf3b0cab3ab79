//! The source text and its lines: from byte offsets to lines and columns.

use std::borrow::Cow;

use pellucid_bytecode::Position;
use ruff_text_size::{Ranged, TextRange};

use crate::error::{ErrorKind, SyntaxError};

/// Where the offsets in a tree point.
pub(crate) enum Places {
    /// To bytes of the text; these are the starts of its lines.
    Text(Vec<u32>),
    /// To entries of a table of (line from 1, UTF-8 column from 0): for trees that were made or changed by a program.
    Table(Vec<(u32, u32)>, Texts),
}

/// What the source would say at some places of a tree that has none, by offset.
pub(crate) type Texts = std::collections::HashMap<u32, Box<str>>;

/// Every line end as a line feed: what strings over several lines hold does not tell which one the source had.
///
/// Python Reference, 2.1.2 "Physical lines".
pub(crate) fn with_newlines(text: &str) -> Cow<'_, str> {
    match text.contains('\r') {
        true => Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
        false => Cow::Borrowed(text),
    }
}

/// A source text with what is needed to speak about places in it.
pub(crate) struct Source<'a> {
    pub(crate) text: &'a str,
    places: Places,
}

impl<'a> Source<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (index, &byte) in bytes.iter().enumerate() {
            if byte == b'\n' || byte == b'\r' && bytes.get(index + 1) != Some(&b'\n') {
                starts.push(index as u32 + 1);
            }
        }
        Source { text, places: Places::Text(starts) }
    }

    pub(crate) fn of_tree(table: Vec<(u32, u32)>, texts: Texts) -> Source<'static> {
        Source { text: "", places: Places::Table(table, texts) }
    }

    /// Whether offsets of the tree are offsets of the text.
    pub(crate) fn has_text(&self) -> bool {
        matches!(self.places, Places::Text(_))
    }

    /// The text that a node was parsed from.
    pub(crate) fn slice(&self, range: TextRange) -> &str {
        if let Places::Table(_, texts) = &self.places {
            return texts.get(&range.start().to_u32()).map_or("", |text| text);
        }
        self.text.get(range.start().to_usize()..range.end().to_usize()).unwrap_or("")
    }

    /// Line (from 1) and UTF-8 column (from 0) of an offset.
    pub(crate) fn line_column(&self, offset: u32) -> (u32, u32) {
        match &self.places {
            Places::Text(starts) => {
                let line = starts.partition_point(|&start| start <= offset);
                (line as u32, offset - starts[line - 1])
            }
            Places::Table(table, _) => table.get(offset as usize).copied().unwrap_or((1, 0)),
        }
    }

    /// Where the line of an offset begins.
    pub(crate) fn line_start(&self, offset: u32) -> u32 {
        offset - self.line_column(offset).1
    }

    /// Where the line of an offset ends, behind its line end.
    pub(crate) fn line_end(&self, offset: u32) -> u32 {
        let Places::Text(starts) = &self.places else { return offset };
        let next = starts.get(starts.partition_point(|&start| start <= offset));
        next.copied().unwrap_or(self.text.len() as u32)
    }

    /// How many lines the text has.
    pub(crate) fn lines_count(&self) -> u32 {
        let Places::Text(starts) = &self.places else { return 0 };
        let is_whole = self.text.is_empty() || self.text.ends_with(['\n', '\r']);
        starts.len() as u32 - u32::from(is_whole)
    }

    pub(crate) fn position(&self, node: impl Ranged) -> Position {
        let range = node.range();
        let (line, column) = self.line_column(range.start().to_u32());
        let (end_line, end_column) = self.line_column(range.end().to_u32());
        Position { line, end_line, column, end_column }
    }

    /// The text of a line (from 1), with its end.
    pub(crate) fn line(&self, line: u32) -> Option<&'a str> {
        let Places::Text(starts) = &self.places else { return None };
        let start = *starts.get(line.checked_sub(1)? as usize)? as usize;
        let end = starts.get(line as usize).map_or(self.text.len(), |&end| end as usize);
        self.text.get(start..end)
    }

    /// CPython's `offset` of a UTF-8 column: characters from 1.
    fn character(&self, line: u32, column: u32) -> i32 {
        let characters = self.line(line).and_then(|text| text.get(..column as usize));
        characters.map_or(column as i32, |text| text.chars().count() as i32) + 1
    }

    /// An error about the given place.
    pub(crate) fn error_at(
        &self,
        kind: ErrorKind,
        message: impl Into<String>,
        position: Position,
    ) -> Box<SyntaxError> {
        Box::new(SyntaxError {
            kind,
            message: message.into(),
            line: position.line,
            column: self.character(position.line, position.column),
            end_line: position.end_line,
            end_column: self.character(position.end_line, position.end_column),
            text: self.line(position.line).map(str::to_owned),
        })
    }

    /// A `SyntaxError` about a node.
    pub(crate) fn error(&self, node: impl Ranged, message: impl Into<String>) -> Box<SyntaxError> {
        self.error_at(ErrorKind::Syntax, message, self.position(node))
    }
}
