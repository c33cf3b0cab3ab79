//! `partial`, and the `Placeholder` for its positional arguments.

use pellucid_heap::WeakHead;
use pellucid_runtime::builtins::BoundMethod;
use pellucid_runtime::object::{OwnedArgs, Slots, TypeFlags, TypeSpec, instance, kind_of};
use pellucid_runtime::prelude::*;

/// A function with some of its arguments.
#[derive(Trace)]
#[payload(weak = weak, tail_last)]
pub struct Partial {
    weak: WeakHead,
    function: Slot,
    arguments: Slot<Tuple>,
    keywords: Slot<Dict>,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    module: "functools",
    doc: "partial(func, /, *args, **keywords)\n--\n\nCreate a new function with partial application of the given arguments and keywords.",
    flags: TypeFlags::BASE_TYPE,
    has_dict: true,
    slots,
    methods: &[Partial::METHODS],
    getsets: &[Partial::GETSETS],
    ..TypeSpec::new::<Partial>("partial")
};

/// The type of `Placeholder`.
pub static PLACEHOLDER_SPEC: TypeSpec = TypeSpec {
    module: "functools",
    doc: "The type of the Placeholder singleton.\n\nUsed as a placeholder for partial arguments.",
    flags: TypeFlags::empty(),
    slots: |slots| {
        slots.new = Some(|vm, _, args| {
            if !args.is_empty() {
                return Err(vm.type_error("_PlaceholderType takes no arguments"));
            }
            placeholder(vm)
        });
        slots.repr = Some(|vm, _| Ok(vm.new_str("Placeholder").into_object()));
    },
    methods: &[Placeholder::METHODS],
    ..TypeSpec::new::<Placeholder>("_PlaceholderType")
};

/// The one object of its type.
#[derive(Trace)]
pub struct Placeholder;

#[methods(owner = "functools._PlaceholderType")]
impl Placeholder {
    /// Return the name of the singleton, for pickling.
    #[method("__reduce__(self, /)", hidden)]
    fn reduce(_vm: &mut Vm, _this: &Typed<Placeholder>) -> &'static str {
        "Placeholder"
    }
}

/// `Placeholder`: made once for an interpreter.
pub fn placeholder(vm: &mut Vm) -> PyResult {
    vm.native_singleton(&PLACEHOLDER_SPEC, |vm, class| {
        vm.heap.allocate(kind_of(class), Placeholder).into_object()
    })
}

fn slots(slots: &mut Slots) {
    slots.new = Some(new);
    slots.call = Some(call);
    slots.repr = Some(repr);
    slots.descriptor_get = Some(|vm, object, instance, _| match instance {
        Some(instance) if !vm.is_none(instance) => {
            Ok(BoundMethod::new(vm, object.to_ref(), instance.to_ref()))
        }
        _ => Ok(object.to_ref()),
    });
}

fn is_placeholder(object: &Object) -> bool {
    object.holds::<Placeholder>()
}

/// `stored` with its placeholders filled from `given`, and what is left of `given` behind.
fn fill(stored: &[Ref], given: &[Ref]) -> Result<Vec<Ref>, usize> {
    let wanted = stored.iter().filter(|argument| is_placeholder(argument)).count();
    if given.len() < wanted {
        return Err(wanted);
    }
    let mut given = given.iter();
    let mut all: Vec<Ref> = Vec::with_capacity(stored.len() + given.len() - wanted);
    for argument in stored {
        match given.as_slice().first() {
            Some(value) if is_placeholder(argument) => {
                all.push(value.clone());
                given.next();
            }
            _ => all.push(argument.clone()),
        }
    }
    all.extend(given.cloned());
    Ok(all)
}

fn new(vm: &mut Vm, class: &Typed<Type>, args: Args<'_>) -> PyResult<Ref> {
    let [function, given @ ..] = args.positional() else {
        return Err(vm.type_error("type 'partial' takes at least one argument"));
    };
    if !vm.is_callable(function) {
        return Err(vm.type_error("the first argument must be callable"));
    }
    if given.last().is_some_and(|last| is_placeholder(last)) {
        return Err(vm.type_error("trailing Placeholders are not allowed"));
    }
    for (_, value) in args.keywords().iter() {
        if is_placeholder(value) {
            return Err(vm.type_error("Placeholder cannot be passed as a keyword argument"));
        }
    }
    let keywords = vm.new_dict();
    let mut target = function.clone();
    let mut arguments = given.to_vec();
    // A partial of a partial calls the innermost function at once.
    if let Some(inner) = function.downcast::<Partial>()
        && instance::existing_dict(function).is_none()
        && let (Some(innermost), Some(stored)) = (inner.function.get(), inner.arguments.get())
    {
        let wanted = stored.items().iter().filter(|argument| is_placeholder(argument)).count();
        let mut padded = given.to_vec();
        while padded.len() < wanted {
            padded.push(placeholder(vm)?);
        }
        if let Ok(all) = fill(stored.items(), &padded) {
            arguments = all;
            while arguments.last().is_some_and(|last| is_placeholder(last)) {
                arguments.pop();
            }
            target = innermost;
            if let Some(theirs) = inner.keywords.get() {
                keywords.merge_dict(vm, &theirs, true)?;
            }
        }
    }
    for (name, value) in args.keywords().iter() {
        keywords.set(vm, name.as_object(), value.to_ref())?;
    }
    let payload = Partial {
        weak: WeakHead::new(),
        function: Slot::new(Some(target)),
        arguments: Slot::new(Some(vm.new_tuple(arguments))),
        keywords: Slot::new(Some(keywords)),
    };
    Ok(vm.heap.allocate(kind_of(class), payload).into_object())
}

fn call(vm: &mut Vm, object: &Object, args: Args<'_>) -> PyResult<Ref> {
    let Some(this) = object.downcast::<Partial>() else { return Ok(vm.not_implemented()) };
    let (Some(function), Some(stored), Some(keywords)) =
        (this.function.get(), this.arguments.get(), this.keywords.get())
    else {
        return Err(vm.type_error("partial object has no function"));
    };
    let positional = match fill(stored.items(), args.positional()) {
        Ok(positional) => positional,
        Err(wanted) => {
            let given = args.positional().len();
            return Err(vm.type_error(format!(
                "missing positional arguments in 'partial' call; expected at least {wanted}, got {given}"
            )));
        }
    };
    if keywords.is_empty(vm) && args.keywords_are_empty() {
        return vm.call(&function, Args::from_positional(&positional));
    }
    let merged = keywords.duplicate(vm)?;
    for (name, value) in args.keywords().iter() {
        merged.set(vm, name.as_object(), value.to_ref())?;
    }
    let mut all = OwnedArgs::new();
    all.extend(positional);
    for (name, value) in merged.pairs(vm) {
        let Ok(name) = name.downcast_ref::<Str>() else {
            return Err(vm.type_error("keywords must be strings"));
        };
        // The keys of a dict differ.
        let _ = all.push_keyword(name, value);
    }
    vm.call(&function, all.as_args())
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let Some(this) = object.downcast::<Partial>() else { return Ok(vm.not_implemented()) };
    vm.guarded_repr(object, "...", |vm| {
        let function = this.function.get().unwrap_or_else(|| vm.none());
        let mut pieces = vec![vm.repr(&function)?];
        if let Some(arguments) = this.arguments.get() {
            for argument in arguments.items() {
                pieces.push(vm.repr(argument)?);
            }
        }
        if let Some(keywords) = this.keywords.get() {
            for (name, value) in keywords.pairs(vm) {
                let (name, value) = (vm.str(&name)?, vm.repr(&value)?);
                let equals = vm.new_str("=");
                let piece = vm.join_pieces("", &[name, equals, value], "", "")?;
                pieces.push(vm.str(&piece)?);
            }
        }
        let class = object.class().as_object().to_ref();
        let (module, name) = (vm.names.__module__.clone(), vm.names.__qualname__.clone());
        let module = vm.get_attribute(&class, &module)?;
        let name = vm.get_attribute(&class, &name)?;
        let open = format!("{}.{}(", vm.str(&module)?, vm.str(&name)?);
        vm.join_pieces(&open, &pieces, ", ", ")")
    })
}

#[methods(owner = "functools.partial")]
impl Partial {
    /// function object to use in future partial calls
    #[getter("func")]
    fn function(_vm: &mut Vm, this: &Typed<Partial>) -> Option<Ref> {
        this.function.get()
    }

    /// tuple of arguments to future partial calls
    #[getter("args")]
    fn arguments(_vm: &mut Vm, this: &Typed<Partial>) -> Option<Ref<Tuple>> {
        this.arguments.get()
    }

    /// dictionary of keyword arguments to future partial calls
    #[getter("keywords")]
    fn keywords(_vm: &mut Vm, this: &Typed<Partial>) -> Option<Ref<Dict>> {
        this.keywords.get()
    }

    /// Return state information for pickling.
    #[method("__reduce__(self, /)", hidden)]
    fn reduce(vm: &mut Vm, this: &Typed<Partial>) -> PyResult {
        let class = this.class().as_object().to_ref();
        let function = this.function.get();
        let arguments = vm.new_tuple(function.clone().into_iter().collect()).into_object();
        let dict = instance::existing_dict(this.as_object());
        let state = (function, this.arguments.get(), this.keywords.get(), dict);
        (class, arguments, state).into_result(vm)
    }

    /// Set state information for unpickling.
    #[method("__setstate__(self, state, /)", hidden)]
    fn set_state(vm: &mut Vm, this: &Typed<Partial>, state: &Object) -> PyResult<()> {
        let parts = state.downcast::<Tuple>().map(|state| state.items().to_vec());
        let Some([function, arguments, keywords, dict]) = parts.as_deref() else {
            return Err(vm.type_error("invalid partial state"));
        };
        let keywords = match keywords.downcast::<Dict>() {
            None if vm.is_none(keywords) => Some(vm.new_dict()),
            Some(own) if !keywords.class_is(&vm.types.dict) => Some(Dict::copy_of(vm, own)?),
            own => own.map(|keywords| keywords.to_ref()),
        };
        let arguments = match arguments.downcast::<Tuple>() {
            Some(_) if !arguments.class_is(&vm.types.tuple) => {
                let items = vm.collect(arguments)?;
                Some(vm.new_tuple(items))
            }
            own => own.map(|arguments| arguments.to_ref()),
        };
        let (true, Some(arguments), Some(keywords)) =
            (vm.is_callable(function), arguments, keywords)
        else {
            return Err(vm.type_error("invalid partial state"));
        };
        if arguments.items().last().is_some_and(|last| is_placeholder(last)) {
            return Err(vm.type_error("trailing Placeholders are not allowed"));
        }
        let dict = dict.downcast::<Dict>().map(|dict| dict.to_ref());
        this.function.set(vm, Some(function.clone()));
        this.arguments.set(vm, Some(arguments));
        this.keywords.set(vm, Some(keywords));
        instance::set_dict(vm, this.as_object(), dict);
        Ok(())
    }

    /// See PEP 585
    #[class_method("__class_getitem__(cls, object, /)")]
    fn class_get_item(vm: &mut Vm, class: &Typed<Type>, object: &Object) -> PyResult {
        vm.new_generic_alias(class.as_object(), object)
    }
}
