//! The keys of a sort: comparing them without Python's protocols where all are of one plain type.

use super::sort::sort_by;
use crate::prelude::*;

/// The positions of `items` in sorted order.
pub(super) fn order(
    vm: &mut Vm,
    items: &[Ref],
    key: Option<&Object>,
    reverse: bool,
) -> PyResult<Vec<u32>> {
    let Ok(length) = u32::try_from(items.len()) else { return Err(vm.memory_error()) };
    let computed;
    let keys = match key {
        Some(key) => {
            computed = compute(vm, items, key)?;
            &computed
        }
        None => items,
    };
    // Equal items keep their order also in a reversed sort: that of the reversed list, reversed.
    let mut tickets: Vec<u32> =
        if reverse { (0..length).rev().collect() } else { (0..length).collect() };
    sort_tickets(vm, keys, &mut tickets)?;
    if reverse {
        tickets.reverse();
    }
    Ok(tickets)
}

fn compute(vm: &mut Vm, items: &[Ref], key: &Object) -> PyResult<Vec<Ref>> {
    let mut keys = Vec::new();
    if keys.try_reserve_exact(items.len()).is_err() {
        return Err(vm.memory_error());
    }
    for item in items {
        keys.push(vm.call(key, Args::from_positional(std::slice::from_ref(item)))?);
    }
    Ok(keys)
}

/// The values of all keys, with their tickets, if `value` gives one for each.
fn plain<T>(
    keys: &[Ref],
    tickets: &[u32],
    value: impl Fn(&Object) -> Option<T>,
) -> Option<Vec<(T, u32)>> {
    let mut plain = Vec::new();
    plain.try_reserve_exact(keys.len()).ok()?;
    for &ticket in tickets {
        plain.push((value(&keys[ticket as usize])?, ticket));
    }
    Some(plain)
}

fn put_back<T>(tickets: &mut [u32], sorted: &[(T, u32)]) {
    for (ticket, (_, sorted)) in tickets.iter_mut().zip(sorted) {
        *ticket = *sorted;
    }
}

fn sort_tickets(vm: &mut Vm, keys: &[Ref], tickets: &mut [u32]) -> PyResult<()> {
    let Some(first) = keys.first() else { return Ok(()) };
    if first.class_is(&vm.types.int) {
        let int = vm.types.int.clone();
        let value = |key: &Object| {
            if key.class_is(&int) { key.downcast::<Int>()?.to_i64() } else { None }
        };
        if let Some(mut ints) = plain(keys, tickets, value) {
            sort_by(vm, &mut ints, |_, a, b| Ok(a.0 < b.0))?;
            put_back(tickets, &ints);
            return Ok(());
        }
    } else if first.class_is(&vm.types.float) {
        let float = vm.types.float.clone();
        let value = |key: &Object| {
            if key.class_is(&float) { Some(key.downcast::<Float>()?.to_f64()) } else { None }
        };
        if let Some(mut floats) = plain(keys, tickets, value) {
            sort_by(vm, &mut floats, |_, a, b| Ok(a.0 < b.0))?;
            put_back(tickets, &floats);
            return Ok(());
        }
    } else if first.class_is(&vm.types.str) {
        let exact = vm.types.str.clone();
        let value = |key: &'_ Object| {
            if key.class_is(&exact) { key.downcast::<Str>().map(|_| ()) } else { None }
        };
        if plain(keys, tickets, value).is_some() {
            let mut texts = Vec::new();
            for &ticket in tickets.iter() {
                let Some(text) = keys[ticket as usize].downcast::<Str>() else { continue };
                texts.push((text.text(), ticket));
            }
            sort_by(vm, &mut texts, |_, a, b| Ok(a.0 < b.0))?;
            put_back(tickets, &texts);
            return Ok(());
        }
    }
    sort_by(vm, tickets, |vm, a, b| vm.less(&keys[a as usize], &keys[b as usize]))
}
