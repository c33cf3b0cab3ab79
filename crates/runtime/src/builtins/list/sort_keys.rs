//! The keys of a sort: comparing them without Python's protocols where all are of one plain type.

use pellucid_text::Text;

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

/// Sorts by the values that `value` gives for the keys, if it gives one for each; says whether it did.
fn sort_plain<'a, T: Copy + PartialOrd>(
    vm: &mut Vm,
    keys: &'a [Ref],
    tickets: &mut [u32],
    value: impl Fn(&'a Object) -> Option<T>,
) -> PyResult<bool> {
    let mut plain: Vec<(T, u32)> = Vec::new();
    if plain.try_reserve_exact(keys.len()).is_err() {
        return Err(vm.memory_error());
    }
    for &ticket in tickets.iter() {
        let Some(value) = value(&keys[ticket as usize]) else { return Ok(false) };
        plain.push((value, ticket));
    }
    sort_by(vm, &mut plain, |_, a, b| Ok(a.0 < b.0))?;
    for (ticket, (_, sorted)) in tickets.iter_mut().zip(plain) {
        *ticket = sorted;
    }
    Ok(true)
}

fn text_of<'a>(key: &'a Object, exact: &Typed<Type>) -> Option<Text<'a>> {
    if key.class_is(exact) { key.downcast::<Str>().map(|text| text.text()) } else { None }
}

/// What narrow texts are compared by: their first units as one number, and only where these are alike the whole.
fn narrow(text: Text<'_>) -> Option<(u64, &[u8])> {
    let Text::Latin1(units) = text else { return None };
    let first = units.first_chunk().copied().unwrap_or_else(|| {
        let mut first = [0; size_of::<u64>()];
        first[..units.len()].copy_from_slice(units);
        first
    });
    Some((u64::from_be_bytes(first), units))
}

fn sort_tickets(vm: &mut Vm, keys: &[Ref], tickets: &mut [u32]) -> PyResult<()> {
    let Some(first) = keys.first() else { return Ok(()) };
    let class = first.class().to_ref();
    let sorted = if class.is(&*vm.types.int) {
        let value = |key: &Object| {
            if key.class_is(&class) { key.downcast::<Int>()?.to_i64() } else { None }
        };
        sort_plain(vm, keys, tickets, value)?
    } else if class.is(&*vm.types.float) {
        let value = |key: &Object| {
            if key.class_is(&class) { Some(key.downcast::<Float>()?.to_f64()) } else { None }
        };
        sort_plain(vm, keys, tickets, value)?
    } else if class.is(&*vm.types.str) {
        sort_plain(vm, keys, tickets, |key| narrow(text_of(key, &class)?))?
            || sort_plain(vm, keys, tickets, |key| text_of(key, &class))?
    } else {
        false
    };
    if sorted {
        return Ok(());
    }
    sort_by(vm, tickets, |vm, a, b| vm.less(&keys[a as usize], &keys[b as usize]))
}
