//! `_types`: the builtin types that have no name in `builtins`.

use pellucid_runtime::builtins::{Module, simple_namespace};
use pellucid_runtime::object::ModuleSpec;
use pellucid_runtime::prelude::*;

use crate::capsule;

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    doc: "Define names for built-in types.",
    initialise: Some(initialise),
    ..ModuleSpec::new("_types")
};

fn initialise(vm: &mut Vm, module: &Typed<Module>) -> PyResult<()> {
    let capsule = vm.native_type(&capsule::SPEC)?;
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
