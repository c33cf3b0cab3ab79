//! What a comparison says of two values that have an order.

use std::cmp::Ordering;

use pellucid_runtime::builtins::list::comparison_holds;
use pellucid_runtime::object::Comparison;
use pellucid_runtime::prelude::*;

/// Python's answer.
pub fn answer(vm: &Vm, comparison: Comparison, order: Ordering) -> Ref {
    vm.new_bool(comparison_holds(order, comparison))
}

/// Whether this asks for equality, which can be told of any two values.
pub fn is_equality(comparison: Comparison) -> bool {
    matches!(comparison, Comparison::Equal | Comparison::NotEqual)
}
