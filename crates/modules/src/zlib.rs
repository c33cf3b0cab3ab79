//! `zlib`: DEFLATE compression and checksums.

mod decompressor;
mod streams;

use streams::{Deflater, Inflater, stopped};

use flate2::{Compression, FlushCompress};
use pellucid_runtime::builtins::Module;
use pellucid_runtime::errors::hierarchy::EXCEPTION;
use pellucid_runtime::heap::{Charge, Charged, LimitExceeded};
use pellucid_runtime::object::{BytesLike, ModuleSpec, TypeFlags, TypeSpec};
use pellucid_runtime::prelude::*;
use pellucid_runtime::text::binary;

use crate::exception::{exception, raise_native};

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    doc: "The functions in this module allow compression and decompression using the\nzlib library, which is based on GNU zip.",
    functions: &[Zlib::METHODS],
    types: &[&ERROR, &decompressor::SPEC],
    initialise: Some(initialise),
    ..ModuleSpec::new("zlib")
};

static ERROR: TypeSpec = exception("error", "zlib", &EXCEPTION);

const VERSION: &str = "1.3.1";
const OUTPUT_STEP: usize = 16 * 1024;
/// What the library's state takes, as measured; it does not tell.
const DEFLATER_BYTES: usize = 280 * 1024;
const INFLATER_BYTES: usize = 42 * 1024;

fn initialise(vm: &mut Vm, module: &Typed<Module>) -> PyResult<()> {
    for (name, value) in [
        ("DEFLATED", 8),
        ("DEF_BUF_SIZE", 16 * 1024),
        ("DEF_MEM_LEVEL", 8),
        ("MAX_WBITS", 15),
        ("Z_BEST_COMPRESSION", 9),
        ("Z_BEST_SPEED", 1),
        ("Z_BLOCK", 5),
        ("Z_DEFAULT_COMPRESSION", -1),
        ("Z_DEFAULT_STRATEGY", 0),
        ("Z_FILTERED", 1),
        ("Z_FINISH", 4),
        ("Z_FIXED", 4),
        ("Z_FULL_FLUSH", 3),
        ("Z_HUFFMAN_ONLY", 2),
        ("Z_NO_COMPRESSION", 0),
        ("Z_NO_FLUSH", 0),
        ("Z_PARTIAL_FLUSH", 1),
        ("Z_RLE", 3),
        ("Z_SYNC_FLUSH", 2),
        ("Z_TREES", 6),
    ] {
        let value = vm.new_int(value);
        vm.set_in_module(module, name, value)?;
    }
    for name in ["ZLIB_VERSION", "ZLIB_RUNTIME_VERSION"] {
        let version = vm.new_str(VERSION).into_object();
        vm.set_in_module(module, name, version)?;
    }
    Ok(())
}

fn failure(vm: &mut Vm, message: &str) -> Raised {
    raise_native(vm, &ERROR, message)
}

/// What surrounds the compressed data.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wrapper {
    Raw,
    Zlib,
    Gzip,
}

fn wrapper_of(vm: &mut Vm, bits: i32, decompressing: bool) -> PyResult<Wrapper> {
    match bits {
        -15..=-8 => Ok(Wrapper::Raw),
        0 if decompressing => Ok(Wrapper::Zlib),
        8..=15 => Ok(Wrapper::Zlib),
        24..=31 => Ok(Wrapper::Gzip),
        40..=47 if decompressing => Ok(Wrapper::Zlib),
        _ => Err(vm.value_error("Invalid initialization option")),
    }
}

fn compression_of(vm: &mut Vm, level: i32) -> PyResult<Compression> {
    match level {
        -1 => Ok(Compression::default()),
        0..=9 => Ok(Compression::new(level as u32)),
        _ => Err(failure(vm, "Bad compression level")),
    }
}

/// Compression under way; gzip's frame is ours, the data in it raw.
#[derive(Trace)]
pub struct Compressor {
    #[trace(skip)]
    state: TokenCell<Option<Deflater>>,
    memory: Charge,
}

static COMPRESS_SPEC: TypeSpec = TypeSpec {
    module: "zlib",
    flags: TypeFlags::NOT_INSTANTIABLE,
    methods: &[Compressor::METHODS],
    ..TypeSpec::new::<Compressor>("Compress")
};

#[methods(owner = "Compress")]
impl Compressor {
    /// Returns a bytes object containing compressed data.
    ///
    ///   data
    ///     Binary data to be compressed.
    ///
    /// After calling this function, some of the input data may still
    /// be stored in internal buffers for later processing.
    /// Call the flush() method to clear these buffers.
    #[method("compress(self, data, /)")]
    fn compress(
        vm: &mut Vm,
        this: &Typed<Compressor>,
        data: BytesLike<'_>,
    ) -> PyResult<Ref<Bytes>> {
        deflate(vm, this, &data, FlushCompress::None)
    }

    /// Return a bytes object containing any remaining compressed data.
    #[method("flush(self, mode=zlib.Z_FINISH, /)")]
    fn flush(vm: &mut Vm, this: &Typed<Compressor>, mode: Option<i32>) -> PyResult<Ref<Bytes>> {
        let mode = match mode.unwrap_or(4) {
            0 => return vm.try_bytes(&[]),
            1 => FlushCompress::Partial,
            2 => FlushCompress::Sync,
            3 => FlushCompress::Full,
            4 => FlushCompress::Finish,
            _ => return Err(failure(vm, "Error -2 while flushing: inconsistent stream state")),
        };
        let made = deflate(vm, this, &[], mode)?;
        if mode == FlushCompress::Finish {
            this.state.replace(vm, None);
        }
        Ok(made)
    }
}

fn deflate(
    vm: &mut Vm,
    this: &Typed<Compressor>,
    data: &[u8],
    flush: FlushCompress,
) -> PyResult<Ref<Bytes>> {
    vm.check_room(data.len())?;
    let Some(state) = this.state.get_mut(vm) else {
        return Err(failure(vm, "Error -2 while compressing data: inconsistent stream state"));
    };
    match state.run(data, flush) {
        Some(bytes) => vm.try_bytes(&bytes),
        None => Err(vm.memory_error()),
    }
}

/// The payload of what `decompressobj` gives.
#[derive(Trace)]
pub struct Decompressor {
    #[trace(skip)]
    state: TokenCell<Inflater>,
    memory: Charge,
    unused: TokenCell<Charged<Vec<u8>>>,
    tail: TokenCell<Charged<Vec<u8>>>,
}

static DECOMPRESS_SPEC: TypeSpec = TypeSpec {
    module: "zlib",
    flags: TypeFlags::NOT_INSTANTIABLE,
    methods: &[Decompressor::METHODS],
    getsets: &[Decompressor::GETSETS],
    ..TypeSpec::new::<Decompressor>("Decompress")
};

/// Adds bytes to those that are kept.
fn keep(vm: &mut Vm, kept: &TokenCell<Charged<Vec<u8>>>, bytes: &[u8]) -> PyResult<()> {
    let kept = kept.get_mut(vm);
    let added = kept.reserve(bytes.len()).map(|()| kept.change().extend_from_slice(bytes));
    added.map_err(|LimitExceeded| vm.memory_error())
}

fn inflate(
    vm: &mut Vm,
    this: &Typed<Decompressor>,
    data: &[u8],
    most: usize,
) -> PyResult<Ref<Bytes>> {
    if this.state.get(vm).ended {
        keep(vm, &this.unused, data)?;
        return vm.try_bytes(&[]);
    }
    let (bytes, used) = match this.state.get_mut(vm).run(data, most) {
        Ok(done) => done,
        Err(stop) => return Err(stopped(vm, stop, "decompressing data")),
    };
    let rest = data.get(used..).unwrap_or(&[]);
    let ended = this.state.get(vm).ended;
    *this.tail.get_mut(vm).change() = Vec::new();
    keep(vm, if ended { &this.unused } else { &this.tail }, rest)?;
    vm.try_bytes(&bytes)
}

#[methods(owner = "Decompress")]
impl Decompressor {
    /// Return a bytes object containing the decompressed version of the data.
    ///
    ///   data
    ///     The binary data to decompress.
    ///   max_length
    ///     The maximum allowable length of the decompressed data.
    ///     Unconsumed input data will be stored in
    ///     the unconsumed_tail attribute.
    ///
    /// After calling this function, some of the input data may still be stored in
    /// internal buffers for later processing.
    /// Call the flush() method to clear these buffers.
    #[method("decompress(self, data, /, max_length=0)")]
    fn decompress(
        vm: &mut Vm,
        this: &Typed<Decompressor>,
        data: BytesLike<'_>,
        max_length: Option<isize>,
    ) -> PyResult<Ref<Bytes>> {
        let most = match usize::try_from(max_length.unwrap_or(0)) {
            Ok(0) => usize::MAX,
            Ok(most) => most,
            Err(_) => return Err(vm.value_error("max_length must be non-negative")),
        };
        inflate(vm, this, &data, most)
    }

    /// Return a bytes object containing any remaining decompressed data.
    ///
    ///   length
    ///     the initial size of the output buffer.
    #[method("flush(self, length=zlib.DEF_BUF_SIZE, /)")]
    fn flush(
        vm: &mut Vm,
        this: &Typed<Decompressor>,
        length: Option<isize>,
    ) -> PyResult<Ref<Bytes>> {
        if length.is_some_and(|length| length <= 0) {
            return Err(vm.value_error("length must be greater than zero"));
        }
        let tail = std::mem::take(&mut *this.tail.get_mut(vm).change());
        inflate(vm, this, &tail, usize::MAX)
    }

    #[getter("unused_data")]
    fn unused_data(vm: &mut Vm, this: &Typed<Decompressor>) -> PyResult<Ref<Bytes>> {
        let bytes = this.unused.get(vm).to_vec();
        vm.try_bytes(&bytes)
    }

    #[getter("unconsumed_tail")]
    fn unconsumed_tail(vm: &mut Vm, this: &Typed<Decompressor>) -> PyResult<Ref<Bytes>> {
        let bytes = this.tail.get(vm).to_vec();
        vm.try_bytes(&bytes)
    }

    #[getter("eof")]
    fn at_end(vm: &mut Vm, this: &Typed<Decompressor>) -> bool {
        this.state.get(vm).ended
    }
}

/// The functions of `zlib`.
pub struct Zlib;

#[methods(owner = "zlib")]
impl Zlib {
    /// Returns a bytes object containing compressed data.
    ///
    ///   data
    ///     Binary data to be compressed.
    ///   level
    ///     Compression level, in 0-9 or -1.
    ///   wbits
    ///     The window buffer size and container format.
    #[function("compress(data, /, level=zlib.Z_DEFAULT_COMPRESSION, wbits=zlib.MAX_WBITS)")]
    fn compress(
        vm: &mut Vm,
        data: BytesLike<'_>,
        level: Option<i32>,
        wbits: Option<i32>,
    ) -> PyResult<Ref<Bytes>> {
        let level = compression_of(vm, level.unwrap_or(-1))?;
        let wrapper = wrapper_of(vm, wbits.unwrap_or(15), false)?;
        vm.check_room(data.len())?;
        match Deflater::new(level, wrapper).run(&data, FlushCompress::Finish) {
            Some(bytes) => vm.try_bytes(&bytes),
            None => Err(vm.memory_error()),
        }
    }

    /// Returns a bytes object containing the uncompressed data.
    ///
    ///   data
    ///     Compressed data.
    ///   wbits
    ///     The window buffer size and container format.
    ///   bufsize
    ///     The initial output buffer size.
    #[function("decompress(data, /, wbits=zlib.MAX_WBITS, bufsize=zlib.DEF_BUF_SIZE)")]
    fn decompress(
        vm: &mut Vm,
        data: BytesLike<'_>,
        wbits: Option<i32>,
        bufsize: Option<isize>,
    ) -> PyResult<Ref<Bytes>> {
        if bufsize.is_some_and(|size| size < 0) {
            return Err(vm.value_error("bufsize must be non-negative"));
        }
        let bits = wbits.unwrap_or(15);
        let mut wrapper = wrapper_of(vm, bits, true)?;
        if bits >= 40 && data.starts_with(&[0x1F, 0x8B]) {
            wrapper = Wrapper::Gzip;
        }
        let mut inflater = Inflater::new(wrapper);
        let mut out = Vec::new();
        let mut position = 0;
        while !inflater.ended {
            let (bytes, used) = inflater
                .run(&data[position..], 1 << 24)
                .map_err(|stop| stopped(vm, stop, "decompressing data"))?;
            vm.check_room(out.len() + bytes.len())?;
            let idle = bytes.is_empty() && used == 0;
            out.extend_from_slice(&bytes);
            position += used;
            if !inflater.ended && (idle || (position >= data.len() && bytes.is_empty())) {
                let message = "Error -5 while decompressing data: incomplete or truncated stream";
                return Err(failure(vm, message));
            }
        }
        vm.try_bytes(&out)
    }

    /// Return a compressor object.
    #[function(
        "compressobj(level=zlib.Z_DEFAULT_COMPRESSION, method=zlib.DEFLATED, wbits=zlib.MAX_WBITS, memLevel=zlib.DEF_MEM_LEVEL, strategy=zlib.Z_DEFAULT_STRATEGY, zdict=None)"
    )]
    fn compressor(
        vm: &mut Vm,
        level: Option<i32>,
        method: Option<i32>,
        wbits: Option<i32>,
        _mem_level: Option<i32>,
        _strategy: Option<i32>,
        zdict: Option<BytesLike<'_>>,
    ) -> PyResult<Ref<Compressor>> {
        if method.is_some_and(|method| method != 8) {
            return Err(vm.value_error("Invalid initialization option"));
        }
        if zdict.is_some() {
            return Err(vm.not_implemented_error("preset dictionaries are not supported"));
        }
        let level = compression_of(vm, level.unwrap_or(-1))?;
        let wrapper = wrapper_of(vm, wbits.unwrap_or(15), false)?;
        let class = vm.native_type(&COMPRESS_SPEC)?;
        let memory = vm.charge(DEFLATER_BYTES)?;
        let state = TokenCell::new(Some(Deflater::new(level, wrapper)));
        Ok(vm.new_object(&class, Compressor { state, memory }))
    }

    /// Return a decompressor object.
    ///
    ///   wbits
    ///     The window buffer size and container format.
    ///   zdict
    ///     The predefined compression dictionary.  This must be the same
    ///     dictionary as used by the compressor that produced the input data.
    #[function("decompressobj(wbits=zlib.MAX_WBITS, zdict=b'')")]
    fn decompressor(
        vm: &mut Vm,
        wbits: Option<i32>,
        zdict: Option<BytesLike<'_>>,
    ) -> PyResult<Ref<Decompressor>> {
        if zdict.is_some_and(|zdict| !zdict.is_empty()) {
            return Err(vm.not_implemented_error("preset dictionaries are not supported"));
        }
        let wrapper = wrapper_of(vm, wbits.unwrap_or(15), true)?;
        let class = vm.native_type(&DECOMPRESS_SPEC)?;
        let memory = vm.charge(INFLATER_BYTES)?;
        let empty = |vm: &Vm| TokenCell::new(Charged::new(vm.heap(), Vec::new()));
        let (unused, tail) = (empty(vm), empty(vm));
        let state = TokenCell::new(Inflater::new(wrapper));
        Ok(vm.new_object(&class, Decompressor { state, memory, unused, tail }))
    }

    /// Compute a CRC-32 checksum of data.
    ///
    ///   value
    ///     Starting value of the checksum.
    ///
    /// The returned checksum is an integer.
    #[function("crc32(data, value=0, /)")]
    fn crc32(_: &mut Vm, data: BytesLike<'_>, value: Option<Index>) -> u32 {
        let before = value.map_or(0, |value| value.0.to_i128().unwrap_or(0) as u32);
        binary::crc32(&data, before)
    }

    /// Compute an Adler-32 checksum of data.
    ///
    ///   value
    ///     Starting value of the checksum.
    ///
    /// The returned checksum is an integer.
    #[function("adler32(data, value=1, /)")]
    fn adler32(_: &mut Vm, data: BytesLike<'_>, value: Option<Index>) -> u32 {
        const MODULUS: u32 = 65_521;
        let before = value.map_or(1, |value| value.0.to_i128().unwrap_or(1) as u32);
        let (mut low, mut high) = ((before & 0xFFFF) % MODULUS, (before >> 16) % MODULUS);
        // So many bytes cannot overflow the sums.
        for chunk in data.chunks(5552) {
            for byte in chunk {
                low += u32::from(*byte);
                high += low;
            }
            low %= MODULUS;
            high %= MODULUS;
        }
        high << 16 | low
    }
}
