//! The instructions that are not in the loop itself, by family.

pub(crate) mod attributes;
pub(crate) mod building;
pub(crate) mod calls;
pub(crate) mod exceptions;
pub(crate) mod generators;
pub(crate) mod imports;
pub(crate) mod intrinsics;
pub(crate) mod items;
pub(crate) mod matching;
pub(crate) mod names;
pub(crate) mod operators;
pub(crate) mod slicing;
pub(crate) mod special;
pub(crate) mod unpacking;

use pellucid_bytecode::{Opcode, Word};

use crate::object::BinaryOperator;
use crate::vm::registers::Registers;
use crate::{PyResult, Vm};

/// Executes one instruction.
#[inline(never)]
pub(crate) fn execute(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    match word.opcode() {
        Opcode::DELETE_LOCAL => names::delete_local(vm, r, word),
        Opcode::MAKE_CELL => names::make_cell(vm, r, word),
        Opcode::COPY_FREE_VARS => names::copy_free_variables(vm, r, word),
        Opcode::DELETE_CELL => names::delete_cell(vm, r, word),
        Opcode::STORE_GLOBAL => names::store_global(vm, r, word),
        Opcode::DELETE_GLOBAL => names::delete_global(vm, word),
        Opcode::LOAD_NAME => names::load_name(vm, r, word),
        Opcode::STORE_NAME => names::store_name(vm, r, word),
        Opcode::DELETE_NAME => names::delete_name(vm, word),
        Opcode::LOAD_LOCALS => names::load_locals(vm, r, word),
        Opcode::LOAD_FROM_DICT_OR_GLOBALS => names::load_from_dict_or_globals(vm, r, word),
        Opcode::LOAD_FROM_DICT_OR_CELL => names::load_from_dict_or_cell(vm, r, word),
        Opcode::LOAD_BUILD_CLASS => names::load_build_class(vm, r, word),
        Opcode::LOAD_COMMON => names::load_common(vm, r, word),
        Opcode::SETUP_ANNOTATIONS => names::setup_annotations(vm),
        Opcode::LOAD_ATTR => attributes::load(vm, r, word),
        Opcode::STORE_ATTR => attributes::store(vm, r, word),
        Opcode::DELETE_ATTR => attributes::delete(vm, r, word),
        Opcode::LOAD_METHOD => attributes::load_method(vm, r, word),
        Opcode::LOAD_SUPER_ATTR => special::load_super_attribute(vm, r, word),
        Opcode::LOAD_SPECIAL => special::load_special(vm, r, word),
        Opcode::LOAD_ITEM => items::load(vm, r, word),
        Opcode::STORE_ITEM => items::store(vm, r, word),
        Opcode::DELETE_ITEM => items::delete(vm, r, word),
        Opcode::MATRIX_MULTIPLY => operators::binary(vm, r, word, &BinaryOperator::MATRIX_MULTIPLY),
        Opcode::TRUE_DIVIDE => operators::binary(vm, r, word, &BinaryOperator::TRUE_DIVIDE),
        Opcode::FLOOR_DIVIDE => operators::binary(vm, r, word, &BinaryOperator::FLOOR_DIVIDE),
        Opcode::REMAINDER => operators::binary(vm, r, word, &BinaryOperator::REMAINDER),
        Opcode::POWER => operators::power(vm, r, word),
        Opcode::SHIFT_LEFT => operators::binary(vm, r, word, &BinaryOperator::SHIFT_LEFT),
        Opcode::SHIFT_RIGHT => operators::binary(vm, r, word, &BinaryOperator::SHIFT_RIGHT),
        Opcode::AND => operators::binary(vm, r, word, &BinaryOperator::AND),
        Opcode::OR => operators::binary(vm, r, word, &BinaryOperator::OR),
        Opcode::XOR => operators::binary(vm, r, word, &BinaryOperator::XOR),
        Opcode::NEGATE | Opcode::POSITIVE | Opcode::INVERT => operators::unary(vm, r, word),
        Opcode::NOT => operators::not(vm, r, word),
        Opcode::COMPARE => operators::compare(vm, r, word),
        Opcode::CONTAINS => operators::contains(vm, r, word),
        Opcode::GET_ITER => items::get_iter(vm, r, word),
        Opcode::UNPACK => unpacking::unpack(vm, r, word),
        Opcode::UNPACK_STAR => unpacking::unpack_star(vm, r, word),
        Opcode::BUILD_TUPLE => building::tuple(vm, r, word),
        Opcode::BUILD_LIST => building::list(vm, r, word),
        Opcode::BUILD_SET => building::set(vm, r, word),
        Opcode::BUILD_MAP => building::map(vm, r, word),
        Opcode::BUILD_STRING => building::string(vm, r, word),
        Opcode::BUILD_SLICE => building::slice(vm, r, word),
        Opcode::LIST_APPEND => building::list_append(vm, r, word),
        Opcode::LIST_EXTEND => building::list_extend(vm, r, word),
        Opcode::LIST_TO_TUPLE => building::list_to_tuple(vm, r, word),
        Opcode::SET_ADD => building::set_add(vm, r, word),
        Opcode::SET_UPDATE => building::set_update(vm, r, word),
        Opcode::MAP_ADD => building::map_add(vm, r, word),
        Opcode::DICT_UPDATE => building::dict_update(vm, r, word),
        Opcode::DICT_MERGE => building::dict_merge(vm, r, word),
        Opcode::FORMAT => building::format(vm, r, word),
        Opcode::BUILD_INTERPOLATION => intrinsics::interpolation(vm, r, word),
        Opcode::BUILD_TEMPLATE => intrinsics::template(vm, r, word),
        Opcode::MAKE_FUNCTION => calls::make_function(vm, r, word),
        Opcode::CLEANUP_THROW => generators::cleanup_throw(vm, r, word),
        Opcode::GET_YIELD_FROM => generators::get_yield_from(vm, r, word),
        Opcode::GET_AWAITABLE => generators::get_awaitable(vm, r, word),
        Opcode::GET_AITER => generators::get_aiter(vm, r, word),
        Opcode::GET_ANEXT => generators::get_anext(vm, r, word),
        Opcode::END_ASYNC_FOR => generators::end_async_for(vm, r, word),
        Opcode::RAISE => exceptions::raise(vm, r, word),
        Opcode::PUSH_HANDLED => exceptions::push_handled(vm, r, word),
        Opcode::POP_HANDLED => exceptions::pop_handled(vm, r, word),
        Opcode::MATCH_EXCEPTION => exceptions::match_exception(vm, r, word),
        Opcode::MATCH_GROUP => exceptions::match_group(vm, r, word),
        Opcode::JOIN_GROUP => exceptions::join_group(vm, r, word),
        Opcode::WITH_EXCEPT => special::with_except(vm, r, word),
        Opcode::MATCH_SEQUENCE => matching::sequence(vm, r, word),
        Opcode::MATCH_MAPPING => matching::mapping(vm, r, word),
        Opcode::MATCH_KEYS => matching::keys(vm, r, word),
        Opcode::MATCH_CLASS => matching::class(vm, r, word),
        Opcode::GET_LENGTH => matching::length(vm, r, word),
        Opcode::IMPORT_NAME => imports::import_name(vm, r, word),
        Opcode::IMPORT_FROM => imports::import_from(vm, r, word),
        Opcode::IMPORT_STAR => imports::import_star(vm, r, word),
        Opcode::INTRINSIC => intrinsics::execute(vm, r, word),
        other => Err(vm.system_error(format!("unknown opcode {other:?}"))),
    }
}
