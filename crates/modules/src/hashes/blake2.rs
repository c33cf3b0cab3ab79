//! `_blake2`: BLAKE2b and BLAKE2s with all their parameters.

use pellucid_runtime::builtins::Module;
use pellucid_runtime::object::{BytesLike, ModuleSpec, Slots, TypeFlags, TypeSpec};
use pellucid_runtime::prelude::*;

use super::digits;

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    doc: "_blake2b provides BLAKE2b for hashlib\n",
    types: &[&B_SPEC, &S_SPEC],
    initialise: Some(initialise),
    ..ModuleSpec::new("_blake2")
};

#[derive(Clone)]
enum State {
    B(blake2b_simd::State),
    S(blake2s_simd::State),
}

/// A BLAKE2 hash under way.
#[derive(Trace)]
pub struct Blake2 {
    #[trace(skip)]
    state: TokenCell<State>,
    wide: bool,
    digest_size: usize,
}

macro_rules! specs {
    ($($constant:ident $name:literal $new:ident;)*) => { $(
        static $constant: TypeSpec = TypeSpec {
            module: "_blake2",
            doc: "Return a new BLAKE2 hash object.",
            flags: TypeFlags::BASE_TYPE,
            slots: |slots: &mut Slots| slots.new = Some(Blake2::$new),
            methods: &[Blake2::METHODS],
            getsets: &[Blake2::GETSETS],
            ..TypeSpec::new::<Blake2>($name)
        };
    )* };
}

specs! {
    B_SPEC "blake2b" B_NEW;
    S_SPEC "blake2s" S_NEW;
}

/// Sizes of a variant: salt and person, key, digest.
fn limits(wide: bool) -> (usize, usize, usize) {
    if wide { (16, 64, 64) } else { (8, 32, 32) }
}

fn initialise(vm: &mut Vm, module: &Typed<Module>) -> PyResult<()> {
    for (spec, prefix, wide) in [(&B_SPEC, "BLAKE2B", true), (&S_SPEC, "BLAKE2S", false)] {
        let class = vm.native_type(spec)?;
        let (salt, key, digest) = limits(wide);
        for (name, size) in [
            ("SALT_SIZE", salt),
            ("PERSON_SIZE", salt),
            ("MAX_KEY_SIZE", key),
            ("MAX_DIGEST_SIZE", digest),
        ] {
            let size = vm.new_int(size as i64);
            vm.set_in_module(module, &format!("{prefix}_{name}"), size.clone())?;
            let name = vm.intern(name);
            class.namespace().set_str(vm, &name, size);
        }
    }
    Ok(())
}

/// The parameters of a construction.
struct Parameters<'a> {
    data: Option<BytesLike<'a>>,
    digest_size: Option<i32>,
    key: Option<BytesLike<'a>>,
    salt: Option<BytesLike<'a>>,
    person: Option<BytesLike<'a>>,
    fanout: Option<i32>,
    depth: Option<i32>,
    leaf_size: Option<u64>,
    node_offset: Option<u64>,
    node_depth: Option<i32>,
    inner_size: Option<i32>,
    last_node: Option<bool>,
}

fn within(
    vm: &mut Vm,
    value: Option<i32>,
    default: i32,
    least: i32,
    most: i32,
    message: &str,
) -> PyResult<usize> {
    let value = value.unwrap_or(default);
    if (least..=most).contains(&value) { Ok(value as usize) } else { Err(vm.value_error(message)) }
}

fn create(vm: &mut Vm, class: &Typed<Type>, wide: bool, given: Parameters<'_>) -> PyResult {
    let (salt_max, key_max, digest_max) = limits(wide);
    let message = format!(
        "digest_size for {} must be between 1 and {digest_max} bytes, here it is {}",
        if wide { "Blake2b" } else { "Blake2s" },
        given.digest_size.unwrap_or(digest_max as i32)
    );
    let digest_size =
        within(vm, given.digest_size, digest_max as i32, 1, digest_max as i32, &message)?;
    let bytes = |bytes: &Option<BytesLike<'_>>| {
        bytes.as_ref().map_or_else(Vec::new, |bytes| bytes.to_vec())
    };
    let (key, salt, person) = (bytes(&given.key), bytes(&given.salt), bytes(&given.person));
    if salt.len() > salt_max {
        return Err(vm.value_error(format!("maximum salt length is {salt_max} bytes")));
    }
    if person.len() > salt_max {
        return Err(vm.value_error(format!("maximum person length is {salt_max} bytes")));
    }
    if key.len() > key_max {
        return Err(vm.value_error(format!("maximum key length is {key_max} bytes")));
    }
    let fanout = within(vm, given.fanout, 1, 0, 255, "fanout must be between 0 and 255")?;
    let depth = within(vm, given.depth, 1, 1, 255, "depth must be between 1 and 255")?;
    let node_depth =
        within(vm, given.node_depth, 0, 0, 255, "node_depth must be between 0 and 255")?;
    let inner_message = format!("inner_size must be between 0 and is {digest_max}");
    let inner = within(vm, given.inner_size, 0, 0, digest_max as i32, &inner_message)?;
    let Ok(leaf) = u32::try_from(given.leaf_size.unwrap_or(0)) else {
        return Err(vm.overflow_error("leaf_size is too large"));
    };
    let offset = given.node_offset.unwrap_or(0);
    if !wide && offset >= 1 << 48 {
        return Err(vm.overflow_error("node_offset is too large"));
    }
    let last = given.last_node.unwrap_or(false);
    macro_rules! state {
        ($family:ident, $variant:ident) => {{
            let mut parameters = $family::Params::new();
            parameters
                .hash_length(digest_size)
                .key(&key)
                .salt(&salt)
                .personal(&person)
                .fanout(fanout as u8)
                .max_depth(depth as u8)
                .max_leaf_length(leaf)
                .node_offset(offset)
                .node_depth(node_depth as u8)
                .inner_hash_length(inner)
                .last_node(last);
            let mut state = parameters.to_state();
            if let Some(data) = &given.data {
                state.update(data);
            }
            State::$variant(state)
        }};
    }
    let state = if wide { state!(blake2b_simd, B) } else { state!(blake2s_simd, S) };
    Ok(vm
        .new_object(class, Blake2 { state: TokenCell::new(state), wide, digest_size })
        .into_object())
}

macro_rules! constructor {
    ($prefix:ident $signature:literal $function:ident $wide:literal) => {
        #[methods($prefix)]
        impl Blake2 {
            #[constructor($signature)]
            #[allow(clippy::too_many_arguments)]
            fn $function(
                vm: &mut Vm,
                class: &Typed<Type>,
                data: Option<BytesLike<'_>>,
                digest_size: Option<i32>,
                key: Option<BytesLike<'_>>,
                salt: Option<BytesLike<'_>>,
                person: Option<BytesLike<'_>>,
                fanout: Option<i32>,
                depth: Option<i32>,
                leaf_size: Option<u64>,
                node_offset: Option<u64>,
                node_depth: Option<i32>,
                inner_size: Option<i32>,
                last_node: Option<bool>,
                _usedforsecurity: Option<bool>,
                string: Option<BytesLike<'_>>,
            ) -> PyResult {
                let data = super::given(vm, data, string)?;
                create(
                    vm,
                    class,
                    $wide,
                    Parameters {
                        data,
                        digest_size,
                        key,
                        salt,
                        person,
                        fanout,
                        depth,
                        leaf_size,
                        node_offset,
                        node_depth,
                        inner_size,
                        last_node,
                    },
                )
            }
        }
    };
}

constructor!(B "blake2b(data=b'', *, digest_size=64, key=b'', salt=b'', person=b'', fanout=1, depth=1, leaf_size=0, node_offset=0, node_depth=0, inner_size=0, last_node=False, usedforsecurity=True, string=None)" new_wide true);
constructor!(S "blake2s(data=b'', *, digest_size=32, key=b'', salt=b'', person=b'', fanout=1, depth=1, leaf_size=0, node_offset=0, node_depth=0, inner_size=0, last_node=False, usedforsecurity=True, string=None)" new_narrow false);

impl Blake2 {
    fn finished(&self, vm: &Vm) -> Vec<u8> {
        match self.state.get(vm) {
            State::B(state) => state.finalize().as_bytes().to_vec(),
            State::S(state) => state.finalize().as_bytes().to_vec(),
        }
    }
}

#[methods(owner = "blake2")]
impl Blake2 {
    /// Update this hash object's state with the provided bytes-like object.
    #[method("update(self, data, /)")]
    fn update(vm: &mut Vm, hash: &Typed<Blake2>, data: &Object) -> PyResult<()> {
        if data.holds::<Str>() {
            return Err(vm.type_error("Strings must be encoded before hashing"));
        }
        let bytes = vm.bytes_of(data)?;
        match hash.state.get_mut(vm) {
            State::B(state) => {
                state.update(&bytes);
            }
            State::S(state) => {
                state.update(&bytes);
            }
        }
        Ok(())
    }

    /// Return the digest value as a bytes object.
    #[method("digest(self, /)")]
    fn digest(vm: &mut Vm, hash: &Typed<Blake2>) -> PyResult<Ref<Bytes>> {
        let digest = hash.finished(vm);
        vm.try_bytes(&digest)
    }

    /// Return the digest value as a string of hexadecimal digits.
    #[method("hexdigest(self, /)")]
    fn hex_digest(vm: &mut Vm, hash: &Typed<Blake2>) -> String {
        digits(&hash.finished(vm))
    }

    /// Return a copy of the hash object.
    #[method("copy(self, /)")]
    fn copy(vm: &mut Vm, hash: &Typed<Blake2>) -> Ref<Blake2> {
        let state = TokenCell::new(hash.state.get(vm).clone());
        let (wide, digest_size) = (hash.wide, hash.digest_size);
        vm.new_object(hash.class(), Blake2 { state, wide, digest_size })
    }

    #[getter("name")]
    fn name(_: &mut Vm, hash: &Typed<Blake2>) -> &'static str {
        if hash.wide { "blake2b" } else { "blake2s" }
    }

    #[getter("block_size")]
    fn block_size(_: &mut Vm, hash: &Typed<Blake2>) -> usize {
        if hash.wide { 128 } else { 64 }
    }

    #[getter("digest_size")]
    fn digest_size(_: &mut Vm, hash: &Typed<Blake2>) -> usize {
        hash.digest_size
    }
}
