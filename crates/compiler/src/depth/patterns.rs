//! `match` statements. A captured value stays on the stack until the whole pattern has matched.

use ruff_python_ast::{Pattern, PatternMatchClass, PatternMatchMapping, Singleton, StmtMatch};

use super::{Label, Walk};

impl<'a> Walk<'_, 'a> {
    pub(super) fn match_statement(&mut self, it: &'a StmtMatch) {
        let base = self.depth;
        let end = self.label();
        self.expression(&it.subject);
        let default =
            it.cases.len() > 1 && it.cases.last().is_some_and(|case| is_wildcard(&case.pattern));
        let tested = it.cases.len() - usize::from(default);
        for (index, case) in it.cases[..tested].iter().enumerate() {
            let fail = self.label();
            let kept = index + 1 < tested;
            self.depth = base;
            self.up(1);
            if !(kept && is_wildcard(&case.pattern)) {
                self.up(usize::from(kept));
                self.pattern(&case.pattern, fail);
            }
            self.depth = base;
            self.up(usize::from(kept));
            if let Some(guard) = &case.guard {
                self.condition(guard, fail, false);
            }
            self.depth = base;
            self.suite(&case.body);
            self.jump(end);
            self.place(fail);
        }
        self.depth = base;
        if default && let Some(case) = it.cases.last() {
            if let Some(guard) = &case.guard {
                self.condition(guard, end, false);
            }
            self.suite(&case.body);
        }
        self.place(end);
    }

    /// Matches what is on top, which is gone afterwards but for captured values.
    fn pattern(&mut self, pattern: &'a Pattern, fail: Label) {
        stacker::maybe_grow(64 << 10, 1 << 20, || self.pattern_inside(pattern, fail));
    }

    fn pattern_inside(&mut self, pattern: &'a Pattern, fail: Label) {
        match pattern {
            Pattern::MatchValue(it) => {
                self.expression(&it.value);
                self.down(2);
                self.reach(fail);
            }
            Pattern::MatchSingleton(it) => {
                // The jump itself looks for None.
                self.touch(usize::from(it.value != Singleton::None));
                self.down(1);
                self.reach(fail);
            }
            Pattern::MatchSequence(it) => self.sequence(&it.patterns, fail),
            Pattern::MatchMapping(it) => self.mapping(it, fail),
            Pattern::MatchClass(it) => self.class_pattern(it, fail),
            Pattern::MatchStar(it) => self.down(usize::from(it.name.is_none())),
            Pattern::MatchAs(it) => match &it.pattern {
                Some(inner) => {
                    self.up(1);
                    self.pattern(inner, fail);
                }
                None => self.down(usize::from(it.name.is_none())),
            },
            Pattern::MatchOr(it) => {
                let base = self.depth;
                let end = self.label();
                let mut captured = 0;
                for alternative in &it.patterns {
                    let next = self.label();
                    self.depth = base;
                    self.up(1);
                    self.pattern(alternative, next);
                    captured = self.depth - base;
                    self.jump(end);
                    self.place(next);
                }
                self.jump(fail);
                self.place(end);
                self.depth = base + captured;
                self.down(1);
            }
        }
    }

    fn sequence(&mut self, patterns: &'a [Pattern], fail: Label) {
        self.touch(1);
        self.reach(fail);
        let star = patterns.iter().position(Pattern::is_match_star);
        if star.is_none() || patterns.len() > 1 {
            self.touch(2);
        }
        if patterns.iter().all(|it| is_wildcard(it) || is_star_wildcard(it)) {
            return self.down(1);
        }
        match star {
            Some(star) if is_star_wildcard(&patterns[star]) => {
                for (index, pattern) in patterns.iter().enumerate() {
                    if index == star || is_wildcard(pattern) {
                        continue;
                    }
                    // A copy of the sequence and the index, which is counted from the end behind the star.
                    self.up(1);
                    self.touch(if index < star { 1 } else { 2 });
                    self.pattern(pattern, fail);
                }
                self.down(1);
            }
            _ => {
                self.down(1);
                self.up(patterns.len());
                patterns.iter().for_each(|pattern| self.pattern(pattern, fail));
            }
        }
    }

    fn mapping(&mut self, it: &'a PatternMatchMapping, fail: Label) {
        self.touch(1);
        self.reach(fail);
        let size = it.keys.len();
        if size == 0 && it.rest.is_none() {
            return self.down(1);
        }
        if size > 0 {
            self.touch(2);
        }
        let base = self.depth;
        if !it.keys.iter().all(|key| self.is_constant(key)) {
            it.keys.iter().for_each(|key| self.expression(key));
        }
        self.one_above(base);
        // The values, and a copy to see whether there are any.
        self.up(1);
        self.touch(1);
        self.reach(fail);
        self.down(1);
        self.up(size);
        it.patterns.iter().for_each(|pattern| self.pattern(pattern, fail));
        // Below the captured values lie the subject and the keys.
        if it.rest.is_some() {
            self.touch(1);
            self.down(1);
            self.up(size);
            self.touch(usize::from(size > 0));
            self.down(size);
        } else {
            self.down(2);
        }
    }

    fn class_pattern(&mut self, it: &'a PatternMatchClass, fail: Label) {
        self.expression(&it.cls);
        self.touch(1);
        self.down(1);
        // The attributes, and a copy to see whether there are any.
        self.touch(1);
        self.reach(fail);
        let keywords = it.arguments.keywords.iter().map(|keyword| &keyword.pattern);
        let patterns: Vec<&'a Pattern> = it.arguments.patterns.iter().chain(keywords).collect();
        self.down(1);
        self.up(patterns.len());
        patterns.into_iter().for_each(|pattern| self.pattern(pattern, fail));
    }
}

fn is_wildcard(pattern: &Pattern) -> bool {
    matches!(pattern, Pattern::MatchAs(it) if it.pattern.is_none() && it.name.is_none())
}

fn is_star_wildcard(pattern: &Pattern) -> bool {
    matches!(pattern, Pattern::MatchStar(it) if it.name.is_none())
}
