//! `match` statements: cases, captures and the way from a failed pattern to the next case.
//!
//! Each name of a pattern has a temporary in which its value waits until the whole pattern has matched.
//! A pattern that fails jumps to one label, where every temporary of the case is emptied: some hold
//! something and some do not.

use pellucid_bytecode::{Opcode, Operand};
use ruff_python_ast::{ExprContext, Identifier, MatchCase, Pattern, StmtMatch};

use super::Compiler;
use crate::error::Compiled;
use crate::unit::Label;

/// The state of one case.
pub(super) struct Case<'a> {
    /// Where a failing pattern goes.
    pub(super) fail: Label,
    /// Names in the order in which they are captured, with their temporaries.
    pub(super) captures: Vec<(&'a Identifier, u16)>,
    /// One more than the highest temporary used.
    pub(super) high: u16,
}

impl<'a> Compiler<'a> {
    pub(super) fn match_statement(&mut self, it: &'a StmtMatch) -> Compiled<()> {
        let mark = self.unit.top;
        let subject = self.push_value(&it.subject)?;
        let end = self.unit.label();
        for (index, case) in it.cases.iter().enumerate() {
            let last = index + 1 == it.cases.len();
            if !last && case.guard.is_none() {
                self.check_reachable(&case.pattern)?;
            }
            self.match_case(case, subject, end, last)?;
        }
        self.unit.place(end);
        self.unit.release(mark);
        Ok(())
    }

    fn match_case(
        &mut self,
        case: &'a MatchCase,
        subject: u16,
        end: Label,
        last: bool,
    ) -> Compiled<()> {
        let base = self.unit.top;
        let mut names = Vec::new();
        self.pattern_names(&case.pattern, &mut names)?;
        let captures = names.iter().map(|name| (*name, self.unit.push())).collect();
        let mut state = Case { fail: self.unit.label(), captures, high: self.unit.top };
        self.pattern(&case.pattern, subject, &mut state)?;
        for (name, register) in &state.captures {
            self.check_forbidden(name, *name, ExprContext::Store)?;
            self.at(*name);
            self.store_name(name, Operand::consumed(*register))?;
        }
        self.unit.release(base);
        let next = self.unit.label();
        if let Some(guard) = &case.guard {
            self.condition(guard, next, false)?;
        }
        self.at(&case.pattern);
        self.unit.emit_x(Opcode::CLEAR, 1, subject, 0, 0);
        self.suite(&case.body)?;
        self.unit.emit_jump(Opcode::JUMP, 0, 0, 0, end);
        self.unit.place(state.fail);
        self.at(&case.pattern);
        for register in base..state.high {
            self.unit.emit(Opcode::CLEAR, register, 0, 0);
        }
        self.unit.place(next);
        if last {
            self.unit.emit(Opcode::CLEAR, subject, 0, 0);
        }
        Ok(())
    }

    /// The names that a pattern captures; alternatives capture the same ones.
    fn pattern_names(&self, pattern: &'a Pattern, names: &mut Vec<&'a Identifier>) -> Compiled<()> {
        stacker::maybe_grow(64 << 10, 1 << 20, || self.pattern_names_inside(pattern, names))
    }

    fn pattern_names_inside(
        &self,
        pattern: &'a Pattern,
        names: &mut Vec<&'a Identifier>,
    ) -> Compiled<()> {
        let add = |names: &mut Vec<&'a Identifier>, name: Option<&'a Identifier>| {
            let Some(name) = name else { return Ok(()) };
            if names.iter().any(|other| other.id == name.id) {
                let message = format!("multiple assignments to name '{}' in pattern", name.id);
                return self.error(pattern, message);
            }
            names.push(name);
            Ok(())
        };
        match pattern {
            Pattern::MatchValue(_) | Pattern::MatchSingleton(_) => Ok(()),
            Pattern::MatchSequence(it) => {
                it.patterns.iter().try_for_each(|it| self.pattern_names(it, names))
            }
            Pattern::MatchMapping(it) => {
                it.patterns.iter().try_for_each(|it| self.pattern_names(it, names))?;
                add(names, it.rest.as_ref())
            }
            Pattern::MatchClass(it) => {
                let arguments = &it.arguments;
                arguments.patterns.iter().try_for_each(|it| self.pattern_names(it, names))?;
                arguments.keywords.iter().try_for_each(|it| self.pattern_names(&it.pattern, names))
            }
            Pattern::MatchStar(it) => add(names, it.name.as_ref()),
            Pattern::MatchAs(it) => {
                if let Some(inner) = &it.pattern {
                    self.pattern_names(inner, names)?;
                }
                add(names, it.name.as_ref())
            }
            Pattern::MatchOr(it) => {
                let Some((first, rest)) = it.patterns.split_first() else { return Ok(()) };
                for alternative in &it.patterns[..it.patterns.len() - 1] {
                    self.check_alternative(alternative)?;
                }
                let mut first_names = Vec::new();
                self.pattern_names(first, &mut first_names)?;
                for alternative in rest {
                    let mut other = Vec::new();
                    self.pattern_names(alternative, &mut other)?;
                    let same = other.len() == first_names.len()
                        && other.iter().all(|it| first_names.iter().any(|own| own.id == it.id));
                    if !same {
                        return self.error(it, "alternative patterns bind different names");
                    }
                }
                first_names.into_iter().try_for_each(|name| add(names, Some(name)))
            }
        }
    }

    /// A pattern that always matches makes what follows unreachable.
    pub(super) fn check_reachable(&self, pattern: &'a Pattern) -> Compiled<()> {
        if let Pattern::MatchAs(it) = pattern
            && it.pattern.is_none()
        {
            let message = match &it.name {
                Some(name) => {
                    format!("name capture '{name}' makes remaining patterns unreachable")
                }
                None => "wildcard makes remaining patterns unreachable".to_owned(),
            };
            return self.error(pattern, message);
        }
        if let Pattern::MatchAs(it) = pattern
            && let Some(inner) = &it.pattern
        {
            return self.check_reachable(inner);
        }
        if let Pattern::MatchOr(it) = pattern
            && let Some(last) = it.patterns.last()
        {
            return self.check_reachable(last);
        }
        Ok(())
    }

    /// Tests a value (in a register, which keeps it) against a pattern.
    pub(super) fn pattern(
        &mut self,
        pattern: &'a Pattern,
        subject: u16,
        case: &mut Case<'a>,
    ) -> Compiled<()> {
        stacker::maybe_grow(64 << 10, 1 << 20, || {
            let mark = self.unit.top;
            self.at(pattern);
            match pattern {
                Pattern::MatchValue(it) => self.value_pattern(it, subject, case),
                Pattern::MatchSingleton(it) => self.singleton_pattern(it, subject, case),
                Pattern::MatchSequence(it) => self.sequence_pattern(it, subject, case),
                Pattern::MatchMapping(it) => self.mapping_pattern(it, subject, case),
                Pattern::MatchClass(it) => self.class_pattern(it, subject, case),
                Pattern::MatchStar(it) => self.capture(it.name.as_ref(), subject, case),
                Pattern::MatchAs(it) => {
                    if let Some(inner) = &it.pattern {
                        self.pattern(inner, subject, case)?;
                    }
                    self.at(pattern);
                    self.capture(it.name.as_ref(), subject, case)
                }
                Pattern::MatchOr(it) => self.or_pattern(it, subject, case),
            }?;
            case.high = case.high.max(self.unit.top);
            self.unit.release(mark);
            Ok(())
        })
    }

    fn capture(
        &mut self,
        name: Option<&'a Identifier>,
        subject: u16,
        case: &mut Case<'a>,
    ) -> Compiled<()> {
        let Some(name) = name else { return Ok(()) };
        if let Some((_, register)) = case.captures.iter().find(|(own, _)| own.id == name.id) {
            let value = Operand::borrowed(subject);
            self.unit.emit(Opcode::MOVE, *register, value.0, 0);
        }
        Ok(())
    }
}
