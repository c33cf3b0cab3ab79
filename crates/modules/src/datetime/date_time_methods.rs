//! The methods of `datetime`.

use pellucid_runtime::prelude::*;

use super::arguments::{self, mismatch, text};
use super::date::Date;
use super::date_methods::{self, time_tuple};
use super::date_time::{self, DateTime};
use super::date_time_operators::difference;
use super::fields::{Clock, Day, SECOND, Span};
use super::time::Time;
use super::timedelta::TimeDelta;
use super::timezone::Timezone;
use super::tzinfo::{summer_time, utc_offset, zone_name};
use super::write::{self, Precision};
use super::{local, pickle, timedelta_operators};

/// The separator of `isoformat`: a text of one character.
fn separator(vm: &mut Vm, value: Option<&Object>) -> PyResult<u32> {
    const EXPECTED: &str = "a unicode character";
    let Some(value) = value else { return Ok(u32::from('T')) };
    let Some(text) = value.downcast::<Str>() else {
        return Err(mismatch(vm, "isoformat", 1, EXPECTED, value));
    };
    match (text.text().len(), text.text().get(0)) {
        (1, Some(code)) => Ok(code),
        (length, _) => Err(vm.type_error(format!(
            "isoformat() argument 1 must be {EXPECTED}, not a string of length {length}"
        ))),
    }
}

/// The zone of a `datetime` as `astimezone` understands it: without one, or if that does not know its offset, the local one.
fn zone_and_offset(vm: &mut Vm, this: &Typed<DateTime>) -> PyResult<(Ref, Option<Span>)> {
    let zone = match this.zone() {
        Some(zone) => zone,
        None => local::zone_when(vm, this.day(), this.clock())?,
    };
    let offset = utc_offset(vm, Some(&zone), this.as_object())?;
    Ok((zone, offset.map(|offset| offset.span())))
}

/// The same moment in UTC, as an instance of the same class.
fn universal(vm: &mut Vm, this: &Typed<DateTime>, offset: Span) -> PyResult {
    let (day, clock) = DateTime::sum(vm, this, offset, -1)?;
    let utc = Timezone::utc(vm)?;
    let shifted = DateTime::of_class(vm, this.class(), day, clock, this.zone())?;
    let Some(made) = shifted.downcast::<DateTime>() else { return Ok(shifted) };
    if made.zone().is_some() && made.as_object().ref_count() == 1 {
        made.set_zone(vm, utc);
        return Ok(shifted);
    }
    Ok(DateTime::plain(vm, made.class(), made.day(), made.clock(), Some(utc)).into_object())
}

#[methods(MAIN, owner = "datetime")]
impl DateTime {
    /// Return date object with same year, month and day.
    #[method("date(self, /)")]
    fn only_date(vm: &mut Vm, this: &Typed<DateTime>) -> PyResult {
        Date::make(vm, this.day())
    }

    /// Return time object with same time but with tzinfo=None.
    #[method("time(self, /)")]
    fn only_time(vm: &mut Vm, this: &Typed<DateTime>) -> PyResult {
        Time::make(vm, this.clock(), None)
    }

    /// Return time object with same time and tzinfo.
    #[method("timetz(self, /)")]
    fn timetz(vm: &mut Vm, this: &Typed<DateTime>) -> PyResult {
        Time::make(vm, this.clock(), this.zone())
    }

    /// Return ctime() style string.
    #[method("ctime(self, /)")]
    fn ctime(_: &mut Vm, this: &Typed<DateTime>) -> String {
        write::unix_time(this.day(), this.clock())
    }

    /// Return time tuple, compatible with time.localtime().
    #[method("timetuple(self, /)")]
    fn timetuple(vm: &mut Vm, this: &Typed<DateTime>) -> PyResult {
        let summer = summer_time(vm, this.zone().as_deref(), this.as_object())?;
        let summer = summer.map_or(-1, |summer| i64::from(summer.span() != Span::ZERO));
        time_tuple(vm, this.day(), this.clock(), summer)
    }

    /// Return POSIX timestamp as float.
    #[method("timestamp(self, /)")]
    fn timestamp(vm: &mut Vm, this: &Typed<DateTime>) -> PyResult {
        if this.zone().is_some() {
            let class = vm.native_type(&date_time::SPEC)?;
            let (day, utc) = (Day::EPOCH, Timezone::utc(vm)?);
            let epoch = DateTime::plain(vm, &class, day, Clock::MIDNIGHT, Some(utc));
            let span = difference(vm, this, &epoch)?;
            let microseconds = span.microseconds_in_all();
            return timedelta_operators::ratio(vm, microseconds, i128::from(SECOND));
        }
        let clock = this.clock();
        let shown = local::universal_seconds(this.day(), clock);
        let seconds = local::moment_of(vm, shown, clock.fold())?;
        Ok(vm.new_float(seconds as f64 + clock.microsecond() as f64 / 1e6))
    }

    /// Return UTC time tuple, compatible with time.localtime().
    #[method("utctimetuple(self, /)")]
    fn utctimetuple(vm: &mut Vm, this: &Typed<DateTime>) -> PyResult {
        let offset = DateTime::offset(vm, this)?.map_or(Span::ZERO, |offset| offset.span());
        let (day, clock) = DateTime::sum(vm, this, offset, -1)?;
        time_tuple(vm, day, clock, 0)
    }

    /// [sep] -> string in ISO 8601 format, YYYY-MM-DDT[HH[:MM[:SS[.mmm[uuu]]]]][+HH:MM].
    /// sep is used to separate the year from the time, and defaults to 'T'.
    /// The optional argument timespec specifies the number of additional terms
    /// of the time to include. Valid options are 'auto', 'hours', 'minutes',
    /// 'seconds', 'milliseconds' and 'microseconds'.
    ///
    #[method("isoformat(self, sep='T', timespec='auto')", hidden)]
    fn isoformat(
        vm: &mut Vm,
        this: &Typed<DateTime>,
        sep: Option<&Object>,
        timespec: Option<&Object>,
    ) -> PyResult<Ref<Str>> {
        let separator = separator(vm, sep)?;
        let timespec = timespec.map(|value| text(vm, "isoformat", 2, value)).transpose()?;
        let precision = Precision::new(vm, timespec, this.clock())?;
        DateTime::written(vm, this, separator, precision)
    }

    /// Return self.tzinfo.utcoffset(self).
    #[method("utcoffset(self, /)")]
    fn utcoffset(vm: &mut Vm, this: &Typed<DateTime>) -> PyResult<Option<Ref<TimeDelta>>> {
        DateTime::offset(vm, this)
    }

    /// Return self.tzinfo.tzname(self).
    #[method("tzname(self, /)")]
    fn tzname(vm: &mut Vm, this: &Typed<DateTime>) -> PyResult<Option<Ref<Str>>> {
        zone_name(vm, this.zone().as_deref(), this.as_object())
    }

    /// Return self.tzinfo.dst(self).
    #[method("dst(self, /)")]
    fn dst(vm: &mut Vm, this: &Typed<DateTime>) -> PyResult<Option<Ref<TimeDelta>>> {
        summer_time(vm, this.zone().as_deref(), this.as_object())
    }

    /// Return datetime with new specified fields.
    #[method(
        "replace(self, /, year=unchanged, month=unchanged, day=unchanged, hour=unchanged, minute=unchanged, second=unchanged, microsecond=unchanged, tzinfo=unchanged, *, fold=unchanged)"
    )]
    #[allow(clippy::too_many_arguments)] // One for each field.
    fn replace(
        vm: &mut Vm,
        this: &Typed<DateTime>,
        year: Option<i32>,
        month: Option<i32>,
        day: Option<i32>,
        hour: Option<i32>,
        minute: Option<i32>,
        second: Option<i32>,
        microsecond: Option<i32>,
        tzinfo: Option<&Object>,
        fold: Option<i32>,
    ) -> PyResult {
        let own = this.day();
        let year = year.map_or(own.year(), i64::from);
        let month = month.map_or(own.month(), i64::from);
        let day = Day::new(vm, year, month, day.map_or(own.day(), i64::from))?;
        let clock = this.clock().replaced(vm, [hour, minute, second, microsecond], fold)?;
        let zone = arguments::zone_or(vm, tzinfo, this.zone())?;
        DateTime::of_class(vm, this.class(), day, clock, zone)
    }

    /// The same as replace().
    #[method("__replace__(self, /, **changes)")]
    fn replace_again(vm: &mut Vm, this: &Typed<DateTime>, changes: Keywords<'_>) -> PyResult {
        date_methods::replace(vm, DateTime::MAIN_METHODS, this.as_object(), changes)
    }

    /// tz -> convert to local time in new timezone tz
    ///
    #[method("astimezone(self, tz=None)", hidden)]
    fn astimezone(vm: &mut Vm, this: &Typed<DateTime>, tz: Option<&Object>) -> PyResult {
        let zone = arguments::zone_or(vm, tz, None)?;
        let (own, mut offset) = match this.zone() {
            // The zone of the result needs not be asked where it is.
            Some(own) if zone.as_ref().is_some_and(|zone| zone.is(&*own)) => {
                return Ok(this.as_object().to_ref());
            }
            _ => zone_and_offset(vm, this)?,
        };
        if zone.as_ref().is_some_and(|zone| zone.is(&*own)) {
            return Ok(this.as_object().to_ref());
        }
        if offset.is_none() {
            let local = local::zone_when(vm, this.day(), this.clock())?;
            offset = utc_offset(vm, Some(&local), this.as_object())?.map(|offset| offset.span());
        }
        let result = universal(vm, this, offset.unwrap_or(Span::ZERO))?;
        let Some(datetime) = result.downcast::<DateTime>() else { return Ok(result) };
        let zone = match zone {
            Some(zone) => zone,
            None => {
                let moment = local::universal_seconds(datetime.day(), datetime.clock());
                local::zone_at(vm, moment)?
            }
        };
        datetime.set_zone(vm, zone.clone());
        Timezone::from_utc(vm, &zone, &result)
    }

    /// __reduce_ex__(proto) -> (cls, state)
    #[method("__reduce_ex__(self, *args, **kwargs)", hidden)]
    fn reduce_for(
        vm: &mut Vm,
        this: &Typed<DateTime>,
        args: &[Ref],
        keywords: Keywords<'_>,
    ) -> PyResult {
        let protocol = pickle::protocol(vm, "datetime.__reduce_ex__", args, keywords)?;
        DateTime::reduced(vm, this, protocol)
    }

    /// __reduce__() -> (cls, state)
    #[method("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, this: &Typed<DateTime>) -> PyResult {
        DateTime::reduced(vm, this, 2)
    }

    #[getter("hour")]
    fn hour(_: &mut Vm, this: &Typed<DateTime>) -> i64 {
        this.clock().hour()
    }

    #[getter("minute")]
    fn minute(_: &mut Vm, this: &Typed<DateTime>) -> i64 {
        this.clock().minute()
    }

    #[getter("second")]
    fn second(_: &mut Vm, this: &Typed<DateTime>) -> i64 {
        this.clock().second()
    }

    #[getter("microsecond")]
    fn microsecond(_: &mut Vm, this: &Typed<DateTime>) -> i64 {
        this.clock().microsecond()
    }

    #[getter("tzinfo")]
    fn tzinfo(_: &mut Vm, this: &Typed<DateTime>) -> Option<Ref> {
        this.zone()
    }

    #[getter("fold")]
    fn fold(_: &mut Vm, this: &Typed<DateTime>) -> i64 {
        i64::from(this.clock().fold())
    }
}

impl DateTime {
    fn reduced(vm: &mut Vm, this: &Typed<DateTime>, protocol: i64) -> PyResult {
        let mut state = [0; 10];
        state[..4].copy_from_slice(&this.day().state());
        state[4..].copy_from_slice(&this.clock().state());
        if protocol > 3 && this.clock().fold() {
            state[2] |= 0x80;
        }
        pickle::reduced(vm, this.class(), &state, this.zone())
    }
}
