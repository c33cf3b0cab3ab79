//! The parts of objects that depend on lengths, version by version.

use super::SizesOf;

impl SizesOf {
    /// Whether instances keep the word for their `__dict__` inside, behind their items if they have any.
    pub(super) fn keeps_dict_inside(self, items: bool) -> bool {
        self.minor <= 10 || self.minor == 11 && items
    }

    /// Whether the words of dicts lie before the instances, where the class shares its keys.
    pub(super) fn has_managed_dicts(self) -> bool {
        self.minor >= 11
    }

    /// Whether instances keep the word for their weak references inside.
    pub(super) fn keeps_weak_inside(self) -> bool {
        self.minor <= 11
    }

    /// Whether two more words lie before an instance that has these.
    pub(super) fn has_managed_words(self, dict: bool, weak: bool, items: bool) -> bool {
        dict && !self.keeps_dict_inside(items) || weak && !self.keeps_weak_inside()
    }

    /// `PyTypeObject`
    pub(super) fn static_type_bytes(self) -> usize {
        match (self.minor, self.narrow) {
            (8, false) | (13.., false) => 416,
            (11, false) => 424,
            (12, false) => 432,
            (_, false) => 408,
            (11, true) => 212,
            (12, true) => 216,
            (13.., true) => 208,
            (_, true) => 204,
        }
    }

    /// The keys that the instances of a class share, which are counted with the class.
    pub(super) fn shared_keys_bytes(self, names: usize) -> usize {
        match self.minor {
            ..=10 => self.dict_table_bytes(self.dict_places(names * 3 / 2), false),
            _ => self.dict_table_bytes(64, true),
        }
    }

    /// A dict's table of this many places; `strings` says whether all keys are exact strings.
    pub fn dict_table_bytes(self, places: usize, strings: bool) -> usize {
        let head = match (self.minor, self.narrow) {
            (..=10, false) => 40,
            (_, false) => 32,
            (..=10, true) => 20,
            (_, true) => 20,
        };
        // Since 3.11 strings are not accompanied by their hashes.
        let entry_words = if strings && self.minor >= 11 { 2 } else { 3 };
        let index = places * index_width(places);
        head + index.max(8) + places * 2 / 3 * entry_words * self.word()
    }

    /// The values of a dict whose keys belong to the class: `room` is for how many of them.
    pub fn dict_values_bytes(self, entries: usize, room: usize) -> usize {
        let room = match self.minor {
            ..=10 => [5, 10, 21, 42].into_iter().find(|&room| entries <= room).unwrap_or(room),
            _ => room,
        };
        room * self.word()
    }

    /// The table of a set with this many places, the smallest of which is part of the object.
    pub fn set_table_bytes(self, places: usize) -> usize {
        if places <= 8 { 0 } else { places * 2 * self.word() }
    }

    /// A string of this many characters, each as wide as the widest needs.
    pub fn str_bytes(self, length: usize, width: usize, ascii: bool) -> usize {
        let head = match (self.minor, self.narrow) {
            (..=11, false) => {
                if ascii {
                    48
                } else {
                    72
                }
            }
            (_, false) => {
                if ascii {
                    40
                } else {
                    56
                }
            }
            (..=11, true) => {
                if ascii {
                    24
                } else {
                    36
                }
            }
            (_, true) => {
                if ascii {
                    20
                } else {
                    28
                }
            }
        };
        // One-character Latin-1 strings are shared, and since 3.12 made with their UTF-8 form.
        let utf8 = if self.minor >= 12 && length == 1 && width == 1 && !ascii { 3 } else { 0 };
        head + (length + 1) * width + utf8
    }

    /// An integer of this many digits of 30 bits; zero has none.
    pub fn int_bytes(self, digits: usize) -> usize {
        let head = if self.narrow { 12 } else { 24 };
        head + 4 * if self.minor >= 11 { digits.max(1) } else { digits }
    }

    /// Whether an integer of a subclass counts the fields that this adds.
    pub fn counts_more_fields_of_int(self) -> bool {
        self.minor >= 12
    }

    /// What a word-sized array of this many items takes: a list's, a tuple's.
    pub fn words(self, count: usize) -> usize {
        count * self.word()
    }
}

/// Bytes of a position in the index of a dict with this many places.
fn index_width(places: usize) -> usize {
    match places {
        0..=0xff => 1,
        0x100..=0xffff => 2,
        0x1_0000..=0xffff_ffff => 4,
        _ => 8,
    }
}
