//! The storage of a dict whose keys are names that a class keeps for all its instances: one word for each entry.

use std::cell::{Cell, UnsafeCell};
use std::ptr::{self, NonNull};

use crate::blocks::Blocks;
use crate::kind::{Payload, TailOrder, VTable, vtable_functions};
use crate::{Buffer, Heap, Label, LimitExceeded, Object, Ref, Trace, Tracer, Typed};

/// The most names of one [`SharedNames`].
const NAMES_MAX: usize = 32;
/// How many names there is new room for at a time.
const NAMES_STEP: usize = 4;
/// Host addresses stay below this bit; the byte from here on, and that from [`UPPER_SHIFT`] on, hold small numbers.
const LOWER_SHIFT: u32 = 48;
const UPPER_SHIFT: u32 = 56;
const ADDRESS: usize = (1 << LOWER_SHIFT) - 1;
const WORD: usize = size_of::<usize>();

/// Names that instances and their dicts share, in the order in which they came up. They are only ever added.
///
/// An object of its own, because dicts outlive the class; leaves alone the collector, which has no use for names.
pub struct SharedNames {
    names: UnsafeCell<Buffer<Ref>>,
    room: Cell<u8>,
}

impl SharedNames {
    /// No names yet; `room` is for how many CPython would have room.
    pub fn new(heap: &Heap, room: u8) -> SharedNames {
        SharedNames { names: UnsafeCell::new(Buffer::new(heap)), room: Cell::new(room) }
    }

    /// For how many more names CPython would have room.
    #[inline(always)]
    pub fn room(&self) -> u8 {
        self.room.get()
    }

    /// See [`room`](Self::room).
    #[inline(always)]
    pub fn set_room(&self, room: u8) {
        self.room.set(room);
    }

    /// How many names there are.
    #[inline(always)]
    pub fn len(&self) -> usize {
        // SAFETY: the borrow ends here.
        unsafe { &*self.names.get() }.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The name of this number.
    #[inline(always)]
    pub fn get(&self, number: usize) -> Option<&Object> {
        // SAFETY: the borrow of the row ends here; the name stays for as long as `self` does.
        let name = unsafe { &*self.names.get() }.get(number)?;
        let name = ptr::from_ref::<Object>(name);
        // SAFETY: as above.
        Some(unsafe { &*name })
    }

    /// Adds a name, which gets the next number. `None` if there are too many, or no memory.
    pub fn push(&self, name: Ref) -> Option<usize> {
        // SAFETY: nothing that is called here looks at this object, and the borrow ends with the function.
        let names = unsafe { &mut *self.names.get() };
        if names.len() == NAMES_MAX {
            return None;
        }
        if names.len() == names.capacity() {
            names.set_capacity(names.len() + NAMES_STEP).ok()?;
        }
        names.push(name);
        Some(names.len() - 1)
    }
}

impl Trace for SharedNames {
    const CONTAINER: bool = false;
    fn trace_as(&self, label: Label<'_>, tracer: &mut Tracer<'_>) {
        // SAFETY: tracing changes nothing, and the borrow ends here.
        unsafe { &*self.names.get() }.trace_as(label, tracer);
    }
}

// SAFETY: the table describes the type.
unsafe impl Payload for SharedNames {
    const VTABLE: &'static VTable = {
        static TABLE: VTable = VTable {
            name: "SharedNames",
            base: None,
            basic_size: size_of::<Typed<SharedNames>>(),
            size: vtable_functions::<SharedNames>().0,
            trace: vtable_functions::<SharedNames>().1,
            drop: vtable_functions::<SharedNames>().2,
            weak_offset: None,
            needs_finalizer: None,
            tail_order: TailOrder::First,
        };
        &TABLE
    };
}

/// Values in the order of their insertion, each with the number of its name.
pub struct NamedValues {
    names: Ref<SharedNames>,
    /// Address of the block, its length in the lower small number, its capacity in the upper one; 0 without a block. Each
    /// word of the block is the address of a value, with the number of the name in the upper small number.
    block: usize,
}

impl NamedValues {
    /// Without values but room for so many.
    pub fn with_capacity(
        names: Ref<SharedNames>,
        capacity: usize,
    ) -> Result<NamedValues, LimitExceeded> {
        let mut values = NamedValues { names, block: 0 };
        if capacity > 0 {
            values.set_capacity(capacity)?;
        }
        Ok(values)
    }

    /// The names.
    #[inline(always)]
    pub fn names(&self) -> &Ref<SharedNames> {
        &self.names
    }

    /// How many values there are.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.block >> LOWER_SHIFT & 0xff
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Where the block is.
    #[inline(always)]
    pub fn address(&self) -> usize {
        self.block & ADDRESS
    }

    #[inline(always)]
    fn capacity(&self) -> usize {
        self.block >> UPPER_SHIFT
    }

    #[inline(always)]
    fn first(&self) -> *mut usize {
        ptr::with_exposed_provenance_mut(self.address())
    }

    #[inline(always)]
    fn words(&self) -> &[usize] {
        match self.block {
            0 => &[],
            // SAFETY: that many words of the block are initialised.
            _ => unsafe { std::slice::from_raw_parts(self.first(), self.len()) },
        }
    }

    fn blocks(&self) -> Blocks<'_> {
        Blocks { heap: self.names.heap(), align: WORD }
    }

    fn set_capacity(&mut self, capacity: usize) -> Result<(), LimitExceeded> {
        if capacity > NAMES_MAX || capacity < self.len() {
            return Err(LimitExceeded);
        }
        let (old, len) = (self.capacity() * WORD, self.len());
        let blocks = self.blocks();
        let block = match NonNull::new(self.first().cast::<u8>()) {
            // SAFETY: the block was allocated with that capacity, and what is in use fits in both.
            Some(block) => unsafe { blocks.resize(block, old, capacity * WORD, len * WORD)? },
            None => blocks.allocate(capacity * WORD)?,
        };
        let address = block.as_ptr().expose_provenance();
        assert!(address & !ADDRESS == 0, "host addresses have 48 bits");
        self.block = address | len << LOWER_SHIFT | capacity << UPPER_SHIFT;
        Ok(())
    }

    /// Name and value at a position.
    #[inline(always)]
    pub fn get(&self, position: usize) -> Option<(&Object, &Object)> {
        let word = *self.words().get(position)?;
        let value = ptr::with_exposed_provenance::<Object>(word & ADDRESS);
        // SAFETY: a word owns one count of its value.
        Some((self.names.get(word >> UPPER_SHIFT)?, unsafe { &*value }))
    }

    /// The position of the value whose name has this number.
    #[inline]
    pub fn position_of(&self, number: usize) -> Option<usize> {
        self.words().iter().position(|word| word >> UPPER_SHIFT == number)
    }

    #[inline(always)]
    fn word_of(number: usize, value: Ref) -> usize {
        value.into_raw().as_ptr().expose_provenance() | number << UPPER_SHIFT
    }

    /// Appends the value of a name that has none.
    ///
    /// # Panics
    /// If there is no name of this number.
    pub fn push(&mut self, number: usize, value: Ref) -> Result<(), LimitExceeded> {
        assert!(number < self.names.len(), "a name of this number");
        let len = self.len();
        if len == self.capacity() {
            // Two words are what the heap's places differ by.
            self.set_capacity((len + 2).min(NAMES_MAX))?;
        }
        // SAFETY: there is room for one more.
        unsafe { self.first().add(len).write(Self::word_of(number, value)) };
        self.block += 1 << LOWER_SHIFT;
        Ok(())
    }

    /// Replaces the value at a position; without one there the value comes back.
    #[inline]
    pub fn replace(&mut self, position: usize, value: Ref) -> Ref {
        let Some(&word) = self.words().get(position) else { return value };
        // SAFETY: the position is within the length; the count of what was there moves out.
        unsafe {
            self.first().add(position).write(Self::word_of(word >> UPPER_SHIFT, value));
            Self::value_in(word)
        }
    }

    /// Takes out the value at a position; those behind it move up.
    pub fn remove(&mut self, position: usize) -> Option<(Ref, Ref)> {
        let word = *self.words().get(position)?;
        let name = self.names.get(word >> UPPER_SHIFT)?.to_ref();
        // SAFETY: the words behind the position are within the length; the count of the value moves out.
        let value = unsafe {
            let place = self.first().add(position);
            place.copy_from(place.add(1), self.len() - position - 1);
            Self::value_in(word)
        };
        self.block -= 1 << LOWER_SHIFT;
        Some((name, value))
    }

    /// # Safety
    /// The word's count must belong to the caller.
    #[inline(always)]
    unsafe fn value_in(word: usize) -> Ref {
        let value = ptr::with_exposed_provenance_mut(word & ADDRESS);
        // SAFETY: as the caller states; words hold addresses of objects.
        unsafe { Ref::from_raw(NonNull::new_unchecked(value)) }
    }

    /// The same names and values once more.
    pub fn duplicate(&self) -> Result<NamedValues, LimitExceeded> {
        let mut copy = Self::with_capacity(self.names.clone(), self.len())?;
        for (position, word) in self.words().iter().enumerate() {
            if let Some((_, value)) = self.get(position) {
                copy.push(word >> UPPER_SHIFT, value.to_ref())?;
            }
        }
        Ok(copy)
    }

    /// The words in the order of the names, which is that in which CPython lets values go.
    fn in_order_of_names(&self) -> impl Iterator<Item = usize> + use<> {
        let mut ordered = [0; NAMES_MAX];
        for word in self.words() {
            ordered[word >> UPPER_SHIFT] = *word;
        }
        ordered.into_iter().filter(|word| *word != 0)
    }
}

impl Drop for NamedValues {
    fn drop(&mut self) {
        let ordered = self.in_order_of_names();
        let (block, bytes) = (NonNull::new(self.first().cast::<u8>()), self.capacity() * WORD);
        self.block = 0;
        for word in ordered {
            // SAFETY: as there are no values any more nobody else drops them.
            drop(unsafe { Self::value_in(word) });
        }
        if let Some(block) = block {
            // SAFETY: the block was allocated with this length, and nobody uses it any more.
            unsafe { self.blocks().free(block, bytes) };
        }
    }
}

impl Trace for NamedValues {
    fn trace_as(&self, _: Label<'_>, tracer: &mut Tracer<'_>) {
        if self.block != 0 {
            tracer.held(self.blocks().counted(self.capacity() * WORD));
        }
        tracer.edge(&self.names, Label::Field("names"));
        for word in self.in_order_of_names() {
            let value = ptr::with_exposed_provenance::<Object>(word & ADDRESS);
            let label = self.names.get(word >> UPPER_SHIFT).map_or(Label::Key, Label::Value);
            // SAFETY: a word owns one count of its value.
            tracer.edge(unsafe { &*value }, label);
        }
    }
}
