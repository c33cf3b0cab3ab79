//! Calls: windows built in place, methods, `super()`, keywords and starred arguments.

use std::collections::HashSet;

use pellucid_bytecode::{Constant, Opcode, Operand};
use ruff_python_ast::{Arguments, Expr, ExprAttribute, ExprCall, Keyword};
use ruff_text_size::{Ranged, TextRange};

use super::Compiler;
use crate::error::Compiled;
use crate::scopes::{Resolution, ScopeKind};

/// Calls with more arguments pass them as a tuple and a dict.
const WINDOW_MAX: usize = 255;

impl<'a> Compiler<'a> {
    pub(super) fn call(&mut self, it: &'a ExprCall, wanted: Option<u16>) -> Compiled<Operand> {
        self.check_call(it);
        let window = self.unit.top;
        let plain = is_plain(&it.arguments);
        match &*it.func {
            Expr::Attribute(method) if plain => self.method(method)?,
            function => {
                self.push_value(function)?;
                self.unit.push();
            }
        }
        self.arguments(&it.arguments, it.range(), window, window + 2, wanted)
    }

    /// The function and self of a method call, in a window of two.
    fn method(&mut self, it: &'a ExprAttribute) -> Compiled<()> {
        let window = self.unit.top;
        if self.super_window(it, true)? {
            self.unit.release(window);
            self.unit.push_many(2);
            return Ok(());
        }
        let object = self.value(&it.value)?;
        self.unit.release(window);
        self.unit.push_many(2);
        let site = self.attribute_site(&it.attr);
        self.at_method(it);
        self.unit.emit(Opcode::LOAD_METHOD, window, object.0, site);
        Ok(())
    }

    /// The place of a method: its name, when the call is spread over lines.
    fn at_method(&mut self, it: &'a ExprAttribute) {
        self.at(it);
        if self.unit.here.line != self.unit.here.end_line {
            let name = self.source.position(it.attr.range);
            let end = self.unit.here;
            if name.line != end.line {
                self.unit.here = name;
            }
        }
    }

    /// Evaluates arguments and calls; `window` holds the callable and self, and arguments already
    /// there end before `first`.
    pub(super) fn arguments(
        &mut self,
        arguments: &'a Arguments,
        place: TextRange,
        window: u16,
        first: u16,
        wanted: Option<u16>,
    ) -> Compiled<Operand> {
        self.check_keywords(&arguments.keywords)?;
        let before = usize::from(first - window - 2);
        if !is_plain(arguments) || arguments.args.len() + arguments.keywords.len() > WINDOW_MAX {
            return self.call_with_collections(arguments, place, window, first, wanted);
        }
        for argument in &*arguments.args {
            self.push_value(argument)?;
        }
        for keyword in &arguments.keywords {
            self.push_value(&keyword.value)?;
        }
        let out = self.out(wanted, window);
        let count = before + arguments.args.len() + arguments.keywords.len();
        let names = self.keyword_names(&arguments.keywords);
        self.at_call(place, window);
        match names {
            None => self.unit.emit(Opcode::CALL, window, out, count as u16),
            Some(names) => {
                let names = self.unit.constant(names);
                self.unit.emit_x(Opcode::CALL_KW, count as u8, window, out, names);
            }
        }
        Ok(self.result(out))
    }

    fn at_call(&mut self, place: TextRange, _window: u16) {
        self.at(place);
    }

    /// The names of keyword arguments as a constant.
    fn keyword_names(&mut self, keywords: &'a [Keyword]) -> Option<Constant> {
        if keywords.is_empty() {
            return None;
        }
        let names = keywords.iter().filter_map(|keyword| keyword.arg.as_ref());
        let names = names.map(|name| crate::literal::name(&self.mangled(name))).collect();
        Some(Constant::Tuple(names))
    }

    pub(super) fn check_keywords(&self, keywords: &'a [Keyword]) -> Compiled<()> {
        let mut seen = HashSet::new();
        for keyword in keywords {
            let Some(name) = &keyword.arg else { continue };
            if keyword.range.start() != name.range.start() && self.source.has_text() {
                let place = TextRange::new(keyword.range.start(), name.range.end());
                let message = "expression cannot contain assignment, perhaps you meant \"==\"?";
                return self.error(place, message);
            }
            if &**name == "__debug__" {
                return self.error(keyword, "cannot assign to __debug__");
            }
            if !seen.insert(name.as_str()) {
                return self.error(keyword, format!("keyword argument repeated: {name}"));
            }
        }
        Ok(())
    }

    /// A call with `*` or `**` arguments, or with very many.
    fn call_with_collections(
        &mut self,
        arguments: &'a Arguments,
        place: TextRange,
        window: u16,
        first: u16,
        wanted: Option<u16>,
    ) -> Compiled<Operand> {
        let mut any_iterable = 0;
        match &*arguments.args {
            [Expr::Starred(only)] if first == window + 2 => {
                self.push_value(&only.value)?;
                any_iterable = 1;
            }
            args => self.positional_tuple(args, window + 2, first, place)?,
        }
        self.unit.release(window + 3);
        if arguments.keywords.is_empty() {
            self.unit.push();
        } else {
            self.keyword_dict(&arguments.keywords, window, place)?;
        }
        let out = self.out(wanted, window);
        self.at(place);
        self.unit.emit_x(Opcode::CALL_EX, any_iterable, window, out, 0);
        Ok(self.result(out))
    }

    /// The tuple of positional arguments in `out`, of those that stand there up to `first` and `args`.
    fn positional_tuple(
        &mut self,
        args: &'a [Expr],
        out: u16,
        first: u16,
        place: TextRange,
    ) -> Compiled<()> {
        // Plain arguments before the first starred one need not go through a list one by one.
        let plain = args.iter().take_while(|it| !it.is_starred_expr()).count().min(WINDOW_MAX);
        let (plain, rest) = args.split_at(plain);
        for argument in plain {
            self.push_value(argument)?;
        }
        let count = first - out + plain.len() as u16;
        self.at(place);
        if rest.is_empty() {
            if count == 0 {
                let empty = self.unit.constant_operand(Constant::Tuple(Box::default()));
                self.unit.emit(Opcode::MOVE, out, empty.0, 0);
            } else {
                self.unit.emit(Opcode::BUILD_TUPLE, out, out, count);
            }
        } else {
            self.unit.emit(Opcode::BUILD_LIST, out, out, count);
        }
        self.unit.release(out);
        self.unit.push();
        if rest.is_empty() {
            return Ok(());
        }
        for argument in rest {
            let (opcode, x, value) = match argument {
                Expr::Starred(starred) => (Opcode::LIST_EXTEND, 1, &*starred.value),
                value => (Opcode::LIST_APPEND, 0, value),
            };
            let operand = self.value(value)?;
            self.at(place);
            self.unit.emit_x(opcode, x, out, operand.0, 0);
            self.unit.release(out + 1);
        }
        self.unit.emit(Opcode::LIST_TO_TUPLE, out, Operand::consumed(out).0, 0);
        Ok(())
    }

    /// The dict of keyword arguments in the fourth register of the window.
    pub(super) fn keyword_dict(
        &mut self,
        keywords: &'a [Keyword],
        window: u16,
        place: TextRange,
    ) -> Compiled<()> {
        let out = self.unit.push();
        let inner = self.unit.top;
        self.at(place);
        self.unit.emit(Opcode::BUILD_MAP, out, inner, 0);
        let mut unpacked = false;
        for keyword in keywords {
            match &keyword.arg {
                Some(name) => {
                    // Behind a `**` the name may be there already, which merging notices.
                    let target = if unpacked { self.unit.push() } else { out };
                    if unpacked {
                        self.unit.emit(Opcode::BUILD_MAP, target, self.unit.top, 0);
                    }
                    let name = crate::literal::name(&self.mangled(name));
                    let value = self.value(&keyword.value)?;
                    let name = self.unit.constant_operand(name);
                    self.at(place);
                    self.unit.emit(Opcode::MAP_ADD, target, name.0, value.0);
                    if unpacked {
                        let one = Operand::consumed(target);
                        self.unit.emit(Opcode::DICT_MERGE, out, one.0, window);
                    }
                }
                None => {
                    unpacked = true;
                    let value = self.value(&keyword.value)?;
                    self.at(place);
                    self.unit.emit(Opcode::DICT_MERGE, out, value.0, window);
                }
            }
            self.unit.release(inner);
        }
        Ok(())
    }

    // --- super ---

    /// `super().name` as one instruction, if `super` is surely the builtin.
    pub(super) fn super_attribute(
        &mut self,
        it: &'a ExprAttribute,
        wanted: Option<u16>,
    ) -> Compiled<Option<Operand>> {
        let mark = self.unit.top;
        if !self.super_window(it, false)? {
            return Ok(None);
        }
        let out = mark;
        self.unit.release(mark);
        self.unit.push();
        Ok(Some(self.deliver(Operand::consumed(out), wanted)))
    }

    fn super_window(&mut self, it: &'a ExprAttribute, method: bool) -> Compiled<bool> {
        let Expr::Call(call) = &*it.value else { return Ok(false) };
        if !self.is_builtin_super(call) || &*it.attr == "__class__" {
            return Ok(false);
        }
        let window = self.unit.top;
        self.push_value(&call.func)?;
        let two = !call.arguments.args.is_empty();
        if two {
            for argument in &*call.arguments.args {
                self.push_value(argument)?;
            }
        } else {
            self.at(call);
            let operand = self.load_name("__class__", None)?;
            self.in_temporary(operand);
            let scope = &self.scopes.all[self.unit.scope];
            let first = scope.parameters[0].clone();
            let operand = self.load_name(&first, None)?;
            self.in_temporary(operand);
        }
        let site = self.attribute_site(&it.attr);
        if method {
            self.at_method(it);
        } else {
            self.at(it);
        }
        let x = u8::from(method) | u8::from(two) << 1;
        self.unit.emit_x(Opcode::LOAD_SUPER_ATTR, x, window, window, site);
        Ok(true)
    }

    pub(crate) fn is_builtin_super(&self, call: &ExprCall) -> bool {
        let Expr::Name(name) = &*call.func else { return false };
        let arguments = &call.arguments;
        if &*name.id != "super"
            || !arguments.keywords.is_empty()
            || !self.unit.inlined.is_empty()
            || arguments.args.iter().any(Expr::is_starred_expr)
        {
            return false;
        }
        let scope = &self.scopes.all[self.unit.scope];
        if scope.resolution("super") != Some(Resolution::GlobalImplicit)
            || self.scopes.all[0].resolution("super").is_some_and(|it| it == Resolution::Local)
        {
            return false;
        }
        match arguments.args.len() {
            0 => {
                matches!(scope.kind, ScopeKind::Function | ScopeKind::Lambda)
                    && !scope.parameters.is_empty()
                    && scope.resolution("__class__") == Some(Resolution::Free)
                    && self.has_positional_parameter()
            }
            2 => true,
            _ => false,
        }
    }

    /// Whether the first parameter is a positional one.
    fn has_positional_parameter(&self) -> bool {
        self.unit.positional_parameters > 0
    }

    fn check_call(&mut self, it: &'a ExprCall) {
        let name = match &*it.func {
            Expr::NoneLiteral(_) => "NoneType",
            Expr::EllipsisLiteral(_) => "ellipsis",
            Expr::NumberLiteral(number) => crate::literal::number_type(&number.value),
            Expr::StringLiteral(_) | Expr::FString(_) => "str",
            Expr::BytesLiteral(_) => "bytes",
            Expr::BooleanLiteral(_) => "bool",
            Expr::Tuple(_) => "tuple",
            Expr::List(_) | Expr::ListComp(_) => "list",
            Expr::Dict(_) | Expr::DictComp(_) => "dict",
            Expr::Set(_) | Expr::SetComp(_) => "set",
            Expr::Generator(_) => "generator",
            Expr::TString(_) => "string.templatelib.Template",
            _ => return,
        };
        let message = format!("'{name}' object is not callable; perhaps you missed a comma?");
        self.warn(it, message);
    }
}

/// Whether all arguments can stand in the call window.
fn is_plain(arguments: &Arguments) -> bool {
    !arguments.args.iter().any(Expr::is_starred_expr)
        && arguments.keywords.iter().all(|keyword| keyword.arg.is_some())
}
