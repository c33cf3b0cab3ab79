//! The kinds of patterns: values, sequences, mappings, classes, alternatives.

use std::collections::HashSet;

use pellucid_bytecode::{Comparison, Constant, Opcode, Operand};
use ruff_python_ast::{
    Expr, Operator, Pattern, PatternMatchClass, PatternMatchMapping, PatternMatchOr,
    PatternMatchSequence, PatternMatchSingleton, PatternMatchValue, Singleton,
};

use super::Compiler;
use super::patterns::Case;
use crate::error::Compiled;

impl<'a> Compiler<'a> {
    pub(super) fn value_pattern(
        &mut self,
        it: &'a PatternMatchValue,
        subject: u16,
        case: &mut Case<'a>,
    ) -> Compiled<()> {
        if matches!(*it.value, Expr::FString(_) | Expr::TString(_)) {
            let message = "patterns may only match literals and attribute lookups";
            return self.error(&*it.value, message);
        }
        if let Expr::BinOp(sum) = &*it.value
            && !matches!(sum.op, Operator::Add | Operator::Sub)
        {
            return self.error(&*it.value, "invalid syntax");
        }
        let mark = self.unit.top;
        let value = self.value(&it.value)?;
        self.note_high(case);
        self.unit.release(mark);
        self.at(it);
        let subject = Operand::borrowed(subject);
        self.jump_if_equal(subject, value, Comparison::Equal, case.fail, false);
        Ok(())
    }

    fn note_high(&self, case: &mut Case<'a>) {
        case.high = case.high.max(self.unit.top);
    }

    pub(super) fn singleton_pattern(
        &mut self,
        it: &'a PatternMatchSingleton,
        subject: u16,
        case: &mut Case<'a>,
    ) -> Compiled<()> {
        let subject = Operand::borrowed(subject);
        let wanted = match it.value {
            Singleton::None => {
                self.unit.emit_jump(Opcode::JUMP_IF_NOT_NONE, 0, subject.0, 0, case.fail);
                return Ok(());
            }
            Singleton::True => true,
            Singleton::False => false,
        };
        let wanted = self.unit.constant_operand(Constant::Bool(wanted));
        let out = self.unit.push();
        self.unit.emit(Opcode::IS, out, subject.0, wanted.0);
        self.jump_if(Operand::consumed(out), case.fail, false);
        Ok(())
    }

    /// Emits a test of the subject; it goes on if it holds.
    fn test(&mut self, opcode: Opcode, subject: u16, case: &mut Case<'a>) {
        let out = self.unit.push();
        self.unit.emit(opcode, out, Operand::borrowed(subject).0, 0);
        self.note_high(case);
        self.unit.release(out);
        self.jump_if(Operand::consumed(out), case.fail, false);
    }

    fn test_length(
        &mut self,
        subject: u16,
        length: usize,
        comparison: Comparison,
        case: &mut Case<'a>,
    ) {
        let out = self.unit.push();
        self.unit.emit(Opcode::GET_LENGTH, out, Operand::borrowed(subject).0, 0);
        let length = self.unit.constant_operand(Constant::Int(length as i64));
        self.note_high(case);
        self.unit.release(out);
        self.jump_if_equal(Operand::consumed(out), length, comparison, case.fail, false);
    }

    pub(super) fn sequence_pattern(
        &mut self,
        it: &'a PatternMatchSequence,
        subject: u16,
        case: &mut Case<'a>,
    ) -> Compiled<()> {
        let patterns = &it.patterns;
        let star = patterns.iter().position(Pattern::is_match_star);
        if let Some(star) = star
            && patterns[star + 1..].iter().any(Pattern::is_match_star)
        {
            return self.error(it, "multiple starred names in sequence pattern");
        }
        self.test(Opcode::MATCH_SEQUENCE, subject, case);
        let fixed = patterns.len() - usize::from(star.is_some());
        match star {
            None => self.test_length(subject, fixed, Comparison::Equal, case),
            Some(_) if fixed > 0 => {
                self.test_length(subject, fixed, Comparison::GreaterEqual, case);
            }
            Some(_) => {}
        }
        let wild_star = star.is_some_and(
            |star| matches!(&patterns[star], Pattern::MatchStar(it) if it.name.is_none()),
        );
        let all_wild = patterns.iter().all(|pattern| match pattern {
            Pattern::MatchStar(it) => it.name.is_none(),
            pattern => is_wildcard(pattern),
        });
        if all_wild {
            return Ok(());
        }
        match star {
            Some(star) if wild_star => self.items_by_index(patterns, star, subject, case),
            star => self.unpacked_items(it, star, subject, case),
        }
    }

    /// Around `*_` only the items asked for are taken.
    fn items_by_index(
        &mut self,
        patterns: &'a [Pattern],
        star: usize,
        subject: u16,
        case: &mut Case<'a>,
    ) -> Compiled<()> {
        for (index, pattern) in patterns.iter().enumerate() {
            if index == star || is_wildcard(pattern) {
                continue;
            }
            let mark = self.unit.top;
            self.at(pattern);
            let item = self.unit.push();
            let subject_value = Operand::borrowed(subject).0;
            if index < star {
                let index = self.unit.constant_operand(Constant::Int(index as i64));
                self.unit.emit(Opcode::LOAD_ITEM, item, subject_value, index.0);
            } else {
                let from_end = (patterns.len() - index) as i64;
                let from_end = self.unit.constant_operand(Constant::Int(from_end));
                let place = Operand::consumed(item).0;
                self.unit.emit(Opcode::GET_LENGTH, item, subject_value, 0);
                self.unit.emit(Opcode::SUBTRACT, item, place, from_end.0);
                self.unit.emit(Opcode::LOAD_ITEM, item, subject_value, place);
            }
            self.pattern(pattern, item, case)?;
            self.unit.emit(Opcode::CLEAR, item, 0, 0);
            self.note_high(case);
            self.unit.release(mark);
        }
        Ok(())
    }

    fn unpacked_items(
        &mut self,
        it: &'a PatternMatchSequence,
        star: Option<usize>,
        subject: u16,
        case: &mut Case<'a>,
    ) -> Compiled<()> {
        let count = it.patterns.len();
        let window = self.unit.push_many(count);
        let subject = Operand::borrowed(subject).0;
        match star {
            None => self.unit.emit(Opcode::UNPACK, window, subject, count as u16),
            Some(star) => {
                let Ok(before) = u8::try_from(star) else {
                    return self
                        .error(it, "too many expressions in star-unpacking sequence pattern");
                };
                let after = (count - star - 1) as u16;
                self.unit.emit_x(Opcode::UNPACK_STAR, before, window, subject, after);
            }
        }
        self.note_high(case);
        self.sub_patterns(it.patterns.iter(), window, case)
    }

    /// Patterns for the values in consecutive registers, each of which is emptied.
    fn sub_patterns(
        &mut self,
        patterns: impl Iterator<Item = &'a Pattern>,
        window: u16,
        case: &mut Case<'a>,
    ) -> Compiled<()> {
        for (register, pattern) in (window..).zip(patterns) {
            self.pattern(pattern, register, case)?;
            self.unit.emit(Opcode::CLEAR, register, 0, 0);
        }
        Ok(())
    }

    pub(super) fn mapping_pattern(
        &mut self,
        it: &'a PatternMatchMapping,
        subject: u16,
        case: &mut Case<'a>,
    ) -> Compiled<()> {
        self.check_mapping_keys(it)?;
        self.test(Opcode::MATCH_MAPPING, subject, case);
        let subject_value = Operand::borrowed(subject).0;
        if !it.keys.is_empty() {
            self.test_length(subject, it.keys.len(), Comparison::GreaterEqual, case);
        }
        if it.keys.is_empty() && it.rest.is_none() {
            return Ok(());
        }
        let keys = self.unit.top;
        for key in &it.keys {
            self.push_value(key)?;
        }
        self.note_high(case);
        self.at(it);
        self.unit.emit(Opcode::BUILD_TUPLE, keys, keys, it.keys.len() as u16);
        self.unit.release(keys);
        self.unit.push();
        let values = self.unit.push();
        let keys_kept = Operand::borrowed(keys).0;
        self.unit.emit(Opcode::MATCH_KEYS, values, subject_value, keys_kept);
        self.note_high(case);
        let kept = Operand::borrowed(values).0;
        self.unit.emit_jump(Opcode::JUMP_IF_NONE, 0, kept, 0, case.fail);
        let window = self.unit.push_many(it.keys.len());
        let count = it.keys.len() as u16;
        self.unit.emit(Opcode::UNPACK, window, Operand::consumed(values).0, count);
        self.note_high(case);
        self.sub_patterns(it.patterns.iter(), window, case)?;
        if it.rest.is_some() {
            self.rest_of_mapping(it, subject_value, keys, case)?;
        } else {
            self.unit.emit(Opcode::CLEAR, keys, 0, 0);
        }
        Ok(())
    }

    /// `**rest`: a copy of the mapping without the keys that were matched.
    fn rest_of_mapping(
        &mut self,
        it: &'a PatternMatchMapping,
        subject: u16,
        keys: u16,
        case: &mut Case<'a>,
    ) -> Compiled<()> {
        self.at(it);
        let rest = self.unit.push();
        self.unit.emit(Opcode::BUILD_MAP, rest, self.unit.top, 0);
        self.unit.emit(Opcode::DICT_UPDATE, rest, subject, 0);
        let window = self.unit.push_many(it.keys.len());
        let count = it.keys.len() as u16;
        self.unit.emit(Opcode::UNPACK, window, Operand::consumed(keys).0, count);
        for key in window..window + count {
            let mapping = Operand::borrowed(rest).0;
            self.unit.emit(Opcode::DELETE_ITEM, mapping, Operand::consumed(key).0, 0);
        }
        self.note_high(case);
        let name = it.rest.as_ref();
        let register = name.and_then(|name| {
            case.captures.iter().find(|(own, _)| own.id == name.id).map(|(_, register)| *register)
        });
        if let Some(register) = register {
            self.unit.emit(Opcode::MOVE, register, Operand::consumed(rest).0, 0);
        }
        Ok(())
    }

    fn check_mapping_keys(&mut self, it: &'a PatternMatchMapping) -> Compiled<()> {
        let mut seen: HashSet<Constant> = HashSet::new();
        for key in &it.keys {
            if let Some(constant) = self.folder.fold(key, self.source)
                && !seen.insert(numeric(constant))
            {
                let text = crate::unparse::expression(key);
                return self.error(it, format!("mapping pattern checks duplicate key ({text})"));
            }
        }
        Ok(())
    }

    pub(super) fn class_pattern(
        &mut self,
        it: &'a PatternMatchClass,
        subject: u16,
        case: &mut Case<'a>,
    ) -> Compiled<()> {
        let arguments = &it.arguments;
        let mut seen = HashSet::new();
        for keyword in &arguments.keywords {
            self.check_forbidden(&keyword.attr, keyword, ruff_python_ast::ExprContext::Store)?;
            if !seen.insert(keyword.attr.as_str()) {
                let message = format!("attribute name repeated in class pattern: {}", keyword.attr);
                return self.error(&keyword.pattern, message);
            }
        }
        let Ok(positional) = u8::try_from(arguments.patterns.len()) else {
            return self.error(it, "too many sub-patterns in class pattern");
        };
        let window = self.in_temporary(Operand::borrowed(subject));
        self.push_value(&it.cls)?;
        let names = arguments.keywords.iter().map(|keyword| crate::literal::name(&keyword.attr));
        let names = Constant::Tuple(names.collect());
        self.push_constant(names);
        self.note_high(case);
        self.at(it);
        self.unit.emit_x(Opcode::MATCH_CLASS, positional, window, window, 0);
        self.unit.release(window + 1);
        let kept = Operand::borrowed(window).0;
        self.unit.emit_jump(Opcode::JUMP_IF_NONE, 0, kept, 0, case.fail);
        let count = arguments.patterns.len() + arguments.keywords.len();
        self.unit.release(window);
        self.unit.push_many(count);
        self.note_high(case);
        if count == 0 {
            self.unit.emit(Opcode::CLEAR, window, 0, 0);
            return Ok(());
        }
        let values = Operand::consumed(window).0;
        self.unit.emit(Opcode::UNPACK, window, values, count as u16);
        let keywords = arguments.keywords.iter().map(|keyword| &keyword.pattern);
        self.sub_patterns(arguments.patterns.iter().chain(keywords), window, case)
    }

    pub(super) fn or_pattern(
        &mut self,
        it: &'a PatternMatchOr,
        subject: u16,
        case: &mut Case<'a>,
    ) -> Compiled<()> {
        let Some((last, first)) = it.patterns.split_last() else { return Ok(()) };
        let matched = self.unit.label();
        let outer_fail = case.fail;
        let base = self.unit.top;
        for alternative in first {
            let outer_high = std::mem::replace(&mut case.high, base);
            case.fail = self.unit.label();
            self.pattern(alternative, subject, case)?;
            self.unit.emit_jump(Opcode::JUMP, 0, 0, 0, matched);
            self.unit.place(case.fail);
            self.at(it);
            for register in base..case.high {
                self.unit.emit(Opcode::CLEAR, register, 0, 0);
            }
            case.high = case.high.max(outer_high);
        }
        case.fail = outer_fail;
        self.pattern(last, subject, case)?;
        self.unit.place(matched);
        Ok(())
    }

    /// An alternative that always matches makes the later ones unreachable.
    pub(super) fn check_alternative(&self, alternative: &'a Pattern) -> Compiled<()> {
        self.check_reachable(alternative)
    }
}

/// The constant by which keys are compared: numbers of different types can be equal.
fn numeric(constant: Constant) -> Constant {
    match constant {
        Constant::Bool(value) => Constant::Int(value.into()),
        Constant::Complex(real, imaginary) if f64::from_bits(imaginary) == 0.0 => {
            numeric(Constant::Float(real))
        }
        Constant::Float(bits) => {
            let value = f64::from_bits(bits);
            let is_small = value.abs() < 2f64.powi(53) && value.fract() == 0.0;
            if is_small { Constant::Int(value as i64) } else { constant }
        }
        other => other,
    }
}

/// Whether a pattern is `_`.
fn is_wildcard(pattern: &Pattern) -> bool {
    matches!(pattern, Pattern::MatchAs(it) if it.pattern.is_none() && it.name.is_none())
}
