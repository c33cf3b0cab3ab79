//! `_bisect`: sorted sequences.

use pellucid_runtime::object::ModuleSpec;
use pellucid_runtime::prelude::*;

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    doc: "Bisection algorithms.\n\nThis module provides support for maintaining a list in sorted order without\nhaving to sort the list after each insertion. For long lists of items with\nexpensive comparison operations, this can be an improvement over the more\ncommon approach.\n",
    functions: &[Bisection::METHODS],
    ..ModuleSpec::new("_bisect")
};

/// The functions of the module.
pub struct Bisection;

/// Where `x` belongs in a part of a sorted sequence: before (`left`) or behind the items equal to it.
fn locate(
    vm: &mut Vm,
    sequence: &Object,
    x: &Object,
    bounds: (Option<isize>, Option<&Object>),
    key: Option<&Object>,
    left: bool,
) -> PyResult<usize> {
    let (low, high) = bounds;
    let Ok(mut low) = usize::try_from(low.unwrap_or(0)) else {
        return Err(vm.value_error("lo must be non-negative"));
    };
    let mut high = match high {
        Some(high) => vm.size_index(high)?.max(0) as usize,
        None => vm.length(sequence)?,
    };
    while low < high {
        let middle = low + (high - low) / 2;
        let index = vm.new_int(middle as i64);
        let mut item = vm.get_item(sequence, &index)?;
        if let Some(key) = key {
            item = vm.call_positional(key, &[&item])?;
        }
        let rises = if left { vm.less(&item, x)? } else { !vm.less(x, &item)? };
        if rises {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(low)
}

fn insert(
    vm: &mut Vm,
    sequence: &Object,
    x: &Object,
    bounds: (Option<isize>, Option<&Object>),
    key: Option<&Object>,
    left: bool,
) -> PyResult<()> {
    let value = match key {
        Some(key) => vm.call_positional(key, &[x])?,
        None => x.to_ref(),
    };
    let position = locate(vm, sequence, &value, bounds, key, left)?;
    let (name, position) = (vm.names.insert.clone(), vm.new_int(position as i64));
    vm.call_method(sequence, &name, &[&position, x]).map(|_| ())
}

#[methods(owner = "_bisect")]
impl Bisection {
    /// Return the index where to insert item x in list a, assuming a is sorted.
    ///
    /// The return value i is such that all e in a[:i] have e <= x, and all e in
    /// a[i:] have e > x.  So if x already appears in the list, a.insert(i, x) will
    /// insert just after the rightmost x already there.
    #[function("bisect_right(a, x, lo=0, hi=None, *, key=None)")]
    fn bisect_right(
        vm: &mut Vm,
        a: &Object,
        x: &Object,
        lo: Option<isize>,
        hi: Option<&Object>,
        key: Option<&Object>,
    ) -> PyResult<usize> {
        locate(vm, a, x, (lo, hi), key, false)
    }

    /// Return the index where to insert item x in list a, assuming a is sorted.
    ///
    /// The return value i is such that all e in a[:i] have e < x, and all e in
    /// a[i:] have e >= x.  So if x already appears in the list, a.insert(i, x) will
    /// insert just before the leftmost x already there.
    #[function("bisect_left(a, x, lo=0, hi=None, *, key=None)")]
    fn bisect_left(
        vm: &mut Vm,
        a: &Object,
        x: &Object,
        lo: Option<isize>,
        hi: Option<&Object>,
        key: Option<&Object>,
    ) -> PyResult<usize> {
        locate(vm, a, x, (lo, hi), key, true)
    }

    /// Insert item x in list a, and keep it sorted assuming a is sorted.
    ///
    /// If x is already in a, insert it to the right of the rightmost x.
    #[function("insort_right(a, x, lo=0, hi=None, *, key=None)")]
    fn insort_right(
        vm: &mut Vm,
        a: &Object,
        x: &Object,
        lo: Option<isize>,
        hi: Option<&Object>,
        key: Option<&Object>,
    ) -> PyResult<()> {
        insert(vm, a, x, (lo, hi), key, false)
    }

    /// Insert item x in list a, and keep it sorted assuming a is sorted.
    ///
    /// If x is already in a, insert it to the left of the leftmost x.
    #[function("insort_left(a, x, lo=0, hi=None, *, key=None)")]
    fn insort_left(
        vm: &mut Vm,
        a: &Object,
        x: &Object,
        lo: Option<isize>,
        hi: Option<&Object>,
        key: Option<&Object>,
    ) -> PyResult<()> {
        insert(vm, a, x, (lo, hi), key, true)
    }
}
