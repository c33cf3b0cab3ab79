//! Restoring the patterns of `match`.

use ruff_python_ast as ast;
use ruff_text_size::TextRange;

use super::{Fields, Kind, Restorer, Value, malformed, take};
use crate::error::Compiled;

impl Restorer {
    pub(super) fn case(&mut self, value: Value, range: TextRange) -> Compiled<ast::MatchCase> {
        let (_, _, mut fields) = take(value)?;
        let pattern = self.pattern(fields.next())?;
        let guard = self.optional(&mut fields)?;
        let body = self.body(&mut fields)?;
        Ok(ast::MatchCase { range, node_index: ast::AtomicNodeIndex::NONE, pattern, guard, body })
    }

    pub(super) fn patterns<C: FromIterator<ast::Pattern>>(
        &mut self,
        fields: &mut Fields,
    ) -> Compiled<C> {
        let patterns = fields.list();
        self.each(patterns, Self::pattern)
    }

    pub(super) fn pattern(&mut self, value: Value) -> Compiled<ast::Pattern> {
        let (kind, position, mut fields) = take(value)?;
        let range = self.place(position);
        let node_index = ast::AtomicNodeIndex::NONE;
        let f = &mut fields;
        Ok(match kind {
            Kind::MatchValue => {
                let value = self.boxed(f)?;
                ast::Pattern::MatchValue(ast::PatternMatchValue { node_index, range, value })
            }
            Kind::MatchSingleton => {
                use pellucid_bytecode::Constant;
                let value = match f.next() {
                    Value::Constant(Constant::Bool(true)) => ast::Singleton::True,
                    Value::Constant(Constant::Bool(false)) => ast::Singleton::False,
                    _ => ast::Singleton::None,
                };
                ast::Pattern::MatchSingleton(ast::PatternMatchSingleton {
                    node_index,
                    range,
                    value,
                })
            }
            Kind::MatchSequence => {
                let patterns = self.patterns(f)?;
                ast::Pattern::MatchSequence(ast::PatternMatchSequence {
                    node_index,
                    range,
                    patterns,
                })
            }
            Kind::MatchMapping => ast::Pattern::MatchMapping(ast::PatternMatchMapping {
                node_index,
                range,
                keys: self.expressions(f)?,
                patterns: self.patterns(f)?,
                rest: self.optional_identifier(f, range),
            }),
            Kind::MatchClass => self.class_pattern(range, f)?,
            Kind::MatchStar => {
                let name = self.optional_identifier(f, range);
                ast::Pattern::MatchStar(ast::PatternMatchStar { node_index, range, name })
            }
            Kind::MatchAs => {
                let pattern = match f.next() {
                    Value::None => None,
                    value => Some(Box::new(self.pattern(value)?)),
                };
                let name = self.optional_identifier(f, range);
                ast::Pattern::MatchAs(ast::PatternMatchAs { node_index, range, pattern, name })
            }
            Kind::MatchOr => {
                let patterns = self.patterns(f)?;
                ast::Pattern::MatchOr(ast::PatternMatchOr { node_index, range, patterns })
            }
            other => return Err(malformed(format!("{} is no pattern", other.name()))),
        })
    }

    pub(super) fn class_pattern(
        &mut self,
        range: TextRange,
        f: &mut Fields,
    ) -> Compiled<ast::Pattern> {
        let cls = self.boxed(f)?;
        let patterns = self.patterns(f)?;
        let names = self.identifiers(f, range)?;
        let values: Vec<ast::Pattern> = self.patterns(f)?;
        let keywords = names.into_iter().zip(values);
        let node_index = ast::AtomicNodeIndex::NONE;
        let keywords = keywords.map(|(attr, pattern)| {
            let node_index = ast::AtomicNodeIndex::NONE;
            ast::PatternKeyword { range, node_index, attr, pattern }
        });
        let keywords = keywords.collect();
        let arguments = ast::PatternArguments { range, node_index, patterns, keywords };
        let node_index = ast::AtomicNodeIndex::NONE;
        Ok(ast::Pattern::MatchClass(ast::PatternMatchClass { node_index, range, cls, arguments }))
    }
}
