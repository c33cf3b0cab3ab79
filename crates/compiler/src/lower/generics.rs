//! Type parameters (PEP 695, 696): generic functions and classes, and the `type` statement.

use pellucid_bytecode::{Constant, Intrinsic, Opcode, Operand};
use ruff_python_ast::{
    Arguments, Expr, ExprContext, StmtClassDef, StmtFunctionDef, StmtTypeAlias, TypeParam,
    TypeParams,
};
use ruff_text_size::{Ranged, TextRange};

use super::Compiler;
use super::functions::FunctionParts;
use super::units::Counts;
use crate::error::Compiled;
use crate::scopes::{Part, class_parameters, key_of};

impl<'a> Compiler<'a> {
    fn intrinsic(&mut self, which: Intrinsic, out: u16, left: Operand, right: Operand) {
        self.unit.emit_x(Opcode::INTRINSIC, which as u8, out, left.0, right.0);
    }

    /// Makes and binds the type parameters; the tuple of them is in the new temporary on top.
    fn type_parameters(&mut self, parameters: &'a TypeParams) -> Compiled<u16> {
        let mark = self.unit.top;
        let mut default_seen = false;
        for parameter in &parameters.type_params {
            self.type_parameter(parameter)?;
            match parameter.default() {
                Some(_) => default_seen = true,
                None if default_seen => {
                    let message = format!(
                        "non-default type parameter '{}' follows default type parameter",
                        parameter.name()
                    );
                    return self.error(parameter, message);
                }
                None => {}
            }
        }
        let count = parameters.type_params.len() as u16;
        self.at(parameters);
        self.unit.emit(Opcode::BUILD_TUPLE, mark, mark, count);
        self.unit.release(mark);
        Ok(self.unit.push())
    }

    fn type_parameter(&mut self, parameter: &'a TypeParam) -> Compiled<()> {
        let name = parameter.name();
        self.check_forbidden(name, parameter, ExprContext::Store)?;
        let register = self.push_constant(crate::literal::name(name));
        let own = Operand::consumed(register);
        let absent = Operand::ABSENT;
        match parameter {
            TypeParam::TypeVar(variable) => match &variable.bound {
                None => {
                    self.at(parameter);
                    self.intrinsic(Intrinsic::TypeVar, register, own, absent);
                }
                Some(bound) => {
                    let node = key_of(parameter);
                    let evaluator = self.evaluator(node, Part::Bound, name, bound)?;
                    let which = if bound.is_tuple_expr() {
                        Intrinsic::TypeVarWithConstraints
                    } else {
                        Intrinsic::TypeVarWithBound
                    };
                    self.at(parameter);
                    self.intrinsic(which, register, own, Operand::consumed(evaluator));
                    self.unit.release(evaluator);
                }
            },
            TypeParam::ParamSpec(_) => {
                self.at(parameter);
                self.intrinsic(Intrinsic::ParamSpec, register, own, absent);
            }
            TypeParam::TypeVarTuple(_) => {
                self.at(parameter);
                self.intrinsic(Intrinsic::TypeVarTuple, register, own, absent);
            }
        }
        if let Some(default) = parameter.default() {
            let node = key_of(parameter);
            let evaluator = self.evaluator(node, Part::Default, name, default)?;
            self.at(parameter);
            let evaluator_value = Operand::consumed(evaluator);
            self.intrinsic(Intrinsic::SetDefault, register, own, evaluator_value);
            self.unit.release(evaluator);
        }
        self.store_name(name, Operand::borrowed(register))
    }

    /// A function that evaluates an expression when it is asked for: bounds, defaults, type aliases.
    fn evaluator(&mut self, node: usize, part: Part, name: &str, value: &'a Expr) -> Compiled<u16> {
        let scope = self.scope_of(node, part);
        let window = self.push_constant(Constant::Tuple(Box::new([Constant::Int(1)])));
        let line = self.source.position(value).line;
        self.enter_unit(scope, name, line);
        self.at(value);
        self.prologue(false);
        let operand = match value {
            Expr::Starred(starred) => {
                let mark = self.unit.top;
                let value = self.value(&starred.value)?;
                self.unit.release(mark);
                let out = self.unit.push();
                self.unit.emit(Opcode::UNPACK, out, value.0, 1);
                Operand::consumed(out)
            }
            value => self.value(value)?,
        };
        self.at(value);
        self.unit.emit(Opcode::RETURN, operand.0, 0, 0);
        self.measure(|walk| walk.evaluator_unit(value));
        let counts = Counts { positional: 1, positional_only: 1, ..Counts::default() };
        let code = self.leave_unit(counts)?;
        self.at(value);
        Ok(self.make_function(code, window, FunctionParts::with_defaults(), None))
    }

    /// A generic function: the scope of its type parameters is a function that is called at once with the defaults.
    pub(super) fn generic_function(&mut self, it: &'a StmtFunctionDef) -> Compiled<u16> {
        let Some(parameters) = &it.type_params else {
            return self.error(it, "invalid syntax");
        };
        let window = self.unit.push_many(2);
        let parts = self.defaults(&it.parameters)?;
        let count = self.unit.top - window - 2;
        let name = format!("<generic parameters of {}>", it.name);
        let line = self.source.position(it).line;
        let scope = self.scope_of(key_of(it), Part::TypeParameters);
        self.enter_unit(scope, &name, line);
        self.at(&**parameters);
        self.prologue(false);
        let tuple = self.type_parameters(parameters)?;
        let inner = self.unit.top;
        for register in 0..count {
            self.in_temporary(Operand::borrowed(register));
        }
        let function = self.function_object(it, inner, parts)?;
        self.intrinsic(
            Intrinsic::SetTypeParameters,
            tuple,
            Operand::consumed(function),
            Operand::consumed(tuple),
        );
        self.unit.emit(Opcode::RETURN, Operand::consumed(tuple).0, 0, 0);
        self.measure(|walk| walk.generic_function_unit(it, usize::from(count)));
        let counts = Counts { positional: usize::from(count), ..Counts::default() };
        let code = self.leave_unit(counts)?;
        self.call_generic(code, window, count)
    }

    /// Calls the function of a type parameter scope, whose arguments stand in the window.
    fn call_generic(
        &mut self,
        code: pellucid_bytecode::CodeUnit,
        window: u16,
        count: u16,
    ) -> Compiled<u16> {
        let top = self.unit.top;
        let function = self.make_function(code, top, FunctionParts::default(), None);
        self.unit.emit(Opcode::MOVE, window, Operand::consumed(function).0, 0);
        self.unit.emit(Opcode::CALL, window, window, count);
        self.unit.release(window + 1);
        Ok(window)
    }

    pub(super) fn generic_class(&mut self, it: &'a StmtClassDef) -> Compiled<u16> {
        let Some(parameters) = &it.type_params else {
            return self.error(it, "invalid syntax");
        };
        let window = self.unit.push_many(2);
        let name = format!("<generic parameters of {}>", it.name);
        let line = self.source.position(it).line;
        let scope = self.scope_of(key_of(it), Part::TypeParameters);
        self.enter_unit(scope, &name, line);
        let outer = std::mem::replace(&mut self.class_parameters, class_parameters(it));
        self.at(&**parameters);
        self.prologue(false);
        let tuple = self.type_parameters(parameters)?;
        self.store_name(".type_params", Operand::borrowed(tuple))?;
        let own = Operand::consumed(tuple);
        self.intrinsic(Intrinsic::SubscriptGeneric, tuple, own, Operand::ABSENT);
        self.store_name(".generic_base", own)?;
        self.unit.release(tuple);
        let class = self.class_object(it, Some(".generic_base"))?;
        self.class_parameters = outer;
        self.unit.emit(Opcode::RETURN, Operand::consumed(class).0, 0, 0);
        self.measure(|walk| walk.generic_class_unit(it));
        let code = self.leave_unit(Counts::default())?;
        self.call_generic(code, window, 0)
    }

    /// The bases of a generic class, with `Generic[...]` after the written ones; the window holds the
    /// callable, an empty register, the body and the name.
    pub(super) fn generic_arguments(
        &mut self,
        arguments: Option<&'a Arguments>,
        base: &str,
        window: u16,
        place: TextRange,
    ) -> Compiled<u16> {
        let empty: (&'a [Expr], &'a [ruff_python_ast::Keyword]) = (&[], &[]);
        let (bases, keywords) = arguments.map_or(empty, |it| (&it.args, &it.keywords));
        self.check_keywords(keywords)?;
        let out = window + 2;
        self.at(place);
        self.unit.emit(Opcode::BUILD_LIST, out, out, 2);
        self.unit.release(out + 1);
        for item in bases {
            let (opcode, value) = match item {
                Expr::Starred(starred) => (Opcode::LIST_EXTEND, &*starred.value),
                value => (Opcode::LIST_APPEND, value),
            };
            let operand = self.value(value)?;
            self.at(place);
            self.unit.emit(opcode, out, operand.0, 0);
            self.unit.release(out + 1);
        }
        let generic = self.load_name(base, None)?;
        self.unit.emit(Opcode::LIST_APPEND, out, generic.0, 0);
        self.unit.release(out + 1);
        self.unit.emit(Opcode::LIST_TO_TUPLE, out, Operand::consumed(out).0, 0);
        if keywords.is_empty() {
            self.unit.push();
        } else {
            self.keyword_dict(keywords, window, place)?;
        }
        let result = self.out(None, window);
        self.at(place);
        self.unit.emit(Opcode::CALL_EX, window, result, 0);
        Ok(result)
    }

    pub(super) fn type_alias(&mut self, it: &'a StmtTypeAlias) -> Compiled<()> {
        let Expr::Name(name) = &*it.name else { return self.error(&*it.name, "invalid syntax") };
        let mark = self.unit.top;
        let alias = match &it.type_params {
            None => self.alias_object(it, &name.id, None)?,
            Some(parameters) => {
                let window = self.unit.push_many(2);
                let unit_name = format!("<generic parameters of {}>", name.id);
                let line = self.source.position(it).line;
                let scope = self.scope_of(key_of(it), Part::TypeParameters);
                self.enter_unit(scope, &unit_name, line);
                self.at(it);
                self.prologue(false);
                let alias = self.alias_object(it, &name.id, Some(parameters))?;
                self.unit.emit(Opcode::RETURN, Operand::consumed(alias).0, 0, 0);
                self.measure(|walk| walk.alias_object(it));
                let code = self.leave_unit(Counts::default())?;
                self.call_generic(code, window, 0)?
            }
        };
        self.at(name.range());
        self.check_forbidden(&name.id, name, ExprContext::Store)?;
        self.store_name(&name.id, Operand::consumed(alias))?;
        self.unit.release(mark);
        Ok(())
    }

    fn alias_object(
        &mut self,
        it: &'a StmtTypeAlias,
        name: &str,
        parameters: Option<&'a TypeParams>,
    ) -> Compiled<u16> {
        let window = self.push_constant(crate::literal::name(name));
        match parameters {
            Some(parameters) => drop(self.type_parameters(parameters)?),
            None => drop(self.push_constant(Constant::None)),
        }
        self.evaluator(key_of(it), Part::Body, name, &it.value)?;
        self.at(it);
        self.unit.emit(Opcode::BUILD_TUPLE, window, window, 3);
        self.unit.release(window + 1);
        let own = Operand::consumed(window);
        self.intrinsic(Intrinsic::TypeAlias, window, own, Operand::ABSENT);
        Ok(window)
    }
}
