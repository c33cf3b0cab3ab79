//! The state machine that takes lines apart into fields.

use pellucid_runtime::prelude::*;
use pellucid_runtime::text::TextBuilder;

use super::dialect::{Dialect, Quoting, is_line_break};
use super::{error, field_limit, new_text};

/// Where in a record the parser is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    StartRecord,
    StartField,
    Escaped,
    InField,
    InQuotes,
    EscapedInQuotes,
    QuoteInQuotes,
    AfterLineBreak,
    AfterEscapedLineBreak,
}

const NEWLINE: u32 = b'\n' as u32;

/// A record that is being read.
pub(super) struct Parser<'a> {
    dialect: &'a Dialect,
    limit: isize,
    state: State,
    fields: Vec<Ref>,
    field: TextBuilder,
    /// Whether the field began without a quote.
    unquoted: bool,
}

impl<'a> Parser<'a> {
    pub(super) fn new(vm: &Vm, dialect: &'a Dialect) -> Parser<'a> {
        Parser {
            dialect,
            limit: field_limit(vm),
            state: State::StartRecord,
            fields: Vec::new(),
            field: TextBuilder::new(),
            unquoted: true,
        }
    }

    /// Takes a line; gives whether the record is complete.
    pub(super) fn line(&mut self, vm: &mut Vm, line: &Typed<Str>) -> PyResult<bool> {
        for code in line.text().code_points() {
            self.character(vm, Some(code))?;
        }
        self.character(vm, None)?;
        Ok(self.state == State::StartRecord)
    }

    /// There are no more lines. Gives whether what has been read is a record nevertheless.
    pub(super) fn end(&mut self, vm: &mut Vm) -> PyResult<bool> {
        if self.field.is_empty() && self.state != State::InQuotes {
            return Ok(false);
        }
        if self.dialect.strict {
            return Err(error(vm, "unexpected end of data"));
        }
        self.save(vm)?;
        Ok(true)
    }

    pub(super) fn into_fields(self) -> Vec<Ref> {
        self.fields
    }

    /// Takes a character; `None` is the end of a line.
    fn character(&mut self, vm: &mut Vm, code: Option<u32>) -> PyResult<()> {
        match self.state {
            State::StartRecord => self.start_record(vm, code),
            State::StartField => self.start_field(vm, code),
            State::Escaped => self.escaped(vm, code),
            State::AfterEscapedLineBreak if code.is_none() => Ok(()),
            State::AfterEscapedLineBreak | State::InField => self.in_field(vm, code),
            State::InQuotes => self.in_quotes(vm, code),
            State::EscapedInQuotes => {
                self.add(vm, code.unwrap_or(NEWLINE))?;
                self.state = State::InQuotes;
                Ok(())
            }
            State::QuoteInQuotes => self.quote_in_quotes(vm, code),
            State::AfterLineBreak => self.after_line_break(vm, code),
        }
    }

    fn start_record(&mut self, vm: &mut Vm, code: Option<u32>) -> PyResult<()> {
        match code {
            None => Ok(()),
            Some(code) if is_line_break(code) => {
                self.state = State::AfterLineBreak;
                Ok(())
            }
            Some(_) => self.start_field(vm, code),
        }
    }

    fn start_field(&mut self, vm: &mut Vm, code: Option<u32>) -> PyResult<()> {
        self.unquoted = true;
        let begins =
            code.filter(|code| !is_line_break(*code) && Some(*code) != self.dialect.escape);
        if code.is_some_and(|code| !is_line_break(code) && self.is_quote(code)) {
            self.unquoted = false;
            self.state = State::InQuotes;
        } else if begins == Some(u32::from(' ')) && self.dialect.skip_initial_space {
            self.state = State::StartField;
        } else {
            return self.in_field(vm, code);
        }
        Ok(())
    }

    fn escaped(&mut self, vm: &mut Vm, code: Option<u32>) -> PyResult<()> {
        self.add(vm, code.unwrap_or(NEWLINE))?;
        self.state = match code {
            Some(code) if is_line_break(code) => State::AfterEscapedLineBreak,
            _ => State::InField,
        };
        Ok(())
    }

    fn in_field(&mut self, vm: &mut Vm, code: Option<u32>) -> PyResult<()> {
        let Some(code) = code.filter(|code| !is_line_break(*code)) else {
            return self.end_record(vm, code);
        };
        if Some(code) == self.dialect.escape {
            self.state = State::Escaped;
        } else if code == self.dialect.delimiter {
            self.save(vm)?;
            self.state = State::StartField;
        } else {
            self.add(vm, code)?;
            self.state = State::InField;
        }
        Ok(())
    }

    fn in_quotes(&mut self, vm: &mut Vm, code: Option<u32>) -> PyResult<()> {
        let Some(code) = code else { return Ok(()) };
        if Some(code) == self.dialect.escape {
            self.state = State::EscapedInQuotes;
            Ok(())
        } else if self.is_quote(code) {
            self.state =
                if self.dialect.double_quote { State::QuoteInQuotes } else { State::InField };
            Ok(())
        } else {
            self.add(vm, code)
        }
    }

    fn quote_in_quotes(&mut self, vm: &mut Vm, code: Option<u32>) -> PyResult<()> {
        let Some(code) = code.filter(|code| !is_line_break(*code)) else {
            return self.end_record(vm, code);
        };
        if self.is_quote(code) {
            self.add(vm, code)?;
            self.state = State::InQuotes;
        } else if code == self.dialect.delimiter {
            self.save(vm)?;
            self.state = State::StartField;
        } else if self.dialect.strict {
            let shown = |code| char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
            let quote = self.dialect.quote.map_or('\0', shown);
            let delimiter = shown(self.dialect.delimiter);
            return Err(error(vm, &format!("'{delimiter}' expected after '{quote}'")));
        } else {
            self.add(vm, code)?;
            self.state = State::InField;
        }
        Ok(())
    }

    fn after_line_break(&mut self, vm: &mut Vm, code: Option<u32>) -> PyResult<()> {
        match code {
            None => self.state = State::StartRecord,
            Some(code) if is_line_break(code) => {}
            Some(_) => {
                return Err(error(
                    vm,
                    "new-line character seen in unquoted field - do you need to open the file with newline=''?",
                ));
            }
        }
        Ok(())
    }

    fn end_record(&mut self, vm: &mut Vm, code: Option<u32>) -> PyResult<()> {
        self.save(vm)?;
        self.state = if code.is_none() { State::StartRecord } else { State::AfterLineBreak };
        Ok(())
    }

    fn is_quote(&self, code: u32) -> bool {
        Some(code) == self.dialect.quote && self.dialect.quoting != Quoting::None
    }

    fn add(&mut self, vm: &mut Vm, code: u32) -> PyResult<()> {
        // A negative limit is smaller than any length.
        if usize::try_from(self.limit).is_ok_and(|limit| self.field.len() < limit) {
            self.field.push(code);
            return Ok(());
        }
        Err(error(vm, &format!("field larger than field limit ({})", self.limit)))
    }

    fn save(&mut self, vm: &mut Vm) -> PyResult<()> {
        let text = std::mem::take(&mut self.field).finish();
        let quoting = self.dialect.quoting;
        let empty = text.as_text().is_empty();
        let numeric = matches!(quoting, Quoting::Nonnumeric | Quoting::Strings);
        let field = if empty && self.unquoted && quoting.tells_none() {
            vm.none()
        } else {
            let text = new_text(vm, &text)?.into_object();
            if self.unquoted && !empty && numeric {
                let float = vm.types.float.clone();
                vm.call_positional(float.as_object(), &[&text])?
            } else {
                text
            }
        };
        self.fields.push(field);
        Ok(())
    }
}
