//! Instructions as text, for `dis`, tests and people.

use std::fmt::Write;

use crate::{CodeUnit, Operand, Role, Word};

/// The instructions of a unit, one a line: line number, offset, name, fields.
pub fn disassemble(unit: &CodeUnit) -> String {
    let mut text = String::new();
    let mut line = 0;
    let mut positions = unit.positions.iter();
    for (offset, &word) in unit.words.iter().enumerate() {
        let here = positions.next().map_or(0, |position| position.line);
        let shown = if here != line && here != 0 { here.to_string() } else { String::new() };
        line = here;
        let fields = fields(unit, offset, word);
        let _ =
            writeln!(text, "{shown:>5} {offset:>5}  {:<24}{fields}", word.opcode().layout().name);
    }
    for row in &unit.handlers {
        let _ = writeln!(
            text,
            "      {}..{} -> {} (depth {}, exception in r{})",
            row.start, row.end, row.target, row.depth, row.register
        );
    }
    text
}

fn fields(unit: &CodeUnit, offset: usize, word: Word) -> String {
    let values = [word.a(), word.b(), word.c()];
    let name = |index: u16| unit.names.get(index as usize).map_or("?", |name| name);
    let mut parts = Vec::new();
    for (role, value) in word.opcode().layout().roles.into_iter().zip(values) {
        parts.push(match role {
            Role::Unused => continue,
            Role::In => format!("{:?}", Operand(value)),
            Role::Out => format!("-> r{value}"),
            Role::Register => format!("r{value}"),
            Role::Window => format!("r{value}.."),
            Role::Count => format!("#{value}"),
            Role::Constant => format!("k{value}"),
            Role::Name => name(value).to_owned(),
            Role::Site => {
                unit.sites.get(value as usize).map_or("?", |&index| name(index)).to_owned()
            }
            Role::Jump => format!("to {}", offset as isize + 1 + word.jump_c()),
            Role::LongJump => {
                parts.push(format!("to {}", offset as isize + 1 + word.jump_bc()));
                break;
            }
        });
    }
    if word.x() != 0 {
        parts.push(format!("x={}", word.x()));
    }
    parts.join(", ")
}
