//! Where words come from: `co_lines`, `co_positions`.

use pellucid_bytecode::Position;

use super::Code;
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

#[methods(LINES)]
impl Code {
    /// CPython's location table.
    #[member("co_linetable")]
    fn co_linetable(vm: &mut Vm, code: &Typed<Code>) -> Ref<Bytes> {
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
        vm.new_bytes(&table)
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
