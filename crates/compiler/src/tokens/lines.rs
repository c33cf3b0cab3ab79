//! Lines and blocks: indentation, line ends, comments.

use super::{Scan, Scanner, kinds};
use crate::error::ErrorKind;

/// How many levels of indentation there may be.
const INDENTATION_MAX: usize = 100;
/// How wide a tab is when indentation is compared; in the other way of comparing it is one column.
const TAB: usize = 8;

impl Scanner<'_, '_> {
    pub(super) fn indentation(&mut self) -> Scan<()> {
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
        let code = self.at;
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
            self.emit(kinds::INDENT, start, code);
        } else {
            while self.indents.last().is_some_and(|&(level, _)| level > wide) {
                self.indents.pop();
                self.emit(kinds::DEDENT, code, code);
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

    pub(super) fn line_end(&self, from: usize) -> usize {
        let rest = &self.bytes[from..];
        from + rest.iter().position(|&byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len())
    }

    /// The end of a logical line, or of a physical one that means nothing.
    pub(super) fn newline(&mut self) {
        let start = self.at;
        self.at += if self.peek(0) == b'\r' && self.peek(1) == b'\n' { 2 } else { 1 };
        self.line_start = self.brackets.is_empty();
        self.literal_line = self.at;
        let is_logical = self.has_code && self.brackets.is_empty();
        self.emit(if is_logical { kinds::NEWLINE } else { kinds::NL }, start, self.at);
        if self.brackets.is_empty() {
            self.has_code = false;
            self.end_chain();
        }
    }

    pub(super) fn comment(&mut self) {
        let start = self.at;
        self.at = self.line_end(start);
        self.emit(kinds::COMMENT, start, self.at);
    }
}
