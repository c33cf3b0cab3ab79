//! Processes: who runs, starting, waiting, ending; and what the machine is.

mod host;
mod variables;

pub use variables::SYSCONF_NAMES;

use host::{
    argument_strings, environment_strings, host_errno, path_string, random_bytes, wait_for,
};

use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::ExitStatusExt;

use nix::errno::Errno;
use nix::sys::resource::{UsageWho, getrusage};
use nix::unistd::{self, Gid, Pid, Uid};
use pellucid_runtime::object::{StructSequence, StructSequenceSpec};
use pellucid_runtime::prelude::*;
use pellucid_runtime::vm::error_text;

use super::environment;
use super::path_argument::PathOnly;

/// `posix.uname_result`
pub static UNAME_RESULT: StructSequenceSpec = StructSequenceSpec::new(
    "posix",
    "uname_result",
    "uname_result: Result from os.uname().\n\nThis object may be accessed either as a tuple of\n  (sysname, nodename, release, version, machine),\nor via the attributes sysname, nodename, release, version, and machine.\n\nSee os.uname for more information.",
    &[
        ("sysname", "operating system name"),
        ("nodename", "name of machine on network (implementation-defined)"),
        ("release", "operating system release"),
        ("version", "operating system version"),
        ("machine", "hardware identifier"),
    ],
    5,
);

/// `posix.times_result`
pub static TIMES_RESULT: StructSequenceSpec = StructSequenceSpec::new(
    "posix",
    "times_result",
    "times_result: Result from os.times().\n\nThis object may be accessed either as a tuple of\n  (user, system, children_user, children_system, elapsed),\nor via the attributes user, system, children_user, children_system,\nand elapsed.\n\nSee os.times for more information.",
    &[
        ("user", "user time"),
        ("system", "system time"),
        ("children_user", "user time of children"),
        ("children_system", "system time of children"),
        ("elapsed", "elapsed time since an arbitrary point in the past"),
    ],
    5,
);

/// The functions about processes.
pub struct Processes;

#[methods(owner = "posix")]
impl Processes {
    /// Return the current process id.
    #[function("getpid()")]
    fn getpid(_vm: &mut Vm) -> i32 {
        unistd::getpid().as_raw()
    }

    /// Return the parent's process id.
    ///
    /// If the parent process has already exited, Windows machines will still
    /// return its id; others systems will return the id of the 'init' process (1).
    #[function("getppid()")]
    fn getppid(_vm: &mut Vm) -> i32 {
        unistd::getppid().as_raw()
    }

    /// Return the current process's user id.
    #[function("getuid()")]
    fn getuid(_vm: &mut Vm) -> u32 {
        unistd::getuid().as_raw()
    }

    /// Return the current process's effective user id.
    #[function("geteuid()")]
    fn geteuid(_vm: &mut Vm) -> u32 {
        unistd::geteuid().as_raw()
    }

    /// Return the current process's group id.
    #[function("getgid()")]
    fn getgid(_vm: &mut Vm) -> u32 {
        unistd::getgid().as_raw()
    }

    /// Return the current process's effective group id.
    #[function("getegid()")]
    fn getegid(_vm: &mut Vm) -> u32 {
        unistd::getegid().as_raw()
    }

    /// Return list of supplemental group IDs for the process.
    #[function("getgroups()")]
    fn getgroups(vm: &mut Vm) -> PyResult<Vec<Ref>> {
        let groups = vm.system_call(None, unistd::getgroups)?;
        Ok(groups.into_iter().map(|group| vm.new_int(i64::from(group.as_raw()))).collect())
    }

    /// Set the current process's user id.
    #[function("setuid(uid, /)")]
    fn setuid(vm: &mut Vm, uid: u32) -> PyResult<()> {
        vm.system_call(None, || unistd::setuid(Uid::from_raw(uid)))
    }

    /// Set the current process's group id.
    #[function("setgid(gid, /)")]
    fn setgid(vm: &mut Vm, gid: u32) -> PyResult<()> {
        vm.system_call(None, || unistd::setgid(Gid::from_raw(gid)))
    }

    /// Return the current process group id.
    #[function("getpgrp()")]
    fn getpgrp(_vm: &mut Vm) -> i32 {
        unistd::getpgrp().as_raw()
    }

    /// Call the system call getpgid(), and return the result.
    #[function("getpgid(pid)")]
    fn getpgid(vm: &mut Vm, pid: i32) -> PyResult<i32> {
        vm.system_call(None, || unistd::getpgid(Some(Pid::from_raw(pid)))).map(Pid::as_raw)
    }

    /// Call the system call setpgid(pid, pgrp).
    #[function("setpgid(pid, pgrp, /)")]
    fn setpgid(vm: &mut Vm, pid: i32, pgrp: i32) -> PyResult<()> {
        vm.system_call(None, || unistd::setpgid(Pid::from_raw(pid), Pid::from_raw(pgrp)))
    }

    /// Call the system call getsid(pid) and return the result.
    #[function("getsid(pid, /)")]
    fn getsid(vm: &mut Vm, pid: i32) -> PyResult<i32> {
        vm.system_call(None, || unistd::getsid(Some(Pid::from_raw(pid)))).map(Pid::as_raw)
    }

    /// Call the system call setsid().
    #[function("setsid()")]
    fn setsid(vm: &mut Vm) -> PyResult<()> {
        vm.system_call(None, unistd::setsid).map(drop)
    }

    /// Return the actual login name.
    #[function("getlogin()")]
    fn getlogin(vm: &mut Vm) -> PyResult<String> {
        let owner = std::fs::read_to_string("/proc/self/loginuid").ok();
        let owner =
            owner.and_then(|text| text.trim().parse::<u32>().ok()).filter(|&uid| uid != u32::MAX);
        let user = owner.and_then(|uid| unistd::User::from_uid(Uid::from_raw(uid)).ok().flatten());
        match user {
            Some(user) => Ok(user.name),
            None => Err(vm.os_error(Errno::ENXIO, None)),
        }
    }

    /// Kill a process with a signal.
    #[function("kill(pid, signal, /)")]
    fn kill(vm: &mut Vm, pid: i32, signal: i32) -> PyResult<()> {
        vm.system_call(None, || {
            let signal = match signal {
                0 => None,
                number => Some(nix::sys::signal::Signal::try_from(number)?),
            };
            nix::sys::signal::kill(Pid::from_raw(pid), signal)
        })?;
        vm.check_signals()
    }

    /// Kill a process group with a signal.
    #[function("killpg(pgid, signal, /)")]
    fn killpg(vm: &mut Vm, pgid: i32, signal: i32) -> PyResult<()> {
        vm.system_call(None, || {
            let signal = match signal {
                0 => None,
                number => Some(nix::sys::signal::Signal::try_from(number)?),
            };
            nix::sys::signal::killpg(Pid::from_raw(pgid), signal)
        })?;
        vm.check_signals()
    }

    /// Wait for completion of a given child process.
    ///
    /// Returns a tuple of information regarding the child process:
    ///     (pid, status)
    ///
    /// The options argument is ignored on Windows.
    #[function("waitpid(pid, options, /)")]
    fn waitpid(vm: &mut Vm, pid: i32, options: i32) -> PyResult<(i32, i32)> {
        vm.system_call(None, || wait_for(pid, options))
    }

    /// Wait for completion of a child process.
    ///
    /// Returns a tuple of information about the child process:
    ///     (pid, status)
    #[function("wait()")]
    fn wait(vm: &mut Vm) -> PyResult<(i32, i32)> {
        vm.system_call(None, || wait_for(-1, 0))
    }

    /// Convert a wait status to an exit code.
    ///
    /// On Unix:
    ///
    /// * If WIFEXITED(status) is true, return WEXITSTATUS(status).
    /// * If WIFSIGNALED(status) is true, return -WTERMSIG(status).
    /// * Otherwise, raise a ValueError.
    #[function("waitstatus_to_exitcode(status)")]
    fn waitstatus_to_exitcode(vm: &mut Vm, status: i32) -> PyResult<i32> {
        match (status & 0x7f, status & 0xff) {
            (0, _) => Ok(status >> 8 & 0xff),
            (_, 0x7f) => {
                let signal = status >> 8 & 0xff;
                Err(vm.value_error(format!("process stopped by delivery of signal {signal}")))
            }
            (0x7f, _) => Err(vm.value_error(format!("invalid wait status: {status}"))),
            (signal, _) => Ok(-signal),
        }
    }

    /// Return True if the process returning status exited via the exit() system call.
    #[function("WIFEXITED(status)")]
    fn exited(_vm: &mut Vm, status: i32) -> bool {
        status & 0x7f == 0
    }

    /// Return the process return code from status.
    #[function("WEXITSTATUS(status)")]
    fn exit_status(_vm: &mut Vm, status: i32) -> i32 {
        status >> 8 & 0xff
    }

    /// Return True if the process returning status was terminated by a signal.
    #[function("WIFSIGNALED(status)")]
    fn signaled(_vm: &mut Vm, status: i32) -> bool {
        !matches!(status & 0x7f, 0 | 0x7f)
    }

    /// Return the signal that terminated the process that provided the status value.
    #[function("WTERMSIG(status)")]
    fn termination_signal(_vm: &mut Vm, status: i32) -> i32 {
        status & 0x7f
    }

    /// Return True if the process returning status was stopped.
    #[function("WIFSTOPPED(status)")]
    fn stopped(_vm: &mut Vm, status: i32) -> bool {
        status & 0xff == 0x7f
    }

    /// Return the signal that stopped the process that provided the status value.
    #[function("WSTOPSIG(status)")]
    fn stop_signal(_vm: &mut Vm, status: i32) -> i32 {
        status >> 8 & 0xff
    }

    /// Return True if a particular process was continued from a job control stop.
    ///
    /// Return True if the process returning status was continued from a
    /// job control stop.
    #[function("WIFCONTINUED(status)")]
    fn continued(_vm: &mut Vm, status: i32) -> bool {
        status == 0xffff
    }

    /// Return True if the process returning status was dumped to a core file.
    #[function("WCOREDUMP(status, /)")]
    fn core_dumped(_vm: &mut Vm, status: i32) -> bool {
        status & 0x80 != 0
    }

    /// Execute the command in a subshell.
    #[function("system(command)")]
    fn system(vm: &mut Vm, command: &Object) -> PyResult<i32> {
        let command = vm.host_path(command)?;
        let variables = environment::variables().clone();
        let mut shell = std::process::Command::new("/bin/sh");
        shell.arg("-c").arg(command).env_clear().envs(variables);
        match vm.blocking(|| shell.status()) {
            Ok(status) => Ok(status.into_raw()),
            Err(_) => Ok(127 << 8),
        }
    }

    /// Execute an executable path with arguments, replacing current process.
    ///
    ///   path
    ///     Path of executable file.
    ///   argv
    ///     Tuple or list of strings.
    #[function("execv(path, argv, /)")]
    fn execv(vm: &mut Vm, path: PathOnly, argv: &Object) -> PyResult<()> {
        let arguments = argument_strings(vm, "execv", argv)?;
        let path = path.0;
        match unistd::execve(&path_string(&path.path), &arguments, &environment::entries()) {
            Ok(never) => match never {},
            Err(errno) => Err(vm.os_error(errno, Some(&path.object))),
        }
    }

    /// Execute an executable path with arguments, replacing current process.
    ///
    ///   path
    ///     Path of executable file.
    ///   argv
    ///     Tuple or list of strings.
    ///   env
    ///     Dictionary of strings mapping to strings.
    #[function("execve(path, argv, env)")]
    fn execve(vm: &mut Vm, path: PathOnly, argv: &Object, env: &Object) -> PyResult<()> {
        let arguments = argument_strings(vm, "execve", argv)?;
        let entries = environment_strings(vm, env)?;
        let path = path.0;
        match unistd::execve(&path_string(&path.path), &arguments, &entries) {
            Ok(never) => match never {},
            Err(errno) => Err(vm.os_error(errno, Some(&path.object))),
        }
    }

    /// Exit to the system with specified status, without normal exit processing.
    #[function("_exit(status)")]
    fn exit(_vm: &mut Vm, status: i32) {
        signal_hook::low_level::exit(status)
    }

    /// Abort the interpreter immediately.
    ///
    /// This function 'dumps core' or otherwise fails in the hardest way possible
    /// on the hosting operating system.  This function never returns.
    #[function("abort()")]
    fn abort(_vm: &mut Vm) {
        std::process::abort()
    }

    /// Return a bytes object containing random bytes suitable for cryptographic use.
    #[function("urandom(size, /)")]
    fn urandom(vm: &mut Vm, size: isize) -> PyResult {
        let Ok(size) = usize::try_from(size) else {
            return Err(vm.value_error("negative argument not allowed"));
        };
        random_bytes(vm, size)
    }

    /// Obtain a series of random bytes.
    #[function("getrandom(size, flags=0)")]
    fn getrandom(vm: &mut Vm, size: isize, _flags: Option<i32>) -> PyResult {
        match usize::try_from(size) {
            Ok(size) => random_bytes(vm, size),
            Err(_) => Err(vm.os_error(Errno::EINVAL, None)),
        }
    }

    /// Translate an error code to a message string.
    #[function("strerror(code, /)")]
    fn strerror(_vm: &mut Vm, code: i32) -> String {
        error_text(code)
    }

    /// Return the number of logical CPUs in the system.
    ///
    /// Return None if indeterminable.
    #[function("cpu_count()")]
    fn cpu_count(_vm: &mut Vm) -> Option<i64> {
        unistd::sysconf(unistd::SysconfVar::_NPROCESSORS_ONLN)
            .ok()
            .flatten()
            .filter(|&count| count > 0)
    }

    /// Return the affinity of the process identified by pid (or the current process if zero).
    ///
    /// The affinity is returned as a set of CPU identifiers.
    #[function("sched_getaffinity(pid, /)")]
    fn sched_getaffinity(vm: &mut Vm, pid: i32) -> PyResult {
        let processors =
            vm.system_call(None, || nix::sched::sched_getaffinity(Pid::from_raw(pid)))?;
        let numbers = (0..nix::sched::CpuSet::count())
            .filter(|&number| processors.is_set(number).unwrap_or(false));
        let numbers = numbers.map(|number| vm.new_int(number as i64)).collect();
        let numbers = vm.new_list(numbers)?;
        let set = vm.intern("set");
        match vm.builtins.get_str(vm, &set) {
            Some(set) => vm.call_positional(&set, &[numbers.as_object()]),
            None => Err(vm.runtime_error("builtins has no set")),
        }
    }

    /// Voluntarily relinquish the CPU.
    #[function("sched_yield()")]
    fn sched_yield(vm: &mut Vm) {
        vm.blocking(std::thread::yield_now);
    }

    /// Return average recent system load information.
    ///
    /// Return the number of processes in the system run queue averaged over
    /// the last 1, 5, and 15 minutes as a tuple of three floats.
    /// Raises OSError if the load average was unobtainable.
    #[function("getloadavg()")]
    fn getloadavg(vm: &mut Vm) -> PyResult<(f64, f64, f64)> {
        let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
        let mut numbers = text.split(' ').map_while(|word| word.parse().ok());
        match (numbers.next(), numbers.next(), numbers.next()) {
            (Some(one), Some(five), Some(fifteen)) => Ok((one, five, fifteen)),
            _ => {
                let class = vm.types.os_error.clone();
                Err(vm.raise_message(&class, "Load averages are unobtainable"))
            }
        }
    }

    /// Return an object identifying the current operating system.
    ///
    /// The object behaves like a named tuple with the following fields:
    ///   (sysname, nodename, release, version, machine)
    #[function("uname()")]
    fn uname(vm: &mut Vm) -> PyResult {
        let name = vm.system_call(None, nix::sys::utsname::uname)?;
        let parts =
            [name.sysname(), name.nodename(), name.release(), name.version(), name.machine()];
        let values = parts.map(|part| vm.decode_file_name(part.as_bytes()).into_object()).to_vec();
        Ok(StructSequence::instance(vm, &UNAME_RESULT, values)?.into_object())
    }

    /// Return a collection containing process timing information.
    ///
    /// The object returned behaves like a named tuple with these fields:
    ///   (utime, stime, cutime, cstime, elapsed_time)
    /// All fields are floating-point numbers.
    #[function("times()")]
    fn times(vm: &mut Vm) -> PyResult {
        let own = vm.system_call(None, || getrusage(UsageWho::RUSAGE_SELF))?;
        let children = vm.system_call(None, || getrusage(UsageWho::RUSAGE_CHILDREN))?;
        let clock = nix::time::ClockId::CLOCK_MONOTONIC;
        let elapsed = vm.system_call(None, || nix::time::clock_gettime(clock))?;
        // The host counts these in hundredths of a second.
        let hundredths =
            |seconds: i64, micros: i64| (seconds * 100 + micros / 10_000) as f64 / 100.0;
        let used =
            [own.user_time(), own.system_time(), children.user_time(), children.system_time()];
        let mut values: Vec<Ref> =
            used.map(|time| vm.new_float(hundredths(time.tv_sec(), time.tv_usec()))).to_vec();
        values.push(vm.new_float(hundredths(elapsed.tv_sec(), elapsed.tv_nsec() / 1000)));
        Ok(StructSequence::instance(vm, &TIMES_RESULT, values)?.into_object())
    }

    /// Return an integer-valued system configuration variable.
    #[function("sysconf(name, /)")]
    fn sysconf(vm: &mut Vm, name: &Object) -> PyResult<i64> {
        let found = match (name.downcast::<Str>(), name.downcast::<Int>()) {
            (Some(text), _) => match SYSCONF_NAMES.iter().find(|(known, _)| text.text() == **known)
            {
                Some((_, variable)) => Some(*variable),
                None => return Err(vm.value_error("unrecognized configuration name")),
            },
            (_, Some(number)) => {
                let number = number.to_i64();
                SYSCONF_NAMES
                    .iter()
                    .map(|row| row.1)
                    .find(|&variable| Some(variable as i64) == number)
            }
            _ => return Err(vm.type_error("configuration names must be strings or integers")),
        };
        let Some(variable) = found else { return Err(vm.os_error(Errno::EINVAL, None)) };
        Ok(vm.system_call(None, || unistd::sysconf(variable))?.unwrap_or(-1))
    }

    /// Return a device number's major number.
    #[function("major(device, /)")]
    fn major(_vm: &mut Vm, device: u64) -> u64 {
        nix::sys::stat::major(device)
    }

    /// Return a device number's minor number.
    #[function("minor(device, /)")]
    fn minor(_vm: &mut Vm, device: u64) -> u64 {
        nix::sys::stat::minor(device)
    }

    /// Composes a raw device number from the major and minor device numbers.
    #[function("makedev(major, minor, /)")]
    fn makedev(_vm: &mut Vm, major: u64, minor: u64) -> u64 {
        nix::sys::stat::makedev(major, minor)
    }

    /// Add increment to the priority of process and return the new priority.
    #[function("nice(increment, /)")]
    fn nice(vm: &mut Vm, increment: i32) -> PyResult<i32> {
        vm.system_call(None, || rustix::process::nice(increment).map_err(host_errno))
    }
}
