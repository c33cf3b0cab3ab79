//! What the parser expected and did not find.

use ruff_python_ast::token::{Token, TokenKind};
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::Diagnosis;
use crate::error::{ErrorKind, SyntaxError};

impl Diagnosis<'_, '_> {
    pub(super) fn expected_block(&self, clause: &str) -> Box<SyntaxError> {
        let word = clause.trim_start_matches('`').split(['`', ' ']).next().unwrap_or("");
        let (name, keyword) = match clause {
            "function definition" => ("function definition".to_owned(), "def"),
            "`class` definition" => ("class definition".to_owned(), "class"),
            _ => (format!("'{word}' statement"), word),
        };
        let end_line = self.source.line_column(self.range.start().to_u32()).0;
        let is_clause = |line: &u32| {
            let text = self.source.line(*line).unwrap_or("").trim_start();
            let text = text.strip_prefix("async ").map_or(text, str::trim_start);
            text.strip_prefix(keyword)
                .is_some_and(|rest| !rest.starts_with(|it: char| it.is_alphanumeric() || it == '_'))
        };
        let line = (1..=end_line).rev().find(is_clause).unwrap_or(end_line);
        let message = format!("expected an indented block after {name} on line {line}");
        let mut error = self.indentation(message);
        if self.at_line_end() {
            error.end_column = -1;
        } else if let Some(token) = self.token_from(self.range.start()) {
            let position = self.source.position(token.range());
            let message = error.message;
            error = self.source.error_at(ErrorKind::Indentation, message, position);
        }
        error
    }

    pub(super) fn expected_token(&self, expected: TokenKind, found: TokenKind) -> Box<SyntaxError> {
        let in_brackets = self.open_bracket().is_some();
        if expected == TokenKind::Else {
            return self.missing_else();
        }
        if found == TokenKind::Colon
            && self.open_bracket() == Some(TokenKind::Lsqb)
            && let Some(name) = self.token_before(self.range.start())
            && let Some(star) = self.token_before(name.start())
            && let Some(kind) = match star.kind() {
                TokenKind::Star => Some("TypeVarTuple"),
                TokenKind::DoubleStar => Some("ParamSpec"),
                _ => None,
            }
        {
            let is_tuple = self
                .token_from(self.range.end())
                .is_some_and(|token| token.kind() == TokenKind::Lpar);
            let what = if is_tuple { "constraints" } else { "bound" };
            return self.at(self.range, format!("cannot use {what} with {kind}"));
        }
        if expected == TokenKind::Lpar
            && (self.line_starts_with("def") || self.line_starts_with("async"))
        {
            return self.at_token(self.range.start(), "expected '('");
        }
        if found == TokenKind::For
            && let Some(error) = self.bare_comprehension_target()
        {
            return error;
        }
        if found == TokenKind::Equal
            && let Some(error) = self.assigned_unpacking()
        {
            return error;
        }
        if expected == TokenKind::Colon && !in_brackets {
            let forced = ["def", "async", "else", "try", "finally"]
                .iter()
                .any(|word| self.line_starts_with(word));
            if found == TokenKind::Equal
                && let Some(error) = self.assignment_in_condition()
            {
                return error;
            }
            if found == TokenKind::Newline || forced {
                return self.at_token(self.range.start(), "expected ':'");
            }
            return self.invalid();
        }
        if expected == TokenKind::Colon
            && matches!(found, TokenKind::Rbrace | TokenKind::Comma)
            && let Some(before) = self.token_before(self.range.start())
        {
            let mut error = self.at(before.range(), "':' expected after dictionary key");
            error.end_column = 0;
            return error;
        }
        if expected == TokenKind::Newline
            && let Some(error) = self.import_target()
        {
            return error;
        }
        if in_brackets { self.comma_or_invalid() } else { self.invalid() }
    }

    /// `import a as b.c`: only a name can be bound.
    pub(super) fn import_target(&self) -> Option<Box<SyntaxError>> {
        let target = self.token_before(self.range.start())?;
        let word = self.token_before(target.start())?;
        let kind = match self.source.slice(self.range) {
            "." => "attribute",
            "[" => "subscript",
            "(" => "function call",
            _ => return None,
        };
        let is_import = self.line_starts_with("import") || self.line_starts_with("from");
        (is_import && word.kind() == TokenKind::As).then(|| {
            let line_end = self.token_from(self.range.start()).map(|_| {
                let rest = self.tokens.iter().filter(|token| token.start() >= self.range.start());
                let mut last = self.range.end();
                for token in rest {
                    if matches!(
                        token.kind(),
                        TokenKind::Newline | TokenKind::Comma | TokenKind::Rpar
                    ) {
                        break;
                    }
                    last = token.end();
                }
                last
            });
            let end = line_end.unwrap_or(self.range.end());
            let message = format!("cannot use {kind} as import target");
            self.at(TextRange::new(target.start(), end), message)
        })
    }

    pub(super) fn two_statements(&self) -> Box<SyntaxError> {
        let before = self.token_before(self.range.start());
        if let Some(before) = before {
            let word = self.source.slice(before.range());
            if matches!(word, "print" | "exec") && self.begins_statement(before) {
                let line_end = self
                    .tokens
                    .iter()
                    .find(|token| {
                        token.start() >= self.range.start()
                            && matches!(token.kind(), TokenKind::Newline | TokenKind::Semi)
                    })
                    .map_or(self.end_of_text(), |token| token.start());
                let message =
                    format!("Missing parentheses in call to '{word}'. Did you mean {word}(...)?");
                return self.at(TextRange::new(before.start(), line_end), message);
            }
        }
        if self.source.slice(self.range).starts_with("not")
            && let Some(next) = self.token_from(self.range.start())
        {
            return self.at_token(next.end(), "invalid syntax");
        }
        self.invalid()
    }

    pub(super) fn begins_statement(&self, token: &Token) -> bool {
        self.token_before(token.start()).is_none_or(|before| {
            matches!(before.kind(), TokenKind::Newline | TokenKind::Semi | TokenKind::Colon)
        })
    }

    pub(super) fn expected_expression(&self) -> Box<SyntaxError> {
        let text = self.source.slice(self.range);
        let before = self.token_before(self.range.start());
        let Some(before) = before else { return self.invalid() };
        let kind = before.kind();
        let word = self.source.slice(before.range());
        if kind == TokenKind::Lbrace
            && let Some(string) = self.kind_of_field(before)
        {
            return match text {
                "}" | "!" | ":" | "=" => self
                    .at(self.range, format!("{string}: valid expression required before '{text}'")),
                _ => self.at_token(
                    self.range.start(),
                    format!("{string}: expecting a valid expression after '{{'"),
                ),
            };
        }
        if word == ":"
            && let Some(error) = self.lambda_in_field(before)
        {
            return error;
        }
        if word == ":"
            && matches!(text, "}" | ",")
            && self.open_bracket() == Some(TokenKind::Lbrace)
        {
            let message = "expression expected after dictionary key and ':'";
            return self.at(before.range(), message);
        }
        if word == "="
            && matches!(text, ")" | ",")
            && self.open_bracket() == Some(TokenKind::Lpar)
            && let Some(name) = self.token_before(before.start())
        {
            let range = TextRange::new(name.start(), before.end());
            return self.at(range, "expected argument value expression");
        }
        if word == "*" && text.starts_with(')') && self.open_bracket() == Some(TokenKind::Lpar) {
            return self.at_token(self.range.start(), "Invalid star expression");
        }
        if text.starts_with('>') && word == "<" {
            return self.at(TextRange::new(before.start(), self.range.end()), "invalid syntax");
        }
        self.invalid()
    }

    /// `f"{lambda x: 1}"`: the colon begins the format specification.
    pub(super) fn lambda_in_field(&self, colon: &Token) -> Option<Box<SyntaxError>> {
        let open = self.open_bracket_token(colon.start())?;
        let kind = self.kind_of_field(open)?;
        let inside = self
            .tokens
            .iter()
            .filter(|token| token.start() >= open.end() && token.end() <= colon.start());
        let lambda = inside.rev().find(|token| token.kind() == TokenKind::Lambda)?;
        // One in brackets is allowed.
        let around = self.open_bracket_token(lambda.start())?;
        (around.start() == open.start()).then(|| {
            let message = format!("{kind}: lambda expressions are not allowed without parentheses");
            self.at(TextRange::new(lambda.start(), colon.end()), message)
        })
    }

    /// The kind of string whose replacement field a brace opens; a field may stand in the specification of another.
    fn kind_of_field(&self, open: &Token) -> Option<&'static str> {
        let mut open = open;
        loop {
            let start = self.token_before(open.start())?;
            match start.kind() {
                TokenKind::FStringStart | TokenKind::FStringMiddle => return Some("f-string"),
                TokenKind::TStringStart | TokenKind::TStringMiddle => return Some("t-string"),
                TokenKind::Colon => open = self.open_bracket_token(start.start())?,
                TokenKind::Rbrace => {
                    // Fields beside one another.
                    open = self.open_bracket_token(start.start())?;
                }
                _ => return None,
            }
            if open.kind() != TokenKind::Lbrace {
                return None;
            }
        }
    }

    /// The kind of the innermost bracket that is open where the error is.
    pub(super) fn open_bracket(&self) -> Option<TokenKind> {
        self.open_bracket_token(self.range.start()).map(Token::kind)
    }

    pub(super) fn open_bracket_token(&self, place: TextSize) -> Option<&Token> {
        let mut open = Vec::new();
        for token in self.tokens.iter().take_while(|token| token.end() <= place) {
            match token.kind() {
                TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => open.push(token),
                TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => drop(open.pop()),
                _ => {}
            }
        }
        open.pop()
    }

    pub(super) fn bare_star(&self) -> Box<SyntaxError> {
        let star = match self.source.slice(self.range) {
            "*" => Some(self.range),
            _ => {
                let before =
                    self.tokens.iter().take_while(|token| token.end() <= self.range.start());
                before.filter(|token| token.kind() == TokenKind::Star).last().map(Ranged::range)
            }
        };
        self.at(star.unwrap_or(self.range), "named arguments must follow bare *")
    }

    pub(super) fn var_default(&self) -> Box<SyntaxError> {
        let equal = self
            .tokens
            .iter()
            .find(|token| token.kind() == TokenKind::Equal && token.start() >= self.range.start());
        let double = self
            .tokens
            .iter()
            .take_while(|token| equal.is_none_or(|equal| token.start() < equal.start()))
            .filter(|token| matches!(token.kind(), TokenKind::Star | TokenKind::DoubleStar))
            .last()
            .is_some_and(|star| star.kind() == TokenKind::DoubleStar);
        let kind = if double { "var-keyword" } else { "var-positional" };
        let place = equal.map_or(self.range, Ranged::range);
        self.at(place, format!("{kind} argument cannot have default value"))
    }

    pub(super) fn starred(&self) -> Box<SyntaxError> {
        let before = self.token_before(self.range.start()).map(Token::kind);
        let in_dict = self.open_bracket() == Some(TokenKind::Lbrace);
        if in_dict && before == Some(TokenKind::Colon) {
            return self.at(self.range, "cannot use a starred expression in a dictionary value");
        }
        if before == Some(TokenKind::Lpar) {
            return self.at(self.range, "cannot use starred expression here");
        }
        self.at(self.range, "can't use starred expression here")
    }
}
