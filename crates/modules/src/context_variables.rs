//! `_contextvars`: variables that have a value of their own in each context (PEP 567).

use std::cell::Cell;

use pellucid_runtime::builtins::Module;
use pellucid_runtime::object::{ModuleSpec, OwnedArgs, Slots, kind_of};
use pellucid_runtime::prelude::*;

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    doc: "Context Variables",
    functions: &[Functions::METHODS],
    types: &[&CONTEXT, &VARIABLE, &TOKEN],
    initialise: Some(initialise),
    ..ModuleSpec::new("_contextvars")
};

/// The name under which a thread keeps its context.
const CURRENT: &str = "context";

fn initialise(vm: &mut Vm, _: &Typed<Module>) -> PyResult<()> {
    let missing = vm.native_type(&MISSING)?;
    let missing = vm.new_object(&missing, Missing { unused: Cell::new(()) }).into_object();
    let token = vm.native_type(&TOKEN)?;
    let name = vm.intern("MISSING");
    token.namespace().set_str(vm, &name, missing);
    Ok(())
}

/// Values of variables.
#[derive(Trace)]
pub struct Context {
    values: Ref<Dict>,
    entered: Cell<bool>,
}

static CONTEXT: TypeSpec = TypeSpec {
    module: "_contextvars",
    slots: |slots: &mut Slots| {
        slots.new = Some(|vm, class, args| {
            if !args.is_empty() {
                return Err(vm.type_error("Context() does not accept any arguments"));
            }
            let context = Context { values: vm.new_dict(), entered: Cell::new(false) };
            Ok(vm.heap.allocate(kind_of(class), context).into_object())
        });
        slots.length = Some(|vm, context| Ok(values_of(vm, context)?.len(vm)));
        slots.contains = Some(|vm, context, key| {
            check_key(vm, key)?;
            values_of(vm, context)?.contains(vm, key)
        });
        slots.get_item = Some(|vm, context, key| {
            check_key(vm, key)?;
            match values_of(vm, context)?.get(vm, key)? {
                Some(value) => Ok(value),
                None => Err(vm.key_error(key)),
            }
        });
        slots.iter = Some(|vm, context| {
            let values = values_of(vm, context)?;
            vm.iterate(values.as_object())
        });
        slots.compare = Some(|vm, left, right, comparison| {
            if !left.holds::<Context>() || !right.holds::<Context>() {
                return Ok(vm.not_implemented());
            }
            let (left, right) = (values_of(vm, left)?, values_of(vm, right)?);
            vm.compare(left.as_object(), right.as_object(), comparison)
        });
    },
    methods: &[Context::METHODS],
    ..TypeSpec::new::<Context>("Context")
};

fn check_key(vm: &mut Vm, key: &Object) -> PyResult<()> {
    if key.holds::<ContextVar>() {
        return Ok(());
    }
    let shown = vm.repr(key)?;
    Err(vm.type_error(format!("a ContextVar key was expected, got {shown}")))
}

fn values_of(vm: &mut Vm, context: &Object) -> PyResult<Ref<Dict>> {
    match context.downcast::<Context>() {
        Some(context) => Ok(context.values.clone()),
        None => Err(vm.type_error("an instance of Context was expected")),
    }
}

/// The running context; a thread begins with an empty one.
fn current(vm: &mut Vm) -> PyResult<Ref<Context>> {
    if let Some(known) = vm.thread_value(CURRENT).and_then(|known| known.downcast_ref().ok()) {
        return Ok(known);
    }
    let class = vm.native_type(&CONTEXT)?;
    let values = vm.new_dict();
    let context = vm.new_object(&class, Context { values, entered: Cell::new(true) });
    vm.set_thread_value(CURRENT, context.clone().into_object());
    Ok(context)
}

fn copy(vm: &mut Vm, context: &Typed<Context>) -> PyResult {
    let values = vm.new_dict();
    for (key, value) in context.values.pairs(vm) {
        values.set(vm, &key, value)?;
    }
    let class = vm.native_type(&CONTEXT)?;
    Ok(vm.new_object(&class, Context { values, entered: Cell::new(false) }).into_object())
}

#[methods]
impl Context {
    /// Return the value for `key` if `key` has the value in the context object.
    ///
    /// If `key` does not exist, return `default`. If `default` is not given,
    /// return None.
    #[method("get(self, key, default=None, /)")]
    fn get(vm: &mut Vm, this: &Typed<Context>, key: &Object, default: Option<Ref>) -> PyResult {
        check_key(vm, key)?;
        let found = this.values.get(vm, key)?;
        Ok(found.or(default).unwrap_or_else(|| vm.none()))
    }

    /// Return all variables and their values in the context object.
    ///
    /// The result is returned as a list of 2-tuples (variable, value).
    #[method("items(self, /)")]
    fn items(vm: &mut Vm, this: &Typed<Context>) -> Vec<Ref> {
        let pairs = this.values.pairs(vm);
        pairs.into_iter().map(|(key, value)| vm.new_tuple(vec![key, value]).into_object()).collect()
    }

    /// Return a list of all variables in the context object.
    #[method("keys(self, /)")]
    fn keys(vm: &mut Vm, this: &Typed<Context>) -> Vec<Ref> {
        this.values.pairs(vm).into_iter().map(|(key, _)| key).collect()
    }

    /// Return a list of all variables' values in the context object.
    #[method("values(self, /)")]
    fn values(vm: &mut Vm, this: &Typed<Context>) -> Vec<Ref> {
        this.values.pairs(vm).into_iter().map(|(_, value)| value).collect()
    }

    /// Return a shallow copy of the context object.
    #[method("copy(self, /)")]
    fn copy(vm: &mut Vm, this: &Typed<Context>) -> PyResult {
        copy(vm, this)
    }

    #[method("run(self, /, *args, **kwargs)", hidden)]
    fn run(vm: &mut Vm, this: &Typed<Context>, args: &[Ref], kwargs: Keywords<'_>) -> PyResult {
        let Some((callable, rest)) = args.split_first() else {
            return Err(vm.type_error("run() missing 1 required positional argument"));
        };
        if this.entered.replace(true) {
            let shown = vm.repr(this.as_object())?;
            return Err(
                vm.runtime_error(format!("cannot enter context: {shown} is already entered"))
            );
        }
        let mut arguments = OwnedArgs::new();
        arguments.extend(rest.iter().cloned());
        for (name, value) in kwargs.iter() {
            // Names that came as keywords differ.
            let _ = arguments.push_keyword(name.to_ref(), value.to_ref());
        }
        let result = match current(vm) {
            Ok(outer) => {
                vm.set_thread_value(CURRENT, this.as_object().to_ref());
                let result = vm.call(callable, arguments.as_args());
                vm.set_thread_value(CURRENT, outer.into_object());
                result
            }
            Err(raised) => Err(raised),
        };
        this.entered.set(false);
        result
    }
}

/// A variable.
#[derive(Trace)]
pub struct ContextVar {
    name: Ref<Str>,
    default: Option<Ref>,
}

static VARIABLE: TypeSpec = TypeSpec {
    module: "_contextvars",
    slots: |slots: &mut Slots| {
        slots.new = Some(ContextVar::NEW);
        slots.repr = Some(|vm, variable| {
            let Some(this) = variable.downcast::<ContextVar>() else {
                return Ok(variable.to_ref());
            };
            let name = vm.repr(this.name.as_object())?;
            let mut text = format!("<ContextVar name={name}");
            if let Some(default) = &this.default {
                let default = vm.repr(default)?;
                text.push_str(&format!(" default={default}"));
            }
            text.push_str(&format!(" at {:#x}>", variable.address()));
            Ok(vm.new_str(&text).into_object())
        });
    },
    methods: &[ContextVar::METHODS],
    getsets: &[ContextVar::GETSETS],
    ..TypeSpec::new::<ContextVar>("ContextVar")
};

#[methods(owner = "ContextVar")]
impl ContextVar {
    #[constructor("ContextVar(name, *, default=<unrepresentable>)")]
    fn create(vm: &mut Vm, class: &Typed<Type>, name: &Object, default: Option<Ref>) -> PyResult {
        let Some(name) = name.downcast::<Str>() else {
            return Err(vm.type_error("context variable name must be a str"));
        };
        let variable = ContextVar { name: name.to_ref(), default };
        Ok(vm.heap.allocate(kind_of(class), variable).into_object())
    }

    #[getter("name")]
    fn name(_: &mut Vm, this: &Typed<ContextVar>) -> Ref {
        this.name.clone().into_object()
    }

    /// Return a value for the context variable for the current context.
    ///
    /// If there is no value for the variable in the current context, the method will:
    ///  * return the value of the default argument of the method, if provided; or
    ///  * return the default value for the context variable, if it was created
    ///    with one; or
    ///  * raise a LookupError.
    #[method("get(self, default=<unrepresentable>, /)", hidden)]
    fn get(vm: &mut Vm, this: &Typed<ContextVar>, default: Option<Ref>) -> PyResult {
        let context = current(vm)?;
        if let Some(value) = context.values.get(vm, this.as_object())? {
            return Ok(value);
        }
        match default.or_else(|| this.default.clone()) {
            Some(value) => Ok(value),
            None => {
                let class = vm.types.lookup_error.clone();
                Err(vm.raise_with(&class, vec![this.as_object().to_ref()]))
            }
        }
    }

    /// Call to set a new value for the context variable in the current context.
    ///
    /// The required *value* argument is the new value for the context variable.
    ///
    /// Returns a Token object that can be used to restore the variable to its previous
    /// value via the `ContextVar.reset()` method.
    #[method("set(self, value, /)")]
    fn set(vm: &mut Vm, this: &Typed<ContextVar>, value: Ref) -> PyResult {
        let context = current(vm)?;
        let before = context.values.get(vm, this.as_object())?;
        context.values.set(vm, this.as_object(), value)?;
        let class = vm.native_type(&TOKEN)?;
        let token = Token { context, variable: this.to_ref(), before, used: Cell::new(false) };
        Ok(vm.new_object(&class, token).into_object())
    }

    /// Reset the context variable.
    ///
    /// The variable is reset to the value it had before the `ContextVar.set()` that
    /// created the token was used.
    #[method("reset(self, token, /)")]
    fn reset(vm: &mut Vm, this: &Typed<ContextVar>, token: &Object) -> PyResult<()> {
        let Some(token) = token.downcast::<Token>() else {
            let shown = vm.repr(token)?;
            return Err(vm.type_error(format!("expected an instance of Token, got {shown}")));
        };
        reset(vm, this, token)
    }

    /// See PEP 585
    #[class_method("__class_getitem__(cls, object, /)", hidden)]
    fn class_item(vm: &mut Vm, class: &Typed<Type>, object: &Object) -> PyResult {
        vm.new_generic_alias(class.as_object(), object)
    }
}

fn reset(vm: &mut Vm, variable: &Typed<ContextVar>, token: &Typed<Token>) -> PyResult<()> {
    let context = current(vm)?;
    let wrong = match () {
        _ if token.used.get() => Some("has already been used once"),
        _ if !token.variable.is(variable.as_object()) => {
            Some("was created by a different ContextVar")
        }
        _ if !token.context.is(context.as_object()) => Some("was created in a different Context"),
        _ => None,
    };
    if let Some(wrong) = wrong {
        let shown = vm.repr(token.as_object())?;
        let message = format!("{shown} {wrong}");
        return Err(match token.used.get() {
            true => vm.runtime_error(message),
            false => vm.value_error(message),
        });
    }
    token.used.set(true);
    match &token.before {
        Some(before) => context.values.set(vm, variable.as_object(), before.clone()),
        None => context.values.remove(vm, variable.as_object()).map(drop),
    }
}

/// What `ContextVar.set` gives, to undo it.
#[derive(Trace)]
pub struct Token {
    context: Ref<Context>,
    variable: Ref<ContextVar>,
    before: Option<Ref>,
    used: Cell<bool>,
}

static TOKEN: TypeSpec = TypeSpec {
    module: "_contextvars",
    slots: |slots: &mut Slots| {
        slots.new =
            Some(|vm, _, _| Err(vm.runtime_error("Tokens can only be created by ContextVars")));
        slots.repr = Some(|vm, token| {
            let Some(this) = token.downcast::<Token>() else { return Ok(token.to_ref()) };
            let used = if this.used.get() { " used" } else { "" };
            let variable = vm.repr(this.variable.as_object())?;
            let text = format!("<Token{used} var={variable} at {:#x}>", token.address());
            Ok(vm.new_str(&text).into_object())
        });
    },
    methods: &[Token::METHODS],
    getsets: &[Token::GETSETS],
    ..TypeSpec::new::<Token>("Token")
};

#[methods(owner = "Token")]
impl Token {
    #[getter("var")]
    fn variable(_: &mut Vm, this: &Typed<Token>) -> Ref {
        this.variable.clone().into_object()
    }

    #[getter("old_value")]
    fn old_value(vm: &mut Vm, this: &Typed<Token>) -> PyResult {
        if let Some(before) = &this.before {
            return Ok(before.clone());
        }
        let name = vm.intern("MISSING");
        vm.get_attribute(this.as_object(), &name)
    }

    /// Enter into Token context manager.
    #[method("__enter__(self, /)")]
    fn enter(_: &mut Vm, this: &Typed<Token>) -> Ref {
        this.as_object().to_ref()
    }

    /// Exit from Token context manager, restore the linked ContextVar.
    #[method("__exit__(self, type, value, traceback, /)")]
    fn exit(
        vm: &mut Vm,
        this: &Typed<Token>,
        kind: &Object,
        value: &Object,
        traceback: &Object,
    ) -> PyResult<()> {
        let _ = (kind, value, traceback);
        let variable = this.variable.clone();
        reset(vm, &variable, this)
    }

    /// See PEP 585
    #[class_method("__class_getitem__(cls, object, /)", hidden)]
    fn class_item(vm: &mut Vm, class: &Typed<Type>, object: &Object) -> PyResult {
        vm.new_generic_alias(class.as_object(), object)
    }
}

/// `Token.MISSING`: there was no value before.
#[derive(Trace)]
pub struct Missing {
    unused: Cell<()>,
}

static MISSING: TypeSpec = TypeSpec {
    module: "Token",
    flags: TypeFlags::NOT_INSTANTIABLE,
    slots: |slots: &mut Slots| {
        slots.repr = Some(|vm, _| Ok(vm.new_str("<Token.MISSING>").into_object()));
    },
    ..TypeSpec::new::<Missing>("MISSING")
};

/// The functions of the module.
pub struct Functions;

#[methods(owner = "_contextvars")]
impl Functions {
    /// Return a copy of the current Context object.
    #[function("copy_context()")]
    fn copy_context(vm: &mut Vm) -> PyResult {
        let context = current(vm)?;
        copy(vm, &context)
    }
}
