//! The line editor: what it asks Python code while a statement is typed.

use std::borrow::Cow;

use pellucid_runtime::prelude::*;
use pellucid_runtime::vm::OutsideLock;
use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::Hinter;
use rustyline::history::FileHistory;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{CompletionType, Config, Context, Editor, Helper};

use super::colours;

/// A statement that is being typed.
pub struct Statement<'a> {
    /// The way back to the interpreter, which other threads use meanwhile.
    pub outside: &'a OutsideLock,
    /// Says whether a text needs another line.
    pub is_incomplete: &'a Object,
    /// Gives continuations of a name.
    pub complete: &'a Object,
    /// Whether colours are wanted.
    pub colours: bool,
}

/// Reads one statement; gives the history back.
pub fn read(
    statement: Statement<'_>,
    prompt: &str,
    history: FileHistory,
) -> (Result<String, ReadlineError>, Option<FileHistory>) {
    let colours = statement.colours;
    let config =
        Config::builder().completion_type(CompletionType::List).auto_add_history(true).build();
    let mut editor: Editor<Statement<'_>, FileHistory> = match Editor::with_history(config, history)
    {
        Ok(editor) => editor,
        Err(error) => return (Err(error), None),
    };
    editor.set_helper(Some(statement));
    let styled = if colours { colours::prompt(prompt) } else { prompt.to_owned() };
    let result = editor.readline(&(prompt, styled.as_str()));
    let history = std::mem::take(editor.history_mut());
    (result, Some(history))
}

/// Whether a line is an indented one, so that the next may belong to the same block.
fn is_within_block(text: &str) -> bool {
    let last = text.rsplit('\n').next().unwrap_or_default();
    text.contains('\n') && !last.trim().is_empty()
}

impl Statement<'_> {
    fn ask_incomplete(&self, text: &str) -> bool {
        self.outside.with(|vm| {
            let text = vm.new_str(text);
            let answer = vm.call_positional(self.is_incomplete, &[text.as_object()]);
            // What cannot be answered is shown when the statement is run.
            answer.and_then(|answer| vm.is_true(&answer)).unwrap_or(false)
        })
    }

    fn ask_completions(&self, name: &str) -> Vec<String> {
        self.outside.with(|vm| {
            let name = vm.new_str(name);
            let found = vm.call_positional(self.complete, &[name.as_object()]);
            let found = found.and_then(|found| vm.collect(&found)).unwrap_or_default();
            found.iter().filter_map(|text| Some(text.downcast::<Str>()?.to_string())).collect()
        })
    }
}

impl Validator for Statement<'_> {
    fn validate(&self, context: &mut ValidationContext) -> rustyline::Result<ValidationResult> {
        let text = context.input();
        let more = self.ask_incomplete(text)
            || (is_within_block(text) && text.lines().any(|line| line.trim_end().ends_with(':')));
        Ok(if more { ValidationResult::Incomplete } else { ValidationResult::Valid(None) })
    }
}

impl Completer for Statement<'_> {
    type Candidate = String;

    fn complete(
        &self,
        line: &str,
        position: usize,
        _: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<String>)> {
        let before = line.get(..position).unwrap_or_default();
        let is_part = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '.';
        let start = before
            .rfind(|letter| !is_part(letter))
            .map_or(0, |place| place + before[place..].chars().next().map_or(1, char::len_utf8));
        let line_start = before.rfind('\n').map_or(0, |place| place + 1);
        if before[line_start..].trim().is_empty() {
            return Ok((position, vec!["    ".to_owned()]));
        }
        Ok((start, self.ask_completions(&before[start..])))
    }
}

impl Highlighter for Statement<'_> {
    fn highlight<'l>(&self, line: &'l str, _: usize) -> Cow<'l, str> {
        match self.colours {
            true => Cow::Owned(colours::statement(line)),
            false => Cow::Borrowed(line),
        }
    }

    fn highlight_char(&self, _: &str, _: usize, kind: CmdKind) -> bool {
        self.colours && kind != CmdKind::MoveCursor
    }
}

impl Hinter for Statement<'_> {
    type Hint = String;
}

impl Helper for Statement<'_> {}
