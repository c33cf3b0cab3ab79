//! `FrameLocalsProxy` (PEP 667): the variables of a function's frame as a mapping that writes through.

use pellucid_bytecode::Comparison;

use super::FrameObject;
use crate::object::{Slots, TypeFlags, TypeSpec, kind_of};
use crate::prelude::*;

/// A view of the variables of a frame.
#[derive(Trace)]
pub struct FrameLocalsProxy {
    frame: Ref<FrameObject>,
}

/// The type.
pub static PROXY_SPEC: TypeSpec = TypeSpec {
    flags: TypeFlags::MAPPING,
    slots: fill,
    methods: &[FrameLocalsProxy::METHODS],
    ..TypeSpec::new::<FrameLocalsProxy>("FrameLocalsProxy")
};

fn fill(slots: &mut Slots) {
    slots.get_item = Some(get_item);
    slots.set_item = Some(set_item);
    slots.length = Some(|vm, object| Ok(snapshot(vm, object)?.len(vm)));
    slots.contains = Some(|vm, object, key| Ok(find(vm, object, key)?.is_some()));
    slots.iter = Some(|vm, object| {
        let keys: Vec<Ref> =
            snapshot(vm, object)?.pairs(vm).into_iter().map(|(key, _)| key).collect();
        let keys = vm.new_list(keys)?;
        vm.iterate(keys.as_object())
    });
    slots.new = Some(create);
    slots.repr = Some(|vm, object| {
        vm.guarded_repr(object, "{...}", |vm| {
            let dict = snapshot(vm, object)?;
            Ok(vm.repr(dict.as_object())?.into_object())
        })
    });
    slots.compare = Some(compare);
    slots.or = Some(merged);
    slots.in_place_or = Some(merge);
}

fn frame_of<'a>(vm: &mut Vm, object: &'a Object) -> PyResult<&'a Typed<FrameObject>> {
    match object.downcast::<FrameLocalsProxy>() {
        Some(proxy) => Ok(&proxy.frame),
        None => Err(vm.type_error("not a FrameLocalsProxy")),
    }
}

/// The variables that are bound now, as a dict.
fn snapshot(vm: &mut Vm, object: &Object) -> PyResult<Ref<Dict>> {
    let frame = frame_of(vm, object)?;
    vm.frame_locals_dict(frame)
}

/// The value of a variable. Its name must have a hash; what it is no key of is not said, as in CPython.
fn find(vm: &mut Vm, object: &Object, key: &Object) -> PyResult<Option<Ref>> {
    let hash = vm.hash(key)?;
    let dict = snapshot(vm, object)?;
    dict.get_hashed(vm, key, hash)
}

fn get_item(vm: &mut Vm, object: &Object, key: &Object) -> PyResult<Ref> {
    if let Some(value) = find(vm, object, key)? {
        return Ok(value);
    }
    let class = vm.types.key_error.clone();
    let text = format!("local variable '{}' is not defined", vm.repr(key)?);
    Err(vm.raise_message(&class, &text))
}

fn set_item(vm: &mut Vm, object: &Object, key: &Object, value: Option<&Object>) -> PyResult<()> {
    let frame = frame_of(vm, object)?;
    vm.set_frame_local(frame, key, value)
}

fn compare(vm: &mut Vm, left: &Object, right: &Object, comparison: Comparison) -> PyResult<Ref> {
    let same = match right.downcast::<FrameLocalsProxy>() {
        Some(other) => frame_of(vm, left)?.is(&*other.frame),
        None if right.holds::<Dict>() => {
            let dict = snapshot(vm, left)?;
            return vm.compare(dict.as_object(), right, comparison);
        }
        None => return Ok(vm.not_implemented()),
    };
    match comparison {
        Comparison::Equal => Ok(vm.new_bool(same)),
        Comparison::NotEqual => Ok(vm.new_bool(!same)),
        _ => Ok(vm.not_implemented()),
    }
}

fn is_mapping(object: &Object) -> bool {
    object.holds::<Dict>() || object.holds::<FrameLocalsProxy>()
}

fn merged(vm: &mut Vm, left: &Object, right: &Object) -> PyResult<Ref> {
    if !is_mapping(right) {
        return Ok(vm.not_implemented());
    }
    let result = vm.new_dict();
    result.merge_mapping(vm, left, true)?;
    result.merge_mapping(vm, right, true)?;
    Ok(result.into_object())
}

fn merge(vm: &mut Vm, left: &Object, right: &Object) -> PyResult<Ref> {
    if !is_mapping(right) {
        return Ok(vm.not_implemented());
    }
    update(vm, left, right)?;
    Ok(left.to_ref())
}

fn update(vm: &mut Vm, object: &Object, other: &Object) -> PyResult<()> {
    let keys = vm.names.keys.clone();
    let keys = vm.call_method(other, &keys, &[])?;
    for key in vm.collect(&keys)? {
        let value = vm.get_item(other, &key)?;
        set_item(vm, object, &key, Some(&value))?;
    }
    Ok(())
}

fn create(vm: &mut Vm, class: &Typed<Type>, args: Args<'_>) -> PyResult {
    let [frame] = args.positional() else {
        let given = args.positional().len();
        return Err(vm.type_error(format!("FrameLocalsProxy expected 1 argument, got {given}")));
    };
    let Some(frame) = frame.downcast::<FrameObject>() else {
        let found = frame.class().name(vm);
        return Err(vm.type_error(format!("expect frame, not {found}")));
    };
    if !args.keywords_are_empty() {
        return Err(vm.type_error("FrameLocalsProxy takes no keyword arguments"));
    }
    let proxy = FrameLocalsProxy { frame: frame.to_ref() };
    Ok(vm.heap.allocate(kind_of(class), proxy).into_object())
}

impl FrameLocalsProxy {
    /// A proxy of a frame.
    pub(crate) fn object(vm: &Vm, frame: &Typed<FrameObject>) -> Ref {
        let proxy = FrameLocalsProxy { frame: frame.to_ref() };
        vm.new_object(&vm.types.frame_locals_proxy, proxy).into_object()
    }
}

#[methods(owner = "FrameLocalsProxy")]
impl FrameLocalsProxy {
    #[method("keys(self, /)")]
    fn keys(vm: &mut Vm, proxy: &Typed<FrameLocalsProxy>) -> PyResult<Ref> {
        let pairs = snapshot(vm, proxy.as_object())?.pairs(vm);
        Ok(vm.new_list(pairs.into_iter().map(|(key, _)| key).collect())?.into_object())
    }

    #[method("values(self, /)")]
    fn values(vm: &mut Vm, proxy: &Typed<FrameLocalsProxy>) -> PyResult<Ref> {
        let pairs = snapshot(vm, proxy.as_object())?.pairs(vm);
        Ok(vm.new_list(pairs.into_iter().map(|(_, value)| value).collect())?.into_object())
    }

    #[method("items(self, /)")]
    fn items(vm: &mut Vm, proxy: &Typed<FrameLocalsProxy>) -> PyResult<Ref> {
        let pairs = snapshot(vm, proxy.as_object())?.pairs(vm);
        let items = pairs
            .into_iter()
            .map(|(key, value)| vm.new_tuple(vec![key, value]).into_object())
            .collect();
        Ok(vm.new_list(items)?.into_object())
    }

    #[method("get(self, key, default=None, /)")]
    fn get(
        vm: &mut Vm,
        proxy: &Typed<FrameLocalsProxy>,
        key: &Object,
        default: Option<&Object>,
    ) -> PyResult<Ref> {
        let found = find(vm, proxy.as_object(), key)?;
        Ok(found.or(default.map(Object::to_ref)).unwrap_or_else(|| vm.none()))
    }

    #[method("copy(self, /)")]
    fn copy(vm: &mut Vm, proxy: &Typed<FrameLocalsProxy>) -> PyResult<Ref<Dict>> {
        snapshot(vm, proxy.as_object())
    }

    #[method("update(self, other, /)")]
    fn update(vm: &mut Vm, proxy: &Typed<FrameLocalsProxy>, other: &Object) -> PyResult<()> {
        if !is_mapping(other) {
            let message = "update() argument must be dict or another FrameLocalsProxy";
            return Err(vm.type_error(message));
        }
        update(vm, proxy.as_object(), other)
    }

    #[method("setdefault(self, key, default=None, /)")]
    fn set_default(
        vm: &mut Vm,
        proxy: &Typed<FrameLocalsProxy>,
        key: &Object,
        default: Option<&Object>,
    ) -> PyResult<Ref> {
        if let Some(value) = find(vm, proxy.as_object(), key)? {
            return Ok(value);
        }
        let value = default.map_or_else(|| vm.none(), Object::to_ref);
        set_item(vm, proxy.as_object(), key, Some(&value))?;
        Ok(value)
    }

    #[method("__reversed__(self, /)")]
    fn reversed(vm: &mut Vm, proxy: &Typed<FrameLocalsProxy>) -> PyResult<Vec<Ref>> {
        let mut keys = snapshot(vm, proxy.as_object())?.keys(vm);
        keys.reverse();
        Ok(keys)
    }

    #[method("pop(self, key, default=<unrepresentable>, /)")]
    fn pop(
        vm: &mut Vm,
        proxy: &Typed<FrameLocalsProxy>,
        key: &Object,
        default: Option<&Object>,
    ) -> PyResult {
        match (find(vm, proxy.as_object(), key)?, default) {
            (Some(value), _) => {
                set_item(vm, proxy.as_object(), key, None)?;
                Ok(value)
            }
            (None, Some(default)) => Ok(default.to_ref()),
            (None, None) => Err(vm.key_error(key)),
        }
    }
}
