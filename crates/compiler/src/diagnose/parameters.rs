//! Mistakes in the parameter lists of functions and lambdas, found by their tokens.

use ruff_python_ast::token::{Token, TokenKind};
use ruff_text_size::{Ranged, TextRange};

use super::Diagnosis;
use crate::error::SyntaxError;

/// What has been seen of a parameter list.
#[derive(Default)]
struct Seen {
    slash: bool,
    star: bool,
    any: bool,
}

impl Diagnosis<'_, '_> {
    /// The error that the parameter list around the place deserves, if it lies in one.
    pub(super) fn parameter_list(&self) -> Option<Box<SyntaxError>> {
        let tokens: Vec<&Token> =
            self.tokens.iter().filter(|token| !Self::is_trivia(token.kind())).collect();
        let place = tokens.iter().position(|token| token.end() > self.range.start())?;
        let (first, is_lambda) = Self::list_around(&tokens, place)?;
        self.check_list(&tokens[first..], is_lambda)
    }

    /// Where the parameters begin in which the token lies, and whether they are a lambda's.
    fn list_around(tokens: &[&Token], place: usize) -> Option<(usize, bool)> {
        let mut depth = 0;
        for index in (0..=place.min(tokens.len() - 1)).rev() {
            let kind = tokens[index].kind();
            match kind {
                TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace if index < place => {
                    depth += 1;
                }
                TokenKind::Lpar if depth == 0 && Self::opens_parameters(tokens, index) => {
                    return Some((index + 1, false));
                }
                TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace if depth > 0 => depth -= 1,
                TokenKind::Lsqb | TokenKind::Lbrace => return None,
                TokenKind::Lambda if depth == 0 => return Some((index + 1, true)),
                TokenKind::Colon if depth == 0 && index < place => {
                    // An annotation's colon stands in a list, the colon of a lambda or a block behind it.
                    let before = index.checked_sub(2).map(|index| tokens[index].kind());
                    let in_list = matches!(
                        before,
                        Some(
                            TokenKind::Comma
                                | TokenKind::Lpar
                                | TokenKind::Star
                                | TokenKind::DoubleStar
                        )
                    );
                    if !in_list {
                        return None;
                    }
                }
                TokenKind::Newline => return None,
                _ => {}
            }
        }
        None
    }

    /// `def name(` or `def name[T](`
    fn opens_parameters(tokens: &[&Token], open: usize) -> bool {
        let mut index = open;
        let mut depth = 0;
        while let Some(before) = index.checked_sub(1) {
            index = before;
            match tokens[index].kind() {
                TokenKind::Rsqb => depth += 1,
                TokenKind::Lsqb => depth -= 1,
                TokenKind::Def => return index + 2 <= open,
                TokenKind::Newline => return false,
                _ if depth > 0 || index + 1 == open => {}
                _ if tokens[index].kind() == TokenKind::Name => {}
                _ => return false,
            }
        }
        false
    }

    fn check_list(&self, tokens: &[&Token], is_lambda: bool) -> Option<Box<SyntaxError>> {
        let mut seen = Seen::default();
        let mut depth = 0;
        for (index, token) in tokens.iter().enumerate() {
            let next = tokens.get(index + 1).map(|token| token.kind());
            let at_start = index == 0 || tokens[index - 1].kind() == TokenKind::Comma;
            let kind = token.kind();
            match kind {
                TokenKind::Lpar if depth == 0 && at_start => {
                    return self.parenthesised(&tokens[index..], is_lambda);
                }
                TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => depth += 1,
                TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace if depth > 0 => depth -= 1,
                TokenKind::Rpar | TokenKind::Newline => return None,
                TokenKind::Colon if is_lambda && depth == 0 => return None,
                _ if depth > 0 => {}
                TokenKind::Slash if at_start => {
                    let message = match seen {
                        Seen { any: false, .. } => "at least one argument must precede /",
                        Seen { slash: true, .. } => "/ may appear only once",
                        Seen { star: true, .. } => "/ must be ahead of *",
                        _ if next == Some(TokenKind::Star) => {
                            let star = tokens[index + 1].range();
                            return Some(self.at(star, "expected comma between / and *"));
                        }
                        _ => {
                            seen.slash = true;
                            continue;
                        }
                    };
                    return Some(self.at(token.range(), message));
                }
                TokenKind::Star if at_start => seen.star = true,
                TokenKind::Equal => {
                    let ends = matches!(next, Some(TokenKind::Comma | TokenKind::Rpar))
                        || is_lambda && next == Some(TokenKind::Colon);
                    if ends {
                        return Some(self.at(token.range(), "expected default value expression"));
                    }
                }
                TokenKind::Name => seen.any = true,
                _ => {}
            }
        }
        None
    }

    /// `def f(a, (b, c))`, as Python 2 had it.
    fn parenthesised(&self, tokens: &[&Token], is_lambda: bool) -> Option<Box<SyntaxError>> {
        let close = tokens.iter().position(|token| token.kind() == TokenKind::Rpar)?;
        let names = &tokens[1..close];
        let plain = |token: &&Token| matches!(token.kind(), TokenKind::Name | TokenKind::Comma);
        if names.is_empty() || !names.iter().all(plain) {
            return None;
        }
        let what = if is_lambda { "Lambda expression" } else { "Function" };
        let range = TextRange::new(tokens[0].start(), tokens[close].end());
        Some(self.at(range, format!("{what} parameters cannot be parenthesized")))
    }
}
