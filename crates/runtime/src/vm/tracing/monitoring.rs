//! `sys.monitoring` (PEP 669): tools that are told of events, everywhere or in some code.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use pellucid_heap::{Label, Object, Ref, Trace, Tracer, Typed};

use super::Event;
use super::event::{BRANCH, CALL};
use crate::builtins::Code;
use crate::{PyResult, Vm};

/// How many tools there are for programs; `sys.setprofile` and `sys.settrace` are told after them.
pub const TOOLS: usize = 6;

/// How many kinds of events there are. Each has a bit, in the order of PEP 669.
pub const EVENTS: usize = 19;

/// The events that can be asked for in some code only: the first eleven.
pub const LOCAL_EVENTS: u32 = 0x7ff;

/// What a tool wants to know.
#[derive(Default)]
struct Tool {
    name: Option<Ref>,
    callbacks: [Option<Ref>; EVENTS],
    events: u32,
    /// Counts how often it has been cleared: what code says of an earlier time is void.
    time: u32,
    /// How often it has asked for events of some code since.
    local: usize,
}

/// The tools of an interpreter.
#[derive(Default)]
pub struct Monitoring {
    tools: [Tool; TOOLS],
    /// Counts the calls of `restart_events`.
    restarts: u32,
    /// `DISABLE`: what a callback returns that wants to hear no more from where it was called.
    pub disable: Option<Ref>,
    /// `MISSING`: the first argument of a call that has none.
    pub missing: Option<Ref>,
}

impl Trace for Monitoring {
    fn trace_as(&self, _: Label<'_>, tracer: &mut Tracer<'_>) {
        for tool in &self.tools {
            tool.name.trace_as(Label::Field("name"), tracer);
            for callback in &tool.callbacks {
                callback.trace_as(Label::Field("callback"), tracer);
            }
        }
        self.disable.trace_as(Label::Field("DISABLE"), tracer);
        self.missing.trace_as(Label::Field("MISSING"), tracer);
    }
}

/// What tools want to know of one code object.
#[derive(Default)]
pub(crate) struct LocalEvents {
    /// For each tool the time at which it asked, and the events.
    wanted: [Cell<(u32, u32)>; TOOLS],
    /// The tools, as bits, that want to hear no more of an event at an instruction.
    disabled: RefCell<HashMap<(usize, u32), u8>>,
    /// The number of restarts when they said so.
    restarts: Cell<u32>,
}

impl Monitoring {
    /// The name of a tool that is in use.
    pub fn name(&self, tool: usize) -> Option<&Ref> {
        self.tools[tool].name.as_ref()
    }

    /// Gives a tool its name, or takes it away. The old one is for the caller to drop.
    pub fn set_name(&mut self, tool: usize, name: Option<Ref>) -> Option<Ref> {
        std::mem::replace(&mut self.tools[tool].name, name)
    }

    /// Sets who is told of an event; gives who was.
    pub fn set_callback(
        &mut self,
        tool: usize,
        event: usize,
        callback: Option<Ref>,
    ) -> Option<Ref> {
        std::mem::replace(&mut self.tools[tool].callbacks[event], callback)
    }

    /// The events that a tool wants to hear of everywhere.
    pub fn events(&self, tool: usize) -> u32 {
        self.tools[tool].events
    }

    /// The events that a tool wants to hear of in some code.
    pub fn local_events(&self, tool: usize, code: &Code) -> u32 {
        let Some(local) = code.local_events.get() else { return 0 };
        let (time, events) = local.wanted[tool].get();
        if time == self.tools[tool].time { events } else { 0 }
    }

    /// Forgets what a tool wants to know. Its callbacks are for the caller to drop.
    pub fn clear(&mut self, tool: usize) -> Vec<Ref> {
        let tool = &mut self.tools[tool];
        tool.events = 0;
        tool.local = 0;
        tool.time += 1;
        tool.callbacks.iter_mut().filter_map(Option::take).collect()
    }

    /// Lets the tools hear again of what they have disabled.
    pub fn restart(&mut self) {
        self.restarts += 1;
    }

    /// Whether any tool wants to hear of anything.
    pub(super) fn listens(&self) -> bool {
        self.tools.iter().any(|tool| tool.events != 0 || tool.local != 0)
    }

    /// The events that a tool wants to hear of in some code, there or everywhere.
    fn wanted(&self, tool: usize, code: &Code) -> u32 {
        self.events(tool) | self.local_events(tool, code)
    }

    /// Whether any tool wants to hear of something in this code.
    pub(super) fn hears(&self, code: &Code) -> bool {
        (0..TOOLS).any(|tool| self.wanted(tool, code) != 0)
    }

    /// Whether any tool wants to hear of calls in this code.
    pub(super) fn hears_calls(&self, code: &Code) -> bool {
        (0..TOOLS).any(|tool| self.wanted(tool, code) & 1 << CALL != 0)
    }

    /// The tools, as bits, that want to hear of an event at an instruction.
    fn listeners(&self, code: &Code, instruction: usize, event: Event<'_>) -> u8 {
        let number = event.asked_as();
        let branch = matches!(event, Event::BranchLeft(_) | Event::BranchRight(_));
        let bits = 1 << number | u32::from(branch) << BRANCH;
        let wanting = |tool: &usize| self.wanted(*tool, code) & bits != 0;
        let tools = (0..TOOLS).filter(wanting).fold(0, |tools, tool| tools | 1 << tool);
        match code.local_events.get() {
            Some(local) if tools != 0 && local.restarts.get() == self.restarts => {
                let disabled = local.disabled.borrow();
                tools & !disabled.get(&(instruction, number)).copied().unwrap_or(0)
            }
            _ => tools,
        }
    }

    fn disable(&self, code: &Code, instruction: usize, event: u32, tool: usize) {
        let local = code.local_events.get_or_init(Box::default);
        let mut disabled = local.disabled.borrow_mut();
        if local.restarts.replace(self.restarts) != self.restarts {
            disabled.clear();
        }
        *disabled.entry((instruction, event)).or_default() |= 1 << tool;
    }
}

impl Vm {
    /// The tools of `sys.monitoring`.
    pub fn monitoring(&self) -> &Monitoring {
        self.interpreter().monitoring.get(self)
    }

    /// The tools of `sys.monitoring`, to change them. Whoever is told of more afterwards must say so with
    /// [`listeners_changed`](Self::listeners_changed).
    pub fn monitoring_mut(&mut self) -> &mut Monitoring {
        self.interpreter().monitoring.get_mut(self)
    }

    /// Lets a tool hear of events everywhere. MemoryError if there is no room for the traced words of running frames.
    pub fn set_monitoring_events(&mut self, tool: usize, events: u32) -> PyResult<()> {
        self.monitoring_mut().tools[tool].events = events;
        self.listeners_changed()
    }

    /// Lets a tool hear of events in some code; MemoryError as [`set_monitoring_events`](Self::set_monitoring_events).
    pub fn set_local_monitoring_events(
        &mut self,
        tool: usize,
        code: &Typed<Code>,
        events: u32,
    ) -> PyResult<()> {
        let before = self.monitoring().local_events(tool, code);
        let own = &mut self.monitoring_mut().tools[tool];
        match (before, events) {
            (0, 0) => {}
            (0, _) => own.local += 1,
            (_, 0) => own.local = own.local.saturating_sub(1),
            _ => {}
        }
        let local = code.local_events.get_or_init(Box::default);
        local.wanted[tool].set((own.time, events));
        self.listeners_changed()
    }

    /// Tells the tools of an event at an instruction.
    pub(super) fn tell_tools(
        &mut self,
        event: Event<'_>,
        code: &Typed<Code>,
        instruction: usize,
    ) -> PyResult<()> {
        let mut tools = self.monitoring().listeners(code, instruction, event);
        while tools != 0 {
            let tool = tools.trailing_zeros() as usize;
            tools &= tools - 1;
            let callback = &self.monitoring().tools[tool].callbacks[event.number() as usize];
            let Some(callback) = callback.clone() else { continue };
            let mut arguments = vec![code.as_object().to_ref()];
            event.tool_arguments(self, instruction, &mut arguments);
            let arguments: Vec<&Object> = arguments.iter().map(|argument| &**argument).collect();
            let answer = self.while_telling(|vm| vm.call_positional(&callback, &arguments))?;
            let disable = self.monitoring().disable.as_ref().is_some_and(|own| own.is(&*answer));
            if disable {
                self.disable_here(event, code, instruction, tool)?;
            }
        }
        Ok(())
    }

    fn disable_here(
        &mut self,
        event: Event<'_>,
        code: &Typed<Code>,
        instruction: usize,
        tool: usize,
    ) -> PyResult<()> {
        if 1 << event.asked_as() & LOCAL_EVENTS != 0 {
            self.monitoring().disable(code, instruction, event.asked_as(), tool);
            return Ok(());
        }
        let callback = self.monitoring_mut().set_callback(tool, event.number() as usize, None);
        drop(callback);
        let name = event.tool_name();
        Err(self.value_error(format!("Cannot disable {name} events. Callback removed.")))
    }
}
