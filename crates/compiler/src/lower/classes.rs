//! Class definitions and class bodies.

use pellucid_bytecode::{CodeUnit, Constant, Opcode, Operand};
use ruff_python_ast::{Arguments, ExprContext, StmtClassDef};
use ruff_text_size::Ranged;

use super::Compiler;
use super::functions::FunctionParts;
use super::units::Counts;
use crate::error::Compiled;
use crate::scopes::{Part, key_of};

impl<'a> Compiler<'a> {
    pub(super) fn class_definition(&mut self, it: &'a StmtClassDef) -> Compiled<()> {
        self.check_forbidden(&it.name.id, it, ExprContext::Store)?;
        let mark = self.unit.top;
        self.decorators(&it.decorator_list)?;
        let class = match &it.type_params {
            Some(_) => self.generic_class(it)?,
            None => self.class_object(it, None)?,
        };
        let class = self.apply_decorators(&it.decorator_list, class)?;
        self.at_class(it);
        self.store_name(&it.name.id, Operand::consumed(class))?;
        self.unit.release(mark);
        Ok(())
    }

    fn at_class(&mut self, it: &'a StmtClassDef) {
        self.unit.here = self.definition_start(it.range(), &it.decorator_list, &it.name);
    }

    /// Builds a class; with `generic_base`, the value of that local is one more base.
    pub(super) fn class_object(
        &mut self,
        it: &'a StmtClassDef,
        generic_base: Option<&str>,
    ) -> Compiled<u16> {
        let start = it.decorator_list.first().map_or(it.range().start(), |first| first.start());
        let line = self.source.line_column(start.to_u32()).0;
        let body = self.class_body(it, line)?;
        let window = self.unit.push_many(2);
        self.at_class(it);
        self.unit.emit(Opcode::LOAD_BUILD_CLASS, window, 0, 0);
        let function = self.unit.top;
        self.make_function(body, function, FunctionParts::default(), None);
        self.push_constant(crate::literal::name(&it.name));
        let place = it.range();
        let here = self.unit.here;
        let class = match (&it.arguments, generic_base) {
            (Some(arguments), None) => {
                let first = self.unit.top;
                self.class_arguments(arguments, window, first)?
            }
            (arguments, Some(base)) => {
                self.generic_arguments(arguments.as_deref(), base, window, place)?
            }
            (None, None) => {
                self.unit.emit(Opcode::CALL, window, window, 2);
                self.unit.release(window + 1);
                window
            }
        };
        let reachable = self.unit.is_reachable();
        if let Some(last) = self.unit.code.last_mut()
            && reachable
            && matches!(last.word.opcode(), Opcode::CALL | Opcode::CALL_KW | Opcode::CALL_EX)
        {
            last.position = here;
        }
        Ok(class)
    }

    fn class_arguments(
        &mut self,
        arguments: &'a Arguments,
        window: u16,
        first: u16,
    ) -> Compiled<u16> {
        let place = arguments.range();
        let operand = self.arguments(arguments, place, window, first, None)?;
        Ok(operand.index() as u16)
    }

    fn class_body(&mut self, it: &'a StmtClassDef, line: u32) -> Compiled<CodeUnit> {
        let scope = self.scope_of(key_of(it), Part::Body);
        self.enter_unit(scope, &it.name, line);
        self.unit.is_class = true;
        let outer_class = self.class.replace(std::rc::Rc::from(it.name.as_str()));
        let outer_parameters = self.class_parameters.take();
        self.unit.here = pellucid_bytecode::Position { line, end_line: line, ..Default::default() };
        self.prologue(false);
        self.class_names(it, line)?;
        let body = self.docstring_to_name(&it.body)?;
        if self.future_annotations() && self.has_annotations(body) {
            self.unit.emit(Opcode::SETUP_ANNOTATIONS, 0, 0, 0);
        }
        self.conditional_annotations_set()?;
        self.suite(body)?;
        let header = pellucid_bytecode::Position { line, end_line: line, ..Default::default() };
        let last = self.unit.code.last().map_or(header, |last| last.position);
        self.unit.here = header;
        self.class_annotations(body)?;
        self.unit.here = last;
        self.class_end()?;
        self.measure(|walk| walk.class_unit(it));
        self.class = outer_class;
        self.class_parameters = outer_parameters;
        self.leave_unit(Counts::default())
    }

    /// What every class body stores before its first statement.
    fn class_names(&mut self, it: &'a StmtClassDef, line: u32) -> Compiled<()> {
        let module = self.load_name("__name__", None)?;
        self.store_name("__module__", module)?;
        self.unit.release(module.index() as u16);
        let qualified = self.unit.qualified_name.clone();
        let qualified = self.unit.constant_operand(crate::literal::string_constant(&qualified));
        self.store_name("__qualname__", qualified)?;
        let line = self.unit.constant_operand(Constant::Int(i64::from(line)));
        self.store_name("__firstlineno__", line)?;
        if it.type_params.is_some() {
            let parameters = self.load_name(".type_params", None)?;
            self.store_name("__type_params__", parameters)?;
            self.unit.release(parameters.index() as u16);
        }
        if self.scopes.all[self.unit.scope].needs_class_dict {
            let namespace = self.unit.push();
            self.unit.emit(Opcode::LOAD_LOCALS, namespace, 0, 0);
            let cell = self.own_cell("__classdict__");
            self.unit.emit(Opcode::STORE_CELL, cell, Operand::consumed(namespace).0, 0);
            self.unit.release(namespace);
        }
        Ok(())
    }

    pub(super) fn own_cell(&self, name: &str) -> u16 {
        self.unit.cells.get(name).copied().expect("the class owns this cell")
    }

    /// What every class body stores after its last statement, and its return.
    fn class_end(&mut self) -> Compiled<()> {
        let mut attributes: Vec<_> = self.unit.static_attributes.iter().cloned().collect();
        attributes.sort();
        let attributes = attributes.iter().map(|name| crate::literal::name(name)).collect();
        let attributes = self.unit.constant_operand(Constant::Tuple(attributes));
        self.store_name("__static_attributes__", attributes)?;
        let scope = &self.scopes.all[self.unit.scope];
        let (class_cell, class_dict) = (scope.needs_class_cell, scope.needs_class_dict);
        if class_dict {
            let cell = Operand::borrowed(self.own_cell("__classdict__"));
            self.store_name("__classdictcell__", cell)?;
        }
        let value = if class_cell {
            let cell = Operand::borrowed(self.own_cell("__class__"));
            self.store_name("__classcell__", cell)?;
            cell
        } else {
            self.unit.none()
        };
        self.unit.emit_end(value);
        Ok(())
    }
}
