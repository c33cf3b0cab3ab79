//! Memory that the host maps: anonymous, or the bytes of a file.
//!
//! The host ends a process that touches a page beyond the end of the file that is mapped there. So every access asks first
//! how long the file is, and lays memory of zeros where the file has lost pages. What remains is what happens between the
//! question and the access, in another process; and a file system without room for a page of a file with holes.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::io;
use std::os::fd::OwnedFd;
use std::ptr::{self, NonNull};
use std::rc::Rc;

use rustix::fs::FileType;
pub use rustix::mm::{Advice, MapFlags};
use rustix::mm::{MremapFlags, MsyncFlags, ProtFlags};

use crate::{Heap, Label, LimitExceeded, Token, Trace, Tracer};

/// Why memory could not be mapped.
pub enum MappingError {
    /// The heap's limit forbids it.
    Limit,
    /// The host's reason.
    Host(io::Error),
}

impl From<LimitExceeded> for MappingError {
    fn from(_: LimitExceeded) -> Self {
        MappingError::Limit
    }
}

impl From<rustix::io::Errno> for MappingError {
    fn from(errno: rustix::io::Errno) -> Self {
        MappingError::Host(errno.into())
    }
}

/// What is to be mapped.
pub struct MappingRequest {
    /// The file and the place in it where the mapping starts; anonymous memory without one.
    pub file: Option<(OwnedFd, u64)>,
    /// Bytes, at least one.
    pub bytes: usize,
    /// Whether it is shared with other processes, and more.
    pub flags: MapFlags,
    /// Whether it may be written.
    pub writable: bool,
    /// Whether the host may run what is there.
    pub executable: bool,
}

/// The pages, which the heap's door to addresses knows too; none are left once they are closed.
struct Pages {
    memory: Cell<NonNull<u8>>,
    bytes: Cell<usize>,
    /// Bytes from here on may have no page of the file behind them; rounded up to a page.
    lasting: Cell<usize>,
    file: RefCell<Option<(OwnedFd, u64)>>,
    protection: ProtFlags,
}

/// The mappings of files, by where they start.
#[derive(Default)]
pub(crate) struct MappedFiles(RefCell<BTreeMap<usize, Rc<Pages>>>);

impl MappedFiles {
    /// Sees to it that what lies at an address can be touched.
    pub(crate) fn settle(&self, address: usize) {
        let mappings = self.0.borrow();
        if let Some((_, pages)) = mappings.range(..=address).next_back() {
            pages.settle();
        }
    }
}

fn page_bytes() -> usize {
    rustix::param::page_size()
}

impl Pages {
    /// Lays zeros where the file has lost pages. Whether the file still has every byte of the mapping.
    fn settle(&self) -> bool {
        let file = self.file.borrow();
        let Some((file, offset)) = &*file else { return true };
        // A file that cannot be asked any more counts as whole: the descriptor is our own, so this does not happen.
        let Ok(status) = rustix::fs::fstat(file) else { return true };
        if !FileType::from_raw_mode(status.st_mode).is_file() {
            return true;
        }
        let there = u64::try_from(status.st_size).unwrap_or(0).saturating_sub(*offset);
        let there = usize::try_from(there).unwrap_or(usize::MAX);
        let lasting = there.checked_next_multiple_of(page_bytes()).unwrap_or(usize::MAX);
        let known = self.lasting.get();
        if lasting < known {
            let end = self.bytes.get().next_multiple_of(page_bytes()).min(known);
            if lasting < end {
                // SAFETY: these pages belong to this mapping. Whoever has borrowed them meets zeros where the host would
                // have ended the process.
                let laid = unsafe {
                    let place = self.memory.get().as_ptr().add(lasting);
                    let flags = MapFlags::PRIVATE | MapFlags::FIXED;
                    rustix::mm::mmap_anonymous(place.cast(), end - lasting, self.protection, flags)
                };
                if laid.is_err() {
                    return false;
                }
            }
            self.lasting.set(lasting);
        }
        there >= self.bytes.get()
    }
}

impl Pages {
    /// Gives the pages and the file back to the host.
    fn close(&self) {
        let memory = self.memory.replace(NonNull::dangling());
        let bytes = self.bytes.replace(0);
        self.file.borrow_mut().take();
        if bytes > 0 {
            // SAFETY: the pages are this mapping's. Nobody has borrowed them: either the mapping is dropped, or the
            // token is at hand.
            let _ = unsafe { rustix::mm::munmap(memory.as_ptr().cast(), bytes) };
        }
    }
}

/// Pages that the host has mapped for an object.
pub struct Mapping {
    pages: Rc<Pages>,
    writable: bool,
    /// Bytes that count as the heap's: those that have no file behind them.
    charged: Cell<usize>,
    heap: NonNull<Heap>,
}

impl Mapping {
    /// Maps what is asked for. Memory without a file behind it, and private copies, count as the heap's.
    pub fn new(heap: &Heap, request: MappingRequest) -> Result<Mapping, MappingError> {
        let MappingRequest { file, bytes, flags, writable, executable } = request;
        // What must not be read could not be borrowed.
        let mut protection = ProtFlags::READ;
        protection.set(ProtFlags::WRITE, writable);
        protection.set(ProtFlags::EXEC, executable);
        let own = file.is_none() || flags.contains(MapFlags::PRIVATE);
        let charged = if own { bytes } else { 0 };
        heap.charge(charged)?;
        // SAFETY: the host chooses the place, so nothing of ours is replaced.
        let memory = unsafe {
            match &file {
                Some((file, offset)) => {
                    rustix::mm::mmap(ptr::null_mut(), bytes, protection, flags, file, *offset)
                }
                None => rustix::mm::mmap_anonymous(ptr::null_mut(), bytes, protection, flags),
            }
        };
        let memory = memory.inspect_err(|_| heap.discharge(charged))?;
        let memory = NonNull::new(memory.cast()).expect("the host maps nothing at zero unasked");
        let pages = Rc::new(Pages {
            memory: Cell::new(memory),
            bytes: Cell::new(bytes),
            lasting: Cell::new(usize::MAX),
            file: RefCell::new(file),
            protection,
        });
        let mapping =
            Mapping { pages, writable, charged: Cell::new(charged), heap: NonNull::from(heap) };
        mapping.register();
        Ok(mapping)
    }

    fn heap(&self) -> &Heap {
        // SAFETY: as a buffer, a mapping lives in an object of this heap, or on the way into one.
        unsafe { self.heap.as_ref() }
    }

    fn register(&self) {
        if self.pages.file.borrow().is_some() {
            let start = self.pages.memory.get().addr().get();
            self.heap().mapped_files.0.borrow_mut().insert(start, self.pages.clone());
        }
    }

    fn unregister(&self) {
        let start = self.pages.memory.get().addr().get();
        self.heap().mapped_files.0.borrow_mut().remove(&start);
    }

    /// How many bytes there are; none once it is closed.
    pub fn len(&self) -> usize {
        self.pages.bytes.get()
    }

    /// Whether it is closed.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Gives the pages back. Views that hold them in place are refused before.
    pub fn close(&self, _token: &mut impl Token) {
        self.unregister();
        self.pages.close();
        self.heap().discharge(self.charged.replace(0));
    }

    /// What the host says or does about the file; `None` if there is none.
    pub fn with_file<T>(&self, ask: impl FnOnce(&OwnedFd) -> T) -> Option<T> {
        self.pages.file.borrow().as_ref().map(|(file, _)| ask(file))
    }

    /// Whether the file still has every byte of the mapping.
    pub fn is_whole(&self) -> bool {
        self.pages.settle()
    }

    /// The bytes; zeros where the file has become shorter.
    pub fn bytes<'a>(&'a self, _token: &'a impl Token) -> &'a [u8] {
        self.pages.settle();
        // SAFETY: the pages can be read; in this process who writes them holds the token exclusively. Another process
        // that shares them may write at any time, which nothing here relies on not happening: bytes are copied and
        // compared, and any value is valid.
        unsafe { std::slice::from_raw_parts(self.pages.memory.get().as_ptr(), self.len()) }
    }

    /// The bytes, to be changed; `None` if they must not be.
    #[allow(clippy::mut_from_ref)] // The token is what is borrowed mutably.
    pub fn bytes_mut<'a>(&'a self, _token: &'a mut impl Token) -> Option<&'a mut [u8]> {
        if !self.writable {
            return None;
        }
        self.pages.settle();
        // SAFETY: as above, and the pages can be written; every other borrow would borrow the token too.
        Some(unsafe {
            std::slice::from_raw_parts_mut(self.pages.memory.get().as_ptr(), self.len())
        })
    }

    /// Writes pages back to the file. The range lies in the mapping.
    pub fn flush(&self, offset: usize, bytes: usize) -> io::Result<()> {
        assert!(offset <= self.len() && bytes <= self.len() - offset, "the range is checked");
        let start = self.pages.memory.get().as_ptr().wrapping_add(offset);
        // SAFETY: the range is the mapping's; nothing in it changes.
        Ok(unsafe { rustix::mm::msync(start.cast(), bytes, MsyncFlags::SYNC) }?)
    }

    /// Says how the pages will be used. The range lies in the mapping.
    pub fn advise(
        &self,
        _token: &mut impl Token,
        offset: usize,
        bytes: usize,
        advice: Advice,
    ) -> io::Result<()> {
        assert!(offset <= self.len() && bytes <= self.len() - offset, "the range is checked");
        let start = self.pages.memory.get().as_ptr().wrapping_add(offset);
        // SAFETY: the range is the mapping's; some advice makes its bytes zero, which needs the token. Whoever calls
        // gives no advice that takes pages away.
        Ok(unsafe { rustix::mm::madvise(start.cast(), bytes, advice) }?)
    }

    /// Makes the mapping longer or shorter; it may move. The file is not asked to have so many bytes.
    pub fn resize(&self, _token: &mut impl Token, bytes: usize) -> Result<(), MappingError> {
        let old = self.len();
        let charged = self.charged.get();
        if charged > 0 && bytes > old {
            self.heap().charge(bytes - old)?;
        }
        self.unregister();
        // SAFETY: nobody has borrowed the pages, because of the token; views that hold them in place are refused before.
        let moved = unsafe {
            let start = self.pages.memory.get().as_ptr().cast();
            rustix::mm::mremap(start, old, bytes, MremapFlags::MAYMOVE)
        };
        match moved {
            Ok(memory) => {
                let memory = NonNull::new(memory.cast()).expect("pages do not move to zero");
                self.pages.memory.set(memory);
                self.pages.bytes.set(bytes);
                self.pages.lasting.set(usize::MAX);
                if charged > 0 {
                    self.charged.set(bytes);
                    self.heap().discharge(old.saturating_sub(bytes));
                }
            }
            Err(_) if charged > 0 => self.heap().discharge(bytes.saturating_sub(old)),
            Err(_) => {}
        }
        self.register();
        moved?;
        Ok(())
    }
}

impl Drop for Mapping {
    fn drop(&mut self) {
        self.unregister();
        self.pages.close();
        self.heap().discharge(self.charged.get());
    }
}

impl Trace for Mapping {
    const CONTAINER: bool = false;
    fn trace_as(&self, _: Label<'_>, tracer: &mut Tracer<'_>) {
        tracer.held(self.charged.get());
    }
}
