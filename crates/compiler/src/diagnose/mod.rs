//! Errors of the parser in CPython's words.
//!
//! CPython's parser tries again with rules for common mistakes; here the mistakes are recognised by what the
//! parser complains about, by the tokens around that place, and by the tree that it recovered.

mod expected;

mod parameters;
mod search;
mod targets;
mod unicode;

use pellucid_bytecode::Position;
use ruff_python_ast::Mod;
use ruff_python_ast::token::{Token, TokenKind, Tokens};
use ruff_python_parser::{
    InterpolatedStringErrorType, LexicalErrorType, ParseError, ParseErrorType, Parsed,
};
use ruff_text_size::{Ranged, TextRange, TextSize};

use crate::error::{ErrorKind, SyntaxError};
use crate::source::Source;
use crate::tokens;

pub(crate) use targets::describe;

/// The error that CPython would report for an error of the parser.
pub(crate) fn parse_error(
    parsed: &Parsed<Mod>,
    error: &ParseError,
    scanned: tokens::Tokens,
    source: &Source<'_>,
) -> Box<SyntaxError> {
    if let Some(error) = scanned.error {
        return error;
    }
    let diagnosis =
        Diagnosis { source, tokens: parsed.tokens(), tree: parsed.syntax(), range: error.location };
    if let Some((bracket, place)) = scanned.unclosed
        && diagnosis.is_due_to_unclosed(place)
    {
        let (line, column) = source.line_column(place as u32);
        let position = Position { line, end_line: line, column, end_column: column };
        let message = format!("'{bracket}' was never closed");
        let mut error = source.error_at(ErrorKind::Syntax, message, position);
        error.end_column = 0;
        return error;
    }
    diagnosis.explain(&error.error)
}

/// Whether source that does not parse may be the beginning of source that does.
pub(crate) fn is_incomplete(
    error: &ParseError,
    scanned: &tokens::Tokens,
    source: &Source<'_>,
) -> bool {
    if let Some(error) = &scanned.error {
        return error.message.starts_with("unterminated triple-quoted")
            || error.message == "unexpected EOF while parsing";
    }
    let at_end = error.location.start().to_usize() >= source.text.trim_end().len();
    let awaits_more = match &error.error {
        ParseErrorType::OtherError(message) => {
            message.starts_with("Expected an indented block")
                || message.starts_with("Expected `except` or `finally`")
                || message.starts_with("Expected `case` block")
                || message.starts_with("Expected class, function definition")
        }
        _ => false,
    };
    at_end && (awaits_more || scanned.unclosed.is_some())
}

struct Diagnosis<'d, 's> {
    source: &'d Source<'s>,
    tokens: &'d Tokens,
    tree: &'d Mod,
    /// Where the parser noticed.
    range: TextRange,
}

impl Diagnosis<'_, '_> {
    fn at(&self, range: TextRange, message: impl Into<String>) -> Box<SyntaxError> {
        self.source.error(range, message)
    }

    fn invalid(&self) -> Box<SyntaxError> {
        self.at_token(self.range.start(), "invalid syntax")
    }

    /// An error about the token that begins at (or after) a place.
    fn at_token(&self, start: TextSize, message: impl Into<String>) -> Box<SyntaxError> {
        let token = self.token_from(start);
        match token {
            Some(token) if !matches!(token.kind(), TokenKind::Newline | TokenKind::EndOfFile) => {
                self.at(token.range(), message)
            }
            // The end of a line is one column wide.
            _ => {
                let place = token.map_or(start, |token| token.start()).min(self.end_of_text());
                let mut error = self.at(TextRange::empty(place), message);
                error.end_column = error.column + 1;
                error
            }
        }
    }

    fn end_of_text(&self) -> TextSize {
        TextSize::try_from(self.source.text.len()).unwrap_or_default()
    }

    fn is_trivia(kind: TokenKind) -> bool {
        matches!(
            kind,
            TokenKind::Comment
                | TokenKind::NonLogicalNewline
                | TokenKind::Indent
                | TokenKind::Dedent
        )
    }

    fn token_from(&self, start: TextSize) -> Option<&Token> {
        self.tokens.iter().find(|token| token.start() >= start && !Self::is_trivia(token.kind()))
    }

    /// The last token that ends at or before a place.
    fn token_before(&self, place: TextSize) -> Option<&Token> {
        let mut before = self.tokens.iter().filter(|token| !Self::is_trivia(token.kind()));
        before.rfind(|token| token.end() <= place && !token.range().is_empty())
    }

    fn is_due_to_unclosed(&self, bracket: usize) -> bool {
        let line = |offset: u32| self.source.line_column(offset).0;
        let rest = self.source.text.get(self.range.start().to_usize()..).unwrap_or("");
        line(self.range.start().to_u32()) > line(bracket as u32) || rest.trim().is_empty()
    }

    fn indentation(&self, message: impl Into<String>) -> Box<SyntaxError> {
        let position = self.source.position(self.range);
        self.source.error_at(ErrorKind::Indentation, message, position)
    }

    fn explain(&self, error: &ParseErrorType) -> Box<SyntaxError> {
        let is_vague = matches!(
            error,
            ParseErrorType::OtherError(_)
                | ParseErrorType::ExpectedToken { .. }
                | ParseErrorType::ExpectedExpression
        );
        if is_vague && let Some(error) = self.parameter_list() {
            return error;
        }
        match error {
            ParseErrorType::Lexical(error) => self.lexical(error),
            ParseErrorType::FStringError(error) => self.interpolated("f-string", error),
            ParseErrorType::TStringError(error) => self.interpolated("t-string", error),
            ParseErrorType::UnexpectedIndentation => {
                let end = TextRange::empty(self.range.end());
                let position = self.source.position(end);
                let mut error =
                    self.source.error_at(ErrorKind::Indentation, "unexpected indent", position);
                error.column -= 1;
                error.end_column = -1;
                error
            }
            ParseErrorType::OtherError(message) => self.other(message),
            ParseErrorType::ExpectedToken { expected, found } => {
                self.expected_token(*expected, *found)
            }
            ParseErrorType::SimpleStatementsOnSameLine => self.two_statements(),
            ParseErrorType::ExpectedExpression => self.expected_expression(),
            ParseErrorType::InvalidAssignmentTarget
            | ParseErrorType::InvalidNamedAssignmentTarget
            | ParseErrorType::InvalidAugmentedAssignmentTarget
            | ParseErrorType::InvalidDeleteTarget => self.invalid_target(error),
            ParseErrorType::InvalidAnnotatedAssignmentTarget => {
                self.at(self.range, "illegal target for annotation")
            }
            ParseErrorType::PositionalAfterKeywordArgument => {
                self.after_arguments("positional argument follows keyword argument")
            }
            ParseErrorType::PositionalAfterKeywordUnpacking => {
                self.after_arguments("positional argument follows keyword argument unpacking")
            }
            ParseErrorType::InvalidArgumentUnpackingOrder => {
                let comma = self.token_before(self.range.start()).map_or(self.range, Ranged::range);
                let message = "iterable argument unpacking follows keyword argument unpacking";
                self.at(TextRange::new(comma.start(), self.range.end()), message)
            }
            ParseErrorType::UnparenthesizedGeneratorExpression => {
                if self.line_starts_with("class") {
                    return self.invalid();
                }
                self.at(self.range, "Generator expression must be parenthesized")
            }
            ParseErrorType::NonDefaultParamAfterDefaultParam => {
                self.at(self.range, "parameter without a default follows parameter with a default")
            }
            ParseErrorType::ExpectedKeywordParam => self.bare_star(),
            ParseErrorType::ParamAfterVarKeywordParam => {
                self.at_token(self.range.start(), "arguments cannot follow var-keyword argument")
            }
            ParseErrorType::VarParameterWithDefault => self.var_default(),
            ParseErrorType::EmptyImportNames if self.at_line_end() => {
                let message = "Expected one or more names after 'import'";
                let mut error = self.at(self.range, message);
                error.end_column = error.column;
                error
            }
            ParseErrorType::InvalidStarredExpressionUsage => self.starred(),
            ParseErrorType::IterableUnpackingInComprehension => {
                self.at(self.range, "iterable unpacking cannot be used in comprehension")
            }
            ParseErrorType::EmptyTypeParams => {
                self.at(self.range, "At least one type variable definition is expected")
            }
            ParseErrorType::InvalidMatchPatternTarget => {
                self.at(self.range, "cannot use '_' as a target")
            }
            ParseErrorType::ExpectedRealNumber if self.is_number() => {
                self.at(self.range, "real number required in complex literal")
            }
            ParseErrorType::ExpectedImaginaryNumber if self.is_number() => {
                self.at(self.range, "imaginary number required in complex literal")
            }
            _ => self.invalid(),
        }
    }

    /// Whether what is wrong is a number, with its sign.
    fn is_number(&self) -> bool {
        let text = self.source.slice(self.range);
        let unsigned = text.strip_prefix('-').unwrap_or(text).trim_start();
        unsigned.starts_with(|it: char| it.is_ascii_digit() || it == '.')
    }

    fn after_arguments(&self, message: &str) -> Box<SyntaxError> {
        // CPython points to the token after the argument.
        let end = self.range.end();
        self.at_token(end, message)
    }

    fn at_line_end(&self) -> bool {
        self.token_from(self.range.start())
            .is_none_or(|token| matches!(token.kind(), TokenKind::Newline | TokenKind::EndOfFile))
    }

    /// The first word of the line that the error is on.
    fn line_starts_with(&self, word: &str) -> bool {
        let line = self.source.line_column(self.range.start().to_u32()).0;
        let text = self.source.line(line).unwrap_or("").trim_start();
        text.strip_prefix(word)
            .is_some_and(|rest| !rest.starts_with(|it: char| it.is_alphanumeric() || it == '_'))
    }

    fn lexical(&self, error: &LexicalErrorType) -> Box<SyntaxError> {
        match error {
            LexicalErrorType::UnicodeError
            | LexicalErrorType::MissingUnicodeLbrace
            | LexicalErrorType::MissingUnicodeRbrace => {
                unicode::escape_error(self.source, self.range)
            }
            LexicalErrorType::InvalidByteLiteral => {
                let token = unicode::string_around(self.source, self.range.start().to_usize());
                self.at(token, "bytes can only contain ASCII literal characters")
            }
            LexicalErrorType::FStringError(error) => self.interpolated("f-string", error),
            LexicalErrorType::TStringError(error) => self.interpolated("t-string", error),
            LexicalErrorType::IndentationError => {
                self.indentation("unindent does not match any outer indentation level")
            }
            _ => self.invalid(),
        }
    }

    fn interpolated(&self, kind: &str, error: &InterpolatedStringErrorType) -> Box<SyntaxError> {
        let text = self.source.slice(self.range);
        match error {
            InterpolatedStringErrorType::UnclosedLbrace => {
                if text.starts_with(['\'', '"']) || text.is_empty() {
                    let place = TextRange::empty(self.range.start());
                    return self.at(place, format!("{kind}: expecting '}}'"));
                }
                self.unexpected_in_field(kind)
            }
            InterpolatedStringErrorType::SingleRbrace => {
                let place = TextRange::empty(self.range.start());
                self.at(place, format!("{kind}: single '}}' is not allowed"))
            }
            InterpolatedStringErrorType::InvalidConversionFlag => {
                if text.starts_with(|it: char| it.is_alphabetic() || it == '_') {
                    let message = format!(
                        "{kind}: invalid conversion character '{text}': expected 's', 'r', or 'a'"
                    );
                    return self.at(self.range, message);
                }
                let problem = if text.is_empty() || text.starts_with(['}', ':', '\'', '"']) {
                    "missing"
                } else {
                    "invalid"
                };
                self.at(self.range, format!("{kind}: {problem} conversion character"))
            }
            InterpolatedStringErrorType::LambdaWithoutParentheses => {
                let message =
                    format!("{kind}: lambda expressions are not allowed without parentheses");
                self.at(self.range, message)
            }
            InterpolatedStringErrorType::ConversionFlagNotImmediatelyAfterExclamation => {
                let message =
                    format!("{kind}: conversion type must come right after the exclamation mark");
                let mark = self.token_before(self.range.end());
                let name = self.token_from(self.range.end());
                match (mark, name) {
                    (Some(mark), Some(name)) => {
                        self.at(TextRange::new(mark.start(), name.end()), message)
                    }
                    _ => self.at(self.range, message),
                }
            }
            InterpolatedStringErrorType::NewlineInFormatSpec => {
                let message = format!(
                    "{kind}: newlines are not allowed in format specifiers for single quoted {kind}s"
                );
                self.at(self.range, message)
            }
            _ => self.invalid(),
        }
    }

    /// What stands behind the expression of a replacement field and does not belong there.
    fn unexpected_in_field(&self, kind: &str) -> Box<SyntaxError> {
        let error = self.comma_or_invalid();
        if error.message != "invalid syntax" {
            return error;
        }
        let before = self.token_before(self.range.start());
        let mark = before.and_then(|conversion| self.token_before(conversion.start()));
        let expected = match mark.map(Token::kind) {
            Some(TokenKind::Exclamation) => "':' or '}'",
            _ => "'=', or '!', or ':', or '}'",
        };
        self.at_token(self.range.start(), format!("{kind}: expecting {expected}"))
    }

    fn other(&self, message: &str) -> Box<SyntaxError> {
        if let Some(clause) = message.strip_prefix("Expected an indented block after ") {
            return self.expected_block(clause);
        }
        match message {
            "Expected `except` or `finally` after `try` block" => {
                self.at_token(self.range.start(), "expected 'except' or 'finally' block")
            }
            "Expected a parameter name" => self.keyword_argument(),
            "Only one '*' parameter allowed" => {
                self.at_token(self.range.start(), "* argument may appear only once")
            }
            "Trailing comma not allowed" if !self.line_starts_with("from") => {
                self.at_token(self.range.end(), "invalid syntax")
            }
            "Trailing comma not allowed" => self.at_token(
                self.range.end(),
                "trailing comma not allowed without surrounding parentheses",
            ),
            "Expected one or more exception types" => {
                self.at_token(self.range.start(), "expected one or more exception types")
            }
            "Cannot have both 'except' and 'except*' on the same 'try'" => self.at_both_kinds(),
            "Positional patterns cannot follow keyword patterns" => {
                self.at(self.range, "positional patterns follow keyword patterns")
            }
            "Bytes literal cannot be mixed with non-bytes literals" => {
                self.at_token(self.range.end(), "cannot mix bytes and nonbytes literals")
            }
            "Cannot mix t-string literals with string or bytes literals" => {
                self.at(self.range, "cannot mix t-string literals with string or bytes literals")
            }
            "Star import must be the only import" => {
                let star = self.token_from(self.range.start());
                self.at_token(star.map_or(self.range.start(), |star| star.end()), "invalid syntax")
            }
            _ if message.starts_with("Only single target") => {
                let mut characters = message.chars();
                let first = characters.next().map(|it| it.to_ascii_lowercase());
                let message: String = first.into_iter().chain(characters).collect();
                self.at(self.range, message)
            }
            _ if message.starts_with("Multiple exception types must be parenthesized") => self
                .at(self.range, "multiple exception types must be parenthesized when using 'as'"),
            _ => self.invalid(),
        }
    }

    fn at_both_kinds(&self) -> Box<SyntaxError> {
        let end = self.token_from(self.range.start()).and_then(|word| self.token_from(word.end()));
        let end = end.map_or(self.range.end(), |star| star.end());
        let message = "cannot have both 'except' and 'except*' on the same 'try'";
        self.at(TextRange::new(self.range.start(), end.max(self.range.start())), message)
    }
}
