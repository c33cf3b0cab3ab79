//! `class.__bases__ = bases`: a new order of resolution for the class and all that derive from it, or for none.
//!
//! A metaclass's `mro` may change bases itself while this goes on; what it has set last stays.

use pellucid_heap::{Ref, Typed};

use crate::builtins::Tuple;
use crate::object::class::bases_of;
use crate::object::class_layout::best_base;
use crate::object::{ObjectExt, Type, TypeLookup, as_type, base_types};
use crate::{PyResult, Vm};

/// An order of resolution that has been replaced.
struct Former {
    class: Ref<Type>,
    old: Vec<Ref<Type>>,
    new: Vec<Ref<Type>>,
}

fn same(left: &[Ref<Type>], right: &[Ref<Type>]) -> bool {
    left.len() == right.len() && left.iter().zip(right).all(|(left, right)| left.is(&**right))
}

/// Whether `class` is `base` or derives from it by first bases alone, which a change under way has set already.
fn in_base_chain(class: &Typed<Type>, base: &Typed<Type>) -> bool {
    let mut current = Some(class.to_ref());
    while let Some(class) = current {
        if class.is(base) {
            return true;
        }
        current = class.base.get();
    }
    false
}

impl Vm {
    /// `class.__bases__ = bases`.
    pub(crate) fn change_bases(
        &mut self,
        class: &Typed<Type>,
        bases: &Typed<Tuple>,
    ) -> PyResult<()> {
        if let Some(other) = bases.items().iter().find(|base| as_type(base).is_none()) {
            let (own, other) = (class.name(self), other.class().name(self));
            return Err(
                self.type_error(format!("{own}.__bases__ must be tuple of classes, not '{other}'"))
            );
        }
        let types = bases_of(self, bases)?;
        for base in &types {
            if base.is_subclass_of(self, class) || in_base_chain(base, class) {
                return Err(self.type_error("a __bases__ item causes an inheritance cycle"));
            }
        }
        let best = best_base(self, &types)?;
        self.check_layout(class, &best)?;
        let (old_bases, old_base) = (class.bases.get(), class.base.get());
        class.bases.set(self, Some(bases.to_ref()));
        class.base.set(self, Some(best));
        let mut former = Vec::new();
        let result = self.renew_mro(class, &mut former);
        let still_ours = class.bases.get().is_some_and(|own| own.is(bases));
        if let Err(raised) = result {
            for Former { class, old, new } in former.into_iter().rev() {
                if same(class.mro.get(self), &new) {
                    class.mro.replace(self, old);
                    class.changed(self);
                }
            }
            if still_ours {
                class.bases.set(self, old_bases);
                class.base.set(self, old_base);
            }
            return Err(raised);
        }
        if still_ours {
            let old = old_bases.and_then(|bases| base_types(&bases)).unwrap_or_default();
            self.remove_subclass(&old, class);
            self.add_subclass(&types, class);
            class.changed(self);
            self.refill(class);
        }
        Ok(())
    }

    /// Instances must keep the layout that they have.
    fn check_layout(&mut self, class: &Typed<Type>, new: &Typed<Type>) -> PyResult<()> {
        let Some(old) = class.base.get() else { return Ok(()) };
        let payload = std::ptr::eq(old.kind.vtable(), new.kind.vtable());
        let slots = old.slot_count.get() == new.slot_count.get();
        let dict = class.has_dict.get() || !new.has_dict.get();
        if payload && slots && dict {
            return Ok(());
        }
        let what = if payload { "object layout" } else { "deallocator" };
        let (new, old) = (new.name(self), old.name(self));
        Err(self.type_error(format!("__bases__ assignment: '{new}' {what} differs from '{old}'")))
    }

    fn renew_mro(&mut self, class: &Typed<Type>, former: &mut Vec<Former>) -> PyResult<()> {
        self.check_native_stack(" while changing the bases of a class")?;
        let old = class.mro.get(self).to_vec();
        let bases = class.bases.get().and_then(|bases| base_types(&bases)).unwrap_or_default();
        if !self.set_mro(class, &bases)? {
            return Ok(());
        }
        let new = class.mro.get(self).to_vec();
        former.push(Former { class: class.to_ref(), old, new });
        class.changed(self);
        for subclass in class.live_subclasses(self) {
            self.renew_mro(&subclass, former)?;
        }
        Ok(())
    }

    /// Enters a class among the direct subclasses of its bases.
    pub(crate) fn add_subclass(&mut self, bases: &[Ref<Type>], class: &Typed<Type>) {
        let entry = (class.address(), class.serial);
        for base in bases {
            let subclasses = base.subclasses.get_mut(self);
            if !subclasses.contains(&entry) {
                subclasses.push(entry);
            }
        }
    }

    fn remove_subclass(&mut self, bases: &[Ref<Type>], class: &Typed<Type>) {
        let entry = (class.address(), class.serial);
        for base in bases {
            base.subclasses.get_mut(self).retain(|own| *own != entry);
        }
    }
}
