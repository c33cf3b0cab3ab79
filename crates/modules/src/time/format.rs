//! `strftime`, with the host's extensions: flags and widths.

use super::fields::{Fields, days_before};

/// Names of weekdays, Sunday first.
pub const WEEKDAYS: [&str; 7] =
    ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
/// Names of months.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The directive's flags.
#[derive(Clone, Copy, Default)]
struct Flags {
    pad: Option<char>,
    upper: bool,
    opposite: bool,
    width: usize,
}

/// Writes a number with a directive's own padding, or the one that its flags ask for.
fn number(value: i64, width: usize, pad: char, flags: Flags) -> String {
    let pad = flags.pad.unwrap_or(pad);
    let width = if pad == '-' { 0 } else { width.max(flags.width) };
    let sign = if value < 0 { "-" } else { "" };
    let digits = value.unsigned_abs().to_string();
    let missing = width.saturating_sub(sign.len() + digits.len());
    match pad {
        '_' => format!("{}{sign}{digits}", " ".repeat(missing)),
        _ => format!("{sign}{}{digits}", "0".repeat(missing)),
    }
}

/// The year and week that the ISO calendar counts a day to.
fn iso_week(fields: &Fields) -> (i64, i64) {
    let weekday = (fields.weekday + 6) % 7;
    let week = (fields.year_day - weekday + 10).div_euclid(7);
    if week < 1 {
        return (fields.year - 1, weeks_in(fields.year - 1));
    }
    if week > weeks_in(fields.year) { (fields.year + 1, 1) } else { (fields.year, week) }
}

fn weeks_in(year: i64) -> i64 {
    let last = |year: i64| (days_before(year, 11, 31) + 3).rem_euclid(7);
    if last(year) == 3 || last(year - 1) == 2 { 53 } else { 52 }
}

/// One directive's text; none if the host has no such directive.
fn directive(fields: &Fields, letter: char, flags: Flags) -> Option<String> {
    let two = |value| Some(number(value, 2, '0', flags));
    let spaced = |value| Some(number(value, 2, '_', flags));
    let whole = |format: &str| Some(plain(fields, format));
    let weekday = WEEKDAYS.get(fields.weekday as usize).copied().unwrap_or("?");
    let month = MONTHS.get(fields.month as usize).copied().unwrap_or("?");
    let twelve = if fields.hour % 12 == 0 { 12 } else { fields.hour % 12 };
    let half = if fields.hour < 12 { "AM" } else { "PM" };
    match letter {
        'a' => Some(weekday[..weekday.len().min(3)].to_owned()),
        'A' => Some(weekday.to_owned()),
        'b' | 'h' => Some(month[..month.len().min(3)].to_owned()),
        'B' => Some(month.to_owned()),
        'c' => whole("%a %b %e %H:%M:%S %Y"),
        'C' => two(fields.year.div_euclid(100)),
        'd' => two(fields.day),
        'D' | 'x' => whole("%m/%d/%y"),
        'e' => spaced(fields.day),
        'F' => Some(format!(
            "{}-{}",
            number(fields.year, flags.width.saturating_sub(6), '0', Flags { width: 0, ..flags }),
            plain(fields, "%m-%d")
        )),
        'g' => two(iso_week(fields).0.rem_euclid(100)),
        'G' => Some(number(iso_week(fields).0, 1, '0', flags)),
        'H' => two(fields.hour),
        'I' => two(twelve),
        'j' => Some(number(fields.year_day + 1, 3, '0', flags)),
        'k' => spaced(fields.hour),
        'l' => spaced(twelve),
        'm' => two(fields.month + 1),
        'M' => two(fields.minute),
        'n' => Some("\n".to_owned()),
        'p' => Some(if flags.opposite { half.to_lowercase() } else { half.to_owned() }),
        'P' => Some(half.to_lowercase()),
        'r' => whole("%I:%M:%S %p"),
        'R' => whole("%H:%M"),
        's' => Some(number(epoch_of(fields), 1, '0', flags)),
        'S' => two(fields.second),
        't' => Some("\t".to_owned()),
        'T' | 'X' => whole("%H:%M:%S"),
        'u' => Some(number((fields.weekday + 6) % 7 + 1, 1, '0', flags)),
        'U' => two((fields.year_day + 7 - fields.weekday).div_euclid(7)),
        'V' => two(iso_week(fields).1),
        'w' => Some(number(fields.weekday, 1, '0', flags)),
        'W' => two((fields.year_day + 7 - (fields.weekday + 6) % 7).div_euclid(7)),
        'y' => two(fields.year.rem_euclid(100)),
        'Y' => Some(number(fields.year, 1, '0', flags)),
        'z' => Some(offset(fields, flags)),
        'Z' => Some(fields.zone.as_ref().map_or(String::new(), |(name, _)| match flags.opposite {
            true => name.to_lowercase(),
            false => name.clone(),
        })),
        '%' => Some("%".to_owned()),
        '+' => None,
        _ => None,
    }
}

fn epoch_of(fields: &Fields) -> i64 {
    let zone = super::zone::local();
    let summer = (fields.summer >= 0).then_some(fields.summer > 0);
    super::zone::moment_of(&zone, fields.as_utc(), summer).unwrap_or(-1)
}

fn offset(fields: &Fields, flags: Flags) -> String {
    if fields.summer < 0 {
        return String::new();
    }
    let seconds = fields.zone.as_ref().map_or(0, |(_, offset)| *offset);
    let minutes = seconds.abs() / 60;
    let sign = if seconds < 0 { '-' } else { '+' };
    let width = flags.width.saturating_sub(1).max(4);
    format!("{sign}{:0width$}", minutes / 60 * 100 + minutes % 60)
}

fn plain(fields: &Fields, format: &str) -> String {
    let mut result = String::new();
    let codes: Vec<u32> = format.chars().map(u32::from).collect();
    strftime(fields, &codes, &mut |code| result.extend(char::from_u32(code)));
    result
}

/// Writes `fields` as the format says. What is no directive is written as it is.
pub fn strftime(fields: &Fields, format: &[u32], write: &mut dyn FnMut(u32)) {
    let mut position = 0;
    while let Some(&code) = format.get(position) {
        position += 1;
        if code != u32::from('%') {
            write(code);
            continue;
        }
        let (flags, letter) = read_directive(format, position);
        let end = (letter + 1).min(format.len());
        let name = format.get(letter).copied().and_then(char::from_u32);
        match name.and_then(|name| directive(fields, name, flags)) {
            Some(text) => {
                let text = if flags.upper || (flags.opposite && !matches!(name, Some('p' | 'Z'))) {
                    text.to_uppercase()
                } else {
                    text
                };
                let missing = flags.width.saturating_sub(text.chars().count());
                let pad = if flags.pad == Some('0') { '0' } else { ' ' };
                (0..missing).for_each(|_| write(u32::from(pad)));
                text.chars().for_each(|char| write(u32::from(char)));
            }
            // What is no directive is padded as one.
            None => {
                let text = &format[position - 1..end];
                let (missing, pad) = (flags.width.saturating_sub(text.len()), flags.pad);
                let pad = if pad == Some('0') { '0' } else { ' ' };
                let missing = if flags.pad == Some('-') { 0 } else { missing };
                (0..missing).for_each(|_| write(u32::from(pad)));
                text.iter().for_each(|&code| write(code));
            }
        }
        position = end;
    }
}

/// Flags and width from `position` on, and where the directive's letter stands.
fn read_directive(format: &[u32], mut position: usize) -> (Flags, usize) {
    let mut flags = Flags::default();
    let at = |position: usize| format.get(position).copied().and_then(char::from_u32);
    while let Some(flag) = at(position) {
        match flag {
            '_' | '-' | '0' => flags.pad = Some(flag),
            '^' => flags.upper = true,
            '#' => flags.opposite = true,
            _ => break,
        }
        position += 1;
    }
    while let Some(digit) = at(position).and_then(|char| char.to_digit(10)) {
        // No sensible width is longer; the bound keeps the result small.
        flags.width = (flags.width * 10 + digit as usize).min(1024);
        position += 1;
    }
    if matches!(at(position), Some('E' | 'O')) {
        position += 1;
    }
    (flags, position)
}
