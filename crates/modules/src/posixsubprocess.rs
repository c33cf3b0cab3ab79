//! `_posixsubprocess`: starting another program in a child process.

use std::ffi::CString;
use std::os::fd::RawFd;
use std::os::unix::ffi::OsStrExt;

use nix::errno::Errno;
use nix::libc;
use nix::sys::stat::{Mode, umask};
use nix::unistd::{self, Gid, Pid, Uid};
use pellucid_runtime::object::ModuleSpec;
use pellucid_runtime::prelude::*;
use pellucid_runtime::vm::{close_range, default_signal, descriptor_of};

use crate::posix::{environment, fork::fork_program};

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    doc: "A POSIX helper for the subprocess module.",
    functions: &[Subprocesses::METHODS],
    ..ModuleSpec::new("_posixsubprocess")
};

/// What the child does on its way to the other program.
struct Plan {
    arguments: Vec<CString>,
    executables: Vec<CString>,
    /// The other program's; `None` for the child's own, which a function may still change.
    environment: Option<Vec<CString>>,
    folder: Option<CString>,
    /// The child's ends of standard input, output and error; -1 leaves what the parent has.
    standard: [RawFd; 3],
    /// Ends of the pipes that belong to the parent.
    parents: [RawFd; 3],
    error_read: RawFd,
    error_write: RawFd,
    close_others: bool,
    kept: Vec<RawFd>,
    restore_signals: bool,
    new_session: bool,
    group: Option<i32>,
    gid: Option<Gid>,
    extra_groups: Option<Vec<Gid>>,
    uid: Option<Uid>,
    umask: Option<u32>,
    prepare: Option<Ref>,
}

/// What could not be done, and how the parent is told of it.
enum Failure {
    Host(Errno, &'static str),
    Prepare,
}

impl From<Errno> for Failure {
    fn from(errno: Errno) -> Failure {
        // The parent takes any text for "the program has not been reached".
        Failure::Host(errno, "noexec")
    }
}

fn c_string(vm: &mut Vm, value: &Object) -> PyResult<CString> {
    let path = vm.host_path(value)?;
    Ok(CString::new(path.as_os_str().as_bytes()).unwrap_or_default())
}

fn c_strings(vm: &mut Vm, values: &Object) -> PyResult<Vec<CString>> {
    vm.collect(values)?.iter().map(|value| c_string(vm, value)).collect()
}

fn number(vm: &mut Vm, value: &Object) -> PyResult<i32> {
    let number = vm.index(value)?.to_i64().and_then(|number| i32::try_from(number).ok());
    number.ok_or_else(|| vm.overflow_error("Python int too large to convert to C int"))
}

/// A user or group number; -1 stands for the present one.
fn identity(vm: &mut Vm, value: &Object) -> PyResult<Option<u32>> {
    if vm.is_none(value) {
        return Ok(None);
    }
    let number = vm.index(value)?.to_i64();
    match number {
        Some(number @ -1..=0xffff_ffff) => Ok(Some(number as u32)),
        _ => Err(vm.value_error("invalid user or group id")),
    }
}

/// The descriptors that stay open: numbers that rise.
fn kept_descriptors(vm: &mut Vm, values: &Object) -> PyResult<Vec<RawFd>> {
    let mut kept = Vec::new();
    for value in vm.collect(values)? {
        let descriptor = number(vm, &value)?;
        if descriptor < 0 || kept.last().is_some_and(|last| *last >= descriptor) {
            return Err(vm.value_error("bad value(s) in fds_to_keep"));
        }
        kept.push(descriptor);
    }
    Ok(kept)
}

impl Plan {
    /// In the child: ends in another program, or gives why not.
    fn carry_out(&self, vm: &mut Vm) -> Failure {
        match self.prepare(vm) {
            Ok(()) => self.execute(),
            Err(failure) => failure,
        }
    }

    fn prepare(&self, vm: &mut Vm) -> Result<(), Failure> {
        for descriptor in self.kept.iter().filter(|own| **own != self.error_write) {
            set_inheritable(*descriptor)?;
        }
        for descriptor in self.parents.into_iter().filter(|descriptor| *descriptor != -1) {
            unistd::close(descriptor)?;
        }
        unistd::close(self.error_read)?;
        self.connect()?;
        if let Some(folder) = &self.folder {
            unistd::chdir(folder.as_c_str())
                .map_err(|errno| Failure::Host(errno, "noexec:chdir"))?;
        }
        if let Some(bits) = self.umask {
            umask(Mode::from_bits_truncate(bits));
        }
        if self.restore_signals {
            [libc::SIGPIPE, libc::SIGXFSZ].into_iter().for_each(default_signal);
        }
        if self.new_session {
            unistd::setsid()?;
        }
        if let Some(group) = self.group {
            unistd::setpgid(Pid::from_raw(0), Pid::from_raw(group))?;
        }
        if let Some(groups) = &self.extra_groups {
            unistd::setgroups(groups)?;
        }
        if let Some(gid) = self.gid {
            unistd::setresgid(gid, gid, gid)?;
        }
        if let Some(uid) = self.uid {
            unistd::setresuid(uid, uid, uid)?;
        }
        if let Some(function) = &self.prepare {
            vm.call(function, Args::EMPTY).map_err(|_| Failure::Prepare)?;
        }
        if self.close_others {
            self.close_rest();
        }
        Ok(())
    }

    /// Puts the child's ends of the pipes where the program looks for them.
    fn connect(&self) -> nix::Result<()> {
        let [mut input, mut output, mut error] = self.standard;
        // An end that lies where another has to go is moved out of the way.
        if output == 0 {
            output = unistd::dup(output)?;
        }
        while (0..=1).contains(&error) {
            error = unistd::dup(error)?;
        }
        for (own, place) in [(&mut input, 0), (&mut output, 1), (&mut error, 2)] {
            match *own {
                -1 => {}
                descriptor if descriptor == place => set_inheritable(descriptor)?,
                descriptor => drop(unistd::dup2(descriptor, place)?),
            }
        }
        Ok(())
    }

    fn close_rest(&self) {
        let mut first = 3u32;
        for &kept in self.kept.iter().filter(|kept| **kept >= 3) {
            if kept as u32 > first {
                close_between(first, kept as u32 - 1);
            }
            first = kept as u32 + 1;
        }
        close_between(first, u32::MAX);
    }

    fn execute(&self) -> Failure {
        let own = if self.environment.is_none() { environment::entries() } else { Vec::new() };
        let variables = self.environment.as_ref().unwrap_or(&own);
        let mut found = None;
        for executable in &self.executables {
            let result = unistd::execve(executable, &self.arguments, variables);
            match result {
                Ok(never) => match never {},
                Err(Errno::ENOENT | Errno::ENOTDIR) => {}
                Err(errno) => found = found.or(Some(errno)),
            }
        }
        Failure::Host(found.unwrap_or(Errno::ENOENT), "")
    }
}

fn close_between(first: u32, last: u32) {
    if close_range(first, last).is_err() {
        // An older host: the numbers in use are few.
        let last = last.min(65_535);
        (first..=last).for_each(|descriptor| {
            let _ = unistd::close(descriptor as RawFd);
        });
    }
}

fn set_inheritable(descriptor: RawFd) -> nix::Result<()> {
    use nix::fcntl::{FcntlArg, FdFlag, fcntl};
    let flags = FdFlag::from_bits_retain(fcntl(descriptor, FcntlArg::F_GETFD)?);
    fcntl(descriptor, FcntlArg::F_SETFD(flags - FdFlag::FD_CLOEXEC)).map(drop)
}

/// Tells the parent, which waits at the other end of a pipe, and ends the child.
fn report(descriptor: RawFd, failure: Failure) {
    let text = match failure {
        Failure::Host(errno, what) => format!("OSError:{:X}:{what}", errno as i32),
        Failure::Prepare => "SubprocessError:0:Exception occurred in preexec_fn.".to_owned(),
    };
    if let Ok(descriptor) = descriptor_of(descriptor) {
        let _ = unistd::write(descriptor, text.as_bytes());
    }
    signal_hook::low_level::exit(255);
}

/// The functions of the module.
pub struct Subprocesses;

#[methods(owner = "_posixsubprocess")]
impl Subprocesses {
    /// Spawn a fresh new child process.
    ///
    /// Fork a child process, close parent file descriptors as appropriate in the
    /// child and duplicate the few that are needed before calling exec() in the
    /// child process.
    #[function(
        "fork_exec(args, executable_list, close_fds, pass_fds, cwd, env, p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite, errpipe_read, errpipe_write, restore_signals, call_setsid, pgid_to_set, gid, extra_groups, uid, child_umask, preexec_fn, /)"
    )]
    fn fork_exec(
        vm: &mut Vm,
        args: &Object,
        executable_list: &Object,
        close_fds: bool,
        pass_fds: &Object,
        cwd: &Object,
        env: &Object,
        p2cread: i32,
        p2cwrite: i32,
        c2pread: i32,
        c2pwrite: i32,
        errread: i32,
        errwrite: i32,
        errpipe_read: i32,
        errpipe_write: i32,
        restore_signals: bool,
        call_setsid: bool,
        pgid_to_set: i32,
        gid: &Object,
        extra_groups: &Object,
        uid: &Object,
        child_umask: i32,
        preexec_fn: &Object,
    ) -> PyResult<i32> {
        let kept = kept_descriptors(vm, pass_fds)?;
        if close_fds && errpipe_write < 3 {
            return Err(vm.value_error("errpipe_write must be >= 3"));
        }
        let extra_groups = match vm.is_none(extra_groups) {
            true => None,
            false => {
                let mut groups = Vec::new();
                for group in vm.collect(extra_groups)? {
                    groups.extend(identity(vm, &group)?.map(Gid::from_raw));
                }
                Some(groups)
            }
        };
        let plan = Plan {
            arguments: c_strings(vm, args)?,
            executables: c_strings(vm, executable_list)?,
            environment: match vm.is_none(env) {
                true => None,
                false => Some(c_strings(vm, env)?),
            },
            folder: match vm.is_none(cwd) {
                true => None,
                false => Some(c_string(vm, cwd)?),
            },
            standard: [p2cread, c2pwrite, errwrite],
            parents: [p2cwrite, c2pread, errread],
            error_read: errpipe_read,
            error_write: errpipe_write,
            close_others: close_fds,
            kept,
            restore_signals,
            new_session: call_setsid,
            group: (pgid_to_set >= 0).then_some(pgid_to_set),
            gid: identity(vm, gid)?.map(Gid::from_raw),
            extra_groups,
            uid: identity(vm, uid)?.map(Uid::from_raw),
            umask: u32::try_from(child_umask).ok(),
            prepare: (!vm.is_none(preexec_fn)).then(|| preexec_fn.to_ref()),
        };
        // Functions around the fork are called only for a child that runs Python code.
        let child = match plan.prepare.is_some() {
            true => fork_program(vm)?,
            false => vm.fork().map_err(|errno| vm.os_error(errno, None))?,
        };
        if child == 0 {
            let failure = plan.carry_out(vm);
            report(plan.error_write, failure);
        }
        Ok(child)
    }
}
