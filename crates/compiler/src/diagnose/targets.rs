//! Errors about targets of assignments, keyword arguments and forgotten commas.

use ruff_python_ast::token::TokenKind;
use ruff_python_ast::{Expr, UnaryOp};
use ruff_python_parser::ParseErrorType;
use ruff_text_size::{Ranged, TextRange};

use super::{Diagnosis, search};
use crate::error::SyntaxError;

/// How messages call an expression that cannot be assigned to or deleted.
pub(crate) fn describe(expression: &Expr) -> &'static str {
    match expression {
        Expr::Attribute(_) => "attribute",
        Expr::Subscript(_) => "subscript",
        Expr::Starred(_) => "starred",
        Expr::Name(_) => "name",
        Expr::List(_) => "list",
        Expr::Tuple(_) => "tuple",
        Expr::Lambda(_) => "lambda",
        Expr::Call(_) => "function call",
        Expr::BoolOp(_) | Expr::BinOp(_) | Expr::UnaryOp(_) => "expression",
        Expr::Generator(_) => "generator expression",
        Expr::Yield(_) | Expr::YieldFrom(_) => "yield expression",
        Expr::Await(_) => "await expression",
        Expr::ListComp(_) => "list comprehension",
        Expr::SetComp(_) => "set comprehension",
        Expr::DictComp(_) => "dict comprehension",
        Expr::Dict(_) => "dict literal",
        Expr::Set(_) => "set display",
        Expr::FString(_) => "f-string expression",
        Expr::TString(_) => "t-string expression",
        Expr::BooleanLiteral(it) if it.value => "True",
        Expr::BooleanLiteral(_) => "False",
        Expr::NoneLiteral(_) => "None",
        Expr::EllipsisLiteral(_) => "ellipsis",
        Expr::StringLiteral(_) | Expr::BytesLiteral(_) | Expr::NumberLiteral(_) => "literal",
        Expr::Compare(_) => "comparison",
        Expr::If(_) => "conditional expression",
        Expr::Named(_) => "named expression",
        Expr::Slice(_) | Expr::IpyEscapeCommand(_) => "expression",
    }
}

impl Diagnosis<'_, '_> {
    pub(super) fn invalid_target(&self, error: &ParseErrorType) -> Box<SyntaxError> {
        let Some(target) = search::at(self.tree, self.range) else { return self.invalid() };
        let name = describe(target);
        match error {
            ParseErrorType::InvalidDeleteTarget => {
                self.at(self.range, format!("cannot delete {name}"))
            }
            ParseErrorType::InvalidAugmentedAssignmentTarget => {
                let message = format!("'{name}' is an illegal expression for augmented assignment");
                self.at(self.range, message)
            }
            ParseErrorType::InvalidNamedAssignmentTarget => {
                self.at(self.range, format!("cannot use assignment expressions with {name}"))
            }
            _ => self.invalid_assignment(target, name),
        }
    }

    fn invalid_assignment(&self, target: &Expr, name: &str) -> Box<SyntaxError> {
        let parenthesised =
            self.token_before(target.start()).is_some_and(|token| token.kind() == TokenKind::Lpar);
        if matches!(target, Expr::Yield(_) | Expr::YieldFrom(_)) && !parenthesised {
            return self.at(self.range, "assignment to yield expression not possible");
        }
        let loose = match target {
            Expr::UnaryOp(it) => it.op == UnaryOp::Not,
            Expr::BoolOp(_) | Expr::Compare(_) | Expr::If(_) | Expr::Lambda(_) => true,
            _ => false,
        };
        let never = matches!(
            target,
            Expr::Tuple(_)
                | Expr::List(_)
                | Expr::Generator(_)
                | Expr::BooleanLiteral(_)
                | Expr::NoneLiteral(_)
        );
        let single = search::assignment(self.tree, self.range) == Some(true);
        if single && !never && (!loose || parenthesised) {
            let message =
                format!("cannot assign to {name} here. Maybe you meant '==' instead of '='?");
            return self.at(self.range, message);
        }
        self.at(self.range, format!("cannot assign to {name}"))
    }

    /// `f(1=2)`
    pub(super) fn keyword_argument(&self) -> Box<SyntaxError> {
        let equal = self
            .tokens
            .iter()
            .find(|token| token.kind() == TokenKind::Equal && token.start() >= self.range.end());
        let Some(equal) = equal else { return self.invalid() };
        let range = TextRange::new(self.range.start(), equal.end());
        let text = self.source.slice(self.range);
        if text.starts_with('*') {
            return self.at(range, "cannot assign to iterable argument unpacking");
        }
        if matches!(text, "True" | "False" | "None") {
            return self.at(range, format!("cannot assign to {text}"));
        }
        let message = "expression cannot contain assignment, perhaps you meant \"==\"?";
        self.at(range, message)
    }

    /// `if x = 1:`
    pub(super) fn assignment_in_condition(&self) -> Option<Box<SyntaxError>> {
        let before = self.token_before(self.range.start())?;
        let line = self.source.line_column(self.range.start().to_u32()).0;
        let from = self.tokens.iter().find(|token| {
            self.source.line_column(token.start().to_u32()).0 == line
                && matches!(token.kind(), TokenKind::If | TokenKind::While | TokenKind::Elif)
        })?;
        let left = search::ending(self.tree, before.end(), from.end());
        let value = self.token_from(self.range.end())?;
        let last = self
            .tokens
            .iter()
            .take_while(|token| {
                !matches!(token.kind(), TokenKind::Colon | TokenKind::Newline | TokenKind::Equal)
                    || token.start() <= self.range.start()
            })
            .filter(|token| token.start() >= value.start())
            .last()?;
        match left? {
            Expr::Name(name) => {
                let range = TextRange::new(name.start(), last.end());
                let message = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";
                Some(self.at(range, message))
            }
            left @ (Expr::Tuple(_)
            | Expr::List(_)
            | Expr::Generator(_)
            | Expr::BooleanLiteral(_)
            | Expr::NoneLiteral(_)
            | Expr::Compare(_)
            | Expr::BoolOp(_)
            | Expr::Lambda(_)) => {
                let _ = left;
                Some(self.invalid())
            }
            left => {
                let message = format!(
                    "cannot assign to {} here. Maybe you meant '==' instead of '='?",
                    describe(left)
                );
                Some(self.at(left.range(), message))
            }
        }
    }

    /// `a if b` without `else`.
    pub(super) fn missing_else(&self) -> Box<SyntaxError> {
        let Some(before) = self.token_before(self.range.start()) else { return self.invalid() };
        let conditional = search::find(
            self.tree,
            |expression| matches!(expression, Expr::If(it) if it.test.end() == before.end()),
        );
        let start = match conditional {
            Some(Expr::If(it)) => it.body.start(),
            _ => return self.invalid(),
        };
        if let Some(Expr::If(it)) = conditional
            && self.is_loop_target(it.body.start())
        {
            return self.at_token(it.body.end(), "'in' expected after for-loop variables");
        }
        let range = TextRange::new(start, before.end());
        self.at(range, "expected 'else' after 'if' expression")
    }

    /// Whether the expression at a place stands between `for` and the `in` that is missing.
    fn is_loop_target(&self, place: ruff_text_size::TextSize) -> bool {
        let before = self.tokens.iter().take_while(|token| token.start() < place);
        let mut depth = 0;
        for token in before.collect::<Vec<_>>().into_iter().rev() {
            match token.kind() {
                TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => depth += 1,
                TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace if depth > 0 => depth -= 1,
                TokenKind::For if depth == 0 => return true,
                TokenKind::Name | TokenKind::Comma => {}
                _ if depth > 0 => {}
                _ => return false,
            }
        }
        false
    }

    /// `[x, y for x, y in z]`
    pub(super) fn bare_comprehension_target(&self) -> Option<Box<SyntaxError>> {
        let open = self.open_bracket_token(self.range.start())?;
        let is_display = matches!(open.kind(), TokenKind::Lsqb | TokenKind::Lbrace);
        let first = self.token_from(open.end())?;
        let last = self.token_before(self.range.start())?;
        let between = self
            .tokens
            .iter()
            .filter(|token| token.start() >= first.start() && token.end() <= last.end());
        let has_comma = between.clone().any(|token| token.kind() == TokenKind::Comma);
        let has_colon = between.clone().any(|token| token.kind() == TokenKind::Colon);
        (is_display && has_comma && !has_colon).then(|| {
            let range = TextRange::new(first.start(), last.end());
            self.at(range, "did you forget parentheses around the comprehension target?")
        })
    }

    /// `f(**kwargs=1)`
    pub(super) fn assigned_unpacking(&self) -> Option<Box<SyntaxError>> {
        if self.open_bracket() != Some(TokenKind::Lpar) {
            return None;
        }
        let name = self.token_before(self.range.start())?;
        let star = self.token_before(name.start())?;
        let what = match star.kind() {
            TokenKind::Star => "iterable",
            TokenKind::DoubleStar => "keyword",
            _ => return None,
        };
        let range = TextRange::new(star.start(), self.range.end());
        Some(self.at(range, format!("cannot assign to {what} argument unpacking")))
    }

    /// Two expressions side by side in brackets.
    pub(super) fn comma_or_invalid(&self) -> Box<SyntaxError> {
        let found = self.token_from(self.range.start());
        let (Some(before), Some(found), Some(open)) = (
            self.token_before(self.range.start()),
            found,
            self.open_bracket_token(self.range.start()),
        ) else {
            return self.invalid();
        };
        let begins = matches!(
            found.kind(),
            TokenKind::Name
                | TokenKind::Int
                | TokenKind::Float
                | TokenKind::Complex
                | TokenKind::String
                | TokenKind::FStringStart
                | TokenKind::TStringStart
                | TokenKind::None
                | TokenKind::True
                | TokenKind::False
                | TokenKind::Ellipsis
                | TokenKind::Match
                | TokenKind::Case
                | TokenKind::Type
        );
        let ends = matches!(
            before.kind(),
            TokenKind::Name
                | TokenKind::Int
                | TokenKind::Float
                | TokenKind::Complex
                | TokenKind::String
                | TokenKind::FStringEnd
                | TokenKind::TStringEnd
                | TokenKind::None
                | TokenKind::True
                | TokenKind::False
                | TokenKind::Ellipsis
                | TokenKind::Rpar
                | TokenKind::Rsqb
                | TokenKind::Rbrace
        );
        let prefixed = before.kind() == TokenKind::Name && found.kind() == TokenKind::String;
        if !begins || !ends || prefixed || self.is_parameter_list(open.start()) {
            return self.invalid();
        }
        let left = search::ending(self.tree, before.end(), open.end());
        let mut start = left.map_or(before.start(), Ranged::start);
        if let Some(Expr::Starred(starred)) = left {
            start = starred.value.start();
        }
        let right = search::beginning(self.tree, found.start());
        let end = right.map_or(found.end(), Ranged::end);
        let message = "invalid syntax. Perhaps you forgot a comma?";
        self.at(TextRange::new(start, end.max(found.end())), message)
    }

    /// Whether a bracket opens the parameters of a definition.
    fn is_parameter_list(&self, bracket: ruff_text_size::TextSize) -> bool {
        let Some(name) = self.token_before(bracket) else { return false };
        self.token_before(name.start())
            .is_some_and(|token| matches!(token.kind(), TokenKind::Def | TokenKind::Import))
            || name.kind() == TokenKind::Import
    }
}
