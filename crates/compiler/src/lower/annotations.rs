//! Annotations: `__annotate__` functions (PEP 649) or strings (PEP 563).

use pellucid_bytecode::{CodeUnit, Common, Comparison, Constant, Opcode, Operand};
use ruff_python_ast::{ExceptHandler, Expr, ExprName, Stmt, StmtAnnAssign, StmtFunctionDef};
use ruff_text_size::Ranged;

use super::Compiler;
use super::functions::FunctionParts;
use super::units::Counts;
use crate::error::Compiled;
use crate::options::Flags;
use crate::scopes::{Part, ScopeId, ScopeKind, key_of};

/// The greatest `format` that an `__annotate__` function itself supports (VALUE_WITH_FAKE_GLOBALS).
const FORMAT_MAX: i64 = 2;

impl<'a> Compiler<'a> {
    pub(crate) fn future_annotations(&self) -> bool {
        self.flags.contains(Flags::FUTURE_ANNOTATIONS)
    }

    /// The annotations of a function, with the names they belong to.
    fn annotations_of(&self, it: &'a StmtFunctionDef) -> Vec<(&'a str, &'a Expr)> {
        let parameters = &it.parameters;
        let positional = parameters.posonlyargs.iter().chain(&parameters.args);
        let mut all: Vec<_> = positional.map(|it| &it.parameter).collect();
        all.extend(parameters.vararg.as_deref());
        all.extend(parameters.kwonlyargs.iter().map(|it| &it.parameter));
        all.extend(parameters.kwarg.as_deref());
        let named = all.into_iter().filter_map(|parameter| {
            let annotation = parameter.annotation.as_deref()?;
            Some((parameter.name.as_str(), annotation))
        });
        named.chain(it.returns.as_deref().map(|returns| ("return", returns))).collect()
    }

    /// The code of a function's `__annotate__`, if it has annotations.
    pub(super) fn function_annotate_code(
        &mut self,
        it: &'a StmtFunctionDef,
    ) -> Compiled<Option<CodeUnit>> {
        let all = self.annotations_of(it);
        if all.is_empty() {
            return Ok(None);
        }
        let scope = self.scope_of(key_of(it), Part::Annotations);
        let line = self.definition_start(it.range(), &it.decorator_list, &it.name).line;
        self.begin_annotate(scope, line);
        let map = self.unit.push();
        self.unit.emit(Opcode::BUILD_MAP, map, self.unit.top, 0);
        for &(name, annotation) in &all {
            self.annotation_entry(map, name, annotation)?;
        }
        self.measure(|walk| walk.annotate_unit(&all));
        self.end_annotate(map).map(Some)
    }

    /// Begins an `__annotate__` function: it supports only the formats that need no tricks.
    fn begin_annotate(&mut self, scope: ScopeId, line: u32) {
        self.enter_unit(scope, "__annotate__", line);
        self.unit.here = pellucid_bytecode::Position { line, end_line: line, ..Default::default() };
        self.prologue(false);
        self.check_format();
    }

    fn check_format(&mut self) {
        let supported = self.unit.label();
        let limit = self.unit.constant_operand(Constant::Int(FORMAT_MAX));
        let format = match self.unit.cells.get(".format") {
            Some(&cell) => {
                let register = self.unit.push();
                self.unit.emit(Opcode::LOAD_CELL, register, cell, 0);
                self.unit.release(register);
                Operand::consumed(register)
            }
            None => Operand::borrowed(0),
        };
        self.jump_if_equal(format, limit, Comparison::Greater, supported, false);
        let error = self.unit.push();
        let common = Common::NotImplementedError as u8;
        self.unit.emit_x(Opcode::LOAD_COMMON, common, error, 0, 0);
        let absent = Operand::ABSENT.0;
        self.unit.emit_x(Opcode::RAISE, 1, Operand::consumed(error).0, absent, 0);
        self.unit.release(error);
        self.unit.place(supported);
    }

    fn annotation_entry(&mut self, map: u16, name: &str, annotation: &'a Expr) -> Compiled<()> {
        let mark = self.unit.top;
        let value = if self.future_annotations() {
            self.unit.constant_operand(annotation_text(annotation))
        } else {
            self.annotation_value(annotation)?
        };
        let key = crate::literal::name(&self.mangled(name));
        let key = self.unit.constant_operand(key);
        self.at(annotation);
        self.unit.emit(Opcode::MAP_ADD, map, key.0, value.0);
        self.unit.release(mark);
        Ok(())
    }

    /// The value of an annotation; `*args: *Ts` is the one item of the iterable.
    fn annotation_value(&mut self, annotation: &'a Expr) -> Compiled<Operand> {
        let Expr::Starred(starred) = annotation else { return self.value(annotation) };
        let mark = self.unit.top;
        let value = self.value(&starred.value)?;
        self.unit.release(mark);
        let out = self.unit.push();
        self.at(annotation);
        self.unit.emit(Opcode::UNPACK, out, value.0, 1);
        Ok(Operand::consumed(out))
    }

    fn end_annotate(&mut self, map: u16) -> Compiled<CodeUnit> {
        self.unit.emit(Opcode::RETURN, Operand::consumed(map).0, 0, 0);
        self.leave_unit(Counts { positional: 1, positional_only: 1, ..Counts::default() })
    }

    // --- classes and modules ---

    /// The annotated assignments of a class body or module, in order, those in nested blocks included.
    fn collect_annotated(body: &'a [Stmt], found: &mut Vec<(&'a StmtAnnAssign, &'a ExprName)>) {
        for statement in body {
            match statement {
                Stmt::AnnAssign(it) if it.simple => {
                    if let Expr::Name(name) = &*it.target {
                        found.push((it, name));
                    }
                }
                Stmt::For(it) => {
                    Self::collect_annotated(&it.body, found);
                    Self::collect_annotated(&it.orelse, found);
                }
                Stmt::While(it) => {
                    Self::collect_annotated(&it.body, found);
                    Self::collect_annotated(&it.orelse, found);
                }
                Stmt::If(it) => {
                    Self::collect_annotated(&it.body, found);
                    for clause in &it.elif_else_clauses {
                        Self::collect_annotated(&clause.body, found);
                    }
                }
                Stmt::With(it) => Self::collect_annotated(&it.body, found),
                Stmt::Match(it) => {
                    it.cases.iter().for_each(|case| Self::collect_annotated(&case.body, found));
                }
                Stmt::Try(it) => {
                    Self::collect_annotated(&it.body, found);
                    for ExceptHandler::ExceptHandler(handler) in &it.handlers {
                        Self::collect_annotated(&handler.body, found);
                    }
                    Self::collect_annotated(&it.orelse, found);
                    Self::collect_annotated(&it.finalbody, found);
                }
                _ => {}
            }
        }
    }

    pub(crate) fn has_annotations(&self, body: &'a [Stmt]) -> bool {
        let mut found = Vec::new();
        Self::collect_annotated(body, &mut found);
        !found.is_empty()
    }

    /// What a module does about its annotations before its first statement.
    pub(super) fn module_annotations(&mut self, body: &'a [Stmt]) -> Compiled<()> {
        if !self.has_annotations(body) {
            return Ok(());
        }
        if self.future_annotations() {
            self.unit.emit(Opcode::SETUP_ANNOTATIONS, 0, 0, 0);
            return Ok(());
        }
        self.conditional_annotations_set()?;
        self.deferred_annotations(body, "__annotate__")
    }

    /// What a class does about its annotations after its last statement.
    pub(super) fn class_annotations(&mut self, body: &'a [Stmt]) -> Compiled<()> {
        if self.future_annotations() || !self.has_annotations(body) {
            return Ok(());
        }
        self.deferred_annotations(body, "__annotate_func__")
    }

    /// `__conditional_annotations__ = set()`, where annotations depend on control flow.
    pub(super) fn conditional_annotations_set(&mut self) -> Compiled<()> {
        if !self.scopes.all[self.unit.scope].has_conditional_annotations
            || self.future_annotations()
        {
            return Ok(());
        }
        let set = self.unit.push();
        self.unit.emit(Opcode::BUILD_SET, set, self.unit.top, 0);
        self.store_conditional(Operand::consumed(set));
        self.unit.release(set);
        Ok(())
    }

    fn store_conditional(&mut self, value: Operand) {
        match self.unit.cells.get("__conditional_annotations__") {
            Some(&cell) => self.unit.emit(Opcode::STORE_CELL, cell, value.0, 0),
            None => {
                let name = self.unit.name("__conditional_annotations__");
                self.unit.emit(Opcode::STORE_NAME, value.0, name, 0);
            }
        }
    }

    /// Makes the function that evaluates all annotations of a class or module, and stores it.
    fn deferred_annotations(&mut self, body: &'a [Stmt], stored_as: &str) -> Compiled<()> {
        let mut found = Vec::new();
        Self::collect_annotated(body, &mut found);
        let scope = self.scope_of(self.unit.scope, Part::Annotations);
        let line = self.unit.first_line;
        self.begin_annotate(scope, line);
        let map = self.unit.push();
        self.unit.emit(Opcode::BUILD_MAP, map, self.unit.top, 0);
        let mut index = 0;
        for &(it, name) in &found {
            let skip = self.unit.label();
            if self.scopes.conditional.contains(&key_of(it)) {
                self.jump_unless_run(index, skip)?;
                index += 1;
            }
            self.annotation_entry(map, &name.id, &it.annotation)?;
            self.unit.place(skip);
        }
        self.measure(|walk| walk.deferred_unit(&found));
        let code = self.end_annotate(map)?;
        let window = self.unit.top;
        let function = self.make_function(code, window, FunctionParts::default(), None);
        self.store_name(stored_as, Operand::consumed(function))?;
        self.unit.release(window);
        Ok(())
    }

    fn jump_unless_run(&mut self, index: i64, skip: crate::unit::Label) -> Compiled<()> {
        let mark = self.unit.top;
        let index = self.unit.constant_operand(Constant::Int(index));
        let set = self.load_name("__conditional_annotations__", None)?;
        self.unit.release(mark);
        let out = self.unit.push();
        self.unit.emit(Opcode::CONTAINS, out, index.0, set.0);
        self.unit.release(mark);
        self.jump_if(Operand::consumed(out), skip, false);
        Ok(())
    }

    /// The annotation of `name: annotation`.
    pub(super) fn annotation_statement(
        &mut self,
        it: &'a StmtAnnAssign,
        name: &'a ExprName,
    ) -> Compiled<()> {
        let kind = self.scopes.all[self.unit.scope].kind;
        if kind.is_function_like() {
            return Ok(());
        }
        self.at(it);
        if self.future_annotations() {
            let mark = self.unit.top;
            let annotations = self.load_name("__annotations__", None)?;
            let key = crate::literal::name(&self.mangled(&name.id));
            let key = self.unit.constant_operand(key);
            let text = self.unit.constant_operand(annotation_text(&it.annotation));
            self.unit.emit(Opcode::STORE_ITEM, annotations.0, key.0, text.0);
            self.unit.release(mark);
            return Ok(());
        }
        if !self.scopes.conditional.contains(&key_of(it)) {
            return Ok(());
        }
        self.note_annotation_run(it, kind)
    }

    /// Notes that a conditional annotation has been reached.
    fn note_annotation_run(&mut self, it: &'a StmtAnnAssign, kind: ScopeKind) -> Compiled<()> {
        // A statement in a duplicated `finally` keeps its number.
        let next = self.unit.annotations_run.len();
        let index = *self.unit.annotations_run.entry(key_of(it)).or_insert(next);
        let mark = self.unit.top;
        let set = self.unit.push();
        match self.unit.cells.get("__conditional_annotations__") {
            Some(&cell) if kind == ScopeKind::Class => {
                self.unit.emit(Opcode::LOAD_CELL, set, cell, 0);
            }
            _ => {
                let name = self.unit.name("__conditional_annotations__");
                self.unit.emit(Opcode::LOAD_NAME, set, name, 0);
            }
        }
        let index = self.unit.constant_operand(Constant::Int(index as i64));
        self.unit.emit(Opcode::SET_ADD, set, index.0, 0);
        self.unit.emit(Opcode::CLEAR, set, 0, 0);
        self.unit.release(mark);
        Ok(())
    }

    /// The annotation of a target that is no plain name: evaluated, but not kept.
    pub(super) fn annotation_effect(&mut self, it: &'a StmtAnnAssign) -> Compiled<()> {
        let kind = self.scopes.all[self.unit.scope].kind;
        if kind.is_function_like() || self.future_annotations() {
            return Ok(());
        }
        self.effect(&it.annotation)
    }
}

/// An annotation as PEP 563 keeps it.
fn annotation_text(annotation: &Expr) -> Constant {
    crate::literal::string_constant(&crate::unparse::expression(annotation))
}
