//! `attrgetter`, `itemgetter` and `methodcaller`.

use pellucid_runtime::object::{OwnedArgs, Slots, TypeFlags, TypeSpec, kind_of};
use pellucid_runtime::prelude::*;

/// What the three types hold: names or keys, and for `methodcaller` the arguments.
#[derive(Trace)]
pub struct Getter {
    /// Attribute names as given, keys, or the one method name.
    keys: Ref<Tuple>,
    keywords: Ref<Dict>,
    arguments: Ref<Tuple>,
}

/// `attrgetter`
pub static ATTRIBUTE_SPEC: TypeSpec = TypeSpec {
    module: "operator",
    doc: "attrgetter(attr, /, *attrs)\n--\n\nReturn a callable object that fetches the given attribute(s) from its operand.\n\nAfter f = attrgetter('name'), the call f(r) returns r.name.\nAfter g = attrgetter('name', 'date'), the call g(r) returns (r.name, r.date).\nAfter h = attrgetter('name.first', 'name.last'), the call h(r) returns\n(r.name.first, r.name.last).",
    flags: TypeFlags::BASE_TYPE,
    slots: |slots| fill(slots, new_attribute, call_attribute),
    methods: &[Getter::METHODS],
    ..TypeSpec::new::<Getter>("attrgetter")
};

/// `itemgetter`
pub static ITEM_SPEC: TypeSpec = TypeSpec {
    module: "operator",
    doc: "itemgetter(item, /, *items)\n--\n\nReturn a callable object that fetches the given item(s) from its operand.\n\nAfter f = itemgetter(2), the call f(r) returns r[2].\nAfter g = itemgetter(2, 5, 3), the call g(r) returns (r[2], r[5], r[3])",
    flags: TypeFlags::BASE_TYPE,
    slots: |slots| fill(slots, new_item, call_item),
    methods: &[Getter::METHODS],
    ..TypeSpec::new::<Getter>("itemgetter")
};

/// `methodcaller`
pub static METHOD_SPEC: TypeSpec = TypeSpec {
    module: "operator",
    doc: "methodcaller(name, /, *args, **kwargs)\n--\n\nReturn a callable object that calls the given method on its operand.\n\nAfter f = methodcaller('name'), the call f(r) returns r.name().\nAfter g = methodcaller('name', 'date', foo=1), the call g(r) returns\nr.name('date', foo=1).",
    flags: TypeFlags::BASE_TYPE,
    slots: |slots| fill(slots, new_method, call_method),
    methods: &[Getter::CALLER_METHODS],
    ..TypeSpec::new::<Getter>("methodcaller")
};

fn fill(
    slots: &mut Slots,
    new: pellucid_runtime::object::slots::NewFn,
    call: pellucid_runtime::object::slots::CallFn,
) {
    slots.new = Some(new);
    slots.call = Some(call);
    slots.repr = Some(repr);
}

fn made(vm: &mut Vm, class: &Typed<Type>, keys: &[Ref], rest: &[Ref], named: Args<'_>) -> PyResult {
    let keywords = vm.new_dict();
    for (name, value) in named.keywords().iter() {
        keywords.set(vm, name.as_object(), value.to_ref())?;
    }
    let keys = vm.new_tuple(keys.to_vec());
    let arguments = vm.new_tuple(rest.to_vec());
    let payload = Getter { keys, arguments, keywords };
    Ok(vm.heap.allocate(kind_of(class), payload).into_object())
}

fn check(vm: &mut Vm, name: &str, args: Args<'_>) -> PyResult<()> {
    if !args.keywords_are_empty() {
        return Err(vm.type_error(format!("{name}() takes no keyword arguments")));
    }
    if args.is_empty() {
        return Err(vm.type_error(format!("{name} expected 1 argument, got 0")));
    }
    Ok(())
}

fn new_attribute(vm: &mut Vm, class: &Typed<Type>, args: Args<'_>) -> PyResult {
    check(vm, "attrgetter", args)?;
    if !args.positional().iter().all(|name| name.holds::<Str>()) {
        return Err(vm.type_error("attribute name must be a string"));
    }
    made(vm, class, args.positional(), &[], Args::EMPTY)
}

fn new_item(vm: &mut Vm, class: &Typed<Type>, args: Args<'_>) -> PyResult {
    check(vm, "itemgetter", args)?;
    made(vm, class, args.positional(), &[], Args::EMPTY)
}

fn new_method(vm: &mut Vm, class: &Typed<Type>, args: Args<'_>) -> PyResult {
    let [name, rest @ ..] = args.positional() else {
        let message = "methodcaller needs at least one argument, the method name";
        return Err(vm.type_error(message));
    };
    if !name.holds::<Str>() {
        return Err(vm.type_error("method name must be a string"));
    }
    made(vm, class, std::slice::from_ref(name), rest, args)
}

/// The one argument of a call.
fn operand<'a>(vm: &mut Vm, name: &str, args: Args<'a>) -> PyResult<&'a Ref> {
    if !args.keywords_are_empty() {
        return Err(vm.type_error(format!("{name}() takes no keyword arguments")));
    }
    match args.positional() {
        [single] => Ok(single),
        given => {
            let message = format!("{name} expected 1 argument, got {}", given.len());
            Err(vm.type_error(message))
        }
    }
}

/// One result by itself, several as a tuple.
fn each(
    vm: &mut Vm,
    keys: &Typed<Tuple>,
    mut get: impl FnMut(&mut Vm, &Ref) -> PyResult,
) -> PyResult {
    if let [single] = keys.items() {
        return get(vm, single);
    }
    let mut results = Vec::with_capacity(keys.items().len());
    for key in keys.items() {
        results.push(get(vm, key)?);
    }
    Ok(vm.new_tuple(results).into_object())
}

fn call_attribute(vm: &mut Vm, object: &Object, args: Args<'_>) -> PyResult {
    let operand = operand(vm, "attrgetter", args)?.clone();
    let Some(this) = object.downcast::<Getter>() else { return Ok(vm.not_implemented()) };
    each(vm, &this.keys, |vm, path| {
        let mut value = operand.clone();
        let Some(path) = path.downcast::<Str>() else { return Ok(value) };
        let (text, mut start) = (path.text(), 0);
        for end in 0..=text.len() {
            if end == text.len() || text.get(end) == Some(u32::from('.')) {
                let name = vm.new_text_slice(text.slice(start..end));
                let name = vm.intern_str(&name);
                value = vm.get_attribute(&value, &name)?;
                start = end + 1;
            }
        }
        Ok(value)
    })
}

fn call_item(vm: &mut Vm, object: &Object, args: Args<'_>) -> PyResult {
    let operand = operand(vm, "itemgetter", args)?.clone();
    let Some(this) = object.downcast::<Getter>() else { return Ok(vm.not_implemented()) };
    each(vm, &this.keys, |vm, key| vm.get_item(&operand, key))
}

fn call_method(vm: &mut Vm, object: &Object, args: Args<'_>) -> PyResult {
    let operand = operand(vm, "methodcaller", args)?.clone();
    let Some(this) = object.downcast::<Getter>() else { return Ok(vm.not_implemented()) };
    let Some(name) = this.keys.items().first().and_then(|name| name.downcast::<Str>()) else {
        return Ok(vm.not_implemented());
    };
    let method = vm.get_attribute(&operand, name)?;
    let mut all = OwnedArgs::new();
    all.extend(this.arguments.items().iter().cloned());
    for (name, value) in this.keywords.pairs(vm) {
        if let Ok(name) = name.downcast_ref::<Str>() {
            // The keys of a dict differ.
            let _ = all.push_keyword(name, value);
        }
    }
    vm.call(&method, all.as_args())
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let Some(this) = object.downcast::<Getter>() else { return Ok(vm.not_implemented()) };
    vm.guarded_repr(object, "...", |vm| {
        let mut pieces = Vec::new();
        for item in this.keys.items().iter().chain(this.arguments.items()) {
            pieces.push(vm.repr(item)?);
        }
        for (name, value) in this.keywords.pairs(vm) {
            let (name, value) = (vm.str(&name)?, vm.repr(&value)?);
            let equals = vm.new_str("=");
            let piece = vm.join_pieces("", &[name, equals, value], "", "")?;
            pieces.push(vm.str(&piece)?);
        }
        let open = format!("operator.{}(", object.class().qualified_name(vm));
        vm.join_pieces(&open, &pieces, ", ", ")")
    })
}

#[methods(owner = "operator")]
impl Getter {
    /// Return state information for pickling
    #[method("__reduce__(self, /)", hidden)]
    fn reduce(vm: &mut Vm, this: &Typed<Getter>) -> PyResult {
        let class = this.class().as_object().to_ref();
        (class, this.keys.clone()).into_result(vm)
    }
}

#[methods(CALLER, owner = "operator.methodcaller")]
impl Getter {
    /// Return state information for pickling
    #[method("__reduce__(self, /)", hidden)]
    fn reduce_caller(vm: &mut Vm, this: &Typed<Getter>) -> PyResult {
        let class = this.class().as_object().to_ref();
        let mut arguments = this.keys.items().to_vec();
        if this.keywords.is_empty(vm) {
            arguments.extend(this.arguments.items().iter().cloned());
            let arguments = vm.new_tuple(arguments).into_object();
            return (class, arguments).into_result(vm);
        }
        // Keyword arguments can only be given through a partial.
        let functools = vm.intern("functools");
        let modules = vm.modules.clone();
        let Some(module) = modules.get_str(vm, &functools) else {
            return Err(vm.runtime_error("functools is not imported"));
        };
        let name = vm.intern("partial");
        let partial = vm.get_attribute(&module, &name)?;
        let mut all = OwnedArgs::new();
        all.push(class);
        all.extend(arguments);
        for (name, value) in this.keywords.pairs(vm) {
            if let Ok(name) = name.downcast_ref::<Str>() {
                // The keys of a dict differ.
                let _ = all.push_keyword(name, value);
            }
        }
        let constructor = vm.call(&partial, all.as_args())?;
        (constructor, this.arguments.clone()).into_result(vm)
    }
}
