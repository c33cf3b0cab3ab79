//! `sys.monitoring` (PEP 669): the tools that hear of what programs do, and what they ask for.

use pellucid_runtime::builtins::{Code, Module, simple_namespace};
use pellucid_runtime::object::ModuleSpec;
use pellucid_runtime::prelude::*;
use pellucid_runtime::vm::{LOCAL_EVENTS, TOOLS};

use super::functions::Functions;

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

const CALL: u32 = 1 << 4;
const BRANCH_LEFT: usize = 8;
const BRANCHES: u32 = 3 << BRANCH_LEFT;
const C_RESULTS: u32 = 3 << 16;
const BRANCH: u32 = 1 << 18;
const ALL: u32 = (1 << 19) - 1;
const LOCAL: u32 = LOCAL_EVENTS | BRANCH;

const TOOL_NUMBERS: &[(&str, i64)] =
    &[("DEBUGGER_ID", 0), ("COVERAGE_ID", 1), ("PROFILER_ID", 2), ("OPTIMIZER_ID", 5)];

/// Adds it to `sys`.
pub fn add(vm: &mut Vm, sys: &Typed<Module>) -> PyResult<()> {
    let module = vm.create_native_module(&SPEC)?.into_object();
    vm.set_in_module(sys, "monitoring", module)
}

fn initialise(vm: &mut Vm, module: &Typed<Module>) -> PyResult<()> {
    for (name, number) in TOOL_NUMBERS {
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
    let plain = vm.types.object.clone();
    let disable = vm.call(plain.as_object(), Args::EMPTY)?;
    let missing = vm.call(plain.as_object(), Args::EMPTY)?;
    let monitoring = vm.monitoring_mut();
    monitoring.disable = Some(disable.clone());
    monitoring.missing = Some(missing.clone());
    vm.set_in_module(module, "DISABLE", disable)?;
    vm.set_in_module(module, "MISSING", missing)
}

fn tool_number(vm: &mut Vm, tool_id: i64) -> PyResult<usize> {
    match usize::try_from(tool_id) {
        Ok(tool) if tool < TOOLS => Ok(tool),
        _ => Err(vm.value_error(format!("invalid tool {tool_id} (must be between 0 and 5)"))),
    }
}

/// The number of a tool that is in use.
fn tool_in_use(vm: &mut Vm, tool_id: i64) -> PyResult<usize> {
    let tool = tool_number(vm, tool_id)?;
    if vm.monitoring().name(tool).is_none() {
        return Err(vm.value_error(format!("tool {tool} is not in use")));
    }
    Ok(tool)
}

/// Checks a set of events: what comes of a call is heard with the call. `branch` stands for both of its ways.
fn event_set(vm: &mut Vm, events: i64, allowed: u32) -> PyResult<u32> {
    let invalid = |what: &str| format!("invalid {what}event set 0x{events:x}");
    let what = if allowed == LOCAL { "local " } else { "" };
    let Ok(mut set) = u32::try_from(events) else {
        return Err(vm.value_error(invalid(what)));
    };
    if set & C_RESULTS != 0 && set & CALL == 0 {
        return Err(vm.value_error("cannot set C_RETURN or C_RAISE events independently"));
    }
    set &= !C_RESULTS;
    if set & !allowed != 0 {
        return Err(vm.value_error(invalid(what)));
    }
    if set & BRANCH != 0 {
        set = set & !BRANCH | BRANCHES;
    }
    Ok(set)
}

struct Monitoring;

#[methods(owner = "monitoring")]
impl Monitoring {
    #[function("use_tool_id(tool_id, name, /)")]
    fn use_tool_id(vm: &mut Vm, tool_id: i64, name: &Object) -> PyResult<()> {
        let tool = tool_number(vm, tool_id)?;
        if !name.holds::<Str>() {
            return Err(vm.value_error("tool name must be a str"));
        }
        if vm.monitoring().name(tool).is_some() {
            return Err(vm.value_error(format!("tool {tool_id} is already in use")));
        }
        let name = name.to_ref();
        drop(vm.monitoring_mut().set_name(tool, Some(name)));
        Ok(())
    }

    #[function("clear_tool_id(tool_id, /)")]
    fn clear_tool_id(vm: &mut Vm, tool_id: i64) -> PyResult<()> {
        let tool = tool_number(vm, tool_id)?;
        if vm.monitoring().name(tool).is_some() {
            let callbacks = vm.monitoring_mut().clear(tool);
            drop(callbacks);
        }
        vm.listeners_changed()
    }

    #[function("free_tool_id(tool_id, /)")]
    fn free_tool_id(vm: &mut Vm, tool_id: i64) -> PyResult<()> {
        let tool = tool_number(vm, tool_id)?;
        let monitoring = vm.monitoring_mut();
        let held = (monitoring.set_name(tool, None), monitoring.clear(tool));
        drop(held);
        vm.listeners_changed()
    }

    #[function("get_tool(tool_id, /)")]
    fn get_tool(vm: &mut Vm, tool_id: i64) -> PyResult<Option<Ref>> {
        let tool = tool_number(vm, tool_id)?;
        Ok(vm.monitoring().name(tool).cloned())
    }

    #[function("register_callback(tool_id, event, func, /)")]
    fn register_callback(
        vm: &mut Vm,
        tool_id: i64,
        event: i64,
        func: &Object,
    ) -> PyResult<Option<Ref>> {
        let tool = tool_number(vm, tool_id)?;
        let single = u32::try_from(event).ok().filter(|event| event.count_ones() == 1);
        let Some(event) = single else {
            return Err(vm.value_error("The callback can only be set for one event at a time"));
        };
        let event = event.trailing_zeros() as usize;
        if event >= EVENTS.len() {
            return Err(vm.value_error(format!("invalid event {}", 1 << event)));
        }
        Functions::audit_event(vm, "sys.monitoring.register_callback")?;
        let func = (!vm.is_none(func)).then(|| func.to_ref());
        if EVENTS[event] == "BRANCH" {
            let monitoring = vm.monitoring_mut();
            let right = monitoring.set_callback(tool, BRANCH_LEFT + 1, func.clone());
            let left = monitoring.set_callback(tool, BRANCH_LEFT, func);
            drop(right);
            return Ok(left);
        }
        Ok(vm.monitoring_mut().set_callback(tool, event, func))
    }

    #[function("get_events(tool_id, /)")]
    fn get_events(vm: &mut Vm, tool_id: i64) -> PyResult<u32> {
        let tool = tool_number(vm, tool_id)?;
        Ok(shown(vm.monitoring().events(tool)))
    }

    #[function("set_events(tool_id, event_set, /)")]
    fn set_events(vm: &mut Vm, tool_id: i64, event_set: i64) -> PyResult<()> {
        let tool = tool_number(vm, tool_id)?;
        let events = self::event_set(vm, event_set, ALL)?;
        let tool = tool_in_use(vm, tool as i64)?;
        vm.set_monitoring_events(tool, events)
    }

    #[function("get_local_events(tool_id, code, /)")]
    fn get_local_events(vm: &mut Vm, tool_id: i64, code: &Object) -> PyResult<u32> {
        let code = code_object(vm, code)?;
        let tool = tool_number(vm, tool_id)?;
        Ok(shown(vm.monitoring().local_events(tool, &code)))
    }

    #[function("set_local_events(tool_id, code, event_set, /)")]
    fn set_local_events(vm: &mut Vm, tool_id: i64, code: &Object, event_set: i64) -> PyResult<()> {
        let code = code_object(vm, code)?;
        let events = self::event_set(vm, event_set, LOCAL)?;
        let tool = tool_in_use(vm, tool_id)?;
        vm.set_local_monitoring_events(tool, &code, events)
    }

    #[function("restart_events()")]
    fn restart_events(vm: &mut Vm) {
        vm.monitoring_mut().restart();
    }

    #[function("_all_events()")]
    fn all_events(vm: &mut Vm) -> PyResult<Ref<Dict>> {
        let dict = vm.new_dict();
        for (bit, name) in EVENTS.iter().enumerate().take(BRANCH.trailing_zeros() as usize) {
            let asks = |tool: &usize| vm.monitoring().events(*tool) & 1 << bit != 0;
            let tools = (0..TOOLS).filter(asks).fold(0, |tools, tool| tools | 1 << tool);
            if tools != 0 {
                let (name, tools) = (vm.intern(name), vm.new_int(tools));
                dict.set(vm, name.as_object(), tools)?;
            }
        }
        Ok(dict)
    }
}

/// The events that a tool has asked for; with calls come their results.
fn shown(events: u32) -> u32 {
    if events & CALL != 0 { events | C_RESULTS } else { events }
}

fn code_object(vm: &mut Vm, object: &Object) -> PyResult<Ref<Code>> {
    object.to_ref().downcast_ref::<Code>().map_err(|_| vm.type_error("code must be a code object"))
}
