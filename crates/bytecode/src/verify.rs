//! A checker of code units: every index is in range, and at every word the registers hold what the word reads.
//!
//! The virtual machine trusts code units; this is the proof that it may. It runs the words on an abstract
//! machine in which a register is empty, full or unknown, until nothing changes any more.

use crate::{CodeUnit, Constant, LocalKind, Opcode, Operand, OperandKind, Role, Word};

/// What is known about a register.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Content {
    Empty,
    Full,
    Unknown,
}

use Content::{Empty, Full, Unknown};

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
        if unit.positions.iter().count() != unit.words.len() {
            return wrong(None, "not one position a word");
        }
        if (unit.registers as usize) < unit.locals.len() {
            return wrong(None, "fewer registers than locals");
        }
        if unit.parameters() > unit.locals.len() {
            return wrong(None, "fewer locals than parameters");
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
                && (row.target as usize) < unit.words.len()
                && row.depth as usize >= unit.locals.len()
                && row.register >= row.depth
                && row.register < unit.registers;
            if !inside {
                return wrong(None, format!("row of the exception table: {row:?}"));
            }
        }
        (0..unit.words.len()).try_for_each(|index| self.fields(index))
    }

    fn fields(&self, index: usize) -> Checked<()> {
        let (unit, word) = (self.unit, self.unit.words[index]);
        let values = [word.a(), word.b(), word.c()];
        for (role, value) in word.opcode().layout().roles.into_iter().zip(values) {
            let value = value as usize;
            let operand = Operand(value as u16);
            let fine = match role {
                Role::Unused | Role::Count | Role::Window => true,
                Role::Out => value < unit.registers as usize,
                Role::Register => {
                    value < unit.registers as usize
                        || word.opcode() == Opcode::YIELD && value == u16::MAX as usize
                }
                Role::In if operand.is_absent() => true,
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
        Ok(())
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
        let mut start = vec![Empty; self.unit.registers as usize].into_boxed_slice();
        start[..self.unit.parameters()].fill(Full);
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
                    if *known != new && *known != Unknown {
                        *known = Unknown;
                        changed = true;
                    }
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
        let mut machine = Machine { registers: &mut registers, locals: self.unit.locals.len() };
        machine.read(word)?;
        self.raise(index, &before, &registers);
        let mut machine = Machine { registers: &mut registers, locals: self.unit.locals.len() };
        self.follow(index, word, &mut machine)
    }

    /// The word may raise: operands it consumes may be gone or not.
    fn raise(&mut self, index: usize, before: &[Content], after: &[Content]) {
        if matches!(self.unit.words[index].opcode(), Opcode::NOP | Opcode::JUMP) {
            return;
        }
        let Some(row) = self.unit.handler(index).copied() else { return };
        let mut registers: Box<[Content]> = before.into();
        for (content, &read) in registers.iter_mut().zip(after) {
            if *content != read {
                *content = Unknown;
            }
        }
        registers[row.depth as usize..].fill(Empty);
        registers[row.register as usize] = Full;
        self.reach(row.target as usize, &registers);
    }

    /// Writes the results and goes where the word goes.
    fn follow(&mut self, index: usize, word: Word, machine: &mut Machine<'_>) -> Checked<()> {
        let roles = word.opcode().layout().roles;
        let jump = if roles[2] == Role::Jump {
            self.target(index, word.jump_c())
        } else if roles[1] == Role::LongJump {
            self.target(index, word.jump_bc())
        } else {
            None
        };
        if let Some(target) = jump {
            let mut taken: Box<[Content]> = (&*machine.registers).into();
            if matches!(word.opcode(), Opcode::FOR_ITER | Opcode::SEND) {
                taken[word.b() as usize] = Empty;
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

/// The registers while one word is executed.
struct Machine<'r> {
    registers: &'r mut [Content],
    locals: usize,
}

impl Machine<'_> {
    fn get(&self, register: usize) -> Checked<Content> {
        match self.registers.get(register) {
            Some(&content) => Ok(content),
            None => wrong(None, format!("r{register} is out of range")),
        }
    }

    fn set(&mut self, register: usize, content: Content) -> Checked<()> {
        match self.registers.get_mut(register) {
            Some(place) => *place = content,
            None => return wrong(None, format!("r{register} is out of range")),
        }
        Ok(())
    }

    fn need(&self, register: usize) -> Checked<()> {
        match self.get(register)? {
            Full => Ok(()),
            content => wrong(None, format!("r{register} is {content:?}")),
        }
    }

    fn consume(&mut self, register: usize) -> Checked<()> {
        self.need(register)?;
        if register < self.locals {
            return wrong(None, format!("consumes local r{register}"));
        }
        self.set(register, Empty)
    }

    /// Consumes what a register holds, if it holds something.
    fn consume_optional(&mut self, register: usize) -> Checked<()> {
        self.get(register)?;
        self.set(register, Empty)
    }

    fn consume_window(&mut self, first: usize, count: usize) -> Checked<()> {
        (first..first + count).try_for_each(|register| self.consume(register))
    }

    /// A call window is the topmost of the live temporaries.
    fn consume_call(&mut self, first: usize, arguments: usize) -> Checked<()> {
        self.consume(first)?;
        self.consume_optional(first + 1)?;
        self.consume_window(first + 2, arguments)?;
        let above = self.registers.get(first + 2..).unwrap_or_default();
        if above.iter().any(|&content| content != Empty) {
            return wrong(None, "the call window is not topmost");
        }
        Ok(())
    }

    /// Reads all operands of a word.
    fn read(&mut self, word: Word) -> Checked<()> {
        let values = [word.a(), word.b(), word.c()];
        for (role, value) in word.opcode().layout().roles.into_iter().zip(values) {
            let operand = Operand(value);
            if role != Role::In || operand.is_absent() {
                continue;
            }
            match operand.kind() {
                OperandKind::Borrowed => self.need(operand.index())?,
                OperandKind::Consumed => self.consume(operand.index())?,
                OperandKind::Constant => {}
            }
        }
        self.read_special(word)
    }

    fn read_special(&mut self, word: Word) -> Checked<()> {
        let [a, b, c] = [word.a(), word.b(), word.c()].map(usize::from);
        let x = usize::from(word.x());
        match word.opcode() {
            Opcode::CALL => self.consume_call(a, c),
            Opcode::CALL_KW => self.consume_call(a, x),
            Opcode::CALL_EX => {
                self.consume_optional(a + 3)?;
                self.consume_call(a, 1)
            }
            Opcode::BUILD_TUPLE | Opcode::BUILD_LIST | Opcode::BUILD_SET | Opcode::BUILD_STRING => {
                self.consume_window(b, c)
            }
            Opcode::BUILD_MAP => self.consume_window(b, 2 * c),
            Opcode::BUILD_SLICE | Opcode::MATCH_CLASS => self.consume_window(b, 3),
            Opcode::BUILD_INTERPOLATION => {
                self.consume_window(b, 2)?;
                self.consume_optional(b + 2)
            }
            Opcode::MAKE_FUNCTION => self.consume_window(c, x.count_ones() as usize),
            Opcode::IMPORT_NAME => self.consume_window(b, 2),
            Opcode::LOAD_SUPER_ATTR => self.consume_window(a, 3),
            Opcode::LOAD_CELL | Opcode::GET_ANEXT | Opcode::IMPORT_FROM => self.need(b),
            Opcode::STORE_CELL | Opcode::DELETE_CELL => self.need(a),
            Opcode::LIST_APPEND
            | Opcode::LIST_EXTEND
            | Opcode::SET_ADD
            | Opcode::SET_UPDATE
            | Opcode::MAP_ADD
            | Opcode::DICT_UPDATE => self.need(a),
            Opcode::DICT_MERGE => self.need(a).and_then(|()| self.need(c)),
            Opcode::LOAD_FROM_DICT_OR_CELL | Opcode::SEND => {
                self.need(a).and_then(|()| self.need(b))
            }
            Opcode::FOR_ITER
            | Opcode::PUSH_HANDLED
            | Opcode::MATCH_EXCEPTION
            | Opcode::MATCH_GROUP
            | Opcode::JOIN_GROUP => self.need(b),
            Opcode::WITH_EXCEPT => self.need(b).and_then(|()| self.need(c)),
            Opcode::YIELD if c != usize::from(u16::MAX) => self.need(c),
            Opcode::END_ASYNC_FOR => {
                self.need(b)?;
                self.set(b, Empty)
            }
            _ => Ok(()),
        }
    }

    /// Writes all results of a word.
    fn write(&mut self, word: Word) -> Checked<()> {
        let [a, b, c] = [word.a(), word.b(), word.c()].map(usize::from);
        let x = usize::from(word.x());
        for (role, value) in word.opcode().layout().roles.into_iter().zip([a, b, c]) {
            if role == Role::Out {
                self.set(value, Full)?;
            }
        }
        match word.opcode() {
            Opcode::LOAD_METHOD | Opcode::LOAD_SPECIAL => {
                self.set(a, Full)?;
                self.set(a + 1, Unknown)
            }
            Opcode::LOAD_SUPER_ATTR if x & 1 != 0 => self.set(b + 1, Unknown),
            Opcode::UNPACK => (a..a + c).try_for_each(|register| self.set(register, Full)),
            Opcode::UNPACK_STAR => {
                (a..=a + x + c).try_for_each(|register| self.set(register, Full))
            }
            Opcode::COPY_FREE_VARS => (a..a + c).try_for_each(|register| self.set(register, Full)),
            Opcode::CLEAR | Opcode::DELETE_LOCAL => self.set(a, Empty),
            Opcode::CHECK_LOCAL | Opcode::MAKE_CELL => self.set(a, Full),
            _ => Ok(()),
        }
    }
}
