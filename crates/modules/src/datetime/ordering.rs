//! What a comparison says of two values that have an order.

use std::cmp::Ordering;

use pellucid_runtime::object::Comparison;
use pellucid_runtime::prelude::*;

/// Python's answer.
pub fn answer(vm: &Vm, comparison: Comparison, order: Ordering) -> Ref {
    vm.new_bool(match comparison {
        Comparison::Less => order.is_lt(),
        Comparison::LessEqual => order.is_le(),
        Comparison::Equal => order.is_eq(),
        Comparison::NotEqual => order.is_ne(),
        Comparison::Greater => order.is_gt(),
        Comparison::GreaterEqual => order.is_ge(),
    })
}

/// Whether this asks for equality, which can be told of any two values.
pub fn is_equality(comparison: Comparison) -> bool {
    matches!(comparison, Comparison::Equal | Comparison::NotEqual)
}
