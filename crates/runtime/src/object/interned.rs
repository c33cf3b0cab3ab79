//! The table of interned strings: of each text the one object that names are compared with by identity.

use hashbrown::HashTable;
use pellucid_heap::{Label, Ref, Trace, Tracer, Typed};
use pellucid_text::hash::HashKey;

use crate::Vm;
use crate::builtins::Str;
use crate::object::ObjectExt;

/// The interned strings of an interpreter, found by their text.
pub(crate) struct InternTable(HashTable<Ref<Str>>);

impl InternTable {
    pub(crate) fn new() -> InternTable {
        InternTable(HashTable::new())
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The interned string of this text.
    pub(crate) fn find(&self, text: &Typed<Str>, hash: u64) -> Option<Ref<Str>> {
        self.0.find(hash, |own| own.same_text(text)).cloned()
    }

    /// Interns a string whose text is not in the table.
    pub(crate) fn insert(&mut self, text: Ref<Str>, hash: u64, key: &HashKey) {
        text.mark_interned();
        self.0.insert_unique(hash, text, |own| own.hash_with(key) as u64);
    }
}

impl Trace for InternTable {
    fn trace_as(&self, label: Label<'_>, tracer: &mut Tracer<'_>) {
        self.0.iter().for_each(|text| text.trace_as(label, tracer));
    }
}

impl Vm {
    /// The one string of this text that attribute names are compared with by identity.
    pub fn intern_str(&mut self, text: &Typed<Str>) -> Ref<Str> {
        if text.is_interned() {
            return text.to_ref();
        }
        let hash = text.hash(self) as u64;
        if let Some(own) = self.interpreter().interned.get(self).find(text, hash) {
            return own;
        }
        let exact = text.class_is(&self.types.str);
        let text = if exact { text.to_ref() } else { self.new_text_slice(text.text()) };
        let key = self.interpreter().hash_key;
        self.interpreter().interned.get_mut(self).insert(text.clone(), hash, &key);
        text
    }

    /// How many strings are interned.
    pub fn interned_count(&self) -> usize {
        self.interned.get(self).len()
    }
}
