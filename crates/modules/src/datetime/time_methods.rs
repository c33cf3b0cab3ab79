//! The methods of `time`.

use pellucid_runtime::prelude::*;

use super::arguments::{self, text};
use super::date_methods::{self, parsed_by_format};
use super::fields::Clock;
use super::time::Time;
use super::timedelta::TimeDelta;
use super::tzinfo::{summer_time, utc_offset, zone_name};
use super::write::Precision;
use super::{parse, pickle, strftime};

#[methods(MAIN, owner = "time")]
impl Time {
    /// string, format -> new time parsed from a string (like time.strptime()).
    #[class_method("strptime(type, *args, **kwargs)", hidden)]
    fn strptime(
        vm: &mut Vm,
        class: &Typed<Type>,
        args: &[Ref],
        keywords: Keywords<'_>,
    ) -> PyResult {
        parsed_by_format(vm, "_strptime_datetime_time", class, args, keywords)
    }

    /// Return string in ISO 8601 format, [HH[:MM[:SS[.mmm[uuu]]]]][+HH:MM].
    ///
    /// The optional argument timespec specifies the number of additional terms
    /// of the time to include. Valid options are 'auto', 'hours', 'minutes',
    /// 'seconds', 'milliseconds' and 'microseconds'.
    ///
    #[method("isoformat(self, timespec='auto')", hidden)]
    fn isoformat(vm: &mut Vm, this: &Typed<Time>, timespec: Option<&Object>) -> PyResult<String> {
        let timespec = timespec.map(|value| text(vm, "isoformat", 1, value)).transpose()?;
        let precision = Precision::new(vm, timespec, this.clock())?;
        Time::written(vm, this, precision)
    }

    /// format -> strftime() style string.
    #[method("strftime(self, format)", hidden)]
    fn strftime(vm: &mut Vm, this: &Typed<Time>, format: &Object) -> PyResult {
        let format = text(vm, "strftime", 1, format)?;
        let [hour, minute, second, _] = this.clock().parts();
        let fields = [1900, 1, 1, hour, minute, second, 0, 1, -1];
        let fields = fields.map(|number| vm.new_int(number)).to_vec();
        let (tuple, none) = (vm.new_tuple(fields), vm.none());
        strftime::written(vm, this.as_object(), format, tuple.as_object(), &none)
    }

    /// Formats self with strftime.
    #[method("__format__(self, *args, **kwargs)", hidden)]
    fn format(vm: &mut Vm, this: &Typed<Time>, args: &[Ref], keywords: Keywords<'_>) -> PyResult {
        date_methods::format(vm, "time.__format__", this.as_object(), args, keywords)
    }

    /// Return self.tzinfo.utcoffset(self).
    #[method("utcoffset(self, /)")]
    fn utcoffset(vm: &mut Vm, this: &Typed<Time>) -> PyResult<Option<Ref<TimeDelta>>> {
        let none = vm.none();
        utc_offset(vm, this.zone().as_deref(), &none)
    }

    /// Return self.tzinfo.tzname(self).
    #[method("tzname(self, /)")]
    fn tzname(vm: &mut Vm, this: &Typed<Time>) -> PyResult<Option<Ref<Str>>> {
        let none = vm.none();
        zone_name(vm, this.zone().as_deref(), &none)
    }

    /// Return self.tzinfo.dst(self).
    #[method("dst(self, /)")]
    fn dst(vm: &mut Vm, this: &Typed<Time>) -> PyResult<Option<Ref<TimeDelta>>> {
        let none = vm.none();
        summer_time(vm, this.zone().as_deref(), &none)
    }

    /// Return time with new specified fields.
    #[method(
        "replace(self, /, hour=unchanged, minute=unchanged, second=unchanged, microsecond=unchanged, tzinfo=unchanged, *, fold=unchanged)"
    )]
    fn replace(
        vm: &mut Vm,
        this: &Typed<Time>,
        hour: Option<i32>,
        minute: Option<i32>,
        second: Option<i32>,
        microsecond: Option<i32>,
        tzinfo: Option<&Object>,
        fold: Option<i32>,
    ) -> PyResult {
        let clock = this.clock().replaced(vm, [hour, minute, second, microsecond], fold)?;
        let zone = arguments::zone_or(vm, tzinfo, this.zone())?;
        Time::of_class(vm, this.class(), clock, zone)
    }

    /// The same as replace().
    #[method("__replace__(self, /, **changes)")]
    fn replace_again(vm: &mut Vm, this: &Typed<Time>, changes: Keywords<'_>) -> PyResult {
        date_methods::replace(vm, Time::MAIN_METHODS, this.as_object(), changes)
    }

    /// string -> time from a string in ISO 8601 format
    #[class_method("fromisoformat(type, object, /)")]
    fn fromisoformat(vm: &mut Vm, class: &Typed<Type>, object: &Object) -> PyResult {
        let Some(text) = object.downcast::<Str>() else {
            return Err(vm.type_error("fromisoformat: argument must be str"));
        };
        let bytes = parse::bytes_of(vm, text)?;
        let bytes = bytes.strip_prefix(b"T").unwrap_or(&bytes);
        let Some(mut parts) = parse::time(bytes) else { return Err(parse::invalid(vm, text)) };
        if parse::is_end_of_day(vm, parts.clock)? {
            parts.clock = [0; 4];
        }
        let zone = parse::zone(vm, parts.offset)?;
        let clock = Clock::new(vm, parts.clock, 0)?;
        Time::of_class(vm, class, clock, zone)
    }

    /// __reduce_ex__(proto) -> (cls, state)
    #[method("__reduce_ex__(self, *args, **kwargs)", hidden)]
    fn reduce_for(
        vm: &mut Vm,
        this: &Typed<Time>,
        args: &[Ref],
        keywords: Keywords<'_>,
    ) -> PyResult {
        let protocol = pickle::protocol(vm, "time.__reduce_ex__", args, keywords)?;
        let mut state = this.clock().state();
        if protocol > 3 && this.clock().fold() {
            state[0] |= 0x80;
        }
        pickle::reduced(vm, this.class(), &state, this.zone())
    }

    /// __reduce__() -> (cls, state)
    #[method("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, this: &Typed<Time>) -> PyResult {
        pickle::reduced(vm, this.class(), &this.clock().state(), this.zone())
    }

    #[getter("hour")]
    fn hour(_: &mut Vm, this: &Typed<Time>) -> i64 {
        this.clock().hour()
    }

    #[getter("minute")]
    fn minute(_: &mut Vm, this: &Typed<Time>) -> i64 {
        this.clock().minute()
    }

    #[getter("second")]
    fn second(_: &mut Vm, this: &Typed<Time>) -> i64 {
        this.clock().second()
    }

    #[getter("microsecond")]
    fn microsecond(_: &mut Vm, this: &Typed<Time>) -> i64 {
        this.clock().microsecond()
    }

    #[getter("tzinfo")]
    fn tzinfo(_: &mut Vm, this: &Typed<Time>) -> Option<Ref> {
        this.zone()
    }

    #[getter("fold")]
    fn fold(_: &mut Vm, this: &Typed<Time>) -> i64 {
        i64::from(this.clock().fold())
    }
}
