//! `_random`: the Mersenne Twister behind the module `random`.

use pellucid_runtime::heap::Charge;
use pellucid_runtime::object::{ModuleSpec, Slots, TypeFlags, TypeSpec};
use pellucid_runtime::prelude::*;
use pellucid_runtime::text::mersenne::MersenneTwister;

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    doc: "Module implements the Mersenne Twister random number generator.",
    types: &[&SPEC],
    ..ModuleSpec::new("_random")
};

/// A generator.
#[derive(Trace)]
pub struct Random {
    #[trace(skip)]
    generator: TokenCell<Box<MersenneTwister>>,
    memory: Charge,
}

static SPEC: TypeSpec = TypeSpec {
    module: "_random",
    doc: "Random() -> create a random number generator with its own internal state.",
    flags: TypeFlags::BASE_TYPE,
    slots,
    methods: &[Random::METHODS],
    ..TypeSpec::new::<Random>("Random")
};

fn slots(slots: &mut Slots) {
    slots.new = Some(|vm, class, _| {
        let generator = TokenCell::new(Box::new(MersenneTwister::from_words(&[0])));
        let memory = vm.charge(size_of::<MersenneTwister>())?;
        Ok(vm.new_object(class, Random { generator, memory }).into_object())
    });
    slots.init = Some(|vm, object, args| {
        let Some(random) = object.downcast::<Random>() else { return Ok(()) };
        let given = args.positional();
        if given.len() > 1 {
            let count = given.len();
            return Err(vm.type_error(format!("Random() takes at most 1 argument ({count} given)")));
        }
        seed(vm, random, given.first().map(|seed| &**seed))
    });
}

/// Words that nobody can foresee, from the host.
fn entropy(vm: &mut Vm) -> PyResult<Vec<u32>> {
    let mut bytes = [0; 2496];
    match getrandom::fill(&mut bytes) {
        Ok(()) => Ok(bytes
            .chunks_exact(4)
            .map(|word| u32::from_ne_bytes([word[0], word[1], word[2], word[3]]))
            .collect()),
        Err(_) => Err(vm.runtime_error("the host has no random numbers to seed with")),
    }
}

fn seed(vm: &mut Vm, random: &Typed<Random>, seed: Option<&Object>) -> PyResult<()> {
    let fresh = match seed {
        None => MersenneTwister::from_words(&entropy(vm)?),
        Some(seed) if vm.is_none(seed) => MersenneTwister::from_words(&entropy(vm)?),
        Some(seed) => match seed.downcast::<Int>() {
            Some(int) => MersenneTwister::from_integer(&int.to_big()),
            None => {
                let hash = vm.hash(seed)?;
                MersenneTwister::from_integer(&(hash as u64).into())
            }
        },
    };
    random.generator.replace(vm, Box::new(fresh));
    Ok(())
}

#[methods]
impl Random {
    /// random() -> x in the interval [0, 1).
    #[method("random(self, /)")]
    fn random(vm: &mut Vm, random: &Typed<Random>) -> f64 {
        random.generator.get_mut(vm).next_float()
    }

    /// seed([n]) -> None.
    ///
    /// Defaults to use urandom and falls back to a combination
    /// of the current time and the process identifier.
    #[method("seed(self, n=None, /)")]
    fn seed(vm: &mut Vm, random: &Typed<Random>, n: Option<&Object>) -> PyResult<()> {
        seed(vm, random, n)
    }

    /// getrandbits(k) -> x.  Generates an int with k random bits.
    #[method("getrandbits(self, k, /)")]
    fn random_bits(vm: &mut Vm, random: &Typed<Random>, k: &Object) -> PyResult {
        let bits = vm.index_isize(k, |vm, _| {
            vm.overflow_error("Python int too large to convert to C int")
        })?;
        let Ok(bits) = usize::try_from(bits) else {
            return Err(vm.value_error("number of bits must be non-negative"));
        };
        vm.check_room(bits / 8)?;
        let value = random.generator.get_mut(vm).next_integer(bits);
        Ok(Int::from_big(vm, value).into_object())
    }

    /// getstate() -> tuple containing the current state.
    #[method("getstate(self, /)")]
    fn state(vm: &mut Vm, random: &Typed<Random>) -> Ref<Tuple> {
        let words: Vec<u32> = random.generator.get(vm).state().collect();
        let items = words.into_iter().map(|word| vm.new_int(i64::from(word))).collect();
        vm.new_tuple(items)
    }

    /// setstate(state) -> None.  Restores generator state.
    #[method("setstate(self, state, /)")]
    fn set_state(vm: &mut Vm, random: &Typed<Random>, state: &Object) -> PyResult<()> {
        let Some(tuple) = state.downcast::<Tuple>() else {
            return Err(vm.type_error("state vector must be a tuple"));
        };
        if tuple.items().len() != 625 {
            return Err(vm.value_error("state vector is the wrong size"));
        }
        let mut words = Vec::with_capacity(625);
        for item in tuple.items() {
            let Some(int) = item.downcast::<Int>() else {
                return Err(vm.type_error("an integer is required"));
            };
            match int.to_i64().map(u32::try_from) {
                Some(Ok(word)) => words.push(word),
                _ => return Err(vm.value_error("invalid state")),
            }
        }
        match MersenneTwister::from_state(&words) {
            Ok(fresh) => {
                random.generator.replace(vm, Box::new(fresh));
                Ok(())
            }
            Err(_) => Err(vm.value_error("invalid state")),
        }
    }
}
