//! The method resolution order: C3 linearisation (Barrett et al., 1996), as in `type.mro`.

use pellucid_heap::{Ref, Typed};

use crate::object::{Type, TypeLookup};
use crate::{PyResult, Vm};

/// The linearisation of a class with these bases, the class itself first.
pub fn linearise(
    vm: &mut Vm,
    class: &Typed<Type>,
    bases: &[Ref<Type>],
) -> PyResult<Vec<Ref<Type>>> {
    for (position, base) in bases.iter().enumerate() {
        if base.mro.get(vm).is_empty() {
            let name = base.name(vm);
            return Err(vm.type_error(format!("Cannot extend an incomplete type '{name}'")));
        }
        if bases[..position].iter().any(|other| other.is(&**base)) {
            let name = base.name(vm);
            return Err(vm.type_error(format!("duplicate base class {name}")));
        }
    }
    let mut sequences: Vec<Vec<Ref<Type>>> =
        bases.iter().map(|base| base.mro.get(vm).clone()).collect();
    sequences.push(bases.to_vec());
    for sequence in &mut sequences {
        sequence.reverse();
    }
    let mut order = vec![class.to_ref()];
    loop {
        sequences.retain(|sequence| !sequence.is_empty());
        if sequences.is_empty() {
            return Ok(order);
        }
        let Some(next) = next_class(&sequences) else { return Err(conflict(vm, &sequences)) };
        for sequence in &mut sequences {
            if sequence.last().is_some_and(|head| head.is(&*next)) {
                sequence.pop();
            }
        }
        order.push(next);
    }
}

/// The first head that is in no other sequence's tail. The sequences stand in reverse.
fn next_class(sequences: &[Vec<Ref<Type>>]) -> Option<Ref<Type>> {
    let blocked = |head: &Ref<Type>| {
        let in_tail = |sequence: &Vec<Ref<Type>>| {
            sequence[..sequence.len() - 1].iter().any(|class| class.is(&**head))
        };
        sequences.iter().any(in_tail)
    };
    let heads = sequences.iter().filter_map(|sequence| sequence.last());
    heads.clone().find(|head| !blocked(head)).cloned()
}

fn conflict(vm: &mut Vm, sequences: &[Vec<Ref<Type>>]) -> crate::Raised {
    let mut names: Vec<String> = Vec::new();
    for sequence in sequences {
        if let Some(head) = sequence.last() {
            let name = head.name(vm);
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    let names = names.join(", ");
    vm.type_error(format!(
        "Cannot create a consistent method resolution order (MRO) for bases {names}"
    ))
}
