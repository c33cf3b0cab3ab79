//! The abstract machine: what one word reads and writes.

use super::{Checked, wrong};
use crate::{LocalKind, Opcode, Operand, OperandKind, Role, Word};

/// What is known about a register.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Content {
    Empty,
    /// Something.
    Full,
    /// A cell.
    Cell,
    /// A list that nothing else knows of.
    List,
    Unknown,
}

use Content::{Cell, Empty, Full, List, Unknown};

impl Content {
    fn is_full(self) -> bool {
        matches!(self, Full | Cell | List)
    }

    /// What is known if it may be either.
    pub(super) fn or(self, other: Content) -> Content {
        if self == other {
            self
        } else if self.is_full() && other.is_full() {
            Full
        } else {
            Unknown
        }
    }
}

/// The registers while one word is executed.
pub(super) struct Machine<'r> {
    pub(super) registers: &'r mut [Content],
    pub(super) locals: &'r [(Box<str>, LocalKind)],
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
            content if content.is_full() => Ok(()),
            content => wrong(None, format!("r{register} is {content:?}")),
        }
    }

    /// A cell is trusted only where programs cannot put anything else: in a local that is one.
    fn need_cell(&self, register: usize) -> Checked<()> {
        let kind = self.locals.get(register).map(|local| local.1);
        match (self.get(register)?, kind) {
            (Cell, Some(LocalKind::Cell | LocalKind::Free)) => Ok(()),
            _ => wrong(None, format!("r{register} is no cell")),
        }
    }

    fn need_list(&self, register: usize) -> Checked<()> {
        match self.get(register)? {
            List => Ok(()),
            _ => wrong(None, format!("r{register} is no list")),
        }
    }

    fn consume(&mut self, register: usize) -> Checked<()> {
        self.need(register)?;
        if register < self.locals.len() {
            return wrong(None, format!("consumes local r{register}"));
        }
        self.set(register, Empty)
    }

    /// Consumes what a register holds, if it holds something.
    fn consume_optional(&mut self, register: usize) -> Checked<()> {
        self.get(register)?;
        if register < self.locals.len() {
            return wrong(None, format!("consumes local r{register}"));
        }
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
    pub(super) fn read(&mut self, word: Word) -> Checked<()> {
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
            Opcode::LOAD_CELL => self.need_cell(b),
            Opcode::GET_ANEXT | Opcode::IMPORT_FROM => self.need(b),
            Opcode::STORE_CELL | Opcode::DELETE_CELL => self.need_cell(a),
            Opcode::LIST_APPEND => self.need_list(a),
            Opcode::LIST_EXTEND
            | Opcode::SET_ADD
            | Opcode::SET_UPDATE
            | Opcode::MAP_ADD
            | Opcode::DICT_UPDATE => self.need(a),
            Opcode::DICT_MERGE => self.need(a).and_then(|()| self.need(c)),
            Opcode::LOAD_FROM_DICT_OR_CELL => self.need(a).and_then(|()| self.need_cell(b)),
            Opcode::SEND => self.need(a).and_then(|()| self.need(b)),
            Opcode::FOR_ITER => {
                self.need(b)?;
                // A pair may be unpacked past it.
                let temporary = a >= self.locals.len();
                if temporary && a != b && self.get(a)? != Empty {
                    return wrong(None, format!("r{a} is in use"));
                }
                Ok(())
            }
            Opcode::PUSH_HANDLED
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
    pub(super) fn write(&mut self, word: Word) -> Checked<()> {
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
            Opcode::COPY_FREE_VARS => (a..a + c).try_for_each(|register| self.set(register, Cell)),
            Opcode::MAKE_CELL => self.set(a, Cell),
            Opcode::BUILD_LIST if a >= self.locals.len() => self.set(a, List),
            Opcode::CLEAR | Opcode::DELETE_LOCAL => self.set(a, Empty),
            // A cell stays one.
            Opcode::CHECK_LOCAL if !self.get(a)?.is_full() => self.set(a, Full),
            _ => Ok(()),
        }
    }
}
