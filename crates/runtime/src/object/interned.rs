//! Interned strings: of each text the one object that names are compared with by identity. The heap's table of shared
//! objects knows them without counting, so they die as any other object.

use pellucid_heap::{Heap, Ref, Typed};
use pellucid_text::hash::HashKey;

use crate::Vm;
use crate::builtins::Str;
use crate::object::ObjectExt;

/// The interned string of this text: this very one, if there was none.
pub(crate) fn share(heap: &Heap, text: Ref<Str>, key: &HashKey) -> Ref<Str> {
    let hash = text.hash_with(key) as u64;
    if let Some(own) = find(heap, &text, hash) {
        return own;
    }
    text.mark_interned();
    // SAFETY: a string that is marked so leaves the table when it is dropped, and keeps its hash.
    unsafe { heap.share(text.as_object(), hash) };
    text
}

fn find(heap: &Heap, text: &Typed<Str>, hash: u64) -> Option<Ref<Str>> {
    let same =
        |own: &pellucid_heap::Object| own.downcast::<Str>().is_some_and(|own| own.same_text(text));
    heap.find_shared(hash, same)?.downcast_ref().ok()
}

impl Vm {
    /// The one string of this text that attribute names are compared with by identity.
    pub fn intern_str(&mut self, text: &Typed<Str>) -> Ref<Str> {
        if text.is_interned() {
            return text.to_ref();
        }
        let (heap, key) = (&self.interpreter().heap, &self.interpreter().hash_key);
        if let Some(own) = find(heap, text, text.hash(self) as u64) {
            return own;
        }
        let exact = text.class_is(&self.types.str);
        let text = if exact { text.to_ref() } else { self.new_text_slice(text.text()) };
        share(heap, text, key)
    }

    /// How many strings are interned.
    pub fn interned_count(&self) -> usize {
        self.heap().shared_count()
    }
}
