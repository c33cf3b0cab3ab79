//! Where words come from: `co_lines`, `co_positions`.

use pellucid_bytecode::Position;

use super::Code;
use crate::prelude::*;

#[methods(LINES)]
impl Code {
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
            } else {
                [position.line, position.end_line, position.column, position.end_column]
                    .map(|number| vm.new_int(i64::from(number)))
                    .to_vec()
            };
            let row = vm.new_tuple(fields).into_object();
            // One for every two bytes of code: tools look up `positions[lasti // 2]`.
            rows.extend(std::iter::repeat_n(row, 4));
        }
        let rows = vm.new_tuple(rows);
        vm.iterate(rows.as_object())
    }
}
