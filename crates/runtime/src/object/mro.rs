//! The method resolution order: C3 linearisation (Barrett et al., 1996), as in `type.mro`.

use pellucid_heap::{Ref, Slot, Typed};
use pellucid_macros::Trace;

use crate::builtins::Tuple;
use crate::object::{Type, TypeLookup};
use crate::{PyResult, Vm};

/// The method resolution order of a class, as the tuple that programs see. All its items are classes.
#[derive(Trace)]
#[payload(none)]
pub struct Order(Slot<Tuple>);

impl Order {
    /// As long as it is not known.
    pub const fn unknown() -> Order {
        Order(Slot::empty())
    }

    /// The classes; none as long as they are not known.
    #[inline(always)]
    pub fn get<'a>(&'a self, vm: &'a Vm) -> &'a [Ref<Type>] {
        let Some(classes) = self.0.borrow(vm) else { return &[] };
        let classes: *const [Ref] = classes.items();
        // SAFETY: a `Ref` is a pointer whatever it points to, and all items are types, as the only one who writes sees to.
        unsafe { &*(classes as *const [Ref<Type>]) }
    }

    /// `__mro__`
    pub fn tuple(&self) -> Option<Ref<Tuple>> {
        self.0.get()
    }

    /// Sets the classes.
    pub fn replace(&self, vm: &mut Vm, classes: Vec<Ref<Type>>) {
        let classes = vm.new_tuple(classes.into_iter().map(Ref::into_object).collect());
        self.0.set(vm, Some(classes));
    }
}

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
        bases.iter().map(|base| base.mro.get(vm).to_vec()).collect();
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
