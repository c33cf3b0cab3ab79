//! Calls: methods, keywords, starred arguments, `super()`.

use ruff_python_ast::{Expr, ExprAttribute, ExprCall, Keyword};

use super::{GUIDELINE, Walk};

impl<'a> Walk<'_, 'a> {
    pub(super) fn call(&mut self, it: &'a ExprCall) {
        let base = self.depth;
        let (args, keywords) = (&it.arguments.args, &it.arguments.keywords);
        let plain = !args.iter().any(Expr::is_starred_expr)
            && keywords.iter().all(|keyword| keyword.arg.is_some());
        let count = args.len() + keywords.len() + usize::from(!keywords.is_empty());
        match &*it.func {
            Expr::Attribute(method) if plain && count < GUIDELINE => {
                if !self.super_object(method) {
                    self.expression(&method.value);
                }
                self.one_above(base);
                self.up(1);
                args.iter().for_each(|argument| self.expression(argument));
                self.keyword_values(keywords);
            }
            function => {
                self.expression(function);
                self.up(1);
                self.call_with(0, args, keywords, false);
            }
        }
        self.one_above(base);
    }

    /// Keyword arguments and the tuple of their names.
    fn keyword_values(&mut self, keywords: &'a [Keyword]) {
        if !keywords.is_empty() {
            keywords.iter().for_each(|keyword| self.expression(&keyword.value));
            self.up(1);
        }
    }

    /// The arguments of a call, of which `pushed` are there already; a generic class has one more base.
    pub(super) fn call_with(
        &mut self,
        pushed: usize,
        args: &'a [Expr],
        keywords: &'a [Keyword],
        extra: bool,
    ) {
        let plain = !args.iter().any(Expr::is_starred_expr)
            && keywords.iter().all(|keyword| keyword.arg.is_some());
        if plain && args.len() + keywords.len() * 2 <= GUIDELINE {
            args.iter().for_each(|argument| self.expression(argument));
            self.up(usize::from(extra));
            self.keyword_values(keywords);
            return;
        }
        match args {
            [Expr::Starred(only)] if pushed == 0 => self.expression(&only.value),
            _ if pushed == 0 && args.iter().all(|argument| self.is_constant(argument)) => {
                self.up(1)
            }
            _ => self.collected(args, pushed, extra),
        }
        if keywords.is_empty() {
            self.up(1);
        } else {
            self.keyword_dict(keywords);
        }
    }

    /// The dict of keyword arguments, merged of runs of names and of `**` arguments.
    fn keyword_dict(&mut self, keywords: &'a [Keyword]) {
        let base = self.depth;
        let mut have_dict = false;
        for run in keywords.chunk_by(|one, next| one.arg.is_some() && next.arg.is_some()) {
            if run[0].arg.is_none() {
                if !have_dict {
                    self.up(1);
                }
                self.expression(&run[0].value);
            } else {
                let start = self.depth;
                let big = run.len() * 2 > GUIDELINE;
                self.up(usize::from(big));
                for keyword in run {
                    self.up(1);
                    self.expression(&keyword.value);
                    if big {
                        self.down(2);
                    }
                }
                self.one_above(start);
            }
            have_dict = true;
            self.one_above(base);
        }
    }

    /// `super`, its class and self for an attribute of `super()`, if that is one instruction.
    pub(super) fn super_object(&mut self, it: &'a ExprAttribute) -> bool {
        let Expr::Call(call) = &*it.value else { return false };
        if &*it.attr == "__class__"
            || !self.inlined.is_empty()
            || !self.compiler.is_builtin_super(call)
        {
            return false;
        }
        self.up(1);
        match &*call.arguments.args {
            [] => self.up(2),
            args => args.iter().for_each(|argument| self.expression(argument)),
        }
        true
    }
}
