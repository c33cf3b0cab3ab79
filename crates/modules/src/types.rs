//! `_types`: the builtin types that have no name in `builtins`.

use pellucid_runtime::builtins::{Module, simple_namespace};
use pellucid_runtime::object::{ModuleSpec, TypeSpec};
use pellucid_runtime::prelude::*;

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    doc: "Define names for built-in types.",
    initialise: Some(initialise),
    ..ModuleSpec::new("_types")
};

/// The payload of capsules. CPython's hold pointers for extensions written in C; these hold nothing but what names them.
#[derive(Trace)]
pub struct Capsule {
    name: &'static str,
}

impl Capsule {
    /// A capsule with this name.
    pub fn make(vm: &mut Vm, name: &'static str) -> PyResult {
        let class = vm.native_type(&CAPSULE_SPEC)?;
        Ok(vm.new_object(&class, Capsule { name }).into_object())
    }
}

static CAPSULE_SPEC: TypeSpec = TypeSpec {
    doc: "Capsule objects let you wrap a C \"void *\" pointer in a Python\nobject.  They're a way of passing data through the Python interpreter\nwithout creating your own custom type.\n\nCapsules are used for communication between extension modules.\nThey provide a way for an extension module to export a C interface\nto other extension modules, so that extension modules can use the\nPython import mechanism to link to one another.\n",
    flags: TypeFlags::NOT_INSTANTIABLE,
    slots: |slots| {
        slots.repr = Some(|vm, object| {
            let name = object.downcast::<Capsule>().map_or("", |capsule| capsule.name);
            let address = object.address();
            Ok(vm.new_str(&format!("<capsule object \"{name}\" at {address:#x}>")).into_object())
        });
    },
    ..TypeSpec::new::<Capsule>("PyCapsule")
};

fn initialise(vm: &mut Vm, module: &Typed<Module>) -> PyResult<()> {
    let capsule = vm.native_type(&CAPSULE_SPEC)?;
    let namespace = vm.native_type(&simple_namespace::SPEC)?;
    let types = &vm.types;
    let named = [
        ("AsyncGeneratorType", types.async_generator.clone()),
        ("BuiltinFunctionType", types.builtin_function.clone()),
        ("BuiltinMethodType", types.builtin_function.clone()),
        ("CapsuleType", capsule),
        ("CellType", types.cell.clone()),
        ("ClassMethodDescriptorType", types.class_method_descriptor.clone()),
        ("CodeType", types.code.clone()),
        ("CoroutineType", types.coroutine.clone()),
        ("EllipsisType", types.ellipsis_type.clone()),
        ("FrameType", types.frame.clone()),
        ("FunctionType", types.function.clone()),
        ("GeneratorType", types.generator.clone()),
        ("GenericAlias", types.generic_alias.clone()),
        ("GetSetDescriptorType", types.getset_descriptor.clone()),
        ("LambdaType", types.function.clone()),
        ("MappingProxyType", types.mapping_proxy.clone()),
        ("MemberDescriptorType", types.member_descriptor.clone()),
        ("MethodDescriptorType", types.method_descriptor.clone()),
        ("MethodType", types.method.clone()),
        ("MethodWrapperType", types.method_wrapper.clone()),
        ("ModuleType", types.module.clone()),
        ("NoneType", types.none_type.clone()),
        ("NotImplementedType", types.not_implemented_type.clone()),
        ("SimpleNamespace", namespace),
        ("TracebackType", types.traceback.clone()),
        ("UnionType", types.union.clone()),
        ("WrapperDescriptorType", types.wrapper_descriptor.clone()),
    ];
    for (name, class) in named {
        vm.set_in_module(module, name, class.into_object())?;
    }
    Ok(())
}
