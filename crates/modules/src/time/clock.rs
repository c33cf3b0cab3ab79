//! Clocks, and sleeping.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use nix::errno::Errno;
use nix::sys::time::TimeSpec;
use nix::time::{ClockId, clock_getres, clock_gettime};
use pellucid_runtime::object::OwnedArgs;
use pellucid_runtime::prelude::*;

/// Seconds since 1970.
pub fn seconds_now() -> i64 {
    match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => since.as_secs() as i64,
        Err(before) => -(before.duration().as_secs() as i64) - 1,
    }
}

/// Nanoseconds since 1970.
pub fn nanoseconds_now(vm: &mut Vm) -> PyResult<i128> {
    read(vm, ClockId::CLOCK_REALTIME)
}

fn nanoseconds(time: TimeSpec) -> i128 {
    i128::from(time.tv_sec()) * 1_000_000_000 + i128::from(time.tv_nsec())
}

fn read(vm: &mut Vm, clock: ClockId) -> PyResult<i128> {
    match clock_gettime(clock) {
        Ok(time) => Ok(nanoseconds(time)),
        Err(errno) => Err(vm.os_error(errno, None)),
    }
}

fn seconds(nanoseconds: i128) -> f64 {
    nanoseconds as f64 / 1e9
}

/// A duration argument in seconds, rounded up to a nanosecond; negative ones are given as none.
pub fn duration(vm: &mut Vm, value: &Object) -> PyResult<Option<Duration>> {
    const TOO_LARGE: &str = "timestamp too large to convert to C PyTime_t";
    if let Some(float) = value.downcast::<Float>() {
        let value = float.to_f64();
        if value.is_nan() {
            return Err(vm.value_error("Invalid value NaN (not a number)"));
        }
        let nanos = (value * 1e9).ceil();
        if !(-9.223_372_036_854_775e18..9.223_372_036_854_775e18).contains(&nanos) {
            return Err(vm.overflow_error(TOO_LARGE));
        }
        return Ok((nanos >= 0.0 && value >= 0.0).then(|| Duration::from_nanos(nanos as u64)));
    }
    let index = vm.names.__index__.clone();
    if value.class().lookup(vm, &index).is_none() {
        let class = value.class().name(vm);
        return Err(vm.type_error(format!("'{class}' object cannot be interpreted as an integer")));
    }
    let int = vm.index(value)?;
    if int.is_negative() {
        return Ok(None);
    }
    match int.to_i64().and_then(|seconds| seconds.checked_mul(1_000_000_000)) {
        Some(nanos) => Ok(Some(Duration::from_nanos(nanos as u64))),
        None => Err(vm.overflow_error(TOO_LARGE)),
    }
}

fn sleep(vm: &mut Vm, time: Duration) -> PyResult<()> {
    let start = Instant::now();
    if time.is_zero() {
        vm.blocking(std::thread::yield_now);
        return Ok(());
    }
    while let Some(rest) = time.checked_sub(start.elapsed()).filter(|rest| !rest.is_zero()) {
        let rest = TimeSpec::new(rest.as_secs() as i64, i64::from(rest.subsec_nanos()));
        vm.check_signals()?;
        match vm.blocking(|| nix::poll::ppoll(&mut [], Some(rest), None)) {
            Ok(_) => {}
            Err(Errno::EINTR) => {}
            Err(errno) => return Err(vm.os_error(errno, None)),
        }
    }
    Ok(())
}

/// The functions about clocks.
pub struct Clocks;

#[methods(owner = "time")]
impl Clocks {
    /// Return the current time in seconds since the Epoch.
    ///
    /// Fractions of a second may be present if the system clock provides them.
    #[function("time()")]
    fn time(vm: &mut Vm) -> PyResult<f64> {
        read(vm, ClockId::CLOCK_REALTIME).map(seconds)
    }

    /// Return the current time in nanoseconds since the Epoch.
    #[function("time_ns()")]
    fn time_ns(vm: &mut Vm) -> PyResult<i128> {
        nanoseconds_now(vm)
    }

    /// Monotonic clock, cannot go backward.
    #[function("monotonic()")]
    fn monotonic(vm: &mut Vm) -> PyResult<f64> {
        read(vm, ClockId::CLOCK_MONOTONIC).map(seconds)
    }

    /// Monotonic clock, cannot go backward, as nanoseconds.
    #[function("monotonic_ns()")]
    fn monotonic_ns(vm: &mut Vm) -> PyResult<i128> {
        read(vm, ClockId::CLOCK_MONOTONIC)
    }

    /// Performance counter for benchmarking.
    #[function("perf_counter()")]
    fn perf_counter(vm: &mut Vm) -> PyResult<f64> {
        read(vm, ClockId::CLOCK_MONOTONIC).map(seconds)
    }

    /// Performance counter for benchmarking as nanoseconds.
    #[function("perf_counter_ns()")]
    fn perf_counter_ns(vm: &mut Vm) -> PyResult<i128> {
        read(vm, ClockId::CLOCK_MONOTONIC)
    }

    /// Process time for profiling: sum of the kernel and user-space CPU time.
    #[function("process_time()")]
    fn process_time(vm: &mut Vm) -> PyResult<f64> {
        read(vm, ClockId::CLOCK_PROCESS_CPUTIME_ID).map(seconds)
    }

    /// Process time for profiling as nanoseconds: sum of the kernel and user-space CPU time.
    #[function("process_time_ns()")]
    fn process_time_ns(vm: &mut Vm) -> PyResult<i128> {
        read(vm, ClockId::CLOCK_PROCESS_CPUTIME_ID)
    }

    /// Thread time for profiling: sum of the kernel and user-space CPU time.
    #[function("thread_time()")]
    fn thread_time(vm: &mut Vm) -> PyResult<f64> {
        read(vm, ClockId::CLOCK_THREAD_CPUTIME_ID).map(seconds)
    }

    /// Thread time for profiling as nanoseconds: sum of the kernel and user-space CPU time.
    #[function("thread_time_ns()")]
    fn thread_time_ns(vm: &mut Vm) -> PyResult<i128> {
        read(vm, ClockId::CLOCK_THREAD_CPUTIME_ID)
    }

    /// Return the time of the specified clock clk_id as a float.
    #[function("clock_gettime(clk_id, /)")]
    fn clock_gettime(vm: &mut Vm, clk_id: i32) -> PyResult<f64> {
        read(vm, ClockId::from_raw(clk_id)).map(seconds)
    }

    /// Return the time of the specified clock clk_id as nanoseconds (int).
    #[function("clock_gettime_ns(clk_id, /)")]
    fn clock_gettime_ns(vm: &mut Vm, clk_id: i32) -> PyResult<i128> {
        read(vm, ClockId::from_raw(clk_id))
    }

    /// Return the resolution (precision) of the specified clock clk_id.
    #[function("clock_getres(clk_id, /)")]
    fn clock_getres(vm: &mut Vm, clk_id: i32) -> PyResult<f64> {
        match clock_getres(ClockId::from_raw(clk_id)) {
            Ok(time) => Ok(seconds(nanoseconds(time))),
            Err(errno) => Err(vm.os_error(errno, None)),
        }
    }

    /// Delay execution for a given number of seconds.
    ///
    /// The argument may be a floating-point number for subsecond precision.
    #[function("sleep(seconds, /)")]
    fn sleep(vm: &mut Vm, seconds: &Object) -> PyResult<()> {
        match duration(vm, seconds)? {
            Some(time) => sleep(vm, time),
            None => Err(vm.value_error("sleep length must be non-negative")),
        }
    }

    /// Get information of the specified clock.
    #[function("get_clock_info(name, /)")]
    fn get_clock_info(vm: &mut Vm, name: &Typed<Str>) -> PyResult {
        let (clock, function, monotonic) = match name.to_string().as_str() {
            "time" => (ClockId::CLOCK_REALTIME, "clock_gettime(CLOCK_REALTIME)", false),
            "monotonic" | "perf_counter" => {
                (ClockId::CLOCK_MONOTONIC, "clock_gettime(CLOCK_MONOTONIC)", true)
            }
            "process_time" => {
                (ClockId::CLOCK_PROCESS_CPUTIME_ID, "clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", true)
            }
            "thread_time" => {
                (ClockId::CLOCK_THREAD_CPUTIME_ID, "clock_gettime(CLOCK_THREAD_CPUTIME_ID)", true)
            }
            _ => return Err(vm.value_error("unknown clock")),
        };
        let resolution = match clock_getres(clock) {
            Ok(time) => seconds(nanoseconds(time)),
            Err(errno) => return Err(vm.os_error(errno, None)),
        };
        let types = vm.import("types")?;
        let class = vm.intern("SimpleNamespace");
        let class = vm.get_attribute(&types, &class)?;
        let values = [
            ("implementation", vm.new_str(function).into_object()),
            ("monotonic", vm.new_bool(monotonic)),
            ("adjustable", vm.new_bool(!monotonic)),
            ("resolution", vm.new_float(resolution)),
        ];
        let mut arguments = OwnedArgs::new();
        for (name, value) in values {
            let name = vm.intern(name);
            let _ = arguments.push_keyword(name, value);
        }
        vm.call(&class, arguments.as_args())
    }
}
