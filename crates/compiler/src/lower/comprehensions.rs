//! Comprehensions, inlined as PEP 709 says, and generator expressions.

use std::rc::Rc;

use pellucid_bytecode::{LocalKind, Opcode, Operand};
use ruff_python_ast::{Comprehension, Expr, ExprGenerator};
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::Compiler;
use super::functions::FunctionParts;
use super::units::Counts;
use crate::error::Compiled;
use crate::options::Flags;
use crate::scopes::{Part, ScopeId, ScopeKind, key_of};
use crate::source::Source;
use crate::unit::Region;

/// What the innermost part of a comprehension does with an item.
#[derive(Clone, Copy)]
pub(crate) enum Collect<'a> {
    List(&'a Expr),
    Set(&'a Expr),
    /// Without a key: `{**value for ...}`.
    Dict(Option<&'a Expr>, &'a Expr),
    Yield(&'a Expr),
}

/// The parts of a comprehension expression.
pub(crate) struct Parts<'a> {
    pub(crate) node: usize,
    pub(crate) generators: &'a [Comprehension],
    pub(crate) collect: Collect<'a>,
    name: &'static str,
}

pub(crate) fn comprehension_parts(expression: &Expr) -> Option<Parts<'_>> {
    Some(match expression {
        Expr::ListComp(it) => Parts {
            node: key_of(it),
            generators: &it.generators,
            collect: Collect::List(&it.elt),
            name: "<listcomp>",
        },
        Expr::SetComp(it) => Parts {
            node: key_of(it),
            generators: &it.generators,
            collect: Collect::Set(&it.elt),
            name: "<setcomp>",
        },
        Expr::DictComp(it) => Parts {
            node: key_of(it),
            generators: &it.generators,
            collect: Collect::Dict(it.key.as_deref(), &it.value),
            name: "<dictcomp>",
        },
        Expr::Generator(it) => Parts {
            node: key_of(it),
            generators: &it.generators,
            collect: Collect::Yield(&it.elt),
            name: "<genexpr>",
        },
        _ => return None,
    })
}

impl<'a> Compiler<'a> {
    pub(super) fn comprehension(
        &mut self,
        expression: &'a Expr,
        wanted: Option<u16>,
    ) -> Compiled<Operand> {
        let Some(parts) = comprehension_parts(expression) else {
            return self.error(expression, "invalid syntax");
        };
        let Some(first) = parts.generators.first() else {
            return self.error(expression, "invalid syntax");
        };
        self.check_comprehension(expression, &parts)?;
        let scope = self.scope_of(parts.node, Part::Body);
        let mark = self.unit.top;
        if self.scopes.all[scope].inlined {
            self.inlined_comprehension(expression, &parts, scope)?;
        } else {
            self.nested_comprehension(expression, &parts, first, scope)?;
        }
        self.unit.release(mark);
        let out = self.unit.push();
        Ok(self.deliver(Operand::consumed(out), wanted))
    }

    fn check_comprehension(&mut self, place: &'a Expr, parts: &Parts<'a>) -> Compiled<()> {
        for (result, what) in match parts.collect {
            Collect::List(result) => [(Some(result), "list"), (None, "")],
            Collect::Set(result) => [(Some(result), "set"), (None, "")],
            Collect::Yield(result) => [(Some(result), "generator"), (None, "")],
            Collect::Dict(key, value) => [(key, "dict"), (Some(value), "dict")],
        } {
            if let Some(Expr::Starred(starred)) = result
                && !what.is_empty()
            {
                return self.error(starred, "iterable unpacking cannot be used in comprehension");
            }
        }
        if let Collect::Dict(None, value) = parts.collect {
            return self.error(value, "dict unpacking cannot be used in dict comprehension");
        }
        let scope = self.scope_of(parts.node, Part::Body);
        let is_async = self.scopes.all[scope].is_coroutine;
        let generator = matches!(parts.collect, Collect::Yield(_));
        let top_level = self.flags.contains(Flags::ALLOW_TOP_LEVEL_AWAIT);
        if is_async && !generator && !self.is_async_allowed() && !top_level {
            let message = "asynchronous comprehension outside of an asynchronous function";
            return self.error(place, message);
        }
        Ok(())
    }

    /// A comprehension in the current unit. The result ends in the first new temporary.
    fn inlined_comprehension(
        &mut self,
        expression: &'a Expr,
        parts: &Parts<'a>,
        scope: ScopeId,
    ) -> Compiled<()> {
        let first = &parts.generators[0];
        let result = self.unit.push();
        let iterator = self.iterator(first)?;
        let registers = self.comprehension_registers(scope);
        let protect = self.unit.regions_open > 0 && !registers.is_empty();
        let (cleanup, end) = (self.unit.label(), self.unit.label());
        let region: Option<Region> =
            protect.then(|| self.unit.open_region(cleanup, result, result));
        self.unit.inlined.push(scope);
        for &(register, kind) in &registers {
            if kind == LocalKind::Cell {
                self.unit.emit(Opcode::MAKE_CELL, register, 0, 0);
            }
        }
        self.at(expression);
        let build = match parts.collect {
            Collect::Set(_) => Opcode::BUILD_SET,
            Collect::Dict(..) => Opcode::BUILD_MAP,
            _ => Opcode::BUILD_LIST,
        };
        self.unit.emit(build, result, self.unit.top, 0);
        self.generators(expression, parts, 0, iterator, result)?;
        self.unit.inlined.pop();
        if let Some(region) = region {
            self.unit.close_region(region);
        }
        self.clear_comprehension(&registers);
        if protect {
            self.unit.emit_jump(Opcode::JUMP, 0, 0, 0, end);
            self.unit.place(cleanup);
            self.clear_comprehension(&registers);
            self.unit.emit(Opcode::RERAISE, Operand::consumed(result).0, 0, 0);
        }
        self.unit.place(end);
        Ok(())
    }

    /// The registers of an inlined comprehension's own names.
    fn comprehension_registers(&mut self, scope: ScopeId) -> Vec<(u16, LocalKind)> {
        let names: Vec<Rc<str>> = self.scopes.all[scope].own_names().cloned().collect();
        // The names of inlined comprehensions within are saved as well, which shows in the order of `co_varnames`.
        for inner in [vec![scope], self.scopes.inlined_in(scope)].concat() {
            let names: Vec<Rc<str>> = self.scopes.all[inner].own_names().cloned().collect();
            for name in &names {
                if self.unit.plain_expected.contains(name) {
                    self.plain_register(name);
                }
            }
        }
        names
            .into_iter()
            .map(|name| match self.unit.hidden.get(&(scope, name.clone())) {
                Some(&found) => found,
                None => (self.plain_register(&name), LocalKind::Plain),
            })
            .collect()
    }

    fn clear_comprehension(&mut self, registers: &[(u16, LocalKind)]) {
        for &(register, _) in registers {
            self.unit.emit(Opcode::CLEAR, register, 0, 0);
            self.unit.mark_unbound(register);
        }
    }

    fn clause_iterable(&mut self, clause: &'a Comprehension) -> Compiled<Operand> {
        if clause.is_async { self.value(&clause.iter) } else { self.iterated(&clause.iter) }
    }

    /// The iterator of a `for` clause in a new temporary.
    fn iterator(&mut self, generator: &'a Comprehension) -> Compiled<u16> {
        let mark = self.unit.top;
        let iterable = self.clause_iterable(generator)?;
        let iterator = self.out(None, mark);
        self.at(&generator.iter);
        let opcode = if generator.is_async { Opcode::GET_AITER } else { Opcode::GET_ITER };
        self.unit.emit(opcode, iterator, iterable.0, 0);
        Ok(iterator)
    }

    /// The loops from the `index`th on. `iterator` is on top and is empty afterwards.
    fn generators(
        &mut self,
        expression: &'a Expr,
        parts: &Parts<'a>,
        index: usize,
        iterator: u16,
        result: u16,
    ) -> Compiled<()> {
        let generator = &parts.generators[index];
        let (again, exhausted) = (self.unit.label(), self.unit.label());
        self.unit.place_loop(again);
        if generator.is_async {
            self.at(&generator.iter);
            let item = self.next_async_item(iterator, exhausted);
            self.store(&generator.target, Operand::consumed(item))?;
            self.unit.release(item);
        } else {
            self.next_item(&generator.target, &generator.iter, iterator, exhausted)?;
        }
        for test in &generator.ifs {
            self.condition(test, again, false)?;
        }
        match parts.generators.get(index + 1) {
            Some(next) => self.next_generator(expression, parts, index + 1, next, result)?,
            None => self.collect(expression, parts.collect, result)?,
        }
        self.at(expression);
        self.unit.emit_jump(Opcode::JUMP_BACK, 0, 0, 0, again);
        if generator.is_async {
            self.end_async_loop(iterator, exhausted);
        } else {
            self.unit.place(exhausted);
        }
        self.unit.release(iterator);
        Ok(())
    }

    /// An inner loop; over a display of one item it is a plain assignment.
    fn next_generator(
        &mut self,
        expression: &'a Expr,
        parts: &Parts<'a>,
        index: usize,
        next: &'a Comprehension,
        result: u16,
    ) -> Compiled<()> {
        let inner = self.iterator(next)?;
        self.generators(expression, parts, index, inner, result)
    }

    fn collect(&mut self, expression: &'a Expr, collect: Collect<'a>, result: u16) -> Compiled<()> {
        let mark = self.unit.top;
        match collect {
            Collect::List(item) | Collect::Set(item) => {
                let value = self.value(item)?;
                self.at(item);
                let set = matches!(collect, Collect::Set(_));
                let opcode = if set { Opcode::SET_ADD } else { Opcode::LIST_APPEND };
                self.unit.emit(opcode, result, value.0, 0);
            }
            Collect::Dict(Some(key), value) => {
                let key_value = self.value(key)?;
                let value = self.value(value)?;
                self.at(key);
                self.unit.emit(Opcode::MAP_ADD, result, key_value.0, value.0);
            }
            Collect::Dict(None, value) => {
                let value = self.value(value)?;
                self.unit.emit(Opcode::DICT_UPDATE, result, value.0, 0);
            }
            Collect::Yield(item) => {
                let value = self.value(item)?;
                self.unit.release(mark);
                let out = self.unit.push();
                self.at(item);
                self.emit_yield(out, value);
                self.unit.emit(Opcode::CLEAR, out, 0, 0);
            }
        }
        self.at(expression);
        self.unit.release(mark);
        Ok(())
    }

    fn comprehension_place(&self, expression: &Expr) -> TextRange {
        match expression {
            Expr::Generator(it) => generator_place(it, self.source),
            other => other.range(),
        }
    }

    /// A comprehension that is a function of its own, called with the first iterator.
    fn nested_comprehension(
        &mut self,
        expression: &'a Expr,
        parts: &Parts<'a>,
        first: &'a Comprehension,
        scope: ScopeId,
    ) -> Compiled<()> {
        let place = self.comprehension_place(expression);
        let line = self.source.position(place).line;
        self.enter_unit(scope, parts.name, line);
        let kind = self.scopes.all[scope].kind;
        let (generator, coroutine) =
            (kind == ScopeKind::Generator, self.scopes.all[scope].is_coroutine);
        self.prologue(generator || coroutine);
        let result = self.unit.top;
        self.at(place);
        if !generator {
            self.unit.push();
            let build = match parts.collect {
                Collect::Set(_) => Opcode::BUILD_SET,
                Collect::Dict(..) => Opcode::BUILD_MAP,
                _ => Opcode::BUILD_LIST,
            };
            self.unit.emit(build, result, self.unit.top, 0);
        }
        // The parameter is moved to a temporary, so that it is dropped when it is exhausted.
        let iterator = self.unit.push();
        self.unit.emit(Opcode::MOVE, iterator, Operand::borrowed(0).0, 0);
        self.unit.emit(Opcode::CLEAR, 0, 0, 0);
        self.generators(expression, parts, 0, iterator, result)?;
        let value = if generator { self.unit.none() } else { Operand::consumed(result) };
        self.at(place);
        self.unit.emit(Opcode::RETURN, value.0, 0, 0);
        self.measure(|walk| walk.comprehension_unit(expression));
        let code = self.leave_unit(Counts { positional: 1, ..Counts::default() })?;
        self.at(place);
        let window = self.unit.top;
        self.make_function(code, window, FunctionParts::default(), None);
        self.unit.push();
        let mark = self.unit.top;
        let iterable = self.clause_iterable(first)?;
        self.unit.release(mark);
        let argument = self.unit.push();
        self.at(&first.iter);
        let opcode = if first.is_async { Opcode::GET_AITER } else { Opcode::GET_ITER };
        self.unit.emit(opcode, argument, iterable.0, 0);
        self.at(place);
        self.unit.emit(Opcode::CALL, window, window, 1);
        self.unit.release(window + 1);
        if coroutine && !generator {
            self.await_operand(
                Operand::consumed(window),
                window,
                super::asynchronous::Awaited::Expression,
            );
        }
        Ok(())
    }
}

/// The range of a generator; one that is a call's only argument owns the call's parentheses.
pub(crate) fn generator_place(it: &ExprGenerator, source: &Source<'_>) -> TextRange {
    let range = it.range();
    if it.parenthesized || !source.has_text() {
        return range;
    }
    let (start, end) = (range.start().to_usize(), range.end().to_usize());
    let before = source.text.get(..start).unwrap_or("").trim_end();
    let after = source.text.get(end..).unwrap_or("");
    let blank = after.len() - after.trim_start().len();
    let (true, true) = (before.ends_with('('), after.trim_start().starts_with(')')) else {
        return range;
    };
    let size = |offset: usize| TextSize::try_from(offset).unwrap_or_default();
    TextRange::new(size(before.len() - 1), size(end + blank + 1))
}
