//! Counting bytes: live, at the peak, and against the limit.

use std::cell::Cell;
use std::ptr::NonNull;

use crate::{Heap, Label, LimitExceeded, Object, Trace, Tracer};

/// How far small allocations may go beyond the limit before the virtual machine hears of it again.
const RESERVE_BYTES: usize = 64 << 10;
/// Requests up to this size are never refused; the virtual machine hears of them.
const SMALL_BYTES: usize = 512;

/// What the virtual machine should look at, one bit each: see [`Heap::attention`].
pub(crate) mod attention {
    pub(crate) const PENDING: u32 = 1;
    pub(crate) const COLLECT: u32 = 2;
    pub(crate) const OVER_LIMIT: u32 = 4;
    pub(crate) const STRESS: u32 = 8;
}

/// The byte counts of a heap.
pub(crate) struct Account {
    /// Bytes of all live slots, buffers and charges.
    live: Cell<usize>,
    /// The part of them that lies outside the heap's own segments.
    charged: Cell<usize>,
    /// The peak; or 0 while every single allocation is of interest.
    mark: Cell<usize>,
    /// A new peak above this calls [`Heap::account_slowly`].
    ceiling: Cell<usize>,
    /// The peak as of the last slow look.
    peak: Cell<usize>,
    /// The least of what the program may use and what the host grants.
    limit: Cell<usize>,
    /// What the program may use.
    own_limit: Cell<usize>,
    /// What the host grants, to segments and what is charged.
    granted: Cell<usize>,
    /// Where the next message about the limit is due: the limit, or somewhat above it after a message.
    alarm: Cell<usize>,
    /// Requests longer than this are looked at before they are granted.
    unquestioned: Cell<usize>,
    /// After how many more requests one is refused for a test; 0 if none is.
    refuse_in: Cell<u64>,
    pub(crate) attention: Cell<u32>,
    stress_every: Cell<u64>,
    stress_left: Cell<u64>,
    watched: Cell<bool>,
}

impl Account {
    pub(crate) fn new() -> Self {
        Account {
            live: Cell::new(0),
            charged: Cell::new(0),
            mark: Cell::new(0),
            ceiling: Cell::new(usize::MAX),
            peak: Cell::new(0),
            limit: Cell::new(usize::MAX),
            own_limit: Cell::new(usize::MAX),
            granted: Cell::new(usize::MAX),
            alarm: Cell::new(usize::MAX),
            unquestioned: Cell::new(SMALL_BYTES),
            refuse_in: Cell::new(0),
            attention: Cell::new(0),
            stress_every: Cell::new(0),
            stress_left: Cell::new(0),
            watched: Cell::new(false),
        }
    }

    /// Adds bytes; `true` if somebody has to look.
    #[inline(always)]
    pub(crate) fn add(&self, bytes: usize) -> bool {
        let live = self.live.get().wrapping_add(bytes);
        self.live.set(live);
        if live > self.mark.get() {
            if live > self.ceiling.get() {
                return true;
            }
            self.mark.set(live);
        }
        false
    }

    /// The most bytes that have been live at once.
    fn peak(&self) -> usize {
        self.peak.get().max(self.mark.get()).max(self.live.get())
    }

    #[inline(always)]
    pub(crate) fn subtract(&self, bytes: usize) {
        self.live.set(self.live.get().wrapping_sub(bytes));
    }

    pub(crate) fn raise(&self, attention: u32) {
        self.attention.set(self.attention.get() | attention);
    }

    pub(crate) fn lower(&self, attention: u32) {
        self.attention.set(self.attention.get() & !attention);
    }

    /// Settles when to look the next time. Above the alarm, every allocation counts.
    fn set_mark(&self) {
        let peak = self.peak();
        self.peak.set(peak);
        let every = self.watched.get() || self.stress_every.get() != 0;
        self.ceiling.set(if every { 0 } else { self.alarm.get() });
        self.mark.set(if every { 0 } else { peak.min(self.alarm.get()) });
    }

    /// Asks for each allocation to be reported.
    pub(crate) fn watch(&self, watched: bool) {
        self.watched.set(watched);
        self.set_mark();
    }
}

impl Heap {
    /// Looks at an allocation that has just been counted: a new peak, the limit, stress, observers.
    #[cold]
    #[inline(never)]
    pub(crate) fn account_slowly(&self, object: Option<&Object>, bytes: usize) {
        let account = &self.account;
        let live = account.live.get();
        if live <= account.limit.get() {
            account.alarm.set(account.limit.get());
        } else if live > account.alarm.get() {
            account.raise(attention::OVER_LIMIT);
        }
        if account.stress_every.get() != 0 {
            let left = account.stress_left.get() - 1;
            account.stress_left.set(left);
            if left == 0 {
                account.stress_left.set(account.stress_every.get());
                account.raise(attention::STRESS);
            }
        }
        account.set_mark();
        if account.watched.get() {
            self.observe_allocation(object, bytes);
        }
    }

    /// Whether a request of this size may be made.
    #[inline(always)]
    pub fn admit(&self, bytes: usize) -> Result<(), LimitExceeded> {
        if bytes > self.account.unquestioned.get() { self.admit_slowly(bytes) } else { Ok(()) }
    }

    #[inline(never)]
    fn admit_slowly(&self, bytes: usize) -> Result<(), LimitExceeded> {
        let account = &self.account;
        if account.refuse_in.get() != 0 {
            account.refuse_in.set(account.refuse_in.get() - 1);
            if account.refuse_in.get() == 0 {
                self.refuse_request(None);
                return Err(LimitExceeded);
            }
        }
        let live = account.live.get().saturating_add(bytes);
        if bytes > SMALL_BYTES && live > account.limit.get() { Err(LimitExceeded) } else { Ok(()) }
    }

    /// Refuses one request, as if the limit were reached: the `nth` from now on (the first is 1) of those
    /// that can fail, however small. For tests that let every request fail in turn.
    pub fn refuse_request(&self, nth: Option<u64>) {
        let nth = nth.unwrap_or(0);
        self.account.refuse_in.set(nth);
        self.account.unquestioned.set(if nth == 0 { SMALL_BYTES } else { 0 });
    }

    /// Whether a request is still to be refused.
    pub fn will_refuse_request(&self) -> bool {
        self.account.refuse_in.get() != 0
    }

    /// Counts memory that is held outside the heap on behalf of one of its objects. Fails where the
    /// limit forbids it; then nothing is counted.
    pub fn charge(&self, bytes: usize) -> Result<(), LimitExceeded> {
        self.admit(bytes)?;
        self.charge_infallibly(bytes);
        Ok(())
    }

    /// Counts bytes that are no new object.
    #[inline]
    pub(crate) fn count_bytes(&self, bytes: usize) {
        if self.account.add(bytes) {
            self.account_slowly(None, bytes);
        }
    }

    /// As [`charge`](Self::charge), for memory that is held already: may go beyond the limit.
    #[inline]
    pub fn charge_infallibly(&self, bytes: usize) {
        self.account.charged.set(self.account.charged.get().wrapping_add(bytes));
        self.count_bytes(bytes);
    }

    /// Takes back a charge of this many bytes.
    #[inline]
    pub fn discharge(&self, bytes: usize) {
        self.account.charged.set(self.account.charged.get().wrapping_sub(bytes));
        self.account.subtract(bytes);
    }

    /// Bytes of all live objects, their buffers and charges, as the pages round them.
    pub fn live_bytes(&self) -> usize {
        self.account.live.get()
    }

    /// The part of the live bytes that lies outside of the heap's own segments: long buffers and charges.
    pub fn charged_bytes(&self) -> usize {
        self.account.charged.get()
    }

    /// The most bytes that have been live at once since the heap was made, or since
    /// [`reset_peak`](Self::reset_peak).
    pub fn peak_bytes(&self) -> usize {
        self.account.peak()
    }

    /// Makes the present bytes the peak.
    pub fn reset_peak(&self) {
        self.account.peak.set(self.account.live.get());
        self.account.mark.set(0);
        self.account.set_mark();
    }

    /// Limits the live bytes; `None` lifts the limit.
    pub fn set_limit(&self, bytes: Option<usize>) {
        self.account.own_limit.set(bytes.unwrap_or(usize::MAX));
        self.heed_limits();
    }

    /// Says how many bytes of memory the host will give beyond what it has given; `None` if that is not known. As it refuses
    /// any more in the midst of what cannot fail, that is a limit as well, and what pages have been taken for counts.
    pub fn set_host_room(&self, room: Option<usize>) {
        let granted = room.map_or(usize::MAX, |room| self.footprint().saturating_add(room));
        self.account.granted.set(granted);
        self.heed_limits();
    }

    /// Bytes that the host has given.
    fn footprint(&self) -> usize {
        self.reserved_bytes().saturating_add(self.account.charged.get())
    }

    /// Whether the host has given more than it has been said to grant.
    fn is_beyond_grant(&self) -> bool {
        let granted = self.account.granted.get();
        granted != usize::MAX && self.footprint() > granted
    }

    /// To be called when the host has given another segment.
    pub(crate) fn look_at_footprint(&self) {
        if self.is_beyond_grant() {
            self.account.raise(attention::OVER_LIMIT);
        }
    }

    fn heed_limits(&self) {
        let limit = self.account.own_limit.get().min(self.account.granted.get());
        self.account.limit.set(limit);
        self.account.alarm.set(limit);
        self.account.lower(attention::OVER_LIMIT);
        if self.account.live.get() > limit {
            self.account.raise(attention::OVER_LIMIT);
        }
        self.account.set_mark();
    }

    /// The limit of live bytes.
    pub fn limit(&self) -> Option<usize> {
        Some(self.account.own_limit.get()).filter(|&limit| limit != usize::MAX)
    }

    /// Whether the limit has been crossed and the program not yet been told.
    #[inline(always)]
    pub fn over_limit(&self) -> bool {
        self.account.attention.get() & attention::OVER_LIMIT != 0
    }

    /// Says that the program is being told (a `MemoryError` is raised). Gives whether it really has to
    /// be: what is live may have become less in the meantime. Until the heap is below its limit again
    /// the program may use a small reserve, to handle the error.
    pub fn take_over_limit(&self) -> bool {
        let account = &self.account;
        account.lower(attention::OVER_LIMIT);
        let live = account.live.get();
        let over = live > account.limit.get();
        if !over && self.is_beyond_grant() {
            return true;
        }
        if over {
            account.alarm.set(live.saturating_add(RESERVE_BYTES));
        } else {
            account.alarm.set(account.limit.get());
        }
        account.set_mark();
        over
    }

    /// Whether anything waits for the virtual machine: pending finalizers and callbacks, a due
    /// collection, the limit, stress. One load; the single questions tell which.
    #[inline(always)]
    pub fn attention(&self) -> bool {
        self.account.attention.get() != 0
    }

    /// Raises [`stress_due`](Self::stress_due) at every `every`-th allocation; `None` ends it.
    pub fn set_stress(&self, every: Option<u64>) {
        self.account.stress_every.set(every.unwrap_or(0));
        self.account.stress_left.set(every.unwrap_or(0));
        self.account.lower(attention::STRESS);
        self.account.set_mark();
    }

    /// Whether a collection and a check are due because of stress; asking ends it.
    #[inline]
    pub fn stress_due(&self) -> bool {
        let due = self.account.attention.get() & attention::STRESS != 0;
        self.account.lower(attention::STRESS);
        due
    }
}

/// A charge that is taken back when it is dropped, for memory whose owner lives in an object of the heap.
pub struct Charge {
    heap: NonNull<Heap>,
    bytes: usize,
}

impl Charge {
    /// Counts memory that is held already.
    pub fn new(heap: &Heap, bytes: usize) -> Charge {
        heap.charge_infallibly(bytes);
        Charge { heap: NonNull::from(heap), bytes }
    }

    /// Counts memory that is about to be held, if the limit allows it.
    pub fn admitted(heap: &Heap, bytes: usize) -> Result<Charge, LimitExceeded> {
        heap.admit(bytes)?;
        Ok(Charge::new(heap, bytes))
    }

    /// The bytes that are counted.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Counts so many bytes instead.
    pub(crate) fn set_bytes(&mut self, bytes: usize) {
        let old = std::mem::replace(&mut self.bytes, bytes);
        if bytes > old {
            self.heap().charge_infallibly(bytes - old);
        } else if bytes < old {
            self.heap().discharge(old - bytes);
        }
    }

    pub(crate) fn heap(&self) -> &Heap {
        // SAFETY: as a buffer, a charge lives in an object of this heap, or on the way into one.
        unsafe { self.heap.as_ref() }
    }
}

impl Trace for Charge {
    const CONTAINER: bool = false;
    fn trace_as(&self, _: Label<'_>, tracer: &mut Tracer<'_>) {
        tracer.held(self.bytes);
    }
}

impl Drop for Charge {
    fn drop(&mut self) {
        self.heap().discharge(self.bytes);
    }
}
