//! Units that would lead the virtual machine astray are refused, each for the reason that it was made for.

use super::verify;
use crate::{CodeFlags, CodeUnit, Constant, Handler, LocalKind, Opcode, Operand, Word};

const ABSENT: u16 = Operand::ABSENT.0;

/// Returns constant 0.
fn end() -> Word {
    Word::new(Opcode::RETURN, 0, Operand::constant(0).0, 0, 0)
}

/// A unit of these words with eight registers, the locals `plain`, `cell` and `free`, two constants, a name and a site.
fn unit(words: &[Word]) -> CodeUnit {
    let locals =
        [("plain", LocalKind::Plain), ("cell", LocalKind::Cell), ("free", LocalKind::Free)];
    CodeUnit {
        words: words.to_vec(),
        locals: locals.map(|(name, kind)| (name.into(), kind)).to_vec(),
        constants: vec![Constant::None, Constant::Tuple(Box::default())],
        names: vec!["name".into()],
        sites: vec![0],
        registers: 8,
        ..CodeUnit::default()
    }
}

#[track_caller]
fn refused(unit: &CodeUnit, reason: &str) {
    let defect = verify(unit).expect_err("the unit is refused");
    assert!(defect.message.contains(reason), "{defect}");
}

#[track_caller]
fn words_refused(words: &[Word], reason: &str) {
    refused(&unit(words), reason);
}

#[test]
fn what_is_sound_is_accepted() {
    let words = [
        Word::new(Opcode::COPY_FREE_VARS, 0, 2, 0, 1),
        Word::new(Opcode::MAKE_CELL, 0, 1, 0, 0),
        Word::new(Opcode::STORE_CELL, 0, 1, Operand::constant(0).0, 0),
        Word::new(Opcode::LOAD_CELL, 0, 3, 2, 0),
        Word::new(Opcode::BUILD_LIST, 0, 4, 4, 0),
        Word::new(Opcode::LIST_APPEND, 0, 4, Operand::consumed(3).0, 0),
        Word::new(Opcode::RETURN, 0, Operand::consumed(4).0, 0, 0),
    ];
    verify(&unit(&words)).expect("sound");
}

#[test]
fn only_cells_are_taken_for_cells() {
    words_refused(&[Word::new(Opcode::LOAD_CELL, 0, 3, 1, 0), end()], "is no cell");
    let constant = Operand::constant(0).0;
    let overwritten = [
        Word::new(Opcode::MAKE_CELL, 0, 1, 0, 0),
        Word::new(Opcode::MOVE, 0, 1, constant, 0),
        Word::new(Opcode::LOAD_CELL, 0, 3, 1, 0),
        end(),
    ];
    words_refused(&overwritten, "is no cell");
    // A program can put anything into a plain local.
    words_refused(&[Word::new(Opcode::MAKE_CELL, 0, 0, 0, 0), end()], "a local that is none");
    words_refused(&[Word::new(Opcode::COPY_FREE_VARS, 0, 1, 0, 2), end()], "free variables");
}

#[test]
fn a_result_that_replaces_a_cell_is_seen_by_handlers() {
    let words = [
        Word::new(Opcode::MAKE_CELL, 0, 1, 0, 0),
        Word::new(Opcode::MOVE, 0, 3, Operand::constant(0).0, 0),
        Word::new(Opcode::CALL, 0, 3, 1, 0),
        end(),
        Word::new(Opcode::LOAD_CELL, 0, 4, 1, 0),
        end(),
    ];
    let row = Handler { start: 2, end: 3, target: 4, depth: 3, register: 3 };
    refused(&CodeUnit { handlers: vec![row], ..unit(&words) }, "is no cell");
}

#[test]
fn only_lists_are_appended_to() {
    let none = Operand::constant(0).0;
    let words = [
        Word::new(Opcode::MOVE, 0, 3, none, 0),
        Word::new(Opcode::LIST_APPEND, 0, 3, none, 0),
        end(),
    ];
    words_refused(&words, "is no list");
}

#[test]
fn operands_are_there() {
    words_refused(&[Word::new(Opcode::RETURN, 0, ABSENT, 0, 0)], "out of range");
    words_refused(&[Word::new(Opcode::RAISE, 1, ABSENT, ABSENT, 0)], "out of range");
    words_refused(
        &[Word::new(Opcode::RAISE, 2, Operand::constant(0).0, ABSENT, 0)],
        "out of range",
    );
    let empty = Operand::consumed(3).0;
    words_refused(&[Word::new(Opcode::RETURN, 0, empty, 0, 0)], "is Empty");
    words_refused(
        &[Word::new(Opcode::MOVE, 0, 9, Operand::constant(0).0, 0), end()],
        "out of range",
    );
}

#[test]
fn keyword_arguments_have_names() {
    let call = |x| {
        [
            Word::new(Opcode::MOVE, 0, 3, Operand::constant(0).0, 0),
            Word::new(Opcode::CALL_KW, x, 3, 3, 1),
            end(),
        ]
    };
    verify(&unit(&call(0))).expect("no names for no arguments");
    let named = |constant| CodeUnit { constants: vec![Constant::None, constant], ..unit(&call(0)) };
    refused(&named(Constant::None), "without names");
    refused(&named(Constant::Tuple(vec![Constant::None].into())), "without names");
    let name = Constant::Str { wtf8: b"a".as_slice().into(), interned: true };
    refused(&named(Constant::Tuple(vec![name].into())), "without names");
}

#[test]
fn sites_are_not_shared_by_different_instructions() {
    let words = [
        Word::new(Opcode::LOAD_GLOBAL, 0, 3, 0, 0),
        Word::new(Opcode::LOAD_ATTR, 0, 3, Operand::consumed(3).0, 0),
        end(),
    ];
    words_refused(&words, "shares a site");
}

#[test]
fn only_generators_yield() {
    let none = Operand::constant(0).0;
    let begin = Word::new(Opcode::RETURN_GENERATOR, 0, 0, 0, 0);
    let give = Word::new(Opcode::YIELD, 0, 3, none, u16::MAX);
    let generator = |words: &[Word]| CodeUnit { flags: CodeFlags::GENERATOR, ..unit(words) };
    verify(&generator(&[begin, give, end()])).expect("a generator");
    words_refused(&[begin, give, end()], "only generators yield");
    refused(&generator(&[give, end()]), "not made by its first words");
    refused(&generator(&[begin, begin, end()]), "more than once");
    let back = Word::new(Opcode::JUMP_BACK, 0, 0, 0, 0).with_jump_bc(-2);
    refused(&generator(&[begin, back]), "more than once");
}

#[test]
fn loops_can_be_interrupted() {
    words_refused(&[Word::new(Opcode::JUMP, 0, 0, 0, 0).with_jump_bc(-1)], "jumps backwards");
    let words = [Word::new(Opcode::RAISE, 0, ABSENT, ABSENT, 0), end()];
    let row = Handler { start: 0, end: 1, target: 0, depth: 3, register: 3 };
    refused(&CodeUnit { handlers: vec![row], ..unit(&words) }, "row of the exception table");
}

#[test]
fn parameters_are_locals() {
    refused(&CodeUnit { positional: 4, ..unit(&[end()]) }, "fewer locals");
    refused(&CodeUnit { positional: 3, ..unit(&[end()]) }, "parameters are no locals");
    refused(&CodeUnit { positional_only: 1, ..unit(&[end()]) }, "positional-only");
}

#[test]
fn registers_make_room() {
    let words = [
        Word::new(Opcode::MOVE, 0, 3, Operand::constant(1).0, 0),
        Word::new(Opcode::BUILD_TUPLE, 0, 3, 3, 1),
        Word::new(Opcode::RETURN, 0, Operand::consumed(3).0, 0, 0),
    ];
    let mut unit = unit(&words);
    assert_eq!(unit.registers_named(), 4);
    unit.make_room(1).expect("there is room");
    unit.locals.insert(1, ("more".into(), LocalKind::Plain));
    assert_eq!((unit.registers, unit.registers_named()), (9, 5));
    assert_eq!(unit.words[2].operand_a(), Operand::consumed(4));
    verify(&unit).expect("as sound as before");
}
