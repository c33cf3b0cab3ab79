//! What `sys.getsizeof` says: the sizes of CPython's objects, in the version and on the machine that the settings name.
//!
//! All of it is arithmetic on a type and lengths. What objects really take here is `pellucid.sizeof`'s matter.

mod flags;
mod frames;
mod growth;
mod layouts;
mod parts;
mod version;

pub use layouts::Layout;
pub(crate) use layouts::LayoutTable;
pub use version::SizesOf;

use pellucid_heap::{Object, Typed};

use crate::Vm;
use crate::object::{ObjectExt, Type, TypeFlags, TypeLookup, as_type};

impl Vm {
    /// Whose sizes are told.
    #[inline]
    pub fn sizes_of(&self) -> SizesOf {
        self.interpreter().settings.get(self).sizes_of
    }

    /// `__basicsize__`
    pub fn basic_size(&self, class: &Typed<Type>) -> usize {
        let sizes = self.sizes_of();
        let native = class.native_base(self);
        let own = native.specification.map_or(2 * sizes.word(), |spec| self.layout_of(spec).basic);
        // The layout of a native type has its own slots.
        let mut words = usize::from(class.slot_count.get() - native.slot_count.get());
        if class.has(TypeFlags::HEAP_TYPE) {
            let (dict, weak) = (has_managed_dict(class), class.kind.tail().weak);
            words += usize::from(dict && sizes.keeps_dict_inside(self.item_size(class) > 0));
            words += usize::from(weak && sizes.keeps_weak_inside());
        }
        own + words * sizes.word()
    }

    /// `__itemsize__`
    pub fn item_size(&self, class: &Typed<Type>) -> usize {
        let native = class.native_base(self);
        native.specification.map_or(0, |spec| self.layout_of(spec).item)
    }

    /// What lies before an object in memory and is counted with it.
    pub fn bytes_before(&self, object: &Object) -> usize {
        let (class, sizes) = (object.class(), self.sizes_of());
        if !self.is_collected_class(class) {
            return 0;
        }
        // Static types are not watched by the collector.
        if let Some(own) = as_type(object)
            && !self.is_heap_type(own)
        {
            return 0;
        }
        let dict = class.has(TypeFlags::HEAP_TYPE) && has_managed_dict(class);
        let items = self.item_size(class) > 0;
        let native = class.native_base(self).specification;
        let before = sizes.has_managed_words(dict, class.kind.tail().weak, items)
            || native.is_some_and(|spec| self.layout_of(spec).managed);
        2 * sizes.word() * (1 + usize::from(before))
    }

    /// Whether the collector of CPython watches the instances of a class.
    pub fn is_collected_class(&self, class: &Typed<Type>) -> bool {
        let container = class.kind.flags().contains(pellucid_heap::KindFlags::CONTAINER);
        let native = class.native_base(self);
        match native.specification {
            // CPython watches the instances of every Python class.
            Some(spec) if class.has(TypeFlags::HEAP_TYPE) => {
                container || self.layout_of(spec).collected
            }
            Some(spec) => self.layout_of(spec).collected,
            None => container,
        }
    }

    /// Whether a type is no static one in CPython: its instances refer to it.
    pub fn is_heap_type(&self, class: &Typed<Type>) -> bool {
        let own = class.has(TypeFlags::HEAP_TYPE);
        own || class.specification.is_some_and(|spec| self.layout_of(spec).heap_type)
    }

    /// What `type.__sizeof__` gives.
    pub fn size_of_type(&self, class: &Typed<Type>) -> usize {
        let sizes = self.sizes_of();
        if !self.is_heap_type(class) {
            return sizes.static_type_bytes();
        }
        let managed = class.has(TypeFlags::HEAP_TYPE) && has_managed_dict(class);
        let inside = sizes.keeps_dict_inside(self.item_size(class) > 0);
        let own = self.basic_size(&self.types.type_);
        if !managed || inside && sizes.has_managed_dicts() {
            return own;
        }
        own + sizes.shared_keys_bytes(super::instance::shared_name_count(self, class))
    }
}

/// Whether instances have a `__dict__` that their native type does not give them.
fn has_managed_dict(class: &Typed<Type>) -> bool {
    class.has_dict.get() && !class.payload_base().has_dict.get()
}
