//! Where words come from: `co_lines`, `co_positions`.

use pellucid_bytecode::{CodeUnit, Position};

use super::Code;
use super::attributes::Asked;
use crate::prelude::*;

/// Code units of two bytes in one of our words; CPython's tables count in them.
const UNITS: usize = 4;
/// So many units an entry of CPython's location table covers at most.
const ENTRY_UNITS: usize = 8;

/// Six bits a byte, the low ones first; 0x40 says that more follow.
fn push_number(table: &mut Vec<u8>, mut number: u32) {
    while number >= 64 {
        table.push(0x40 | (number & 63) as u8);
        number >>= 6;
    }
    table.push(number as u8);
}

/// An entry of CPython's location table with all that can be said of a place, or with nothing.
fn push_entry(table: &mut Vec<u8>, units: usize, position: &Position, before: u32) {
    const NOTHING: u8 = 15;
    const EVERYTHING: u8 = 14;
    let form = if position.line == 0 { NOTHING } else { EVERYTHING };
    table.push(0x80 | form << 3 | (units - 1) as u8);
    if position.line == 0 {
        return;
    }
    let distance = position.line.abs_diff(before) << 1;
    push_number(table, distance | u32::from(position.line < before));
    push_number(table, position.end_line.saturating_sub(position.line));
    push_number(table, position.column + 1);
    push_number(table, position.end_column + 1);
}

/// The forms of an entry that say more than a number: short ones, those of a line near by, a line alone, all, nothing.
const SHORT_FORMS: u8 = 9;
const LINE_FORMS: u8 = 12;
const LINE_ALONE: u8 = 13;

/// Reads CPython's location table.
struct Table<'a> {
    bytes: &'a [u8],
    line: u32,
}

impl Table<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*first)
    }

    fn number(&mut self) -> Option<u32> {
        let mut number = 0u32;
        for shift in (0..32).step_by(6) {
            let byte = self.byte()?;
            number |= u32::from(byte & 63).checked_shl(shift)?;
            if byte & 0x40 == 0 {
                return Some(number);
            }
        }
        None
    }

    fn advance(&mut self) -> Option<u32> {
        let number = self.number()?;
        let distance = i64::from(number >> 1) * if number & 1 == 0 { 1 } else { -1 };
        self.line = u32::try_from(i64::from(self.line) + distance).ok()?;
        Some(self.line)
    }

    /// The next entry: how many units and where they come from.
    fn entry(&mut self) -> Option<(usize, Position)> {
        let head = self.byte()?;
        let (form, units) = (head >> 3 & 15, usize::from(head & 7) + 1);
        let position = match form {
            0..=SHORT_FORMS => {
                let second = u32::from(self.byte()?);
                let column = u32::from(form) << 3 | second >> 4 & 7;
                let (line, end_column) = (self.line, column + (second & 15));
                Position { line, end_line: line, column, end_column }
            }
            10..=LINE_FORMS => {
                self.line = self.line.checked_add(u32::from(form - 10))?;
                let (column, end_column) = (u32::from(self.byte()?), u32::from(self.byte()?));
                Position { line: self.line, end_line: self.line, column, end_column }
            }
            LINE_ALONE => {
                let line = self.advance()?;
                Position { line, end_line: line, ..Position::default() }
            }
            15 => Position::default(),
            _ => {
                let line = self.advance()?;
                let end_line = line.checked_add(self.number()?)?;
                let (column, end_column) = (self.number()?, self.number()?);
                let column = column.saturating_sub(1);
                Position { line, end_line, column, end_column: end_column.saturating_sub(1) }
            }
        };
        Some((units, position))
    }
}

/// Takes the places of the words from CPython's location table; an empty one says nothing of any word.
pub(super) fn set_positions(vm: &mut Vm, unit: &mut CodeUnit, table: &[u8]) -> PyResult<()> {
    let mut table = Table { bytes: table, line: unit.first_line };
    let all = unit.words.len() * UNITS;
    let mut positions = Vec::new();
    while positions.len() < all && !table.bytes.is_empty() {
        let Some((units, position)) = table.entry() else {
            return Err(vm.value_error("code: malformed co_linetable"));
        };
        positions.extend(std::iter::repeat_n(position, units));
    }
    unit.positions = positions.into_iter().step_by(UNITS).take(unit.words.len()).collect();
    fit_positions(unit);
    Ok(())
}

/// Makes the known places as many as there are words.
pub(super) fn fit_positions(unit: &mut CodeUnit) {
    if !unit.positions.is_empty() {
        let known = unit.positions.iter().chain(std::iter::repeat(Position::default()));
        unit.positions = known.take(unit.words.len()).collect();
    }
}

/// Moves all places by so many lines.
pub(super) fn move_lines(unit: &mut CodeUnit, lines: i64) {
    let moved = |line: u32| match line {
        0 => 0,
        line => u32::try_from(i64::from(line) + lines).unwrap_or(0),
    };
    let positions = unit.positions.iter().map(|position| Position {
        line: moved(position.line),
        end_line: moved(position.end_line),
        ..position
    });
    unit.positions = positions.collect();
}

/// `co_linetable`: CPython's locations.
fn location_table(code: &Code) -> Vec<u8> {
    let mut table = Vec::new();
    let mut line = code.unit.first_line;
    for (count, position) in code.unit.positions.runs() {
        let mut units = count * UNITS;
        while units > 0 {
            let covered = units.min(ENTRY_UNITS);
            push_entry(&mut table, covered, &position, line);
            if position.line != 0 {
                line = position.line;
            }
            units -= covered;
        }
    }
    table
}

#[methods(LINES)]
impl Code {
    /// CPython's location table.
    #[member("co_linetable")]
    fn co_linetable(vm: &mut Vm, code: &Typed<Code>) -> Ref {
        code.once(vm, Asked::Lines, |vm| vm.new_bytes(&location_table(code)).into_object())
    }

    /// CPython's table of line numbers up to 3.9: distances of bytes and of lines.
    #[getter("co_lnotab")]
    fn co_lnotab(vm: &mut Vm, code: &Typed<Code>) -> PyResult<Ref<Bytes>> {
        let category = vm.types.deprecation_warning.clone();
        vm.warn(&category, "co_lnotab is deprecated, use co_lines instead.", 1)?;
        let mut table = Vec::new();
        let (mut line, mut bytes) = (i64::from(code.unit.first_line), 0);
        for (count, position) in code.unit.positions.runs() {
            let mut distance = i64::from(position.line) - line;
            if position.line != 0 && distance != 0 {
                while bytes > 255 {
                    table.extend([255, 0]);
                    bytes -= 255;
                }
                while distance != 0 {
                    let step = distance.clamp(-128, 127);
                    table.extend([bytes as u8, step as i8 as u8]);
                    bytes = 0;
                    distance -= step;
                }
                line = i64::from(position.line);
            }
            bytes += count * UNITS * 2;
        }
        Ok(vm.new_bytes(&table))
    }

    #[method("co_lines(self, /)")]
    fn co_lines(vm: &mut Vm, code: &Typed<Code>) -> PyResult<Ref> {
        let mut rows = Vec::new();
        let mut start = 0;
        let mut end = 0;
        let mut runs = code.unit.positions.runs().peekable();
        while let Some((count, Position { line, .. })) = runs.next() {
            end += count;
            if runs.peek().is_some_and(|(_, next)| next.line == line) {
                continue;
            }
            let line = if line == 0 { vm.none() } else { vm.new_int(i64::from(line)) };
            let row = vec![vm.new_int(start as i64 * 8), vm.new_int(end as i64 * 8), line];
            rows.push(vm.new_tuple(row).into_object());
            start = end;
        }
        let rows = vm.new_tuple(rows);
        vm.iterate(rows.as_object())
    }

    #[method("co_positions(self, /)")]
    fn co_positions(vm: &mut Vm, code: &Typed<Code>) -> PyResult<Ref> {
        let mut rows = Vec::new();
        for position in code.unit.positions.iter() {
            let fields = if position.line == 0 {
                vec![vm.none(); 4]
            } else if vm.settings.get(vm).lines_only {
                let line = vm.new_int(i64::from(position.line));
                vec![line.clone(), line, vm.none(), vm.none()]
            } else {
                [position.line, position.end_line, position.column, position.end_column]
                    .map(|number| vm.new_int(i64::from(number)))
                    .to_vec()
            };
            let row = vm.new_tuple(fields).into_object();
            // One for every two bytes of code: tools look up `positions[lasti // 2]`.
            rows.extend(std::iter::repeat_n(row, UNITS));
        }
        let rows = vm.new_tuple(rows);
        vm.iterate(rows.as_object())
    }
}
