//! What `sys` tells of the version, the flags and the numbers: struct sequences, and `sys.implementation`.

use pellucid_runtime::builtins::{Module, SimpleNamespace};
use pellucid_runtime::object::{StructSequence, StructSequenceSpec};
use pellucid_runtime::prelude::*;

/// `sys.version`
pub const VERSION: &str = concat!("3.14.0 (Pellucid ", env!("CARGO_PKG_VERSION"), ") [Rust]");
/// `sys.hexversion`
pub const HEX_VERSION: i64 = 0x030e_00f0;

type Fields = &'static [(&'static str, &'static str)];

static VERSION_FIELDS: Fields = &[
    ("major", "Major release number"),
    ("minor", "Minor release number"),
    ("micro", "Patch release number"),
    ("releaselevel", "'alpha', 'beta', 'candidate', or 'final'"),
    ("serial", "Serial release number"),
];
static VERSION_INFO: StructSequenceSpec = StructSequenceSpec::new(
    "sys",
    "version_info",
    "sys.version_info\n\nVersion information as a named tuple.",
    VERSION_FIELDS,
    5,
)
.not_instantiable();

static FLAG_FIELDS: Fields = &[
    ("debug", "-d"),
    ("inspect", "-i"),
    ("interactive", "-i"),
    ("optimize", "-O or -OO"),
    ("dont_write_bytecode", "-B"),
    ("no_user_site", "-s"),
    ("no_site", "-S"),
    ("ignore_environment", "-E"),
    ("verbose", "-v"),
    ("bytes_warning", "-b"),
    ("quiet", "-q"),
    ("hash_randomization", "-R"),
    ("isolated", "-I"),
    ("dev_mode", "-X dev"),
    ("utf8_mode", "-X utf8"),
    ("warn_default_encoding", "-X warn_default_encoding"),
    ("safe_path", "-P"),
    ("int_max_str_digits", "-X int_max_str_digits"),
    ("gil", "-X gil"),
    ("thread_inherit_context", "-X thread_inherit_context"),
    ("context_aware_warnings", "-X context_aware_warnings"),
];
static FLAGS: StructSequenceSpec = StructSequenceSpec::new(
    "sys",
    "flags",
    "sys.flags\n\nFlags provided through command line arguments or environment vars.",
    FLAG_FIELDS,
    18,
)
.not_instantiable();

static FLOAT_FIELDS: Fields = &[
    ("max", "DBL_MAX -- maximum representable finite float"),
    ("max_exp", "DBL_MAX_EXP -- maximum int e such that radix**(e-1) is representable"),
    ("max_10_exp", "DBL_MAX_10_EXP -- maximum int e such that 10**e is representable"),
    ("min", "DBL_MIN -- Minimum positive normalized float"),
    ("min_exp", "DBL_MIN_EXP -- minimum int e such that radix**(e-1) is a normalized float"),
    ("min_10_exp", "DBL_MIN_10_EXP -- minimum int e such that 10**e is a normalized float"),
    (
        "dig",
        "DBL_DIG -- maximum number of decimal digits that can be faithfully represented in a float",
    ),
    ("mant_dig", "DBL_MANT_DIG -- mantissa digits"),
    ("epsilon", "DBL_EPSILON -- Difference between 1 and the next representable float"),
    ("radix", "FLT_RADIX -- radix of exponent"),
    ("rounds", "FLT_ROUNDS -- rounding mode used for arithmetic operations"),
];
static FLOAT_INFO: StructSequenceSpec = StructSequenceSpec::new(
    "sys",
    "float_info",
    "sys.float_info\n\nA named tuple holding information about the float type.",
    FLOAT_FIELDS,
    11,
);

static INT_FIELDS: Fields = &[
    ("bits_per_digit", "size of a digit in bits"),
    ("sizeof_digit", "size in bytes of the C type used to represent a digit"),
    ("default_max_str_digits", "maximum string conversion digits limitation"),
    ("str_digits_check_threshold", "minimum positive value for int_max_str_digits"),
];
static INT_INFO: StructSequenceSpec = StructSequenceSpec::new(
    "sys",
    "int_info",
    "sys.int_info\n\nA named tuple that holds information about Python's\ninternal representation of integers.  The attributes are read only.",
    INT_FIELDS,
    4,
);

static HASH_FIELDS: Fields = &[
    ("width", "width of the type used for hashing, in bits"),
    ("modulus", "prime number giving the modulus on which the hash function is based"),
    ("inf", "value to be used for hash of a positive infinity"),
    ("nan", "value to be used for hash of a nan"),
    ("imag", "multiplier used for the imaginary part of a complex number"),
    ("algorithm", "name of the algorithm for hashing of str, bytes and memoryviews"),
    ("hash_bits", "internal output size of hash algorithm"),
    ("seed_bits", "seed size of hash algorithm"),
    ("cutoff", "small string optimization cutoff"),
];
static HASH_INFO: StructSequenceSpec = StructSequenceSpec::new(
    "sys",
    "hash_info",
    "hash_info\n\nA named tuple providing parameters used for computing hashes.",
    HASH_FIELDS,
    9,
);

static THREAD_FIELDS: Fields = &[
    ("name", "name of the thread implementation"),
    ("lock", "name of the lock implementation"),
    ("version", "name and version of the thread library"),
];
static THREAD_INFO: StructSequenceSpec = StructSequenceSpec::new(
    "sys",
    "thread_info",
    "sys.thread_info\n\nA named tuple holding information about the thread implementation.",
    THREAD_FIELDS,
    3,
);

fn put(
    vm: &mut Vm,
    module: &Typed<Module>,
    row: &'static StructSequenceSpec,
    values: Vec<Ref>,
) -> PyResult<Ref> {
    let value = StructSequence::instance(vm, row, values)?.into_object();
    vm.set_in_module(module, row.spec.name, value.clone())?;
    Ok(value)
}

/// Adds all of it.
pub(super) fn add(vm: &mut Vm, module: &Typed<Module>) -> PyResult<()> {
    let level = vm.new_str("final").into_object();
    let version = vec![vm.new_int(3), vm.new_int(14), vm.new_int(0), level, vm.new_int(0)];
    let version = put(vm, module, &VERSION_INFO, version)?;
    add_implementation(vm, module, version)?;
    let flags = flag_values(vm);
    put(vm, module, &FLAGS, flags)?;
    let int = |value| vm.new_int(value);
    let float = vec![
        vm.new_float(f64::MAX),
        int(1024),
        int(308),
        vm.new_float(f64::MIN_POSITIVE),
        int(-1021),
        int(-307),
        int(15),
        int(53),
        vm.new_float(f64::EPSILON),
        int(2),
        int(1),
    ];
    let integer = vec![int(30), int(4), int(4300), int(640)];
    let hash = vec![
        int(64),
        int((1 << 61) - 1),
        int(314_159),
        int(0),
        int(1_000_003),
        vm.new_str("siphash13").into_object(),
        int(64),
        int(128),
        int(0),
    ];
    let thread =
        vec![vm.new_str("pthread").into_object(), vm.new_str("semaphore").into_object(), vm.none()];
    put(vm, module, &FLOAT_INFO, float)?;
    put(vm, module, &INT_INFO, integer)?;
    put(vm, module, &HASH_INFO, hash)?;
    put(vm, module, &THREAD_INFO, thread)?;
    Ok(())
}

fn flag_values(vm: &mut Vm) -> Vec<Ref> {
    let flags = vm.interpreter().settings.get(vm).flags.clone();
    let numbers = [
        flags.debug,
        flags.inspect,
        flags.interactive,
        flags.optimize,
        flags.dont_write_bytecode,
        flags.no_user_site,
        flags.no_site,
        flags.ignore_environment,
        flags.verbose,
        flags.bytes_warning,
        flags.quiet,
        flags.hash_randomization,
        flags.isolated,
    ];
    let mut values: Vec<Ref> = numbers.into_iter().map(|number| vm.new_int(number)).collect();
    values.push(vm.new_bool(flags.dev_mode));
    values.push(vm.new_int(flags.utf8_mode));
    values.push(vm.new_int(flags.warn_default_encoding));
    values.push(vm.new_bool(flags.safe_path));
    let digits = vm.interpreter().int_digits_max.get();
    values.push(vm.new_int(digits as i64));
    values.extend([vm.new_int(1), vm.new_int(0), vm.new_int(0)]);
    values
}

fn add_implementation(vm: &mut Vm, module: &Typed<Module>, version: Ref) -> PyResult<()> {
    let fields = [
        ("name", vm.new_str("pellucid").into_object()),
        ("cache_tag", vm.new_str("pellucid-314").into_object()),
        ("version", version),
        ("hexversion", vm.new_int(HEX_VERSION)),
        ("_multiarch", vm.new_str("x86_64-linux-gnu").into_object()),
        ("supports_isolated_interpreters", vm.new_bool(false)),
    ];
    let implementation = SimpleNamespace::create(vm, fields.into())?;
    vm.set_in_module(module, "implementation", implementation)
}
