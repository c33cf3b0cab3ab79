//! `select`: waiting until files can be read or written.

use std::os::fd::{AsRawFd, RawFd};
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, ppoll};
use nix::sys::time::TimeSpec;
use pellucid_runtime::builtins::Module;
use pellucid_runtime::heap::{Charged, LimitExceeded};
use pellucid_runtime::object::{ModuleSpec, Slots};
use pellucid_runtime::prelude::*;
use pellucid_runtime::vm::descriptor_of;

use crate::time::duration;

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    doc: "This module supports asynchronous I/O on multiple file descriptors.",
    functions: &[Functions::METHODS],
    initialise: Some(initialise),
    ..ModuleSpec::new("select")
};

fn initialise(vm: &mut Vm, module: &Typed<Module>) -> PyResult<()> {
    let error = vm.types.os_error.clone().into_object();
    vm.set_in_module(module, "error", error)?;
    let flags = [
        ("POLLIN", PollFlags::POLLIN),
        ("POLLPRI", PollFlags::POLLPRI),
        ("POLLOUT", PollFlags::POLLOUT),
        ("POLLERR", PollFlags::POLLERR),
        ("POLLHUP", PollFlags::POLLHUP),
        ("POLLNVAL", PollFlags::POLLNVAL),
        ("POLLRDNORM", PollFlags::POLLRDNORM),
        ("POLLRDBAND", PollFlags::POLLRDBAND),
        ("POLLWRNORM", PollFlags::POLLWRNORM),
        ("POLLWRBAND", PollFlags::POLLWRBAND),
    ];
    for (name, flag) in flags {
        let flag = vm.new_int(i64::from(flag.bits()));
        vm.set_in_module(module, name, flag)?;
    }
    let size = vm.new_int(4096);
    vm.set_in_module(module, "PIPE_BUF", size)
}

/// The descriptor of a number or of an object with `fileno()`.
fn descriptor(vm: &mut Vm, value: &Object) -> PyResult<RawFd> {
    let number = if value.holds::<Int>() {
        value.to_ref()
    } else {
        let name = vm.intern("fileno");
        let Some(method) = vm.find_attribute(value, &name)? else {
            return Err(vm.type_error("argument must be an int, or have a fileno() method."));
        };
        vm.call(&method, Args::EMPTY)?
    };
    let Some(int) = number.downcast::<Int>() else {
        return Err(vm.type_error("fileno() returned a non-integer"));
    };
    match int.to_i64().map(RawFd::try_from) {
        Some(Ok(number)) if number >= 0 => Ok(number),
        Some(Ok(number)) => {
            Err(vm.value_error(format!("file descriptor cannot be a negative integer ({number})")))
        }
        _ => Err(vm.overflow_error("Python int too large to convert to C int")),
    }
}

/// Waits until something has happened to one of the descriptors; gives what did, in their order.
pub(crate) fn wait(
    vm: &mut Vm,
    asked: &[(RawFd, PollFlags)],
    limit: Option<Duration>,
) -> PyResult<Vec<PollFlags>> {
    let start = Instant::now();
    loop {
        let mut entries = Vec::new();
        for (number, flags) in asked {
            match descriptor_of(*number) {
                Ok(descriptor) => entries.push(PollFd::new(descriptor, *flags)),
                Err(errno) => return Err(vm.os_error(errno, None)),
            }
        }
        let rest = limit.map(|limit| limit.saturating_sub(start.elapsed()));
        let rest =
            rest.map(|rest| TimeSpec::new(rest.as_secs() as i64, i64::from(rest.subsec_nanos())));
        vm.check_signals()?;
        match vm.blocking(|| ppoll(&mut entries, rest, None)) {
            Ok(_) => {
                let found =
                    entries.iter().map(|entry| entry.revents().unwrap_or(PollFlags::empty()));
                return Ok(found.collect());
            }
            Err(Errno::EINTR) => {}
            Err(errno) => return Err(vm.os_error(errno, None)),
        }
    }
}

/// Descriptors from here on have no place in the sets of `select`.
const FD_SETSIZE: i32 = 1024;

/// The functions of `select`.
pub struct Functions;

#[methods(owner = "select")]
impl Functions {
    /// Wait until one or more file descriptors are ready for some kind of I/O.
    ///
    /// The first three arguments are iterables of file descriptors to be waited for:
    /// rlist -- wait until ready for reading
    /// wlist -- wait until ready for writing
    /// xlist -- wait for an "exceptional condition"
    /// If only one kind of condition is required, pass [] for the other lists.
    ///
    /// A file descriptor is either a socket or file object, or a small integer
    /// gotten from a fileno() method call on one of those.
    #[function("select(rlist, wlist, xlist, timeout=None, /)")]
    fn select(
        vm: &mut Vm,
        rlist: &Object,
        wlist: &Object,
        xlist: &Object,
        timeout: Option<&Object>,
    ) -> PyResult<(Vec<Ref>, Vec<Ref>, Vec<Ref>)> {
        let limit = match timeout {
            None => None,
            Some(timeout) => match duration(vm, timeout)? {
                Some(limit) => Some(limit),
                None => return Err(vm.value_error("timeout must be non-negative")),
            },
        };
        let kinds = [
            (rlist, PollFlags::POLLIN, PollFlags::POLLIN | PollFlags::POLLHUP | PollFlags::POLLERR),
            (wlist, PollFlags::POLLOUT, PollFlags::POLLOUT | PollFlags::POLLERR),
            (xlist, PollFlags::POLLPRI, PollFlags::POLLPRI),
        ];
        let (mut asked, mut owners) = (Vec::new(), Vec::new());
        for (kind, (list, flags, answer)) in kinds.into_iter().enumerate() {
            for object in vm.collect(list)? {
                let number = descriptor(vm, &object)?;
                if number >= FD_SETSIZE {
                    return Err(vm.value_error("filedescriptor out of range in select()"));
                }
                asked.push((number, flags));
                owners.push((kind, object, answer));
            }
        }
        let found = wait(vm, &asked, limit)?;
        let mut ready = [Vec::new(), Vec::new(), Vec::new()];
        for (flags, (kind, object, answer)) in found.into_iter().zip(owners) {
            if flags.contains(PollFlags::POLLNVAL) {
                return Err(vm.os_error(Errno::EBADF, None));
            }
            if flags.intersects(answer) {
                ready[kind].push(object);
            }
        }
        let [read, write, exceptional] = ready;
        Ok((read, write, exceptional))
    }

    /// Returns a polling object.
    ///
    /// This object supports registering and unregistering file descriptors, and then
    /// polling them for I/O events.
    #[function("poll()")]
    fn poll(vm: &mut Vm) -> PyResult {
        let class = vm.native_type(&POLL)?;
        let asked = TokenCell::new(Charged::new(vm.heap(), Vec::new()));
        Ok(vm.new_object(&class, Poll { asked }).into_object())
    }
}

/// Descriptors, and what is waited for at each.
#[derive(Trace)]
pub struct Poll {
    #[trace(skip)]
    asked: TokenCell<Charged<Vec<(RawFd, PollFlags)>>>,
}

static POLL: TypeSpec = TypeSpec {
    module: "select",
    flags: TypeFlags::NOT_INSTANTIABLE,
    slots: |_: &mut Slots| {},
    methods: &[Poll::METHODS],
    ..TypeSpec::new::<Poll>("poll")
};

fn position(vm: &Vm, poll: &Poll, number: RawFd) -> Option<usize> {
    poll.asked.get(vm).iter().position(|(own, _)| *own == number)
}

#[methods]
impl Poll {
    /// Register a file descriptor with the polling object.
    #[method("register(self, fd, eventmask=<unrepresentable>, /)", hidden)]
    fn register(
        vm: &mut Vm,
        this: &Typed<Poll>,
        fd: &Object,
        eventmask: Option<u16>,
    ) -> PyResult<()> {
        let number = descriptor(vm, fd)?;
        let all = (PollFlags::POLLIN | PollFlags::POLLPRI | PollFlags::POLLOUT).bits();
        let flags = PollFlags::from_bits_retain(eventmask.map_or(all, |mask| mask as i16));
        match position(vm, this, number) {
            Some(position) => this.asked.get_mut(vm).change()[position].1 = flags,
            None => {
                let added = this.asked.get_mut(vm).push((number, flags));
                added.map_err(|LimitExceeded| vm.memory_error())?;
            }
        }
        Ok(())
    }

    /// Modify an already registered file descriptor.
    #[method("modify(self, fd, eventmask, /)")]
    fn modify(vm: &mut Vm, this: &Typed<Poll>, fd: &Object, eventmask: u16) -> PyResult<()> {
        let number = descriptor(vm, fd)?;
        match position(vm, this, number) {
            Some(position) => {
                this.asked.get_mut(vm).change()[position].1 =
                    PollFlags::from_bits_retain(eventmask as i16);
                Ok(())
            }
            None => Err(vm.os_error(Errno::ENOENT, None)),
        }
    }

    /// Remove a file descriptor being tracked by the polling object.
    #[method("unregister(self, fd, /)")]
    fn unregister(vm: &mut Vm, this: &Typed<Poll>, fd: &Object) -> PyResult<()> {
        let number = descriptor(vm, fd)?;
        match position(vm, this, number) {
            Some(position) => {
                this.asked.get_mut(vm).change().remove(position);
                Ok(())
            }
            None => {
                let key = vm.new_int(i64::from(number));
                Err(vm.key_error(&key))
            }
        }
    }

    /// Polls the set of registered file descriptors.
    ///
    /// Returns a list containing any descriptors that have events or errors to
    /// report, as a list of (fd, event) 2-tuples.
    #[method("poll(self, timeout=None, /)")]
    fn poll(vm: &mut Vm, this: &Typed<Poll>, timeout: Option<f64>) -> PyResult<Vec<Ref>> {
        // Milliseconds; negative ones wait for ever.
        let limit = timeout.filter(|&limit| limit >= 0.0).map(|limit| limit.min(1e15) / 1000.0);
        let asked = this.asked.get(vm).to_vec();
        let found = wait(vm, &asked, limit.map(Duration::from_secs_f64))?;
        let mut events = Vec::new();
        for ((number, _), flags) in asked.iter().zip(found).filter(|(_, flags)| !flags.is_empty()) {
            let flags = i64::from(flags.bits() as u16);
            let pair = vec![vm.new_int(i64::from(number.as_raw_fd())), vm.new_int(flags)];
            events.push(vm.new_tuple(pair).into_object());
        }
        Ok(events)
    }
}
