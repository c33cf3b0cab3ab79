//! `sys.monitoring` (PEP 669): names of tools and events. The machine reports no events: asking for one is an error.

use pellucid_runtime::builtins::{Module, simple_namespace};
use pellucid_runtime::object::ModuleSpec;
use pellucid_runtime::prelude::*;

static SPEC: ModuleSpec = ModuleSpec {
    functions: &[Monitoring::METHODS],
    initialise: Some(initialise),
    ..ModuleSpec::new("sys.monitoring")
};

/// Each is a bit, in this order.
const EVENTS: &[&str] = &[
    "PY_START",
    "PY_RESUME",
    "PY_RETURN",
    "PY_YIELD",
    "CALL",
    "LINE",
    "INSTRUCTION",
    "JUMP",
    "BRANCH_LEFT",
    "BRANCH_RIGHT",
    "STOP_ITERATION",
    "RAISE",
    "EXCEPTION_HANDLED",
    "PY_UNWIND",
    "PY_THROW",
    "RERAISE",
    "C_RETURN",
    "C_RAISE",
    "BRANCH",
];

const TOOLS: &[(&str, i64)] =
    &[("DEBUGGER_ID", 0), ("COVERAGE_ID", 1), ("PROFILER_ID", 2), ("OPTIMIZER_ID", 5)];

/// Adds it to `sys`.
pub fn add(vm: &mut Vm, sys: &Typed<Module>) -> PyResult<()> {
    let module = vm.create_native_module(&SPEC)?.into_object();
    vm.set_in_module(sys, "monitoring", module)
}

fn initialise(vm: &mut Vm, module: &Typed<Module>) -> PyResult<()> {
    for (name, number) in TOOLS {
        let number = vm.new_int(*number);
        vm.set_in_module(module, name, number)?;
    }
    let class = vm.native_type(&simple_namespace::SPEC)?;
    let events = vm.call(class.as_object(), Args::EMPTY)?;
    let named = EVENTS.iter().enumerate().map(|(bit, name)| (*name, 1 << bit));
    for (name, number) in named.chain([("NO_EVENTS", 0)]) {
        let (name, number) = (vm.intern(name), vm.new_int(number));
        vm.set_attribute(&events, &name, Some(&number))?;
    }
    vm.set_in_module(module, "events", events)?;
    for name in ["DISABLE", "MISSING"] {
        let sentinel = vm.call(vm.types.object.clone().as_object(), Args::EMPTY)?;
        vm.set_in_module(module, name, sentinel)?;
    }
    Ok(())
}

fn tools(vm: &mut Vm, tool_id: i64) -> PyResult<usize> {
    match usize::try_from(tool_id) {
        Ok(tool) if tool < 6 => Ok(tool),
        _ => Err(vm.value_error(format!("invalid tool {tool_id} (must be between 0 and 5)"))),
    }
}

struct Monitoring;

#[methods(owner = "monitoring")]
impl Monitoring {
    #[function("use_tool_id(tool_id, name, /)")]
    fn use_tool_id(vm: &mut Vm, tool_id: i64, name: &Object) -> PyResult<()> {
        let tool = tools(vm, tool_id)?;
        if !name.holds::<Str>() {
            return Err(vm.value_error("tool name must be a str"));
        }
        let taken = &mut vm.interpreter().monitoring_tools.get_mut(vm)[tool];
        if taken.is_some() {
            return Err(vm.value_error(format!("tool {tool_id} is already in use")));
        }
        *taken = Some(name.to_ref());
        Ok(())
    }

    #[function("clear_tool_id(tool_id, /)")]
    fn clear_tool_id(vm: &mut Vm, tool_id: i64) -> PyResult<()> {
        tools(vm, tool_id).map(|_| ())
    }

    #[function("free_tool_id(tool_id, /)")]
    fn free_tool_id(vm: &mut Vm, tool_id: i64) -> PyResult<()> {
        let tool = tools(vm, tool_id)?;
        let name = vm.interpreter().monitoring_tools.get_mut(vm)[tool].take();
        drop(name);
        Ok(())
    }

    #[function("get_tool(tool_id, /)")]
    fn get_tool(vm: &mut Vm, tool_id: i64) -> PyResult<Option<Ref>> {
        let tool = tools(vm, tool_id)?;
        Ok(vm.interpreter().monitoring_tools.get(vm)[tool].clone())
    }

    #[function("get_events(tool_id, /)")]
    fn get_events(vm: &mut Vm, tool_id: i64) -> PyResult<i64> {
        tools(vm, tool_id).map(|_| 0)
    }

    #[function("set_events(tool_id, event_set, /)")]
    fn set_events(vm: &mut Vm, tool_id: i64, event_set: i64) -> PyResult<()> {
        tools(vm, tool_id)?;
        if event_set == 0 {
            return Ok(());
        }
        Err(vm.not_implemented_error("sys.monitoring reports no events yet"))
    }
}
