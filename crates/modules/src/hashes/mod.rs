//! `_md5`, `_sha1`, `_sha2`, `_sha3` and `_blake2`: the hashes that `hashlib` offers without OpenSSL.

mod blake2;

use digest::{DynDigest, ExtendableOutput, Update, XofReader};
use pellucid_runtime::object::{BytesLike, ModuleSpec, Slots, TypeFlags, TypeSpec};
use pellucid_runtime::prelude::*;

pub use blake2::MODULE as BLAKE2_MODULE;

macro_rules! modules {
    ($($constant:ident $name:literal $functions:ident;)*) => { $(
        #[doc = concat!("`", $name, "`")]
        pub static $constant: ModuleSpec =
            ModuleSpec { functions: &[$functions::METHODS], ..ModuleSpec::new($name) };
    )* };
}

modules! {
    MD5_MODULE "_md5" Md5;
    SHA1_MODULE "_sha1" Sha1;
    SHA2_MODULE "_sha2" Sha2;
    SHA3_MODULE "_sha3" Sha3;
}

/// The state of a hash.
#[derive(Clone)]
enum State {
    Fixed(Box<dyn DynDigest>),
    Shake128(sha3::Shake128),
    Shake256(sha3::Shake256),
}

impl State {
    fn update(&mut self, bytes: &[u8]) {
        match self {
            State::Fixed(hash) => DynDigest::update(&mut **hash, bytes),
            State::Shake128(hash) => Update::update(hash, bytes),
            State::Shake256(hash) => Update::update(hash, bytes),
        }
    }

    /// The digest; `length` is that of one that can have any.
    fn digest(self, length: usize) -> Vec<u8> {
        let mut out = vec![0; length];
        match self {
            State::Fixed(hash) => return hash.finalize().into_vec(),
            State::Shake128(hash) => hash.finalize_xof().read(&mut out),
            State::Shake256(hash) => hash.finalize_xof().read(&mut out),
        }
        out
    }
}

/// A hash under way.
#[derive(Trace)]
pub struct Hash {
    #[trace(skip)]
    state: TokenCell<State>,
    #[trace(skip)]
    name: &'static str,
    block_size: usize,
    digest_size: usize,
}

macro_rules! specs {
    ($($constant:ident $module:literal $name:literal;)*) => { $(
        static $constant: TypeSpec = TypeSpec {
            module: $module,
            flags: TypeFlags::NOT_INSTANTIABLE,
            slots: hash_slots,
            methods: &[Hash::METHODS],
            getsets: &[Hash::GETSETS],
            ..TypeSpec::new::<Hash>($name)
        };
    )* };
}

specs! {
    MD5_SPEC "_md5" "md5";
    SHA1_SPEC "_sha1" "sha1";
    SHA224_SPEC "_sha2" "SHA224Type";
    SHA256_SPEC "_sha2" "SHA256Type";
    SHA384_SPEC "_sha2" "SHA384Type";
    SHA512_SPEC "_sha2" "SHA512Type";
    SHA3_SPEC "_sha3" "sha3";
}

static SHAKE_SPEC: TypeSpec = TypeSpec {
    module: "_sha3",
    flags: TypeFlags::NOT_INSTANTIABLE,
    slots: hash_slots,
    // Of two methods of one name the later counts.
    methods: &[Hash::METHODS, Hash::SHAKE_METHODS],
    getsets: &[Hash::GETSETS],
    ..TypeSpec::new::<Hash>("shake")
};

fn hash_slots(slots: &mut Slots) {
    slots.repr = Some(|vm, object| {
        let name = object.downcast::<Hash>().map_or("", |hash| hash.name);
        let class = object.class().name(vm);
        Ok(vm.new_str(&format!("<{name} {class} object @ {:#x}>", object.address())).into_object())
    });
}

/// The data of `data=` or the older `string=`.
fn given<'a>(
    vm: &mut Vm,
    data: Option<BytesLike<'a>>,
    string: Option<BytesLike<'a>>,
) -> PyResult<Option<BytesLike<'a>>> {
    match (data, string) {
        (Some(_), Some(_)) => {
            Err(vm.type_error("'data' and 'string' are mutually exclusive and support for 'string' keyword parameter is slated for removal in a future version."))
        }
        (data, string) => Ok(data.or(string)),
    }
}

fn created(
    vm: &mut Vm,
    spec: &'static TypeSpec,
    name: &'static str,
    (block_size, digest_size): (usize, usize),
    mut state: State,
    data: Option<BytesLike<'_>>,
) -> PyResult<Ref<Hash>> {
    if let Some(data) = data {
        state.update(&data);
    }
    let class = vm.native_type(spec)?;
    Ok(vm.new_object(&class, Hash { state: TokenCell::new(state), name, block_size, digest_size }))
}

/// The digits of a digest.
fn digits(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[methods(owner = "hash")]
impl Hash {
    /// Update this hash object's state with the provided bytes-like object.
    #[method("update(self, obj, /)")]
    fn update(vm: &mut Vm, hash: &Typed<Hash>, obj: &Object) -> PyResult<()> {
        if obj.holds::<Str>() {
            return Err(vm.type_error("Strings must be encoded before hashing"));
        }
        let Some(bytes) = vm.try_bytes_of(obj)? else {
            return Err(vm.type_error("object supporting the buffer API required"));
        };
        hash.state.get_mut(vm).update(&bytes);
        Ok(())
    }

    /// Return the digest value as a bytes object.
    #[method("digest(self, /)")]
    fn digest(vm: &mut Vm, hash: &Typed<Hash>) -> PyResult<Ref<Bytes>> {
        let digest = hash.state.get(vm).clone().digest(hash.digest_size);
        vm.try_bytes(&digest)
    }

    /// Return the digest value as a string of hexadecimal digits.
    #[method("hexdigest(self, /)")]
    fn hex_digest(vm: &mut Vm, hash: &Typed<Hash>) -> String {
        digits(&hash.state.get(vm).clone().digest(hash.digest_size))
    }

    /// Return a copy of the hash object.
    #[method("copy(self, /)")]
    fn copy(vm: &mut Vm, hash: &Typed<Hash>) -> Ref<Hash> {
        let state = TokenCell::new(hash.state.get(vm).clone());
        let Hash { name, block_size, digest_size, .. } = *hash.value();
        vm.new_object(hash.class(), Hash { state, name, block_size, digest_size })
    }

    #[getter("name")]
    fn name(_: &mut Vm, hash: &Typed<Hash>) -> String {
        hash.name.to_owned()
    }

    #[getter("block_size")]
    fn block_size(_: &mut Vm, hash: &Typed<Hash>) -> usize {
        hash.block_size
    }

    #[getter("digest_size")]
    fn digest_size(_: &mut Vm, hash: &Typed<Hash>) -> usize {
        hash.digest_size
    }
}

#[methods(SHAKE, owner = "shake")]
impl Hash {
    /// Return the digest value as a bytes object.
    #[method("digest(self, length, /)")]
    fn shake_digest(vm: &mut Vm, hash: &Typed<Hash>, length: usize) -> PyResult<Ref<Bytes>> {
        let digest = shaken(vm, hash, length)?;
        vm.try_bytes(&digest)
    }

    /// Return the digest value as a string of hexadecimal digits.
    #[method("hexdigest(self, length, /)")]
    fn shake_hex_digest(vm: &mut Vm, hash: &Typed<Hash>, length: usize) -> PyResult<String> {
        Ok(digits(&shaken(vm, hash, length)?))
    }
}

fn shaken(vm: &mut Vm, hash: &Typed<Hash>, length: usize) -> PyResult<Vec<u8>> {
    if length >= 1 << 29 {
        return Err(vm.value_error("length is too large"));
    }
    vm.check_room(length.saturating_mul(3))?;
    Ok(hash.state.get(vm).clone().digest(length))
}

macro_rules! constructors {
    ($owner:ident $python:literal $(: $signature:literal $function:ident $name:literal $spec:ident $sizes:expr, $state:expr;)*) => {
        #[doc = concat!("The functions of `", $python, "`.")]
        pub struct $owner;

        #[methods(owner = $python)]
        impl $owner {
            $(
                #[doc = concat!("Return a new ", $name, " hash object; optionally initialized with a string.")]
                #[function($signature)]
                fn $function(
                    vm: &mut Vm,
                    data: Option<BytesLike<'_>>,
                    _usedforsecurity: Option<bool>,
                    string: Option<BytesLike<'_>>,
                ) -> PyResult<Ref<Hash>> {
                    let data = given(vm, data, string)?;
                    created(vm, &$spec, $name, $sizes, $state, data)
                }
            )*
        }
    };
}

fn fixed(hash: impl DynDigest + 'static) -> State {
    State::Fixed(Box::new(hash))
}

constructors! {
    Md5 "_md5"
    : "md5(data=b'', *, usedforsecurity=True, string=None)" md5 "md5" MD5_SPEC (64, 16), fixed(md5::Md5::default());
}
constructors! {
    Sha1 "_sha1"
    : "sha1(data=b'', *, usedforsecurity=True, string=None)" sha1 "sha1" SHA1_SPEC (64, 20), fixed(sha1::Sha1::default());
}
constructors! {
    Sha2 "_sha2"
    : "sha224(data=b'', *, usedforsecurity=True, string=None)" sha224 "sha224" SHA224_SPEC (64, 28), fixed(sha2::Sha224::default());
    : "sha256(data=b'', *, usedforsecurity=True, string=None)" sha256 "sha256" SHA256_SPEC (64, 32), fixed(sha2::Sha256::default());
    : "sha384(data=b'', *, usedforsecurity=True, string=None)" sha384 "sha384" SHA384_SPEC (128, 48), fixed(sha2::Sha384::default());
    : "sha512(data=b'', *, usedforsecurity=True, string=None)" sha512 "sha512" SHA512_SPEC (128, 64), fixed(sha2::Sha512::default());
}
constructors! {
    Sha3 "_sha3"
    : "sha3_224(data=b'', *, usedforsecurity=True, string=None)" sha3_224 "sha3_224" SHA3_SPEC (144, 28), fixed(sha3::Sha3_224::default());
    : "sha3_256(data=b'', *, usedforsecurity=True, string=None)" sha3_256 "sha3_256" SHA3_SPEC (136, 32), fixed(sha3::Sha3_256::default());
    : "sha3_384(data=b'', *, usedforsecurity=True, string=None)" sha3_384 "sha3_384" SHA3_SPEC (104, 48), fixed(sha3::Sha3_384::default());
    : "sha3_512(data=b'', *, usedforsecurity=True, string=None)" sha3_512 "sha3_512" SHA3_SPEC (72, 64), fixed(sha3::Sha3_512::default());
    : "shake_128(data=b'', *, usedforsecurity=True, string=None)" shake_128 "shake_128" SHAKE_SPEC (168, 0), State::Shake128(sha3::Shake128::default());
    : "shake_256(data=b'', *, usedforsecurity=True, string=None)" shake_256 "shake_256" SHAKE_SPEC (136, 0), State::Shake256(sha3::Shake256::default());
}
