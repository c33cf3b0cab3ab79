//! From a unit in the making to a code unit: jump distances, used constants, the exception table.

use pellucid_bytecode::{
    CodeFlags, CodeUnit, Constant, Handler, Opcode, Operand, Position, Role, Word,
};

use crate::unit::{FAR_ROW, FAR_TABLE, Instruction, Unit};

/// The parts of a code unit that its scope decides.
pub(crate) struct Signature {
    pub(crate) file_name: Box<str>,
    pub(crate) flags: CodeFlags,
    /// Whether this is an `__annotate__` function.
    pub(crate) annotate: bool,
    pub(crate) positional: u16,
    pub(crate) positional_only: u16,
    pub(crate) keyword_only: u16,
}

/// Finishes a unit.
pub(crate) fn assemble(mut unit: Unit, signature: Signature) -> CodeUnit {
    let far = far_jumps(&unit);
    let starts = starts(&unit, &far);
    let mut words = Vec::with_capacity(unit.code.len());
    let mut positions = Vec::with_capacity(unit.code.len());
    for (index, instruction) in unit.code.iter().enumerate() {
        let target = instruction.target.map(|label| starts[place(&unit, label.0)]);
        encode(instruction, target, far[index], &mut words, &mut positions);
    }
    let handlers = unit
        .rows
        .iter()
        .map(|row| Handler {
            start: starts[row.start as usize],
            end: starts[row.end as usize],
            target: starts[place(&unit, row.target.0)],
            depth: row.depth,
            register: row.register,
        })
        .collect();
    let constants = keep_used_constants(&mut unit, &mut words);
    CodeUnit {
        name: Box::from(&*unit.name),
        qualified_name: Box::from(&*unit.qualified_name),
        file_name: signature.file_name,
        first_line: unit.first_line,
        positional: signature.positional,
        positional_only: signature.positional_only,
        keyword_only: signature.keyword_only,
        flags: signature.flags,
        words,
        positions: positions.into_iter().collect(),
        sites: unit.sites,
        constants,
        names: unit.names.into_iter().collect(),
        locals: unit
            .locals
            .into_iter()
            .map(|(name, kind)| match name.as_deref() {
                // The parameter of an `__annotate__` function has a name that no annotation can mean.
                Some(".format") if signature.annotate => ("format".into(), kind),
                name => (name.unwrap_or("").into(), kind),
            })
            .collect(),
        registers: unit.high,
        stack_size: unit.stack_size,
        handlers,
    }
}

/// The instruction that a label stands before.
fn place(unit: &Unit, label: u32) -> usize {
    unit.labels[label as usize].place.expect("every label that is jumped to is placed") as usize
}

fn is_short(instruction: &Instruction) -> bool {
    instruction.word.opcode().layout().roles[2] == Role::Jump
}

/// Offsets of the instructions, and of the end.
fn starts(unit: &Unit, far: &[bool]) -> Vec<u32> {
    let mut next = 0;
    let mut starts = Vec::with_capacity(far.len() + 1);
    for &far in far {
        starts.push(next);
        next += if far { 3 } else { 1 };
    }
    starts.push(next);
    debug_assert_eq!(starts.len(), unit.code.len() + 1);
    starts
}

/// Which short jumps do not reach their target and need a long jump beside them.
fn far_jumps(unit: &Unit) -> Vec<bool> {
    let mut far = vec![false; unit.code.len()];
    // Nothing can be far in short code, and lengths only grow, so this ends.
    while unit.code.len() * 3 > i16::MAX as usize {
        let starts = starts(unit, &far);
        let mut changed = false;
        for (index, instruction) in unit.code.iter().enumerate() {
            let Some(label) = instruction.target else { continue };
            if far[index] || !is_short(instruction) {
                continue;
            }
            let distance = i64::from(starts[place(unit, label.0)]) - i64::from(starts[index]) - 1;
            if i16::try_from(distance).is_err() {
                far[index] = true;
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    far
}

fn encode(
    instruction: &Instruction,
    target: Option<u32>,
    far: bool,
    words: &mut Vec<Word>,
    positions: &mut Vec<Position>,
) {
    let here = words.len() as i64;
    let Some(target) = target else {
        words.push(instruction.word);
        positions.push(instruction.position);
        return;
    };
    let distance = |from: i64| (i64::from(target) - from - 1) as i32;
    let jump = |from: i64, x: u8| {
        let opcode = if distance(from) < 0 { Opcode::JUMP_BACK } else { Opcode::JUMP };
        Word::new(opcode, x, 0, 0, 0).with_jump_bc(distance(from))
    };
    if far {
        words.push(instruction.word.with_jump_c(1));
        words.push(Word::new(Opcode::JUMP, 0, 0, 0, 0).with_jump_bc(1));
        words.push(jump(here + 2, 0));
        positions.extend([instruction.position; 3]);
        return;
    }
    words.push(match instruction.word.opcode() {
        Opcode::JUMP | Opcode::JUMP_BACK => jump(here, instruction.word.x()),
        _ if is_short(instruction) => instruction.word.with_jump_c(distance(here) as i16),
        _ => instruction.word.with_jump_bc(distance(here)),
    });
    positions.push(instruction.position);
}

/// Drops constants that folding or dead code left without a use, and renumbers the others.
fn keep_used_constants(unit: &mut Unit, words: &mut [Word]) -> Vec<Constant> {
    let mut used = vec![false; unit.constants.len()];
    if unit.keeps_first_constant && !used.is_empty() {
        used[0] = true;
    }
    for_each_constant(words, |index| {
        if index != FAR_TABLE {
            used[index as usize] = true;
        }
        index
    });
    let mut renumbered = vec![0; used.len()];
    let mut kept = Vec::new();
    for (index, constant) in std::mem::take(&mut unit.constants).into_iter().enumerate() {
        if used[index] {
            renumbered[index] = kept.len() as u16;
            kept.push(constant);
        }
    }
    let far_table = kept.len() as u16;
    if !unit.far_constants.is_empty() {
        let all: Vec<Constant> = unit.far_constants.iter().cloned().collect();
        let rows = all.chunks(FAR_ROW).map(|row| Constant::Tuple(row.into())).collect();
        kept.push(Constant::Tuple(rows));
    }
    for_each_constant(words, |index| match index {
        FAR_TABLE => far_table,
        index => renumbered[index as usize],
    });
    kept
}

fn for_each_constant(words: &mut [Word], mut change: impl FnMut(u16) -> u16) {
    for word in words {
        let mut fields = [word.a(), word.b(), word.c()];
        for (role, field) in word.opcode().layout().roles.into_iter().zip(&mut fields) {
            match role {
                Role::Constant => *field = change(*field),
                Role::In => {
                    let operand = Operand(*field);
                    if operand.is_constant() && !operand.is_absent() {
                        *field = Operand::constant(change(operand.index() as u16)).0;
                    }
                }
                _ => {}
            }
        }
        *word = Word::new(word.opcode(), word.x(), fields[0], fields[1], fields[2]);
    }
}
