//! `cell`: a variable that several functions share.

use pellucid_bytecode::Comparison;

use crate::object::{Slots, TypeSpec};
use crate::prelude::*;

/// A shared variable, perhaps without a value.
#[derive(Trace)]
pub struct Cell {
    /// The value.
    pub contents: Slot,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: "cell([contents])\n--\n\nCreate a new cell object.\n\n  contents\n    the contents of the cell. If not specified, the cell will be empty,\n    and \n further attempts to access its cell_contents attribute will\n    raise a ValueError.",
    slots,
    getsets: &[Cell::GETSETS],
    ..TypeSpec::new::<Cell>("cell")
};

fn slots(slots: &mut Slots) {
    slots.new = Some(Cell::NEW);
    slots.compare = Some(compare);
    slots.repr = Some(repr);
}

impl Cell {
    /// A cell object.
    pub fn object(vm: &Vm, contents: Option<Ref>) -> Ref<Cell> {
        vm.new_object(&vm.types.cell, Cell { contents: Slot::new(contents) })
    }
}

#[methods]
impl Cell {
    #[constructor("cell(contents=<unrepresentable>, /)")]
    fn create(vm: &mut Vm, _class: &Typed<Type>, contents: Option<&Object>) -> Ref {
        Cell::object(vm, contents.map(Object::to_ref)).into_object()
    }

    #[getter("cell_contents")]
    fn cell_contents(vm: &mut Vm, cell: &Typed<Cell>) -> PyResult<Ref> {
        cell.contents.get().ok_or_else(|| vm.value_error("Cell is empty"))
    }

    #[setter("cell_contents")]
    fn set_cell_contents(vm: &mut Vm, cell: &Typed<Cell>, value: Option<&Object>) -> PyResult<()> {
        cell.contents.set(vm, value.map(Object::to_ref));
        Ok(())
    }
}

fn compare(vm: &mut Vm, left: &Object, right: &Object, comparison: Comparison) -> PyResult<Ref> {
    let (Some(left), Some(right)) = (left.downcast::<Cell>(), right.downcast::<Cell>()) else {
        return Ok(vm.not_implemented());
    };
    match (left.contents.get(), right.contents.get()) {
        (Some(left), Some(right)) => vm.compare(&left, &right, comparison),
        (left, right) => {
            let (left, right) = (vm.new_bool(left.is_some()), vm.new_bool(right.is_some()));
            vm.compare(&left, &right, comparison)
        }
    }
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let contents = object.downcast::<Cell>().and_then(|cell| cell.contents.get());
    let text = match contents {
        None => format!("<cell at {:#x}: empty>", object.address()),
        Some(value) => {
            let class = value.class().name(vm);
            format!("<cell at {:#x}: {class} object at {:#x}>", object.address(), value.address())
        }
    };
    Ok(vm.new_str(&text).into_object())
}
