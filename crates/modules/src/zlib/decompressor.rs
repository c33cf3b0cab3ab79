//! `zlib._ZlibDecompressor`: decompression of one stream that keeps input it has had no use for yet, as `gzip` reads.

use std::cell::Cell;

use pellucid_runtime::heap::{Charge, Charged};
use pellucid_runtime::object::BytesLike;
use pellucid_runtime::prelude::*;

use super::streams::{Inflater, stopped};
use super::{INFLATER_BYTES, keep, wrapper_of};

/// The payload of `_ZlibDecompressor` objects.
#[derive(Trace)]
pub struct ZlibDecompressor {
    #[trace(skip)]
    state: TokenCell<Inflater>,
    memory: Charge,
    /// Input that has not been read, or what follows the stream.
    rest: TokenCell<Charged<Vec<u8>>>,
    #[trace(skip)]
    needs_input: Cell<bool>,
}

/// The row of `_ZlibDecompressor`.
pub static SPEC: TypeSpec = TypeSpec {
    module: "zlib",
    doc: "Create a decompressor object for decompressing data incrementally.\n\n  wbits = 15\n  zdict\n     The predefined compression dictionary. This is a sequence of bytes\n     (such as a bytes object) containing subsequences that are expected\n     to occur frequently in the data that is to be compressed. Those\n     subsequences that are expected to be most common should come at the\n     end of the dictionary. This must be the same dictionary as used by the\n     compressor that produced the input data.\n",
    slots: |slots| slots.new = Some(ZlibDecompressor::NEW),
    methods: &[ZlibDecompressor::METHODS],
    getsets: &[ZlibDecompressor::GETSETS],
    ..TypeSpec::new::<ZlibDecompressor>("_ZlibDecompressor")
};

#[methods(owner = "_ZlibDecompressor")]
impl ZlibDecompressor {
    #[constructor("_ZlibDecompressor(wbits=15, zdict=b'')")]
    fn create(
        vm: &mut Vm,
        class: &Typed<Type>,
        wbits: Option<i32>,
        zdict: Option<BytesLike<'_>>,
    ) -> PyResult {
        if zdict.is_some_and(|zdict| !zdict.is_empty()) {
            return Err(vm.not_implemented_error("preset dictionaries are not supported"));
        }
        let wrapper = wrapper_of(vm, wbits.unwrap_or(15), true)?;
        let memory = vm.charge(INFLATER_BYTES)?;
        let rest = TokenCell::new(Charged::new(vm.heap(), Vec::new()));
        let state = TokenCell::new(Inflater::new(wrapper));
        let needs_input = Cell::new(true);
        let made = ZlibDecompressor { state, memory, rest, needs_input };
        Ok(vm.new_object(class, made).into_object())
    }

    /// Decompress *data*, returning uncompressed data as bytes.
    ///
    /// If *max_length* is nonnegative, returns at most *max_length* bytes of
    /// decompressed data. If this limit is reached and further output can be
    /// produced, *self.needs_input* will be set to ``False``. In this case, the next
    /// call to *decompress()* may provide *data* as b'' to obtain more of the output.
    ///
    /// If all of the input data was decompressed and returned (either because this
    /// was less than *max_length* bytes, or because *max_length* was negative),
    /// *self.needs_input* will be set to True.
    ///
    /// Attempting to decompress data after the end of stream is reached raises an
    /// EOFError.  Any data found after the end of the stream is ignored and saved in
    /// the unused_data attribute.
    #[method("decompress(self, /, data, max_length=-1)")]
    fn decompress(
        vm: &mut Vm,
        this: &Typed<ZlibDecompressor>,
        data: BytesLike<'_>,
        max_length: Option<isize>,
    ) -> PyResult<Ref<Bytes>> {
        if this.state.get(vm).ended {
            return Err(vm.eof_error("End of stream already reached"));
        }
        let most = usize::try_from(max_length.unwrap_or(-1)).unwrap_or(usize::MAX);
        keep(vm, &this.rest, &data)?;
        let input = std::mem::take(&mut *this.rest.get_mut(vm).change());
        let (bytes, used) = match this.state.get_mut(vm).run(&input, most) {
            Ok(done) => done,
            Err(stop) => return Err(stopped(vm, stop, "decompressing data")),
        };
        let left = input.get(used..).unwrap_or(&[]);
        keep(vm, &this.rest, left)?;
        // Where as much was given as was asked for, the state may hold more.
        let ended = this.state.get(vm).ended;
        this.needs_input.set(!ended && left.is_empty() && bytes.len() < most);
        vm.try_bytes(&bytes)
    }

    /// Data found after the end of the compressed stream.
    #[getter("unused_data")]
    fn unused_data(vm: &mut Vm, this: &Typed<ZlibDecompressor>) -> PyResult<Ref<Bytes>> {
        let bytes = if this.state.get(vm).ended { this.rest.get(vm).to_vec() } else { Vec::new() };
        vm.try_bytes(&bytes)
    }

    /// True if the end-of-stream marker has been reached.
    #[getter("eof")]
    fn at_end(vm: &mut Vm, this: &Typed<ZlibDecompressor>) -> bool {
        this.state.get(vm).ended
    }

    /// True if more input is needed before more decompressed data can be produced.
    #[getter("needs_input")]
    fn needs_input(_: &mut Vm, this: &Typed<ZlibDecompressor>) -> bool {
        this.needs_input.get()
    }
}
