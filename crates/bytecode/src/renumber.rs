//! Registers that words name: how many there must be, and other numbers for them.

use crate::{CodeUnit, Opcode, Operand, Role, Word};

/// The registers that a window has from its first on.
fn width(word: Word) -> usize {
    let (c, x) = (usize::from(word.c()), usize::from(word.x()));
    match word.opcode() {
        Opcode::CALL => c + 2,
        Opcode::CALL_KW => x + 2,
        Opcode::CALL_EX => 4,
        Opcode::BUILD_TUPLE
        | Opcode::BUILD_LIST
        | Opcode::BUILD_SET
        | Opcode::BUILD_STRING
        | Opcode::UNPACK => c,
        Opcode::BUILD_MAP => 2 * c,
        Opcode::UNPACK_STAR => x + 1 + c,
        Opcode::MAKE_FUNCTION => word.x().count_ones() as usize,
        Opcode::IMPORT_NAME | Opcode::LOAD_METHOD | Opcode::LOAD_SPECIAL => 2,
        _ => 3,
    }
}

/// The registers that a field names: the first and how many, if it names any.
fn named(word: Word, role: Role, value: u16) -> Option<(u16, usize)> {
    let operand = Operand(value);
    match role {
        Role::Out if word.opcode() == Opcode::LOAD_SUPER_ATTR => Some((value, 2)),
        Role::Register if word.opcode() == Opcode::YIELD && value == u16::MAX => None,
        Role::Register if word.opcode() == Opcode::WITH_EXCEPT => Some((value, 2)),
        Role::Out | Role::Register => Some((value, 1)),
        Role::In if operand.is_constant() => None,
        Role::In => Some((operand.index() as u16, 1)),
        Role::Window => Some((value, width(word))),
        _ => None,
    }
}

fn fields(word: Word) -> impl Iterator<Item = (Role, u16)> {
    word.opcode().layout().roles.into_iter().zip([word.a(), word.b(), word.c()])
}

impl CodeUnit {
    /// How many registers the words and the exception table name.
    pub fn registers_named(&self) -> usize {
        let named =
            |&word: &Word| fields(word).filter_map(move |(role, value)| named(word, role, value));
        let ends =
            self.words.iter().flat_map(named).map(|(first, count)| usize::from(first) + count);
        let handlers = self.handlers.iter().map(|row| usize::from(row.register) + 1);
        ends.chain(handlers).max().unwrap_or(0).max(self.locals.len())
    }

    /// Gives the registers from `from` on the next number. `None` if that is too high.
    #[must_use]
    pub fn make_room(&mut self, from: u16) -> Option<()> {
        let moved = |register: u16| {
            let new = register.checked_add(u16::from(register >= from))?;
            (usize::from(new) < crate::REGISTERS_MAX).then_some(new)
        };
        for word in &mut self.words {
            let mut values = [word.a(), word.b(), word.c()];
            for (index, (role, value)) in fields(*word).enumerate() {
                if let Some((register, _)) = named(*word, role, value) {
                    // An operand keeps how it is read.
                    values[index] = value - register + moved(register)?;
                }
            }
            *word = Word::new(word.opcode(), word.x(), values[0], values[1], values[2]);
        }
        for row in &mut self.handlers {
            (row.depth, row.register) = (moved(row.depth)?, moved(row.register)?);
        }
        self.registers = self.registers.checked_add(1)?;
        Some(())
    }
}
