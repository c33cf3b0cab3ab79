//! What can happen in a frame: the events of PEP 669, from which those of `sys.settrace` and `sys.setprofile` follow.

use pellucid_heap::{Object, Ref};

use crate::object::ObjectExt;
use crate::{Raised, Vm};

/// Something that happens in a frame.
#[derive(Clone, Copy)]
pub enum Event<'a> {
    /// A function begins to run.
    Start,
    /// A generator goes on.
    Resume,
    /// A generator is to go on with an exception.
    Throw(&'a Raised),
    /// The function returns a value.
    Return(&'a Object),
    /// The generator yields a value.
    Yield(&'a Object),
    /// An exception ends the frame.
    Unwind(&'a Raised),
    /// Something is about to be called, with this first argument if there is one.
    Call(&'a Object, Option<&'a Object>),
    /// What is no Python function has returned.
    CallReturn(&'a Object, Option<&'a Object>),
    /// What is no Python function has raised.
    CallRaise(&'a Object, Option<&'a Object>),
    /// A line is about to be executed.
    Line(u32),
    /// An instruction is about to be executed.
    Instruction,
    /// A jump to an instruction.
    Jump(usize),
    /// A condition that has not jumped; execution goes on here.
    BranchLeft(usize),
    /// A condition that has jumped to an instruction.
    BranchRight(usize),
    /// An exception has come up in the frame, or from what it has called.
    Raise(&'a Raised),
    /// An exception is raised again where it was.
    Reraise(&'a Raised),
    /// A handler of the frame has got an exception.
    Handled(&'a Raised),
}

/// The number of the event in PEP 669, its name there, and the one that trace functions know it by.
type Row = (u32, &'static str, Option<&'static str>);

/// PEP 669 knows of either branch by one number too.
pub(super) const BRANCH: u32 = 18;
/// The number of calls.
pub(super) const CALL: u32 = 4;

impl Event<'_> {
    fn row(self) -> Row {
        match self {
            Event::Start => (0, "PY_START", Some("call")),
            Event::Resume => (1, "PY_RESUME", Some("call")),
            Event::Return(_) => (2, "PY_RETURN", Some("return")),
            Event::Yield(_) => (3, "PY_YIELD", Some("return")),
            Event::Call(..) => (CALL, "CALL", Some("c_call")),
            Event::Line(_) => (5, "LINE", Some("line")),
            Event::Instruction => (6, "INSTRUCTION", Some("opcode")),
            Event::Jump(_) => (7, "JUMP", None),
            Event::BranchLeft(_) => (8, "BRANCH_LEFT", None),
            Event::BranchRight(_) => (9, "BRANCH_RIGHT", None),
            Event::Raise(_) => (11, "RAISE", Some("exception")),
            Event::Handled(_) => (12, "EXCEPTION_HANDLED", None),
            Event::Unwind(_) => (13, "PY_UNWIND", Some("return")),
            Event::Throw(_) => (14, "PY_THROW", Some("call")),
            Event::Reraise(_) => (15, "RERAISE", None),
            Event::CallReturn(..) => (16, "C_RETURN", Some("c_return")),
            Event::CallRaise(..) => (17, "C_RAISE", Some("c_exception")),
        }
    }

    /// Its number in PEP 669.
    pub fn number(self) -> u32 {
        self.row().0
    }

    /// Its name in PEP 669.
    pub fn tool_name(self) -> &'static str {
        self.row().1
    }

    /// The number of the event that has to be asked for to hear of this one: that of the call for what comes of it.
    pub(super) fn asked_as(self) -> u32 {
        match self {
            Event::CallReturn(..) | Event::CallRaise(..) => CALL,
            _ => self.number(),
        }
    }

    /// The name that trace and profile functions know it by, if they do.
    pub fn name(self) -> Option<&'static str> {
        self.row().2
    }

    /// Whether profile functions are told of it (those about calls only if the function is native).
    pub(super) fn is_for_profile(self) -> bool {
        self.is_entry()
            || self.is_about_call()
            || matches!(self, Event::Return(_) | Event::Yield(_) | Event::Unwind(_))
    }

    /// Whether a frame begins to run with it.
    pub(super) fn is_entry(self) -> bool {
        matches!(self, Event::Start | Event::Resume | Event::Throw(_))
    }

    /// Whether it is about what the frame calls.
    pub(super) fn is_about_call(self) -> bool {
        matches!(self, Event::Call(..) | Event::CallReturn(..) | Event::CallRaise(..))
    }

    /// The same event of what a call is shown as to profile functions.
    pub(super) fn of_callable<'b>(self, callable: &'b Object) -> Event<'b> {
        match self {
            Event::CallReturn(..) => Event::CallReturn(callable, None),
            Event::CallRaise(..) => Event::CallRaise(callable, None),
            _ => Event::Call(callable, None),
        }
    }

    /// What trace and profile functions are given with it.
    pub fn argument(self, vm: &mut Vm) -> Ref {
        match self {
            Event::Return(value) | Event::Yield(value) => value.to_ref(),
            Event::Call(function, _)
            | Event::CallReturn(function, _)
            | Event::CallRaise(function, _) => function.to_ref(),
            Event::Raise(raised) => {
                let class = raised.0.class().as_object().to_ref();
                let traceback = raised.0.traceback.get().unwrap_or_else(|| vm.none());
                vm.new_tuple(vec![class, raised.0.as_object().to_ref(), traceback]).into_object()
            }
            _ => vm.none(),
        }
    }

    /// What tools are given with it, after the code. Instructions are told by their offset in `co_code`.
    pub(super) fn tool_arguments(self, vm: &mut Vm, instruction: usize, arguments: &mut Vec<Ref>) {
        let offset = |vm: &mut Vm, instruction: usize| vm.new_int(instruction as i64 * 8);
        if let Event::Line(line) = self {
            arguments.push(vm.new_int(i64::from(line)));
            return;
        }
        arguments.push(offset(vm, instruction));
        match self {
            Event::Return(value) | Event::Yield(value) => arguments.push(value.to_ref()),
            Event::Jump(to) | Event::BranchLeft(to) | Event::BranchRight(to) => {
                arguments.push(offset(vm, to));
            }
            Event::Call(callable, first)
            | Event::CallReturn(callable, first)
            | Event::CallRaise(callable, first) => {
                let missing = || vm.monitoring().missing.clone();
                let first = first.map(Object::to_ref).or_else(missing);
                arguments.push(callable.to_ref());
                arguments.extend(first);
            }
            Event::Throw(raised)
            | Event::Unwind(raised)
            | Event::Raise(raised)
            | Event::Reraise(raised)
            | Event::Handled(raised) => arguments.push(raised.0.as_object().to_ref()),
            Event::Start | Event::Resume | Event::Line(_) | Event::Instruction => {}
        }
    }
}
