//! The facade over the parser: limits on nesting before, CPython's errors after.

use ruff_python_ast::token::TokenKind;
use ruff_python_ast::{Mod, Stmt};
use ruff_python_parser::ParseOptions;
use ruff_text_size::{Ranged, TextRange, TextSize};

use crate::diagnose;
use crate::error::{Compiled, ErrorKind, NO_FUTURE, SyntaxError, Warning, WarningKind};
use crate::options::{Flags, Mode, Options};
use crate::source::Source;
use crate::tokens;

/// How many operators may stand before one operand; CPython's parser has a limit like this.
const NESTING_MAX: usize = 4000;

/// A tree and what there is to warn about in its literals.
pub(crate) struct Parsed {
    pub(crate) tree: Mod,
    pub(crate) warnings: Vec<Warning>,
}

/// How much stack the parser (and whoever drops its tree) can need for a source.
pub(crate) fn stack_size(scanned: &tokens::Tokens) -> usize {
    // Chains of binary operators are as deep as they are long, and a tree is dropped by plain recursion.
    let for_chains = scanned.longest << 10;
    // The parser recurses a dozen functions deep for a bracket or prefix operator.
    let for_nesting = scanned.nesting.min(NESTING_MAX) << 14;
    (4 << 20) + for_chains + for_nesting
}

/// Runs the compiler on a stack of at least this size; an error if the host has no room for one.
pub(crate) fn on_large_stack<T>(size: usize, work: impl FnOnce() -> Compiled<T>) -> Compiled<T> {
    let whole = size + (1 << 20);
    let is_there = stacker::remaining_stack().is_some_and(|rest| rest >= size);
    // Asked first, as a stack that cannot be had ends the process.
    if !is_there && Vec::<u8>::new().try_reserve_exact(whole).is_err() {
        return Err(crate::error::without_place(
            ErrorKind::Memory,
            "no room for the compiler's stack",
        ));
    }
    stacker::maybe_grow(size, whole, work)
}

/// Parses source text to a tree. To be called on a large stack.
pub(crate) fn parse(
    source: &Source<'_>,
    scanned: tokens::Tokens,
    options: &Options,
) -> Compiled<Parsed> {
    if let Some(place) = source.text.find('\0') {
        let line = source.line_column(place as u32).0;
        return Err(Box::new(crate::cookie::null_bytes(line)));
    }
    if scanned.is_limit
        && let Some(error) = scanned.error
    {
        return Err(error);
    }
    if scanned.nesting > NESTING_MAX {
        let message = "Parser stack overflowed - Python source too complex to compile";
        let place = source.position(TextRange::default());
        return Err(source.error_at(ErrorKind::Memory, message, place));
    }
    let mode = match options.mode {
        Mode::Exec | Mode::Single => ruff_python_parser::Mode::Module,
        Mode::Eval => ruff_python_parser::Mode::Expression,
    };
    let parsed = ruff_python_parser::parse_unchecked(source.text, ParseOptions::from(mode));
    if let Some(error) = parsed.errors().first() {
        if options.flags.contains(Flags::ALLOW_INCOMPLETE_INPUT)
            && diagnose::is_incomplete(error, &scanned, source)
        {
            return Err(incomplete(source));
        }
        let by_tokenizer = scanned.error.is_some();
        let reached = source.line_column(error.location.start().to_u32()).0;
        let mut found = diagnose::parse_error(&parsed, error, scanned, source);
        let is_last_read = !by_tokenizer && found.line >= reached;
        found.show_line(is_last_read);
        return Err(found);
    }
    if options.mode == Mode::Single {
        check_single(parsed.syntax(), source, options)?;
    }
    let mut warnings = Vec::new();
    if source.text.contains('\\') {
        escape_warnings(parsed.tokens(), source, &mut warnings);
    }
    Ok(Parsed { tree: parsed.into_syntax(), warnings })
}

/// More of the input may make it right.
fn incomplete(source: &Source<'_>) -> Box<SyntaxError> {
    let end = TextSize::try_from(source.text.len()).unwrap_or_default();
    let place = source.position(TextRange::empty(end));
    source.error_at(ErrorKind::Incomplete, "incomplete input", place)
}

/// An interactive statement stands alone, and a block ends with an empty line.
fn check_single(tree: &Mod, source: &Source<'_>, options: &Options) -> Compiled<()> {
    let Mod::Module(module) = tree else { return Ok(()) };
    let line = |offset: TextSize| source.line_column(offset.to_u32()).0;
    for pair in module.body.windows(2) {
        let (first, second) = (&pair[0], &pair[1]);
        if is_compound(first) || line(first.end()) != line(second.start()) {
            let message = "multiple statements found while compiling a single statement";
            return Err(source.error(first.range(), message));
        }
    }
    let open_block = module
        .body
        .last()
        .is_some_and(|last| is_compound(last) && line(last.start()) != line(last.end()));
    let implied = !source.text.ends_with('\n');
    if open_block && implied && options.flags.contains(Flags::DONT_IMPLY_DEDENT) {
        return Err(incomplete(source));
    }
    Ok(())
}

fn is_compound(statement: &Stmt) -> bool {
    matches!(
        statement,
        Stmt::FunctionDef(_)
            | Stmt::ClassDef(_)
            | Stmt::For(_)
            | Stmt::While(_)
            | Stmt::If(_)
            | Stmt::With(_)
            | Stmt::Match(_)
            | Stmt::Try(_)
    )
}

/// The warnings about escape sequences that mean nothing.
fn escape_warnings(
    tokens: &ruff_python_ast::token::Tokens,
    source: &Source<'_>,
    warnings: &mut Vec<Warning>,
) {
    let mut raw = Vec::new();
    for token in tokens.iter() {
        let text = source.slice(token.range());
        let prefix = text.split(['\'', '"']).next().unwrap_or("").to_ascii_lowercase();
        match token.kind() {
            TokenKind::String if !prefix.contains('r') => {
                literal_warnings(text, prefix.contains('b'), token.range(), source, warnings);
            }
            TokenKind::FStringStart | TokenKind::TStringStart => raw.push(prefix.contains('r')),
            TokenKind::FStringEnd | TokenKind::TStringEnd => drop(raw.pop()),
            TokenKind::FStringMiddle | TokenKind::TStringMiddle if raw.last() == Some(&false) => {
                literal_warnings(text, false, token.range(), source, warnings);
            }
            _ => {}
        }
    }
}

fn literal_warnings(
    text: &str,
    bytes: bool,
    range: TextRange,
    source: &Source<'_>,
    warnings: &mut Vec<Warning>,
) {
    let mut rest = text.chars();
    while let Some(character) = rest.next() {
        if character != '\\' {
            continue;
        }
        let Some(next) = rest.next() else { return };
        let message = match next {
            '\n' | '\r' | '\\' | '\'' | '"' | 'a' | 'b' | 'f' | 'n' | 'r' | 't' | 'v' | 'x' => {
                continue;
            }
            'N' | 'u' | 'U' if !bytes => continue,
            '0'..='7' => {
                let more = rest.as_str().chars().take(2).take_while(|it| ('0'..='7').contains(it));
                let digits: String = std::iter::once(next).chain(more).collect();
                if digits.len() < 3 || next < '4' {
                    continue;
                }
                format!(
                    "\"\\{digits}\" is an invalid octal escape sequence. {NO_FUTURE}Did you mean \"\\\\{digits}\"? A raw string is also an option."
                )
            }
            other => format!(
                "\"\\{other}\" is an invalid escape sequence. {NO_FUTURE}Did you mean \"\\\\{other}\"? A raw string is also an option."
            ),
        };
        let kind = WarningKind::Syntax;
        warnings.push(Warning { kind, message, position: source.position(range) });
    }
}
