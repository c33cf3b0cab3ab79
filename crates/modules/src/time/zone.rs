//! The local time zone: `TZ`, or what the host is set to.

use std::sync::{Arc, Mutex, PoisonError};

use tz::{LocalTimeType, TimeZone};

use crate::posix::environment;

static ZONE: Mutex<Option<Arc<TimeZone>>> = Mutex::new(None);

/// Reads the zone anew (`time.tzset()`).
pub fn reload() -> Arc<TimeZone> {
    let zone = Arc::new(read());
    *ZONE.lock().unwrap_or_else(PoisonError::into_inner) = Some(zone.clone());
    zone
}

/// The zone as it was when it was last read.
pub fn local() -> Arc<TimeZone> {
    let known = ZONE.lock().unwrap_or_else(PoisonError::into_inner).clone();
    known.unwrap_or_else(reload)
}

fn read() -> TimeZone {
    let named = environment::variable("TZ").and_then(|value| value.into_string().ok());
    match named {
        Some(name) if name.is_empty() => TimeZone::utc(),
        // As the host does: a zone that cannot be read is UTC.
        Some(name) => TimeZone::from_posix_tz(&name).unwrap_or_else(|_| TimeZone::utc()),
        None => TimeZone::local().unwrap_or_else(|_| TimeZone::utc()),
    }
}

/// Which time is used in the zone at a moment.
pub fn type_at(zone: &TimeZone, moment: i64) -> LocalTimeType {
    match zone.find_local_time_type(moment) {
        Ok(found) => *found,
        // Past the end of the zone's table: what it ends with.
        Err(_) => {
            let zone = zone.as_ref();
            let last = zone.transitions().last().map_or(0, |last| last.local_time_type_index());
            zone.local_time_types().get(last).copied().unwrap_or(LocalTimeType::utc())
        }
    }
}

/// Standard time and summer time of the zone now: their offsets and names, standard time first.
pub fn seasons(zone: &TimeZone, now: i64) -> [LocalTimeType; 2] {
    const YEAR: i64 = (365 * 24 + 6) * 3600;
    let start = now.div_euclid(YEAR) * YEAR;
    let (january, july) = (type_at(zone, start), type_at(zone, start.saturating_add(YEAR / 2)));
    if january.ut_offset() > july.ut_offset() { [july, january] } else { [january, july] }
}

/// The moment at which the zone's clocks show `local`, counted as if it were UTC. A time that comes twice is told apart
/// by `summer`; one that does not come at all is counted on from before the gap.
pub fn moment_of(zone: &TimeZone, local: i64, summer: Option<bool>) -> Option<i64> {
    const DAY: i64 = 86400;
    let around = [-DAY, 0, DAY].map(|step| type_at(zone, local.saturating_add(step)));
    let at = |kind: &LocalTimeType| local.checked_sub(i64::from(kind.ut_offset()));
    let fits = |kind: &&LocalTimeType| {
        at(kind).is_some_and(|moment| type_at(zone, moment).ut_offset() == kind.ut_offset())
    };
    let valid: Vec<&LocalTimeType> = around.iter().filter(fits).collect();
    if let Some(summer) = summer {
        if let Some(kind) = valid.iter().find(|kind| kind.is_dst() == summer) {
            return at(kind);
        }
        let months = [-9, -6, -3, 3, 6, 9].map(|months| local.saturating_add(months * 30 * DAY));
        if let Some(kind) =
            months.iter().map(|&moment| type_at(zone, moment)).find(|kind| kind.is_dst() == summer)
        {
            return at(&kind);
        }
    }
    at(valid.first().copied().unwrap_or(&around[0]))
}
