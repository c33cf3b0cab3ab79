//! The slots of `str`.

use pellucid_bytecode::Comparison;
use pellucid_text::TextBuilder;

use super::iter::StrIterator;
use super::{construct, percent, search};
use crate::object::{Slots, Subscript, SubscriptWording};
use crate::prelude::*;

pub(super) fn fill(slots: &mut Slots) {
    slots.new = Some(construct::new);
    slots.hash = Some(|vm, object| Ok(object.downcast::<Str>().map_or(0, |text| text.hash(vm))));
    slots.str = Some(str);
    slots.repr = Some(repr);
    slots.compare = Some(compare);
    slots.iter = Some(iter);
    slots.length = Some(|_, object| Ok(object.downcast::<Str>().map_or(0, |text| text.len())));
    slots.get_item = Some(get_item);
    slots.contains = Some(contains);
    slots.concatenate = Some(concatenate);
    slots.repeat = Some(repeat);
    slots.remainder = Some(percent::remainder);
}

/// The receiver of a slot.
fn receiver<'a>(vm: &mut Vm, object: &'a Object) -> PyResult<&'a Typed<Str>> {
    match object.downcast::<Str>() {
        Some(text) => Ok(text),
        None => {
            let class = object.class().name(vm);
            Err(vm.type_error(format!("expected str, got {class}")))
        }
    }
}

fn str(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let text = receiver(vm, object)?;
    Ok(Str::unchanged(vm, text)?.into_object())
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let text = receiver(vm, object)?;
    vm.check_room(text.len().saturating_mul(10))?;
    let repr = pellucid_text::repr::repr(text.text());
    Ok(vm.try_owned_text(&repr)?.into_object())
}

fn compare(vm: &mut Vm, left: &Object, right: &Object, comparison: Comparison) -> PyResult<Ref> {
    let (Some(a), Some(b)) = (left.downcast::<Str>(), right.downcast::<Str>()) else {
        return Ok(vm.not_implemented());
    };
    let same = left.is(right);
    let truth = match comparison {
        Comparison::Equal => same || a.same_text(b),
        Comparison::NotEqual => !same && !a.same_text(b),
        Comparison::Less => a.text() < b.text(),
        Comparison::LessEqual => a.text() <= b.text(),
        Comparison::Greater => a.text() > b.text(),
        Comparison::GreaterEqual => a.text() >= b.text(),
    };
    Ok(vm.new_bool(truth))
}

fn iter(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let text = receiver(vm, object)?;
    Ok(StrIterator::create(vm, text))
}

const WORDING: SubscriptWording = SubscriptWording {
    out_of_range: "string index out of range",
    not_an_index: "string indices must be integers, not ",
    class: |class| format!("'{class}'"),
};

fn get_item(vm: &mut Vm, object: &Object, key: &Object) -> PyResult<Ref> {
    let text = receiver(vm, object)?;
    match vm.subscript(key, &WORDING, |_| text.len())? {
        Subscript::Index(index) => {
            Ok(vm.new_text_slice(text.text().slice(index..index + 1)).into_object())
        }
        Subscript::Slice(range) => {
            if let Some(range) = range.contiguous() {
                return Ok(Str::part(vm, text, range)?.into_object());
            }
            vm.check_room(range.length.saturating_mul(text.text().width()))?;
            let codes = range.indices().filter_map(|index| text.text().get(index));
            let part: TextBuilder = codes.collect();
            Ok(vm.try_unshared_text(part.finish().as_text())?.into_object())
        }
    }
}

fn contains(vm: &mut Vm, object: &Object, item: &Object) -> PyResult<bool> {
    let text = receiver(vm, object)?;
    match item.downcast::<Str>() {
        Some(item) => Ok(search::contains(text, item)),
        None => {
            let class = item.class().name(vm);
            let message = format!("'in <string>' requires string as left operand, not {class}");
            Err(vm.type_error(message))
        }
    }
}

fn concatenate(vm: &mut Vm, left: &Object, right: &Object) -> PyResult<Ref> {
    let text = receiver(vm, left)?;
    match right.downcast::<Str>() {
        Some(right) => Ok(Str::concatenate_two(vm, text, right)?.into_object()),
        None => {
            let class = right.class().name(vm);
            let message = format!("can only concatenate str (not \"{class}\") to str");
            Err(vm.type_error(message))
        }
    }
}

fn repeat(vm: &mut Vm, object: &Object, count: &Object) -> PyResult<Ref> {
    let text = receiver(vm, object)?;
    let count = vm.repeat_count(count)?;
    Ok(Str::repeated(vm, text, count)?.into_object())
}
