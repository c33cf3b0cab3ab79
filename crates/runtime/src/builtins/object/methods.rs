//! The methods of `object`.

use crate::builtins::Module;
use crate::builtins::frame::FrameObject;
use crate::builtins::generator::Generator;
use crate::builtins::memory_view::MemoryView;
use crate::object::{Instance, as_type, instance, kind_of};
use crate::prelude::*;

/// Holds the rows.
pub struct ObjectMethods;

#[methods(owner = "object")]
impl ObjectMethods {
    /// Default dir() implementation.
    #[method("__dir__(self, /)")]
    fn dir(vm: &mut Vm, object: &Object) -> PyResult<Vec<Ref>> {
        let names = vm.new_dict();
        let (dict_name, class_name) = (vm.names.__dict__.clone(), vm.names.__class__.clone());
        if let Some(dict) = vm.find_attribute(object, &dict_name)?
            && let Some(dict) = dict.downcast::<Dict>()
        {
            for (key, value) in dict.pairs(vm) {
                names.set(vm, &key, value)?;
            }
        }
        if let Some(class) = vm.find_attribute(object, &class_name)?
            && let Some(class) = as_type(&class)
        {
            let order = class.mro.get(vm).to_vec();
            for base in &order {
                for (key, value) in base.namespace().pairs(vm) {
                    names.set(vm, &key, value)?;
                }
            }
        }
        Ok(names.pairs(vm).into_iter().map(|(key, _)| key).collect())
    }

    /// Default object formatter.
    #[method("__format__(self, format_spec, /)")]
    fn format(vm: &mut Vm, object: &Object, format_spec: &Typed<Str>) -> PyResult<Ref<Str>> {
        if !format_spec.is_empty() {
            let class = object.class().name(vm);
            return Err(
                vm.type_error(format!("unsupported format string passed to {class}.__format__"))
            );
        }
        vm.str(object)
    }

    /// Size of object in memory, in bytes.
    #[method("__sizeof__(self, /)")]
    fn size_of(vm: &mut Vm, object: &Object) -> PyResult<usize> {
        let (basic, item) = (vm.basic_size(object.class()), vm.item_size(object.class()));
        let items = if item == 0 { 0 } else { items_behind(vm, object)? };
        Ok(basic + item * items)
    }

    /// Helper for pickle.
    #[method("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, object: &Object) -> PyResult {
        reduce_by_protocol(vm, object, 0)
    }

    /// Helper for pickle.
    #[method("__reduce_ex__(self, protocol, /)")]
    fn reduce_ex(vm: &mut Vm, object: &Object, protocol: i32) -> PyResult {
        let name = vm.names.__reduce__.clone();
        let own = object.class().lookup(vm, &name);
        let default = vm.types.object.clone().lookup(vm, &name);
        match (own, default) {
            (Some(own), Some(default)) if !own.is(&*default) => vm.call_method(object, &name, &[]),
            _ => reduce_by_protocol(vm, object, protocol),
        }
    }

    /// Helper for pickle.
    #[method("__getstate__(self, /)")]
    fn get_state(vm: &mut Vm, object: &Object) -> PyResult {
        state_of(vm, object)
    }

    /// This method is called when a class is subclassed.
    ///
    /// The default implementation does nothing. It may be
    /// overridden to extend subclasses.
    #[class_method("__init_subclass__(cls, /, *args, **kwargs)", hidden)]
    fn init_subclass(
        vm: &mut Vm,
        class: &Object,
        args: &[Ref],
        keywords: Keywords<'_>,
    ) -> PyResult<()> {
        if args.is_empty() && keywords.is_empty() {
            return Ok(());
        }
        let name = as_type(class).map_or_else(String::new, |class| class.qualified_name(vm));
        let what = match keywords.is_empty() {
            false => "keyword arguments".to_owned(),
            true => format!("arguments ({} given)", args.len()),
        };
        Err(vm.type_error(format!("{name}.__init_subclass__() takes no {what}")))
    }

    /// Abstract classes can override this to customize issubclass().
    ///
    /// This is invoked early on by abc.ABCMeta.__subclasscheck__().
    /// It should return True, False or NotImplemented.  If it returns
    /// NotImplemented, the normal algorithm is used.  Otherwise, it
    /// overrides the normal algorithm (and the outcome is cached).
    #[class_method("__subclasshook__(cls, object, /)")]
    fn subclass_hook(vm: &mut Vm, _: &Object, _: &Object) -> Ref {
        vm.not_implemented()
    }

    #[getter("__class__")]
    fn class(_: &mut Vm, object: &Object) -> Ref<Type> {
        object.class().to_ref()
    }

    #[setter("__class__")]
    fn set_class(vm: &mut Vm, object: &Object, value: Option<&Object>) -> PyResult<()> {
        let Some(value) = value else {
            return Err(vm.type_error("can't delete __class__ attribute"));
        };
        let Some(class) = as_type(value) else {
            let other = value.class().name(vm);
            return Err(
                vm.type_error(format!("__class__ must be set to a class, not '{other}' object"))
            );
        };
        change_class(vm, object, class)
    }
}

fn change_class(vm: &mut Vm, object: &Object, class: &Typed<Type>) -> PyResult<()> {
    let old = object.class();
    let mutable = |class: &Typed<Type>| class.has(TypeFlags::HEAP_TYPE);
    let modules =
        old.is_subclass_of(vm, &vm.types.module) && class.is_subclass_of(vm, &vm.types.module);
    if !(modules || mutable(old) && mutable(class)) {
        return Err(vm.type_error(
            "__class__ assignment only supported for mutable types or ModuleType subclasses",
        ));
    }
    if !crate::object::change_class(vm, object, class) {
        let (new, old) = (class.name(vm), object.class().name(vm));
        return Err(vm.type_error(format!(
            "__class__ assignment: '{new}' object layout differs from '{old}'"
        )));
    }
    Ok(())
}

/// `copyreg.__reduce_ex__` below protocol 2, `copyreg.__newobj__` from there on (PEP 307).
fn reduce_by_protocol(vm: &mut Vm, object: &Object, protocol: i32) -> PyResult {
    let copyreg = vm.import("copyreg")?;
    if protocol < 2 {
        let function = {
            let name = vm.intern("_reduce_ex");
            vm.get_attribute(&copyreg, &name)?
        };
        let protocol = vm.new_int(i64::from(protocol));
        return vm.call_positional(&function, &[object, &protocol]);
    }
    reduce_new_object(vm, object, &copyreg)
}

fn reduce_new_object(vm: &mut Vm, object: &Object, copyreg: &Object) -> PyResult {
    let class = object.class().as_object().to_ref();
    if object.class().slots(vm).new.is_none() {
        let name = object.class().name(vm);
        return Err(vm.type_error(format!("cannot pickle '{name}' object")));
    }
    let (arguments, keywords) = new_arguments(vm, object)?;
    let refuses = arguments.is_none() && !is_plain(vm, object);
    let state = vm.object_state(object, refuses)?;
    let keywords = keywords.filter(|keywords| keywords.len(vm) > 0);
    let (function, arguments) = match keywords {
        None => {
            let mut all = vec![class];
            all.extend(arguments.unwrap_or_default());
            ("__newobj__", vm.new_tuple(all).into_object())
        }
        Some(keywords) => {
            let inner = vm.new_tuple(arguments.unwrap_or_default()).into_object();
            let all = vec![class, inner, keywords.into_object()];
            ("__newobj_ex__", vm.new_tuple(all).into_object())
        }
    };
    let function = vm.intern(function);
    let function = vm.get_attribute(copyreg, &function)?;
    let items = match object.holds::<List>() {
        true => vm.iterate(object)?,
        false => vm.none(),
    };
    let pairs = match object.holds::<Dict>() {
        true => {
            let name = vm.names.items.clone();
            let view = vm.call_method(object, &name, &[])?;
            vm.iterate(&view)?
        }
        false => vm.none(),
    };
    Ok(vm.new_tuple(vec![function, arguments, state, items, pairs]).into_object())
}

type NewArguments = (Option<Vec<Ref>>, Option<Ref<Dict>>);

/// What `__getnewargs_ex__` or `__getnewargs__` gives.
fn new_arguments(vm: &mut Vm, object: &Object) -> PyResult<NewArguments> {
    let (with_keywords, plain) =
        (vm.names.__getnewargs_ex__.clone(), vm.names.__getnewargs__.clone());
    if let Some(method) = vm.find_special(object, &with_keywords)? {
        let result = vm.call_positional(&method, &[])?;
        let Some(result) = result.downcast::<Tuple>() else {
            let other = result.class().name(vm);
            return Err(
                vm.type_error(format!("__getnewargs_ex__ should return a tuple, not '{other}'"))
            );
        };
        let [arguments, keywords] = result.items() else {
            let length = result.items().len();
            return Err(vm.value_error(format!(
                "__getnewargs_ex__ should return a tuple of length 2, not {length}"
            )));
        };
        return match (arguments.downcast::<Tuple>(), keywords.downcast::<Dict>()) {
            (Some(arguments), Some(keywords)) => {
                Ok((Some(arguments.items().to_vec()), Some(keywords.to_ref())))
            }
            (None, _) => {
                let other = arguments.class().name(vm);
                Err(vm.type_error(format!(
                    "first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '{other}'"
                )))
            }
            (_, None) => {
                let other = keywords.class().name(vm);
                Err(vm.type_error(format!(
                    "second item of the tuple returned by __getnewargs_ex__ must be a dict, not '{other}'"
                )))
            }
        };
    }
    let Some(method) = vm.find_special(object, &plain)? else { return Ok((None, None)) };
    let result = vm.call_positional(&method, &[])?;
    match result.downcast::<Tuple>() {
        Some(arguments) => Ok((Some(arguments.items().to_vec()), None)),
        None => {
            let other = result.class().name(vm);
            Err(vm.type_error(format!("__getnewargs__ should return a tuple, not '{other}'")))
        }
    }
}

/// Whether instances consist of nothing but attributes and slots, or of items that pickle knows of.
fn is_plain(vm: &Vm, object: &Object) -> bool {
    let native = object.class().native_base(vm);
    let vtable = kind_of(&native).vtable();
    let module = <Module as pellucid_heap::Payload>::VTABLE;
    std::ptr::eq(vtable, <Instance as pellucid_heap::Payload>::VTABLE)
        || (std::ptr::eq(vtable, module) && !object.class_is(&vm.types.module))
        || object.holds::<List>()
        || object.holds::<Dict>()
}

impl Vm {
    /// The state for pickling: of `__getstate__`, refusing objects with native insides if `refuses`.
    fn object_state(&mut self, object: &Object, refuses: bool) -> PyResult {
        let name = self.names.__getstate__.clone();
        let own = object.class().lookup(self, &name);
        let default = self.types.object.clone().lookup(self, &name);
        let is_default =
            matches!((&own, &default), (Some(own), Some(default)) if own.is(&**default));
        if is_default && refuses {
            let class = object.class().name(self);
            return Err(self.type_error(format!("cannot pickle '{class}' object")));
        }
        self.call_method(object, &name, &[])
    }
}

/// The attributes and slots of an object: the dict, None, or a pair of dict (or None) and slots.
fn state_of(vm: &mut Vm, object: &Object) -> PyResult {
    let dict_name = vm.names.__dict__.clone();
    let state = match vm.find_attribute(object, &dict_name)? {
        Some(dict) => match dict.downcast::<Dict>() {
            Some(dict) if dict.len(vm) > 0 || !instance::has_attributes(object) => {
                copy_dict(vm, dict)?.into_object()
            }
            _ => vm.none(),
        },
        None => vm.none(),
    };
    let slots = vm.new_dict();
    for name in slot_names(vm, object)? {
        if let Some(value) = vm.find_attribute(object, &name)? {
            slots.set(vm, name.as_object(), value)?;
        }
    }
    if slots.len(vm) == 0 {
        return Ok(state);
    }
    Ok(vm.new_tuple(vec![state, slots.into_object()]).into_object())
}

fn copy_dict(vm: &mut Vm, dict: &Typed<Dict>) -> PyResult<Ref<Dict>> {
    let copy = vm.new_dict();
    for (key, value) in dict.pairs(vm) {
        copy.set(vm, &key, value)?;
    }
    Ok(copy)
}

/// Names of all slots of the object's class, by `copyreg._slotnames`.
fn slot_names(vm: &mut Vm, object: &Object) -> PyResult<Vec<Ref<Str>>> {
    let known = vm.intern("__slotnames__");
    let known = object.class().namespace().get_str(vm, &known);
    if object.class().slot_count.get() == 0 && known.is_none() {
        return Ok(Vec::new());
    }
    let copyreg = vm.import("copyreg")?;
    let name = vm.intern("_slotnames");
    let function = vm.get_attribute(&copyreg, &name)?;
    let names = vm.call_positional(&function, &[object.class().as_object()])?;
    let names = vm.collect(&names)?;
    Ok(names.into_iter().filter_map(|name| name.downcast_ref::<Str>().ok()).collect())
}

/// How many items CPython would keep behind the fields of an object.
fn items_behind(vm: &mut Vm, object: &Object) -> PyResult<usize> {
    if let Some(int) = object.downcast::<Int>() {
        return Ok(int.size_in_digits() as usize);
    }
    if let Some(memory) = object.downcast::<MemoryView>() {
        // Shape, strides and suboffsets.
        return Ok(memory.view(vm).map_or(1, |view| view.dimensions()) * 3);
    }
    if let Some(generator) = object.downcast::<Generator>() {
        return Ok(vm.sizes_of().frame_words(&generator.code));
    }
    if let Some(frame) = object.downcast::<FrameObject>() {
        return Ok(vm.sizes_of().frame_words(&frame.code));
    }
    match object.class().slots(vm).length {
        Some(_) if !object.holds::<Type>() => vm.length(object),
        _ => Ok(0),
    }
}
