//! How much room a dict has, for payloads that keep something beside its entries.

use super::Dict;
use crate::prelude::*;

impl Dict {
    /// How many entries there are places for before the table is rebuilt.
    pub fn entry_room(&self, vm: &Vm) -> usize {
        self.table(vm).usable_in_all()
    }

    /// Places of the index, a power of two of which two thirds are used.
    pub fn index_places(&self, vm: &Vm) -> usize {
        match self.entry_room(vm) {
            0 => 0,
            room => (room * 3 / 2 + 1).next_power_of_two(),
        }
    }
}
