//! The loop that executes instructions.
//! Long: one loop over all instructions.
//!
//! One long function on purpose: a `match` over all opcodes with the program counter and the registers in locals. What is
//! hot stands here; everything else is in `operations`, out of line. An instruction that fails leaves its operands where
//! they are: unwinding empties them.

use pellucid_bytecode::{Comparison, Opcode, Word};
use pellucid_heap::{Heap, Object, Ref, Typed};

use crate::builtins::list::ListIterator;
use crate::builtins::range::iter::RangeIterator;
use crate::builtins::{Float, Generator, GeneratorState, Int, List, Tuple};
use crate::object::{BinaryOperator, ObjectExt};
use crate::vm::call::Called;
use crate::vm::frame::{Frame, FrameFlags};
use crate::vm::operations;
use crate::vm::registers::Registers;
use crate::{PyResult, Raised, Vm};

/// Why the inner loop was left.
enum Left {
    /// An instruction has raised.
    Raised(Raised),
    /// RERAISE: the traceback has this frame already.
    Again(Raised),
}

/// Reads the opcode of a word.
#[inline(always)]
fn opcode(word: Word) -> Opcode {
    // SAFETY: Code has checked that all its words have an opcode of the table, and only such are written later.
    unsafe { std::mem::transmute::<u8, Opcode>(word.0 as u8) }
}

#[inline(always)]
fn constants_of(frame: &Frame) -> *const Ref {
    frame.code().constants.items().as_ptr()
}

impl Vm {
    /// Runs the frame on top, which native code has entered, to its end.
    pub(crate) fn run(&mut self) -> PyResult<Ref> {
        loop {
            match self.execute() {
                Ok(value) => return Ok(value),
                Err(left) => {
                    let (raised, again) = match left {
                        Left::Raised(raised) => (raised, false),
                        Left::Again(raised) => (raised, true),
                    };
                    self.unwind(raised, again)?;
                }
            }
        }
    }

    /// Executes instructions until a frame that native code has entered returns or something is raised.
    #[allow(clippy::too_many_lines)]
    fn execute(&mut self) -> Result<Ref, Left> {
        // SAFETY: of the whole loop: the frame on top is live, so its code, registers and constants are; indexes in
        // words have been checked by Code; jumps lead to words of the same code. `frame`, `pc` and `r` are brought up to
        // date whenever a frame is pushed or popped.
        unsafe {
            let heap: &'static Heap = &self.interpreter().heap;
            let mut frame: *mut Frame = self.frame;
            let mut pc: *const Word = (*frame).pc;
            let mut r = Registers { base: (*frame).base, constants: constants_of(&*frame) };

            macro_rules! reload {
                () => {{
                    frame = self.frame;
                    pc = (*frame).pc;
                    r = Registers { base: (*frame).base, constants: constants_of(&*frame) };
                }};
            }
            macro_rules! check {
                ($result:expr) => {{
                    (*frame).pc = pc;
                    match $result {
                        Ok(value) => value,
                        Err(raised) => return Err(Left::Raised(raised)),
                    }
                }};
            }
            // What a function has been entered for that no CALL stands for.
            macro_rules! enter {
                ($entered:expr) => {{
                    (*frame).pc = pc;
                    if let Err(raised) = $entered {
                        return Err(Left::Raised(raised));
                    }
                    reload!();
                    if heap.attention() || self.wants_attention() {
                        look!();
                    }
                }};
            }
            macro_rules! jump {
                ($offset:expr) => {
                    pc = pc.offset($offset)
                };
            }
            macro_rules! attend {
                () => {
                    if heap.has_pending() {
                        (*frame).pc = pc;
                        self.run_pending();
                        pc = self.settle_words();
                    }
                };
            }
            macro_rules! look {
                () => {{
                    check!(self.eval_check());
                    pc = self.settle_words();
                }};
            }
            macro_rules! arithmetic {
                ($word:ident, $operator:ident, $int:ident, $float:tt) => {{
                    let (left, right) = (r.operand($word.operand_b()), r.operand($word.operand_c()));
                    if let (Some(a), Some(b)) = (self.exact_int(left), self.exact_int(right))
                        && let Some(value) = a.$int(b)
                    {
                        self.finish_int(r, $word, value);
                    } else if let (Some(a), Some(b)) = (self.exact_float(left), self.exact_float(right)) {
                        self.finish_float(r, $word, a $float b);
                    } else {
                        check!(operations::operators::binary(self, r, $word, &BinaryOperator::$operator));
                        attend!();
                    }
                }};
            }
            macro_rules! other {
                ($word:ident) => {{
                    check!(operations::execute(self, r, $word));
                    attend!();
                }};
            }

            'instructions: loop {
                let mut word = *pc;
                pc = pc.add(1);
                'word: loop {
                    match opcode(word) {
                        Opcode::NOP => {}
                        Opcode::MOVE => {
                            let value = r.take_operand(word.operand_b());
                            r.set(word.a(), value);
                            attend!();
                        }
                        Opcode::CLEAR => {
                            drop(r.take(word.a()));
                            attend!();
                        }
                        Opcode::CHECK_LOCAL => {
                            if r.get(word.a()).is_none() {
                                (*frame).pc = pc;
                                return Err(Left::Raised(operations::names::unbound_local(
                                    self,
                                    word.a(),
                                )));
                            }
                        }
                        Opcode::LOAD_CELL => {
                            let cell: &Typed<crate::builtins::Cell> = r.typed(word.b());
                            match cell.contents.get() {
                                Some(value) => r.set(word.a(), value),
                                None => {
                                    (*frame).pc = pc;
                                    return Err(Left::Raised(operations::names::unbound_cell(
                                        self,
                                        word.b(),
                                    )));
                                }
                            }
                        }
                        Opcode::STORE_CELL => {
                            let value = r.take_operand(word.operand_b());
                            let cell: &Typed<crate::builtins::Cell> = r.typed(word.a());
                            cell.contents.set(self, Some(value));
                            attend!();
                        }
                        Opcode::LOAD_GLOBAL => {
                            let value =
                                check!(operations::names::load_global(self, &*frame, word.c()));
                            r.set(word.a(), value);
                        }
                        Opcode::LOAD_ATTR => {
                            if operations::attributes::load_cached(self, &*frame, r, word).is_some()
                            {
                                attend!();
                            } else if let Some(entered) =
                                operations::attributes::enter_property(self, &*frame, r, word)
                            {
                                enter!(entered);
                            } else {
                                other!(word);
                            }
                        }
                        Opcode::STORE_ATTR => {
                            if !operations::attributes::store_cached(&*frame, r, word) {
                                other!(word);
                            } else {
                                attend!();
                            }
                        }
                        Opcode::LOAD_METHOD => {
                            if !operations::attributes::load_method_cached(self, &*frame, r, word) {
                                other!(word);
                            } else {
                                attend!();
                            }
                        }
                        Opcode::ADD => arithmetic!(word, ADD, checked_add, +),
                        Opcode::SUBTRACT => arithmetic!(word, SUBTRACT, checked_sub, -),
                        Opcode::MULTIPLY => arithmetic!(word, MULTIPLY, checked_mul, *),
                        Opcode::TRUE_DIVIDE => {
                            let (left, right) =
                                (r.operand(word.operand_b()), r.operand(word.operand_c()));
                            if let (Some(a), Some(b)) =
                                (self.exact_float(left), self.exact_float(right))
                                && b != 0.0
                            {
                                self.finish_float(r, word, a / b);
                            } else {
                                other!(word);
                            }
                        }
                        Opcode::AND
                        | Opcode::OR
                        | Opcode::XOR
                        | Opcode::FLOOR_DIVIDE
                        | Opcode::REMAINDER
                        | Opcode::SHIFT_RIGHT
                        | Opcode::SHIFT_LEFT => {
                            let (left, right) =
                                (r.operand(word.operand_b()), r.operand(word.operand_c()));
                            if let (Some(a), Some(b)) =
                                (self.exact_int(left), self.exact_int(right))
                                && let Some(value) =
                                    operations::operators::integers(opcode(word), a, b)
                            {
                                self.finish_int(r, word, value);
                            } else {
                                other!(word);
                            }
                        }
                        Opcode::LOAD_ITEM => {
                            let (container, key) =
                                (r.operand(word.operand_b()), r.operand(word.operand_c()));
                            if let Some(item) = operations::items::indexed(self, container, key) {
                                r.finish_binary(word, item);
                                attend!();
                            } else if let Some(entered) =
                                operations::items::enter_load(self, r, word)
                            {
                                enter!(entered);
                            } else {
                                other!(word);
                            }
                        }
                        Opcode::GET_ITER | Opcode::GET_YIELD_FROM => {
                            if let Some(entered) = operations::items::enter_iter(self, r, word) {
                                enter!(entered);
                            } else {
                                other!(word);
                            }
                        }
                        Opcode::STORE_ITEM => {
                            let (container, key) =
                                (r.operand(word.operand_a()), r.operand(word.operand_b()));
                            if let Some(index) = self.exact_int(key)
                                && container.class_is(&self.types.list)
                                && let list = container.downcast_unchecked::<List>()
                                && let position = operations::items::wrapped(index, list.len(self))
                                && position < list.len(self)
                            {
                                let value = r.take_operand(word.operand_c());
                                let old =
                                    std::mem::replace(&mut list.items_mut(self)[position], value);
                                let consumed =
                                    (r.consume(word.operand_a()), r.consume(word.operand_b()));
                                drop(old);
                                drop(consumed);
                                attend!();
                            } else {
                                other!(word);
                            }
                        }
                        Opcode::BUILD_SLICE => {
                            let next = *pc;
                            if check!(operations::slicing::fused(self, r, word, next)) {
                                pc = pc.add(1);
                                attend!();
                            } else {
                                other!(word);
                            }
                        }
                        Opcode::LIST_APPEND => {
                            let value = r.take_operand(word.operand_b());
                            let list: &Typed<List> = r.typed(word.a());
                            check!(list.push(self, value));
                        }
                        Opcode::COMPARE => {
                            let (left, right) =
                                (r.operand(word.operand_b()), r.operand(word.operand_c()));
                            if let (Some(a), Some(b)) =
                                (self.exact_int(left), self.exact_int(right))
                            {
                                let result = self.new_bool(compare(word.x(), &a, &b));
                                r.finish_binary(word, result);
                            } else if let (Some(a), Some(b)) =
                                (self.exact_float(left), self.exact_float(right))
                            {
                                let result = self.new_bool(compare(word.x(), &a, &b));
                                r.finish_binary(word, result);
                            } else {
                                other!(word);
                            }
                        }
                        Opcode::IS => {
                            let same = r.operand(word.operand_b()).is(r.operand(word.operand_c()));
                            let result = self.new_bool(same != (word.x() == 1));
                            r.finish_binary(word, result);
                            attend!();
                        }
                        Opcode::JUMP => jump!(word.jump_bc()),
                        Opcode::JUMP_BACK => {
                            // What is raised belongs to the jump, not to what stands before its target.
                            if heap.attention() || self.wants_attention() {
                                look!();
                            }
                            jump!(word.jump_bc());
                        }
                        Opcode::JUMP_IF_TRUE | Opcode::JUMP_IF_FALSE => {
                            let wanted = opcode(word) == Opcode::JUMP_IF_TRUE;
                            let value = r.operand(word.operand_a());
                            let truth = if value.is(&*self.singletons.true_) {
                                true
                            } else if value.is(&*self.singletons.false_) {
                                false
                            } else {
                                check!(self.is_true(value))
                            };
                            drop(r.consume(word.operand_a()));
                            if truth == wanted {
                                if word.jump_bc() < 0
                                    && (heap.attention() || self.wants_attention())
                                {
                                    look!();
                                }
                                jump!(word.jump_bc());
                            }
                            attend!();
                        }
                        Opcode::JUMP_IF_NONE | Opcode::JUMP_IF_NOT_NONE => {
                            let none = self.is_none(r.operand(word.operand_a()));
                            drop(r.consume(word.operand_a()));
                            if none == (opcode(word) == Opcode::JUMP_IF_NONE) {
                                if word.jump_bc() < 0
                                    && (heap.attention() || self.wants_attention())
                                {
                                    look!();
                                }
                                jump!(word.jump_bc());
                            }
                            attend!();
                        }
                        Opcode::JUMP_COMPARE => {
                            let (left, right) =
                                (r.operand(word.operand_a()), r.operand(word.operand_b()));
                            let comparison = word.x() & 7;
                            let truth = if let (Some(a), Some(b)) =
                                (self.exact_int(left), self.exact_int(right))
                            {
                                compare(comparison, &a, &b)
                            } else if let (Some(a), Some(b)) =
                                (self.exact_float(left), self.exact_float(right))
                            {
                                compare(comparison, &a, &b)
                            } else {
                                check!(operations::operators::compare_truth(
                                    self, left, right, comparison
                                ))
                            };
                            let consumed =
                                (r.consume(word.operand_a()), r.consume(word.operand_b()));
                            drop(consumed);
                            if truth == (word.x() & 8 == 0) {
                                if word.jump_c() < 0 && (heap.attention() || self.wants_attention())
                                {
                                    look!();
                                }
                                jump!(word.jump_c());
                            }
                            attend!();
                        }
                        Opcode::FOR_ITER => {
                            let iterator = r.full(word.b());
                            let class = iterator.class();
                            if class.is(&*self.types.range_iterator) {
                                match iterator.downcast_unchecked::<RangeIterator>().advance() {
                                    Some(number) => self.set_int(r, word.a(), number),
                                    None => {
                                        drop(r.take(word.b()));
                                        jump!(word.jump_c());
                                    }
                                }
                                attend!();
                                continue 'instructions;
                            }
                            if class.is(&*self.types.list_iterator) {
                                match iterator.downcast_unchecked::<ListIterator>().advance(self) {
                                    Some(item) => r.set(word.a(), item),
                                    None => {
                                        drop(r.take(word.b()));
                                        jump!(word.jump_c());
                                    }
                                }
                                attend!();
                                continue 'instructions;
                            }
                            if class.is(&*self.types.generator)
                                && let generator = iterator.downcast_unchecked::<Generator>()
                                && matches!(
                                    generator.state.get(),
                                    GeneratorState::Created | GeneratorState::Suspended
                                )
                            {
                                let sent = generator.state.get() == GeneratorState::Suspended;
                                check!(self.resume_frame(generator, FrameFlags::RESUMED, word.a()));
                                if sent {
                                    let none = self.none();
                                    self.deliver_sent(none);
                                }
                                reload!();
                                continue 'instructions;
                            }
                            let next = *pc;
                            if opcode(next) == Opcode::UNPACK
                                && next.c() == 2
                                && next.operand_b().is_consumed()
                                && next.operand_b().index() == word.a() as usize
                                && let Some(pair) = {
                                    (*frame).pc = pc;
                                    operations::items::next_pair(self, iterator)
                                }
                            {
                                match check!(pair) {
                                    Some((first, second)) => {
                                        r.set(next.a(), first);
                                        r.set(next.a() + 1, second);
                                        pc = pc.add(1);
                                    }
                                    None => {
                                        drop(r.take(word.b()));
                                        jump!(word.jump_c());
                                    }
                                }
                                attend!();
                                continue 'instructions;
                            }
                            match check!(self.next(iterator)) {
                                Some(item) => r.set(word.a(), item),
                                None => {
                                    drop(r.take(word.b()));
                                    jump!(word.jump_c());
                                }
                            }
                            attend!();
                        }
                        Opcode::CALL => {
                            let window = r.place(word.a());
                            let called = check!(self.call_window(
                                r.base,
                                window,
                                word.c() as usize,
                                &[],
                                word.b()
                            ));
                            if called == Called::Entered {
                                reload!();
                                if heap.attention() || self.wants_attention() {
                                    look!();
                                }
                            } else if heap.attention() {
                                look!();
                            }
                        }
                        Opcode::CALL_KW => {
                            let names: &Typed<Tuple> =
                                (*r.constants.add(word.c() as usize)).downcast_unchecked();
                            let names: &'static [Ref] = &*std::ptr::from_ref(names.items());
                            let window = r.place(word.a());
                            let called = check!(self.call_window(
                                r.base,
                                window,
                                word.x() as usize,
                                names,
                                word.b()
                            ));
                            if called == Called::Entered {
                                reload!();
                            }
                            attend!();
                        }
                        Opcode::CALL_EX => {
                            let called = check!(operations::calls::call_collections(self, r, word));
                            if called == Called::Entered {
                                reload!();
                            }
                            attend!();
                        }
                        Opcode::RETURN => {
                            let value = r.take_operand(word.operand_a());
                            (*frame).pc = pc;
                            let flags = (*frame).flags;
                            if flags.is_empty() {
                                let out = (*frame).out;
                                self.pop_frame();
                                reload!();
                                r.set(out, value);
                                attend!();
                                continue 'instructions;
                            }
                            match self.return_special(flags, value) {
                                Ok(Some(value)) => return Ok(value),
                                Ok(None) => {
                                    reload!();
                                    attend!();
                                }
                                Err(raised) => return Err(Left::Raised(raised)),
                            }
                        }
                        Opcode::RETURN_GENERATOR => {
                            (*frame).pc = pc;
                            let flags = (*frame).flags;
                            let out = (*frame).out;
                            let value = self.suspend_new();
                            if flags.contains(FrameFlags::ENTRY) {
                                return Ok(value);
                            }
                            reload!();
                            if flags.contains(FrameFlags::INIT) {
                                (*frame).pc = pc;
                                return Err(Left::Raised(operations::calls::init_result(
                                    self, &value,
                                )));
                            }
                            r.set(out, value);
                        }
                        Opcode::YIELD => {
                            let mut value = r.take_operand(word.operand_b());
                            (*frame).pc = pc;
                            if word.x() == 1 {
                                value = self.wrap_async(value);
                            }
                            loop {
                                let flags = (*frame).flags;
                                self.suspend();
                                if flags.contains(FrameFlags::ENTRY) {
                                    self.resettle_caller();
                                    return Ok(value);
                                }
                                reload!();
                                let waiting = (*frame).last_word();
                                if !operations::generators::passes_on(waiting, *pc) {
                                    r.set(waiting.a(), value);
                                    break;
                                }
                                pc = pc.add(1);
                                (*frame).pc = pc;
                            }
                            attend!();
                        }
                        Opcode::SEND => {
                            let mut word = word;
                            while let Some(generator) =
                                operations::generators::resumable(self, r, word)
                            {
                                let sent = generator.state.get() == GeneratorState::Suspended;
                                check!(self.resume_frame(generator, FrameFlags::RESUMED, word.a()));
                                let value = r.take(word.a());
                                if let (true, Some(value)) = (sent, value) {
                                    self.deliver_sent(value);
                                }
                                reload!();
                                // One that delegates sends it on at once.
                                let next = *pc;
                                if !sent || opcode(next) != Opcode::JUMP_BACK {
                                    continue 'instructions;
                                }
                                let target = pc.add(1).offset(next.jump_bc());
                                word = *target;
                                if opcode(word) != Opcode::SEND {
                                    continue 'instructions;
                                }
                                pc = target.add(1);
                            }
                            if check!(operations::generators::send(self, r, word)) {
                                jump!(word.jump_c());
                            }
                            attend!();
                        }
                        Opcode::RERAISE => {
                            (*frame).pc = pc;
                            let exception = r.take_operand(word.operand_a());
                            return Err(match operations::exceptions::as_raised(self, exception) {
                                Ok(raised) => Left::Again(raised),
                                Err(raised) => Left::Raised(raised),
                            });
                        }
                        Opcode::CLEANUP_THROW | Opcode::END_ASYNC_FOR => {
                            (*frame).pc = pc;
                            if let Err(raised) = operations::execute(self, r, word) {
                                return Err(Left::Again(raised));
                            }
                            attend!();
                        }
                        // Stands for the instruction that those who listen have just been told of.
                        Opcode::TRACE => {
                            word = check!(self.trace_instruction());
                            pc = (*frame).pc;
                            continue 'word;
                        }
                        _ => other!(word),
                    }
                    continue 'instructions;
                }
            }
        }
    }

    /// The value of an exact `int` of one word.
    #[inline(always)]
    pub(crate) fn exact_int(&self, object: &Object) -> Option<i64> {
        if object.class_is(&self.types.int) {
            // SAFETY: exact ints have this payload.
            unsafe { object.downcast_unchecked::<Int>() }.to_i64()
        } else {
            None
        }
    }

    /// The value of an exact `float`.
    #[inline(always)]
    pub(crate) fn exact_float(&self, object: &Object) -> Option<f64> {
        // SAFETY: exact floats have this payload.
        object
            .class_is(&self.types.float)
            .then(|| unsafe { object.downcast_unchecked::<Float>() }.to_f64())
    }

    /// Ends a frame that is not a plain call from Python code. Gives the value back if native code gets it.
    #[inline(never)]
    fn return_special(&mut self, flags: FrameFlags, value: Ref) -> PyResult<Option<Ref>> {
        // SAFETY: called for the live frame on top; below a frame that was not entered from native code is another.
        unsafe {
            let out = (*self.frame).out;
            let base = (*self.frame).base;
            if flags.contains(FrameFlags::GENERATOR) {
                self.finish_generator();
            } else {
                self.pop_frame();
            }
            if flags.contains(FrameFlags::ENTRY) {
                self.resettle_caller();
                return Ok(Some(value));
            }
            let caller = &mut *self.frame;
            let r = Registers { base: caller.base, constants: constants_of(caller) };
            if flags.contains(FrameFlags::INIT) {
                if !self.is_none(&value) {
                    return Err(operations::calls::init_result(self, &value));
                }
                if let Some(instance) = (*base.sub(1)).take() {
                    r.set(out, instance);
                }
            } else if flags.contains(FrameFlags::RESUMED) {
                let waiting = caller.last_word();
                if waiting.opcode() == Opcode::SEND {
                    r.set(waiting.a(), value);
                }
                drop(r.take(waiting.b()));
                caller.pc = caller.pc.offset(waiting.jump_c());
            } else {
                r.set(out, value);
            }
            Ok(None)
        }
    }
}

/// A comparison by its number.
#[inline(always)]
pub(crate) fn compare<T: PartialOrd>(comparison: u8, left: &T, right: &T) -> bool {
    const LESS: u8 = Comparison::Less as u8;
    const LESS_EQUAL: u8 = Comparison::LessEqual as u8;
    const EQUAL: u8 = Comparison::Equal as u8;
    const NOT_EQUAL: u8 = Comparison::NotEqual as u8;
    const GREATER: u8 = Comparison::Greater as u8;
    match comparison {
        LESS => left < right,
        LESS_EQUAL => left <= right,
        EQUAL => left == right,
        NOT_EQUAL => left != right,
        GREATER => left > right,
        _ => left >= right,
    }
}
