//! `resource`: what the process has used, and what it may use.

use nix::errno::Errno;
use nix::libc;
use nix::sys::resource::{Resource, UsageWho, getrlimit, getrusage, setrlimit};
use nix::unistd::{SysconfVar, sysconf};
use pellucid_runtime::builtins::Module;
use pellucid_runtime::object::{ModuleSpec, StructSequence, StructSequenceSpec};
use pellucid_runtime::prelude::*;

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    functions: &[Resources::METHODS],
    initialise: Some(initialise),
    ..ModuleSpec::new("resource")
};

static USAGE: StructSequenceSpec = StructSequenceSpec::new(
    "resource",
    "struct_rusage",
    "struct_rusage: Result from getrusage.\n\nThis object may be accessed either as a tuple of\n    (utime,stime,maxrss,ixrss,idrss,isrss,minflt,majflt,\n    nswap,inblock,oublock,msgsnd,msgrcv,nsignals,nvcsw,nivcsw)\nor via the attributes ru_utime, ru_stime, ru_maxrss, and so on.",
    &[
        ("ru_utime", "user time used"),
        ("ru_stime", "system time used"),
        ("ru_maxrss", "max. resident set size"),
        ("ru_ixrss", "shared memory size"),
        ("ru_idrss", "unshared data size"),
        ("ru_isrss", "unshared stack size"),
        ("ru_minflt", "page faults not requiring I/O"),
        ("ru_majflt", "page faults requiring I/O"),
        ("ru_nswap", "number of swap outs"),
        ("ru_inblock", "block input operations"),
        ("ru_oublock", "block output operations"),
        ("ru_msgsnd", "IPC messages sent"),
        ("ru_msgrcv", "IPC messages received"),
        ("ru_nsignals", "signals received"),
        ("ru_nvcsw", "voluntary context switches"),
        ("ru_nivcsw", "involuntary context switches"),
    ],
    16,
);

const LIMITS: &[(&str, Resource)] = &[
    ("RLIMIT_AS", Resource::RLIMIT_AS),
    ("RLIMIT_CORE", Resource::RLIMIT_CORE),
    ("RLIMIT_CPU", Resource::RLIMIT_CPU),
    ("RLIMIT_DATA", Resource::RLIMIT_DATA),
    ("RLIMIT_FSIZE", Resource::RLIMIT_FSIZE),
    ("RLIMIT_MEMLOCK", Resource::RLIMIT_MEMLOCK),
    ("RLIMIT_MSGQUEUE", Resource::RLIMIT_MSGQUEUE),
    ("RLIMIT_NICE", Resource::RLIMIT_NICE),
    ("RLIMIT_NOFILE", Resource::RLIMIT_NOFILE),
    ("RLIMIT_OFILE", Resource::RLIMIT_NOFILE),
    ("RLIMIT_NPROC", Resource::RLIMIT_NPROC),
    ("RLIMIT_RSS", Resource::RLIMIT_RSS),
    ("RLIMIT_RTPRIO", Resource::RLIMIT_RTPRIO),
    ("RLIMIT_RTTIME", Resource::RLIMIT_RTTIME),
    ("RLIMIT_SIGPENDING", Resource::RLIMIT_SIGPENDING),
    ("RLIMIT_STACK", Resource::RLIMIT_STACK),
];

fn initialise(vm: &mut Vm, module: &Typed<Module>) -> PyResult<()> {
    let limits = LIMITS.iter().map(|(name, limit)| (*name, *limit as i64));
    let others = [
        ("RLIM_INFINITY", -1),
        ("RUSAGE_SELF", i64::from(libc::RUSAGE_SELF)),
        ("RUSAGE_CHILDREN", i64::from(libc::RUSAGE_CHILDREN)),
        ("RUSAGE_THREAD", i64::from(libc::RUSAGE_THREAD)),
    ];
    for (name, number) in limits.chain(others) {
        let number = vm.new_int(number);
        vm.set_in_module(module, name, number)?;
    }
    let class = StructSequence::class(vm, &USAGE)?.into_object();
    vm.set_in_module(module, "struct_rusage", class)?;
    let error = vm.types.os_error.clone().into_object();
    vm.set_in_module(module, "error", error)
}

fn limit_of(vm: &mut Vm, number: i32) -> PyResult<Resource> {
    match LIMITS.iter().find(|(_, limit)| *limit as i64 == i64::from(number)) {
        Some((_, limit)) => Ok(*limit),
        None => Err(vm.value_error("invalid resource specified")),
    }
}

fn shown(vm: &mut Vm, limits: (libc::rlim_t, libc::rlim_t)) -> (Ref, Ref) {
    // "No limit" is the largest number, which Python programs know as -1.
    (vm.new_int(limits.0 as i64), vm.new_int(limits.1 as i64))
}

fn limit_number(vm: &mut Vm, value: &Object) -> PyResult<libc::rlim_t> {
    match vm.index(value)?.to_i64() {
        Some(number) => Ok(number as libc::rlim_t),
        None => Err(vm.overflow_error("Python int too large to convert to C long")),
    }
}

/// The functions of `resource`.
pub struct Resources;

#[methods(owner = "resource")]
impl Resources {
    #[function("getrusage(who, /)")]
    fn getrusage(vm: &mut Vm, who: i32) -> PyResult {
        let who = match who {
            libc::RUSAGE_SELF => UsageWho::RUSAGE_SELF,
            libc::RUSAGE_CHILDREN => UsageWho::RUSAGE_CHILDREN,
            libc::RUSAGE_THREAD => UsageWho::RUSAGE_THREAD,
            _ => return Err(vm.value_error("invalid who parameter")),
        };
        let used = vm.system_call(None, || getrusage(who))?;
        let seconds =
            |time: nix::sys::time::TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 * 1e-6;
        let mut values = vec![
            vm.new_float(seconds(used.user_time())),
            vm.new_float(seconds(used.system_time())),
        ];
        let counts = [
            used.max_rss(),
            used.shared_integral(),
            used.unshared_data_integral(),
            used.unshared_stack_integral(),
            used.minor_page_faults(),
            used.major_page_faults(),
            used.full_swaps(),
            used.block_reads(),
            used.block_writes(),
            used.ipc_sends(),
            used.ipc_receives(),
            used.signals(),
            used.voluntary_context_switches(),
            used.involuntary_context_switches(),
        ];
        values.extend(counts.map(|count| vm.new_int(count)));
        Ok(StructSequence::instance(vm, &USAGE, values)?.into_object())
    }

    #[function("getrlimit(resource, /)")]
    fn getrlimit(vm: &mut Vm, resource: i32) -> PyResult<(Ref, Ref)> {
        let limit = limit_of(vm, resource)?;
        let limits = vm.system_call(None, || getrlimit(limit))?;
        Ok(shown(vm, limits))
    }

    #[function("setrlimit(resource, limits, /)")]
    fn setrlimit(vm: &mut Vm, resource: i32, limits: &Object) -> PyResult<()> {
        let limit = limit_of(vm, resource)?;
        let pair = vm.collect(limits)?;
        let [soft, hard] = pair.as_slice() else {
            return Err(vm.value_error("expected a tuple of 2 integers"));
        };
        let (soft, hard) = (limit_number(vm, soft)?, limit_number(vm, hard)?);
        match setrlimit(limit, soft, hard) {
            Ok(()) => {
                vm.heed_host_memory();
                Ok(())
            }
            Err(Errno::EINVAL) => Err(vm.value_error("current limit exceeds maximum limit")),
            Err(Errno::EPERM) => Err(vm.value_error("not allowed to raise maximum limit")),
            Err(errno) => Err(vm.os_error(errno, None)),
        }
    }

    #[function("getpagesize()")]
    fn getpagesize(_: &mut Vm) -> i64 {
        sysconf(SysconfVar::PAGE_SIZE).ok().flatten().unwrap_or(4096)
    }
}
