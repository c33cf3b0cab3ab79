//! `builtin_function_or_method`: a native function, bound or not.

use pellucid_heap::WeakHead;

use crate::builtins::Module;
use crate::object::{
    Comparison, MethodDef, MethodKind, Signature, Slots, TypeFlags, TypeSpec, as_type,
};
use crate::prelude::*;
use pellucid_text::hash::hash_pointer;

/// A native function. With `receiver`, that is its first argument.
#[derive(Trace)]
#[payload(weak = weak)]
pub struct BuiltinFunction {
    #[trace(skip)]
    pub(crate) definition: &'static MethodDef,
    pub(crate) receiver: Option<Ref>,
    /// `__module__`, for functions of modules.
    pub(crate) module: Option<Ref<Str>>,
    weak: WeakHead,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    flags: TypeFlags::IMMUTABLE,
    slots,
    methods: &[BuiltinFunction::METHODS],
    getsets: &[BuiltinFunction::GETSETS],
    ..TypeSpec::new::<BuiltinFunction>("builtin_function_or_method")
};

fn slots(slots: &mut Slots) {
    slots.call = Some(call);
    slots.repr = Some(repr);
    slots.compare = Some(compare);
    slots.hash = Some(|_, object| {
        let Some(this) = object.downcast::<BuiltinFunction>() else { return Ok(0) };
        let receiver = this.receiver.as_ref().map_or(0, |receiver| receiver.address());
        let definition = std::ptr::from_ref(this.definition).addr();
        Ok(match hash_pointer(receiver) ^ hash_pointer(definition) {
            -1 => -2,
            hash => hash,
        })
    });
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let Some(function) = object.downcast::<BuiltinFunction>() else { return Ok(vm.none()) };
    let name = function.definition.name;
    let text = match &function.receiver {
        Some(receiver) if !receiver.holds::<Module>() => {
            let (class, address) = (receiver.class().name(vm), receiver.address());
            format!("<built-in method {name} of {class} object at {address:#x}>")
        }
        _ => format!("<built-in function {name}>"),
    };
    Ok(vm.new_str(&text).into_object())
}

fn compare(vm: &mut Vm, left: &Object, right: &Object, comparison: Comparison) -> PyResult<Ref> {
    let (Some(a), Some(b)) =
        (left.downcast::<BuiltinFunction>(), right.downcast::<BuiltinFunction>())
    else {
        return Ok(vm.not_implemented());
    };
    if !matches!(comparison, Comparison::Equal | Comparison::NotEqual) {
        return Ok(vm.not_implemented());
    }
    let receivers = match (&a.receiver, &b.receiver) {
        (Some(a), Some(b)) => a.is(&**b),
        (a, b) => a.is_none() && b.is_none(),
    };
    let equal = receivers && std::ptr::eq(a.definition, b.definition);
    Ok(vm.new_bool(equal == (comparison == Comparison::Equal)))
}

impl BuiltinFunction {
    /// The same number for all objects that stand for the same function.
    pub fn identity(&self) -> usize {
        std::ptr::from_ref(self.definition).addr()
    }

    /// Where it comes from: `__self__`, `__module__` and `__name__`.
    pub fn origin(&self) -> (Option<&Object>, Option<&Typed<Str>>, &'static str) {
        (self.receiver.as_deref(), self.module.as_deref(), self.definition.name)
    }

    /// Whether the receiver is an argument: it is not for static methods and functions of modules.
    #[inline]
    pub(crate) fn receives(&self) -> bool {
        match self.definition.kind {
            MethodKind::Instance | MethodKind::Class => true,
            MethodKind::Static => std::ptr::eq(self.definition, &NEW),
            MethodKind::Function => false,
        }
    }

    /// A function of a native module. The module is its `__self__` but no argument.
    pub(crate) fn of_module(
        vm: &Vm,
        definition: &'static MethodDef,
        module: Option<Ref>,
        name: Ref<Str>,
    ) -> Ref {
        BuiltinFunction::new(vm, definition, module, Some(name))
    }

    /// The type whose native `__new__` this is.
    pub(crate) fn constructor_of(object: &Object) -> Option<Ref<Type>> {
        let function = object.downcast::<BuiltinFunction>()?;
        let owner =
            function.receiver.clone().filter(|_| std::ptr::eq(function.definition, &NEW))?;
        owner.downcast_ref().ok()
    }

    /// The `__new__` of a native type.
    pub(crate) fn new_constructor(vm: &Vm, class: &Typed<Type>) -> Ref {
        BuiltinFunction::new(vm, &NEW, Some(class.as_object().to_ref()), None)
    }

    /// A static method of a native type; the owner is its `__self__` but no argument.
    pub(crate) fn new_static(vm: &Vm, definition: &'static MethodDef, owner: Option<Ref>) -> Ref {
        BuiltinFunction::new(vm, definition, owner, None)
    }

    /// A function object.
    pub fn new(
        vm: &Vm,
        definition: &'static MethodDef,
        receiver: Option<Ref>,
        module: Option<Ref<Str>>,
    ) -> Ref {
        let function = BuiltinFunction { definition, receiver, module, weak: WeakHead::new() };
        vm.new_object(&vm.types.builtin_function, function).into_object()
    }
}

/// `__new__` of every native type: the receiver is the type, the first argument the class to make an instance of.
static NEW: MethodDef = MethodDef {
    name: "__new__",
    kind: MethodKind::Static,
    signature: &Signature { text: Some("($type, *args, **kwargs)"), ..Signature::ANY },
    doc: "Create and return a new object.  See help(type) for accurate signature.",
    call: construct,
};

fn construct(vm: &mut Vm, args: Args<'_>) -> PyResult<Ref> {
    let Some(native) = args.positional().first().and_then(|native| as_type(native)) else {
        return Err(vm.type_error("__new__() called with non-type 'self'"));
    };
    let [_, class, ..] = args.positional() else {
        let native = native.name(vm);
        return Err(vm.type_error(format!("{native}.__new__(): not enough arguments")));
    };
    let Some(class) = as_type(class) else {
        let (native, other) = (native.name(vm), class.class().name(vm));
        return Err(vm.type_error(format!("{native}.__new__(X): X is not a type object ({other})")));
    };
    if !class.is_subclass_of(vm, native) {
        let (native, class) = (native.name(vm), class.name(vm));
        return Err(vm.type_error(format!(
            "{native}.__new__({class}): {class} is not a subtype of {native}"
        )));
    }
    let solid = class.payload_base();
    let function = native.slots(vm).new;
    if solid.slots(vm).new.map(|function| function as usize)
        != function.map(|function| function as usize)
    {
        let (native, class, solid) = (native.name(vm), class.name(vm), solid.name(vm));
        return Err(
            vm.type_error(format!("{native}.__new__({class}) is not safe, use {solid}.__new__()"))
        );
    }
    match function {
        Some(function) => function(vm, class, args.without_first().without_first()),
        None => Err(vm.type_error("cannot create instances")),
    }
}

fn call(vm: &mut Vm, object: &Object, args: Args<'_>) -> PyResult<Ref> {
    let Some(function) = object.downcast::<BuiltinFunction>() else {
        return Err(vm.type_error("not a builtin function"));
    };
    match &function.receiver {
        _ if !function.receives() => (function.definition.call)(vm, args),
        None => (function.definition.call)(vm, args),
        Some(receiver) => {
            let owned = crate::object::OwnedArgs::with_first(receiver, args);
            (function.definition.call)(vm, owned.as_args())
        }
    }
}

#[methods(owner = "builtin_function_or_method")]
impl BuiltinFunction {
    #[getter("__name__")]
    fn name(_: &mut Vm, function: &Typed<Self>) -> &'static str {
        function.definition.name
    }

    #[getter("__qualname__")]
    fn qualified_name(vm: &mut Vm, function: &Typed<Self>) -> String {
        let name = function.definition.name;
        match &function.receiver {
            Some(receiver) if !receiver.holds::<Module>() => {
                let class = as_type(receiver).unwrap_or(receiver.class());
                format!("{}.{name}", class.qualified_name(vm))
            }
            _ => name.to_owned(),
        }
    }

    #[getter("__self__")]
    fn receiver(_: &mut Vm, function: &Typed<Self>) -> Option<Ref> {
        function.receiver.clone()
    }

    #[member("__module__")]
    fn module(_: &mut Vm, function: &Typed<Self>) -> Option<Ref<Str>> {
        function.module.clone()
    }

    #[getter("__doc__")]
    fn doc(_: &mut Vm, function: &Typed<Self>) -> Option<&'static str> {
        Some(function.definition.doc).filter(|doc| !doc.is_empty())
    }

    #[getter("__text_signature__")]
    fn text_signature(_: &mut Vm, function: &Typed<Self>) -> Option<&'static str> {
        function.definition.signature.text
    }

    #[method("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, function: &Typed<Self>) -> PyResult {
        let name = vm.intern(function.definition.name);
        match &function.receiver {
            Some(receiver) if !receiver.holds::<Module>() => {
                vm.reduce_to_attribute(receiver, name.as_object())
            }
            _ => Ok(name.into_object()),
        }
    }
}
