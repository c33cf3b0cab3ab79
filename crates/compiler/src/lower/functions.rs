//! Functions and lambdas: defaults, closures, bodies.

use pellucid_bytecode::{CodeUnit, Constant, Opcode, Operand};
use ruff_python_ast::{Decorator, Expr, ExprLambda, Parameters, Stmt, StmtFunctionDef};
use ruff_text_size::Ranged;

use super::Compiler;
use super::units::Counts;
use crate::error::Compiled;
use crate::scopes::{Part, ScopeId, key_of, positional_defaults};

/// What a `MAKE_FUNCTION` window can hold, in its order.
#[derive(Clone, Copy, Default)]
pub(super) struct FunctionParts {
    bits: u8,
}

impl FunctionParts {
    const DEFAULTS: u8 = 1;
    const KEYWORD_DEFAULTS: u8 = 2;
    const CLOSURE: u8 = 4;
    const ANNOTATE: u8 = 8;

    /// A window that holds positional defaults.
    pub(super) fn with_defaults() -> FunctionParts {
        FunctionParts { bits: Self::DEFAULTS }
    }
}

impl<'a> Compiler<'a> {
    pub(super) fn function_definition(&mut self, it: &'a StmtFunctionDef) -> Compiled<()> {
        self.check_parameters(&it.parameters)?;
        self.check_forbidden(&it.name.id, it, ruff_python_ast::ExprContext::Store)?;
        let mark = self.unit.top;
        self.decorators(&it.decorator_list)?;
        let function = match &it.type_params {
            Some(_) => self.generic_function(it)?,
            None => {
                let window = self.unit.top;
                let parts = self.defaults(&it.parameters)?;
                self.function_object(it, window, parts)?
            }
        };
        let function = self.apply_decorators(&it.decorator_list, function)?;
        self.at_definition(it);
        self.store_name(&it.name.id, Operand::consumed(function))?;
        self.unit.release(mark);
        Ok(())
    }

    /// A definition's own line is that of its `def`, without decorators and body.
    fn at_definition(&mut self, it: &'a StmtFunctionDef) {
        self.at(it);
        let start = self.definition_start(it.range(), &it.decorator_list, &it.name);
        self.unit.here = start;
    }

    /// The position of `def name` or `class name`: from the keyword to the end of the name's line.
    pub(super) fn definition_start(
        &self,
        whole: ruff_text_size::TextRange,
        decorators: &[Decorator],
        name: &ruff_python_ast::Identifier,
    ) -> pellucid_bytecode::Position {
        let mut position = self.source.position(whole);
        if !decorators.is_empty() {
            let name = self.source.position(name.range);
            position.line = name.line;
            position.column = 0;
            if let Some(line) = self.source.line(name.line) {
                position.column = (line.len() - line.trim_start().len()) as u32;
            }
        }
        position
    }

    pub(super) fn decorators(&mut self, decorators: &'a [Decorator]) -> Compiled<()> {
        for decorator in decorators {
            self.push_value(&decorator.expression)?;
            self.unit.push();
        }
        Ok(())
    }

    /// Calls the decorators, the innermost first; each one's window ends with the value before.
    pub(super) fn apply_decorators(
        &mut self,
        decorators: &'a [Decorator],
        mut value: u16,
    ) -> Compiled<u16> {
        for decorator in decorators.iter().rev() {
            let window = value - 2;
            self.at(&decorator.expression);
            self.unit.emit(Opcode::CALL, window, window, 1);
            value = window;
        }
        self.unit.release(value + 1);
        Ok(value)
    }

    /// Default values, as the first parts of the window of `MAKE_FUNCTION`.
    pub(super) fn defaults(&mut self, parameters: &'a Parameters) -> Compiled<FunctionParts> {
        let mut parts = FunctionParts::default();
        if positional_defaults(parameters) {
            self.positional_defaults(parameters)?;
            parts.bits |= FunctionParts::DEFAULTS;
        }
        if parameters.kwonlyargs.iter().any(|it| it.default.is_some()) {
            self.keyword_defaults(parameters)?;
            parts.bits |= FunctionParts::KEYWORD_DEFAULTS;
        }
        Ok(parts)
    }

    pub(super) fn positional_defaults(&mut self, parameters: &'a Parameters) -> Compiled<()> {
        let positional = parameters.posonlyargs.iter().chain(&parameters.args);
        let values: Vec<&'a Expr> = positional.filter_map(|it| it.default.as_deref()).collect();
        let constants: Option<Vec<Constant>> =
            values.iter().map(|value| self.folder.fold(value, self.source)).collect();
        if let Some(constants) = constants {
            self.push_constant(Constant::Tuple(constants.into()));
            return Ok(());
        }
        let mark = self.unit.top;
        for value in &values {
            self.push_value(value)?;
        }
        self.unit.emit(Opcode::BUILD_TUPLE, mark, mark, values.len() as u16);
        self.unit.release(mark + 1);
        Ok(())
    }

    pub(super) fn keyword_defaults(&mut self, parameters: &'a Parameters) -> Compiled<()> {
        let mark = self.unit.top;
        let mut count = 0;
        for parameter in &parameters.kwonlyargs {
            let Some(default) = &parameter.default else { continue };
            let name = crate::literal::name(&self.mangled(&parameter.parameter.name));
            self.push_constant(name);
            self.push_value(default)?;
            count += 1;
        }
        self.unit.emit(Opcode::BUILD_MAP, mark, mark, count);
        self.unit.release(mark + 1);
        if count == 0 {
            self.unit.push();
        }
        Ok(())
    }

    /// Makes the function whose defaults stand in the window; the register of the function is the window's first.
    pub(super) fn function_object(
        &mut self,
        it: &'a StmtFunctionDef,
        window: u16,
        parts: FunctionParts,
    ) -> Compiled<u16> {
        let annotate = self.function_annotate_code(it)?;
        let scope = self.scope_of(key_of(it), Part::Body);
        let line = self.first_line(it);
        let code = self.function_body(it, scope, line)?;
        self.at_definition(it);
        Ok(self.make_function(code, window, parts, annotate))
    }

    /// `co_firstlineno`: the line of the first decorator, or of the definition.
    fn first_line(&self, it: &StmtFunctionDef) -> u32 {
        let start = it.decorator_list.first().map_or(it.range().start(), |first| first.start());
        self.source.line_column(start.to_u32()).0
    }

    /// Emits `MAKE_FUNCTION` for code whose first parts stand in the window already.
    pub(super) fn make_function(
        &mut self,
        code: CodeUnit,
        window: u16,
        parts: FunctionParts,
        annotate: Option<CodeUnit>,
    ) -> u16 {
        let mut bits = parts.bits;
        if self.closure(&code) {
            bits |= FunctionParts::CLOSURE;
        }
        if let Some(annotate) = annotate {
            let inner = self.unit.top;
            self.make_function(annotate, inner, FunctionParts::default(), None);
            bits |= FunctionParts::ANNOTATE;
        }
        self.unit.release(window);
        let out = self.unit.push();
        let code = self.unit.constant(Constant::Code(Box::new(code)));
        self.unit.emit_x(Opcode::MAKE_FUNCTION, bits, out, code, window);
        out
    }

    /// Pushes the tuple of cells that a code unit wants, if it wants any.
    fn closure(&mut self, code: &CodeUnit) -> bool {
        let free: Vec<Box<str>> =
            code.locals[code.free_registers()].iter().map(|(name, _)| name.clone()).collect();
        if free.is_empty() {
            return false;
        }
        let mark = self.unit.top;
        for name in &free {
            let register = self.cell_for_closure(name);
            let cell = Operand::borrowed(register);
            self.in_temporary(cell);
        }
        self.unit.emit(Opcode::BUILD_TUPLE, mark, mark, free.len() as u16);
        self.unit.release(mark + 1);
        true
    }

    /// The register of the cell of a (mangled) name.
    fn cell_for_closure(&mut self, name: &str) -> u16 {
        for &id in self.unit.inlined.iter().rev() {
            if self.scopes.all[id].resolution(name) == Some(crate::scopes::Resolution::Cell)
                && let Some(&(register, _)) = self.unit.hidden.get(&(id, std::rc::Rc::from(name)))
            {
                return register;
            }
        }
        debug_assert!(self.unit.cells.contains_key(name), "no cell for {name}");
        self.unit.cells.get(name).copied().unwrap_or_default()
    }

    pub(crate) fn scope_of(&self, node: usize, part: Part) -> ScopeId {
        self.scopes.of(node, part).expect("collect made a scope for every scope node")
    }

    fn function_body(
        &mut self,
        it: &'a StmtFunctionDef,
        scope: ScopeId,
        line: u32,
    ) -> Compiled<CodeUnit> {
        let counts = counts(&it.parameters);
        self.enter_unit(scope, &it.name, line);
        self.unit.positional_parameters = counts.positional;
        let (generator, coroutine) =
            (self.scopes.all[scope].is_generator, self.scopes.all[scope].is_coroutine);
        let mut body: &'a [Stmt] = &it.body;
        if let Some((docstring, rest)) = self.split_docstring(body) {
            if let Some(docstring) = docstring {
                self.unit.constant(docstring);
                self.unit.has_docstring = true;
            }
            body = rest;
        }
        if !self.unit.has_docstring {
            self.unit.constant(Constant::None);
        }
        self.unit.keeps_first_constant = true;
        self.prologue(generator || coroutine);
        self.suite(body)?;
        self.unit.here =
            it.body.last().map_or(self.source.position(it), |last| self.source.position(last));
        let none = self.unit.none();
        self.unit.emit_end(none);
        self.measure(|walk| walk.function_unit(body));
        self.leave_unit(counts)
    }

    pub(super) fn lambda(&mut self, it: &'a ExprLambda, wanted: Option<u16>) -> Compiled<Operand> {
        let window = self.unit.top;
        let mut parts = FunctionParts::default();
        let mut counts = Counts::default();
        if let Some(parameters) = &it.parameters {
            self.check_parameters(parameters)?;
            parts = self.defaults(parameters)?;
            counts = self::counts(parameters);
        }
        let scope = self.scope_of(key_of(it), Part::Body);
        let line = self.source.position(it).line;
        self.enter_unit(scope, "<lambda>", line);
        self.unit.positional_parameters = counts.positional;
        let generator = self.scopes.all[scope].is_generator;
        self.unit.constant(Constant::None);
        self.unit.keeps_first_constant = true;
        self.prologue(generator);
        let value = self.value(&it.body)?;
        self.at(&*it.body);
        self.unit.emit(Opcode::RETURN, value.0, 0, 0);
        self.measure(|walk| walk.value_unit(&it.body));
        let code = self.leave_unit(counts)?;
        self.at(it);
        let function = self.make_function(code, window, parts, None);
        Ok(self.deliver(Operand::consumed(function), wanted))
    }

    pub(super) fn check_parameters(&self, parameters: &Parameters) -> Compiled<()> {
        for parameter in parameters.iter() {
            let parameter = parameter.as_parameter();
            let name = &parameter.name;
            self.check_forbidden(name, name, ruff_python_ast::ExprContext::Store)?;
        }
        Ok(())
    }
}

pub(super) fn counts(parameters: &Parameters) -> Counts {
    Counts {
        positional: parameters.posonlyargs.len() + parameters.args.len(),
        positional_only: parameters.posonlyargs.len(),
        keyword_only: parameters.kwonlyargs.len(),
        starred: parameters.vararg.is_some(),
        double_starred: parameters.kwarg.is_some(),
    }
}
