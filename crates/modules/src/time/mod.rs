//! `time`: clocks, and dates of the local zone.
//!
//! `clock` has the clocks and sleeping, `fields` the parts of a date, `format` writes them, `zone` is the local zone.

mod clock;
pub(crate) mod fields;
mod format;
pub(crate) mod zone;

use nix::libc;
use pellucid_runtime::builtins::Module;
use pellucid_runtime::object::{ModuleSpec, StructSequence};
use pellucid_runtime::prelude::*;
use pellucid_text::TextBuilder;

pub(crate) use clock::{duration, nanoseconds_now, seconds_now};
use fields::{Fields, STRUCT_TIME};

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    doc: "This module provides various functions to manipulate time values.",
    functions: &[clock::Clocks::METHODS, Dates::METHODS],
    initialise: Some(initialise),
    ..ModuleSpec::new("time")
};

fn initialise(vm: &mut Vm, module: &Typed<Module>) -> PyResult<()> {
    let class = StructSequence::class(vm, &STRUCT_TIME)?;
    vm.set_in_module(module, "struct_time", class.into_object())?;
    let clocks = [
        ("CLOCK_REALTIME", libc::CLOCK_REALTIME),
        ("CLOCK_MONOTONIC", libc::CLOCK_MONOTONIC),
        ("CLOCK_MONOTONIC_RAW", libc::CLOCK_MONOTONIC_RAW),
        ("CLOCK_PROCESS_CPUTIME_ID", libc::CLOCK_PROCESS_CPUTIME_ID),
        ("CLOCK_THREAD_CPUTIME_ID", libc::CLOCK_THREAD_CPUTIME_ID),
        ("CLOCK_BOOTTIME", libc::CLOCK_BOOTTIME),
        ("CLOCK_TAI", libc::CLOCK_TAI),
    ];
    for (name, number) in clocks {
        let number = vm.new_int(i64::from(number));
        vm.set_in_module(module, name, number)?;
    }
    let parts = vm.new_int(STRUCT_TIME.fields.len() as i64);
    vm.set_in_module(module, "_STRUCT_TM_ITEMS", parts)?;
    zone::reload();
    for (name, value) in zone_constants(vm) {
        vm.set_in_module(module, name, value)?;
    }
    Ok(())
}

fn zone_constants(vm: &mut Vm) -> [(&'static str, Ref); 4] {
    let [standard, summer] = zone::seasons(&zone::local(), clock::seconds_now());
    let names =
        [standard, summer].map(|kind| vm.new_str(kind.time_zone_designation()).into_object());
    [
        ("timezone", vm.new_int(-i64::from(standard.ut_offset()))),
        ("altzone", vm.new_int(-i64::from(summer.ut_offset()))),
        ("daylight", vm.new_int(i64::from(standard.ut_offset() != summer.ut_offset()))),
        ("tzname", vm.new_tuple(names.to_vec()).into_object()),
    ]
}

/// The moment that a `seconds` argument names; now if there is none.
pub(crate) fn moment(vm: &mut Vm, seconds: Option<&Object>) -> PyResult<i64> {
    let Some(seconds) = seconds else { return Ok(clock::seconds_now()) };
    if let Some(float) = seconds.downcast::<Float>() {
        let value = float.to_f64();
        if value.is_nan() {
            return Err(vm.value_error("Invalid value NaN (not a number)"));
        }
        let whole = value.floor();
        if !(-9.2e18..9.2e18).contains(&whole) {
            return Err(vm.overflow_error("timestamp out of range for platform time_t"));
        }
        return Ok(whole as i64);
    }
    let int = vm.index(seconds)?;
    match int.to_i64() {
        Some(seconds) => Ok(seconds),
        None => Err(vm.overflow_error("timestamp out of range for platform time_t")),
    }
}

fn universal(vm: &mut Vm, moment: i64) -> PyResult<Fields> {
    match Fields::at(moment, 0) {
        Some(fields) => Ok(Fields { zone: Some(("UTC".to_owned(), 0)), ..fields }),
        None => Err(vm.os_error(nix::errno::Errno::EOVERFLOW, None)),
    }
}

fn local(vm: &mut Vm, moment: i64) -> PyResult<Fields> {
    let kind = zone::type_at(&zone::local(), moment);
    let offset = i64::from(kind.ut_offset());
    match Fields::at(moment, offset) {
        Some(fields) => Ok(Fields {
            summer: i64::from(kind.is_dst()),
            zone: Some((kind.time_zone_designation().to_owned(), offset)),
            ..fields
        }),
        None => Err(vm.os_error(nix::errno::Errno::EOVERFLOW, None)),
    }
}

/// The fields of an optional argument: the local time now if there is none.
fn fields_or_now(vm: &mut Vm, value: Option<&Object>, function: &str) -> PyResult<Fields> {
    match value {
        None => local(vm, clock::seconds_now()),
        Some(value) => {
            let mut fields = Fields::from_object(vm, value, function)?;
            fields.check(vm)?;
            Ok(fields)
        }
    }
}

fn ascii_time(fields: &Fields) -> String {
    let weekday = format::WEEKDAYS.get(fields.weekday as usize).copied().unwrap_or("???");
    let month = format::MONTHS.get(fields.month as usize).copied().unwrap_or("???");
    format!(
        "{:.3} {:.3}{:3} {:02}:{:02}:{:02} {}",
        weekday, month, fields.day, fields.hour, fields.minute, fields.second, fields.year
    )
}

/// The functions about dates.
pub struct Dates;

#[methods(owner = "time")]
impl Dates {
    /// gmtime([seconds]) -> (tm_year, tm_mon, tm_mday, tm_hour, tm_min,
    ///                        tm_sec, tm_wday, tm_yday, tm_isdst)
    ///
    /// Convert seconds since the Epoch to a time tuple expressing UTC (a.k.a.
    /// GMT).  When 'seconds' is not passed in, convert the current time instead.
    ///
    /// If the platform supports the tm_gmtoff and tm_zone, they are available as
    /// attributes only.
    #[function("gmtime(seconds=None, /)", hidden)]
    fn gmtime(vm: &mut Vm, seconds: Option<&Object>) -> PyResult {
        let moment = moment(vm, seconds)?;
        universal(vm, moment)?.to_struct(vm)
    }

    /// localtime([seconds]) -> (tm_year,tm_mon,tm_mday,tm_hour,tm_min,
    ///                           tm_sec,tm_wday,tm_yday,tm_isdst)
    ///
    /// Convert seconds since the Epoch to a time tuple expressing local time.
    /// When 'seconds' is not passed in, convert the current time instead.
    #[function("localtime(seconds=None, /)", hidden)]
    fn localtime(vm: &mut Vm, seconds: Option<&Object>) -> PyResult {
        let moment = moment(vm, seconds)?;
        local(vm, moment)?.to_struct(vm)
    }

    /// mktime(tuple) -> floating-point number
    ///
    /// Convert a time tuple in local time to seconds since the Epoch.
    /// Note that mktime(gmtime(0)) will not generally return zero for most
    /// time zones; instead the returned value will either be equal to that
    /// of the timezone or altzone attributes on the time module.
    #[function("mktime(seconds, /)", hidden)]
    fn mktime(vm: &mut Vm, seconds: &Object) -> PyResult<f64> {
        let fields = Fields::from_object(vm, seconds, "mktime")?;
        let summer = (fields.summer >= 0).then_some(fields.summer > 0);
        match zone::moment_of(&zone::local(), fields.as_utc(), summer) {
            Some(moment) => Ok(moment as f64),
            None => Err(vm.overflow_error("mktime argument out of range")),
        }
    }

    /// strftime(format[, tuple]) -> string
    ///
    /// Convert a time tuple to a string according to a format specification.
    /// See the library reference manual for formatting codes. When the time tuple
    /// is not present, current time as returned by localtime() is used.
    #[function("strftime(format, tuple=<unrepresentable>, /)", hidden)]
    fn strftime(vm: &mut Vm, format: &Typed<Str>, tuple: Option<&Object>) -> PyResult {
        let mut fields = fields_or_now(vm, tuple, "strftime")?;
        fields.summer = fields.summer.clamp(-1, 1);
        if fields.zone.is_none() && fields.summer >= 0 {
            let seasons = zone::seasons(&zone::local(), clock::seconds_now());
            let kind = &seasons[usize::from(fields.summer > 0)];
            fields.zone = Some((kind.time_zone_designation().to_owned(), 0));
        }
        // Names of days and months are the longest of what a directive stands for.
        vm.check_room(format.len().saturating_mul(16))?;
        let codes: Vec<u32> = format.text().code_points().collect();
        let mut text = TextBuilder::new();
        format::strftime(&fields, &codes, &mut |code| text.push(code));
        Ok(vm.new_text(&text.finish()).into_object())
    }

    /// strptime(string, format) -> struct_time
    ///
    /// Parse a string to a time tuple according to a format specification.
    /// See the library reference manual for formatting codes (same as
    /// strftime()).
    #[function("strptime(*arguments)", hidden)]
    fn strptime(vm: &mut Vm, arguments: &[Ref]) -> PyResult {
        let module = vm.import("_strptime")?;
        let name = vm.intern("_strptime_time");
        let function = vm.get_attribute(&module, &name)?;
        vm.call(&function, Args::from_positional(arguments))
    }

    /// asctime([tuple]) -> string
    ///
    /// Convert a time tuple to a string, e.g. 'Sat Jun 06 16:26:11 1998'.
    /// When the time tuple is not present, current time as returned by localtime()
    /// is used.
    #[function("asctime(tuple=<unrepresentable>, /)", hidden)]
    fn asctime(vm: &mut Vm, tuple: Option<&Object>) -> PyResult<String> {
        Ok(ascii_time(&fields_or_now(vm, tuple, "asctime")?))
    }

    /// ctime(seconds) -> string
    ///
    /// Convert a time in seconds since the Epoch to a string in local time.
    /// This is equivalent to asctime(localtime(seconds)). When the time tuple is
    /// not present, current time as returned by localtime() is used.
    #[function("ctime(seconds=None, /)", hidden)]
    fn ctime(vm: &mut Vm, seconds: Option<&Object>) -> PyResult<String> {
        let moment = moment(vm, seconds)?;
        Ok(ascii_time(&local(vm, moment)?))
    }

    /// tzset()
    ///
    /// Initialize, or reinitialize, the local timezone to the value stored in
    /// os.environ['TZ']. The TZ environment variable should be specified in
    /// standard Unix timezone format as documented in the tzset man page
    /// (eg. 'US/Eastern', 'Europe/Amsterdam'). Unknown timezones will silently
    /// fall back to UTC. If the TZ environment variable is not set, the local
    /// timezone is set to the systems best guess of wallclock time.
    /// Changing the TZ environment variable without calling tzset *may* change
    /// the local timezone used by methods such as localtime, but this behaviour
    /// should not be relied on.
    #[function("tzset()")]
    fn tzset(vm: &mut Vm) -> PyResult<()> {
        zone::reload();
        let module = vm.import("time")?;
        for (name, value) in zone_constants(vm) {
            let name = vm.intern(name);
            vm.set_attribute(&module, &name, Some(&value))?;
        }
        Ok(())
    }
}
