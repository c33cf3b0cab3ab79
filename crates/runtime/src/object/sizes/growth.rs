//! How containers grow and shrink, version by version. Capacities here are real, so that sizes are.

use super::SizesOf;

/// Places of the smallest table of a dict.
const SMALLEST_DICT: usize = 8;
/// The longest display that is always made in one go.
const DISPLAY_MAX: usize = 30;
/// Up to this capacity lists keep the room they have.
const LIST_KEPT: usize = 32;

/// Lists.
impl SizesOf {
    /// The capacity of a list that is to have `wanted` items, `more` of them new; `None` if the present one stays.
    pub fn list_capacity(self, wanted: usize, more: usize, present: usize) -> Option<usize> {
        if wanted <= present && (wanted >= present >> 1 || self.keeps_small_list(present)) {
            return None;
        }
        if wanted == 0 {
            return Some(0);
        }
        if self.minor == 8 {
            return Some(wanted + (wanted >> 3) + if wanted < 9 { 3 } else { 6 });
        }
        let capacity = (wanted + (wanted >> 3) + 6) & !3;
        // Without the surplus, if that would be less than what is added.
        Some(if more > capacity - wanted { (wanted + 3) & !3 } else { capacity })
    }

    /// The capacity of a list whose first items are counted beforehand.
    pub fn list_capacity_of(self, length: usize) -> usize {
        if self.extends_exactly() { (length + 1) & !1 } else { length }
    }

    /// Whether extending an empty list leaves no room to spare. This came with a patch of 3.10.
    pub fn extends_exactly(self) -> bool {
        self.minor >= 11 || self.minor == 10 && !self.narrow
    }

    /// Whether `list(iterable)` makes exactly the room that `len(iterable)` says.
    pub fn lists_ask_for_length(self) -> bool {
        !self.extends_exactly()
    }

    /// Whether extending a list by a set or dict makes room as appending does.
    pub fn grows_for_sets_and_dicts(self) -> bool {
        self.minor >= 13 || !self.extends_exactly()
    }

    /// Short lists keep their room since a patch of 3.14.
    fn keeps_small_list(self, present: usize) -> bool {
        self.is_late_314() && present <= LIST_KEPT
    }

    /// Whether `del list[index]` gives back room.
    pub fn shrinks_at_deletion(self) -> bool {
        self.minor <= 12 || self.is_late_314()
    }

    /// What is known of 3.14 with 32-bit addresses is 3.14.2, the rest is later.
    fn is_late_314(self) -> bool {
        self.minor == 14 && !self.narrow
    }

    /// The capacity of a list display of `length` items that are `constant` or not; `None` if it is made by appending.
    pub fn display_capacity(self, length: usize, constant: bool) -> Option<usize> {
        if length > DISPLAY_MAX && self.minor >= if constant { 14 } else { 10 } {
            return None;
        }
        match self.extends_exactly() {
            _ if !constant || self.minor == 8 => Some(length),
            true => Some(self.list_capacity_of(length)),
            false => self.list_capacity(length, length, 0),
        }
    }

    /// The first capacity of the result of splitting, which will have up to `parts` items.
    pub fn split_capacity(self, parts: usize) -> usize {
        const MOST: usize = 12;
        if self.minor <= 11 && parts > 1 { MOST } else { parts.min(MOST) }
    }
}

/// Dicts, sets and bytearrays.
impl SizesOf {
    /// The places of a dict's table that must not have less than `minimum`.
    pub fn dict_places(self, minimum: usize) -> usize {
        if (10..=13).contains(&self.minor) {
            // The number of bits of one less, but with the bit of the smallest table set first.
            let bits = ((minimum | SMALLEST_DICT) - 1) | (SMALLEST_DICT - 1);
            return 1 << (usize::BITS - bits.leading_zeros());
        }
        minimum.max(SMALLEST_DICT).next_power_of_two()
    }

    /// Whether a dict gets a table when its class is called, not with its first key.
    pub fn gives_dicts_a_table(self) -> bool {
        self.minor <= 9
    }

    /// Whether a dict's table stays as long as it is when the first key comes that is no string.
    pub fn converts_dicts_in_place(self) -> bool {
        self.minor <= 10
    }

    /// Whether a set display of `length` constants is made item by item, not from a frozenset.
    pub fn adds_display_items_singly(self, length: usize) -> bool {
        self.minor == 8 || self.minor >= 14 && length > DISPLAY_MAX
    }

    /// Whether a bytearray grows byte by byte even where a list says how many come.
    pub fn grows_byte_arrays_singly(self) -> bool {
        self.minor <= 10
    }
}
