//! f-strings and t-strings.

use ruff_python_ast::{ExprTString, InterpolatedElement};

use super::{GUIDELINE, Walk};
use crate::lower::Piece;

impl<'a> Walk<'_, 'a> {
    /// The parts of an f-string and the string of them.
    pub(super) fn joined(&mut self, pieces: &[Piece<'a>]) {
        let base = self.depth;
        let many = pieces.len() > GUIDELINE;
        if many {
            // `"".join([...])`
            self.up(3);
        }
        for piece in pieces {
            match piece {
                Piece::Text(_) => self.up(1),
                Piece::Value(value) => self.formatted(value),
                Piece::Converted { value, spec, .. } => {
                    self.expression(value);
                    self.touch(usize::from(spec.is_some()));
                }
            }
            if many {
                self.down(1);
            }
        }
        self.one_above(base);
    }

    fn formatted(&mut self, it: &'a InterpolatedElement) {
        self.expression(&it.expression);
        self.format_spec(it);
    }

    fn format_spec(&mut self, it: &'a InterpolatedElement) {
        if let Some(spec) = &it.format_spec {
            let mut pieces = Vec::new();
            self.compiler.pieces(&spec.elements, false, &mut pieces);
            stacker::maybe_grow(64 << 10, 1 << 20, || self.joined(&pieces));
            self.down(1);
        }
    }

    pub(super) fn t_string(&mut self, it: &'a ExprTString) {
        let base = self.depth;
        // The tuple of strings is a constant.
        self.up(1);
        for part in &it.value {
            for value in part.elements.interpolations() {
                let start = self.depth;
                self.expression(&value.expression);
                self.up(1);
                self.format_spec(value);
                self.one_above(start);
            }
        }
        self.up(usize::from(self.depth == base + 1));
        self.one_above(base);
    }
}
