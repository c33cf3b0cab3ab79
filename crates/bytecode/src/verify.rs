//! A checker of code units: every index is in range, and at every word the registers hold what the word reads.
//!
//! The virtual machine trusts code units; this is the proof that it may. It runs the words on an abstract
//! machine in which a register is empty, full or unknown, until nothing changes any more. What the virtual machine
//! takes from registers without looking at its type - cells, and lists that are appended to - is known by its type.

mod machine;
#[cfg(test)]
mod tests;

use crate::{CodeFlags, CodeUnit, Constant, LocalKind, Opcode, Operand, Role, Word};
use machine::{Content, Machine};

/// What is wrong with a unit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Defect {
    /// The qualified name of the unit.
    pub unit: Box<str>,
    /// The word, if the defect belongs to one.
    pub word: Option<usize>,
    /// What is wrong.
    pub message: String,
}

impl std::fmt::Display for Defect {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.unit)?;
        if let Some(word) = self.word {
            write!(f, ", word {word}")?;
        }
        write!(f, ": {}", self.message)
    }
}

impl std::error::Error for Defect {}

/// Checks a unit and the units in its constants.
pub fn verify(unit: &CodeUnit) -> Result<(), Defect> {
    let mut verifier = Verifier { unit, states: vec![None; unit.words.len()], pending: Vec::new() };
    verifier.tables().and_then(|()| verifier.run()).map_err(|(word, message)| Defect {
        unit: unit.qualified_name.clone(),
        word,
        message,
    })?;
    for constant in &unit.constants {
        if let Constant::Code(inner) = constant {
            verify(inner)?;
        }
    }
    Ok(())
}

/// Units whose states would take more than this are refused: words times registers.
const STATES_MAX: usize = 1 << 26;

type Checked<T> = Result<T, (Option<usize>, String)>;

struct Verifier<'u> {
    unit: &'u CodeUnit,
    /// The registers before each word that has been reached.
    states: Vec<Option<Box<[Content]>>>,
    pending: Vec<usize>,
}

fn wrong<T>(word: Option<usize>, message: impl Into<String>) -> Checked<T> {
    Err((word, message.into()))
}

impl Verifier<'_> {
    // --- what needs no execution ---

    fn tables(&self) -> Checked<()> {
        let unit = self.unit;
        if unit.words.len().saturating_mul(unit.registers.max(1) as usize) > STATES_MAX {
            return wrong(None, "too long to be checked");
        }
        if !unit.positions.is_empty() && unit.positions.iter().count() != unit.words.len() {
            return wrong(None, "not one position a word");
        }
        if (unit.registers as usize) < unit.locals.len() {
            return wrong(None, "fewer registers than locals");
        }
        if unit.positional_only > unit.positional {
            return wrong(None, "more positional-only parameters than positional ones");
        }
        if unit.parameters() > unit.locals.len() {
            return wrong(None, "fewer locals than parameters");
        }
        let parameter = |kind: LocalKind| matches!(kind, LocalKind::Plain | LocalKind::Cell);
        if !unit.locals[..unit.parameters()].iter().all(|local| parameter(local.1)) {
            return wrong(None, "parameters are no locals");
        }
        let free = unit.free_registers();
        if unit.locals[free].iter().any(|(_, kind)| *kind != LocalKind::Free) {
            return wrong(None, "free variables are not the last locals");
        }
        if unit.sites.iter().any(|&name| name as usize >= unit.names.len()) {
            return wrong(None, "a site's name is out of range");
        }
        for row in &unit.handlers {
            let inside = row.start < row.end
                && row.end as usize <= unit.words.len()
                && (row.end..unit.words.len() as u32).contains(&row.target)
                && row.depth as usize >= unit.locals.len()
                && row.register >= row.depth
                && row.register < unit.registers;
            if !inside {
                return wrong(None, format!("row of the exception table: {row:?}"));
            }
        }
        (0..unit.words.len()).try_for_each(|index| self.fields(index))?;
        self.sites()?;
        self.generator()
    }

    /// A site remembers what one kind of instruction has found.
    fn sites(&self) -> Checked<()> {
        let mut users: Vec<Option<Opcode>> = vec![None; self.unit.sites.len()];
        for (index, word) in self.unit.words.iter().enumerate() {
            if word.opcode().layout().roles[2] != Role::Site {
                continue;
            }
            let user = &mut users[word.c() as usize];
            if user.is_some_and(|user| user != word.opcode()) {
                return wrong(Some(index), "shares a site with another instruction");
            }
            *user = Some(word.opcode());
        }
        Ok(())
    }

    /// What yields runs in a generator: it is made once, by the first words, which nothing else leads to.
    fn generator(&self) -> Checked<()> {
        let unit = self.unit;
        let kinds = CodeFlags::GENERATOR | CodeFlags::COROUTINE | CodeFlags::ASYNC_GENERATOR;
        let begins = |word: &Word| word.opcode() == Opcode::RETURN_GENERATOR;
        let yields = |word: &Word| begins(word) || word.opcode() == Opcode::YIELD;
        let Some(index) = unit.words.iter().position(yields) else { return Ok(()) };
        if !unit.flags.intersects(kinds) {
            return wrong(Some(index), "only generators yield");
        }
        let prologue = [Opcode::NOP, Opcode::MAKE_CELL, Opcode::COPY_FREE_VARS];
        let first = unit.words.iter().position(|word| !prologue.contains(&word.opcode()));
        let Some(start) = first.filter(|&start| begins(&unit.words[start])) else {
            return wrong(first, "a generator is not made by its first words");
        };
        let again = unit.words[start + 1..].iter().any(begins);
        let leads_back = |index: usize| self.jump(index).is_some_and(|target| target <= start);
        let covered =
            |row: &crate::Handler| row.start as usize <= start || row.target as usize <= start;
        if again || (0..unit.words.len()).any(leads_back) || unit.handlers.iter().any(covered) {
            return wrong(Some(start), "a generator is made more than once");
        }
        Ok(())
    }

    /// Where a word may jump to.
    fn jump(&self, index: usize) -> Option<usize> {
        let word = self.unit.words[index];
        let roles = word.opcode().layout().roles;
        if roles[2] == Role::Jump {
            self.target(index, word.jump_c())
        } else if roles[1] == Role::LongJump {
            self.target(index, word.jump_bc())
        } else {
            None
        }
    }

    fn fields(&self, index: usize) -> Checked<()> {
        let (unit, word) = (self.unit, self.unit.words[index]);
        let values = [word.a(), word.b(), word.c()];
        for (field, role) in word.opcode().layout().roles.into_iter().enumerate() {
            let value = values[field] as usize;
            let operand = Operand(value as u16);
            let fine = match role {
                Role::Unused | Role::Count | Role::Window => true,
                Role::Out => value < unit.registers as usize,
                Role::Register => {
                    value < unit.registers as usize
                        || word.opcode() == Opcode::YIELD && value == u16::MAX as usize
                }
                Role::In if operand.is_absent() => may_be_absent(word, field),
                Role::In if operand.is_constant() => operand.index() < unit.constants.len(),
                Role::In => operand.index() < unit.registers as usize,
                Role::Name => value < unit.names.len(),
                Role::Constant => value < unit.constants.len(),
                Role::Site => value < unit.sites.len(),
                Role::Jump => self.target(index, word.jump_c()).is_some(),
                Role::LongJump => self.target(index, word.jump_bc()).is_some(),
            };
            if !fine {
                return wrong(Some(index), format!("{role:?} {value} is out of range"));
            }
        }
        let attends = matches!(
            word.opcode(),
            Opcode::JUMP_BACK
                | Opcode::JUMP_IF_TRUE
                | Opcode::JUMP_IF_FALSE
                | Opcode::JUMP_IF_NONE
                | Opcode::JUMP_IF_NOT_NONE
                | Opcode::JUMP_COMPARE
        );
        if !attends && self.jump(index).is_some_and(|target| target <= index) {
            return wrong(Some(index), "jumps backwards without looking what wants attention");
        }
        match word.opcode() {
            Opcode::CALL_KW if !self.are_names(word.c(), word.x()) => {
                wrong(Some(index), "keyword arguments without names")
            }
            Opcode::COPY_FREE_VARS => {
                let free = unit.free_registers();
                let all =
                    usize::from(word.a()) == free.start && usize::from(word.c()) == free.len();
                if all { Ok(()) } else { wrong(Some(index), "not all free variables") }
            }
            Opcode::MAKE_CELL
                if unit.locals.get(word.a() as usize).map(|local| local.1)
                    != Some(LocalKind::Cell) =>
            {
                wrong(Some(index), "a cell in a local that is none")
            }
            _ => Ok(()),
        }
    }

    /// Whether a constant is a tuple of names, of no more than `most`.
    fn are_names(&self, constant: u16, most: u8) -> bool {
        match self.unit.constants.get(constant as usize) {
            Some(Constant::Tuple(names)) => {
                names.len() <= usize::from(most)
                    && names.iter().all(|name| matches!(name, Constant::Str { .. }))
            }
            _ => false,
        }
    }

    fn target(&self, index: usize, jump: isize) -> Option<usize> {
        let target = index.checked_add(1)?.checked_add_signed(jump)?;
        (target < self.unit.words.len()).then_some(target)
    }

    // --- execution ---

    fn run(&mut self) -> Checked<()> {
        if self.unit.words.is_empty() {
            return wrong(None, "no words");
        }
        let mut start = vec![Content::Empty; self.unit.registers as usize].into_boxed_slice();
        start[..self.unit.parameters()].fill(Content::Full);
        self.reach(0, &start);
        while let Some(index) = self.pending.pop() {
            self.step(index).map_err(|(_, message)| {
                let word = self.unit.words[index];
                (Some(index), format!("{}: {message}", word.opcode().layout().name))
            })?;
        }
        Ok(())
    }

    /// Execution comes to a word with these registers.
    fn reach(&mut self, index: usize, registers: &[Content]) {
        match &mut self.states[index] {
            None => self.states[index] = Some(registers.into()),
            Some(known) => {
                let mut changed = false;
                for (known, &new) in known.iter_mut().zip(registers) {
                    let both = known.or(new);
                    changed |= both != *known;
                    *known = both;
                }
                if !changed {
                    return;
                }
            }
        }
        self.pending.push(index);
    }

    fn step(&mut self, index: usize) -> Checked<()> {
        let word = self.unit.words[index];
        let before = self.states[index].clone().expect("pending words have been reached");
        let mut registers = before.clone();
        let mut machine = Machine { registers: &mut registers, locals: &self.unit.locals };
        machine.read(word)?;
        self.raise(index, &before, &registers);
        let mut machine = Machine { registers: &mut registers, locals: &self.unit.locals };
        self.follow(index, word, &mut machine)?;
        // What asks for attention once a word is done raises there too.
        self.raise(index, &before, &registers);
        Ok(())
    }

    /// The word may raise: operands it consumes may be gone or not, results there or not.
    fn raise(&mut self, index: usize, before: &[Content], after: &[Content]) {
        if matches!(self.unit.words[index].opcode(), Opcode::NOP | Opcode::JUMP) {
            return;
        }
        let Some(row) = self.unit.handler(index).copied() else { return };
        let mut registers: Box<[Content]> = before.into();
        for (content, &read) in registers.iter_mut().zip(after) {
            *content = content.or(read);
        }
        registers[row.depth as usize..].fill(Content::Empty);
        registers[row.register as usize] = Content::Full;
        self.reach(row.target as usize, &registers);
    }

    /// Writes the results and goes where the word goes.
    fn follow(&mut self, index: usize, word: Word, machine: &mut Machine<'_>) -> Checked<()> {
        if let Some(target) = self.jump(index) {
            let mut taken: Box<[Content]> = (&*machine.registers).into();
            if matches!(word.opcode(), Opcode::FOR_ITER | Opcode::SEND) {
                taken[word.b() as usize] = Content::Empty;
            }
            self.reach(target, &taken);
        }
        if matches!(
            word.opcode(),
            Opcode::JUMP | Opcode::JUMP_BACK | Opcode::RETURN | Opcode::RAISE | Opcode::RERAISE
        ) {
            return Ok(());
        }
        machine.write(word)?;
        if index + 1 == self.unit.words.len() {
            return wrong(None, "execution runs off the end");
        }
        let registers: Box<[Content]> = (&*machine.registers).into();
        self.reach(index + 1, &registers);
        Ok(())
    }
}

/// Whether an operand may be left out.
fn may_be_absent(word: Word, field: usize) -> bool {
    match word.opcode() {
        Opcode::RAISE => field >= usize::from(word.x()),
        Opcode::FORMAT | Opcode::INTRINSIC => field == 2,
        _ => false,
    }
}
