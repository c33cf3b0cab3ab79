//! Limits of numbers, encodings, switch interval, and interning.

use std::time::Duration;

use pellucid_runtime::prelude::*;

/// Numbers and names that programs may set or ask for.
pub struct Numbers;

/// Fewest digits that `sys.set_int_max_str_digits` takes.
const INT_DIGITS_LEAST: i64 = 640;

#[methods]
impl Numbers {
    /// Return the maximum string digits limit for non-binary int<->str conversions.
    #[function("get_int_max_str_digits()")]
    fn get_int_max_str_digits(vm: &mut Vm) -> usize {
        vm.interpreter().int_digits_max.get()
    }

    /// Set the maximum string digits limit for non-binary int<->str conversions.
    #[function("set_int_max_str_digits(maxdigits)")]
    fn set_int_max_str_digits(vm: &mut Vm, maxdigits: i32) -> PyResult<()> {
        let digits = i64::from(maxdigits);
        if digits != 0 && digits < INT_DIGITS_LEAST {
            return Err(vm.value_error("maxdigits must be >= 640 or 0 for unlimited"));
        }
        vm.interpreter().int_digits_max.set(digits as usize);
        Ok(())
    }

    /// Return the current default encoding used by the Unicode implementation.
    #[function("getdefaultencoding()")]
    fn get_default_encoding(_: &mut Vm) -> &'static str {
        "utf-8"
    }

    /// Return the encoding used to convert Unicode filenames to OS filenames.
    #[function("getfilesystemencoding()")]
    fn get_file_system_encoding(_: &mut Vm) -> &'static str {
        "utf-8"
    }

    /// Return the error mode used for Unicode to OS filename conversion.
    #[function("getfilesystemencodeerrors()")]
    fn get_file_system_encode_errors(_: &mut Vm) -> &'static str {
        "surrogateescape"
    }

    /// Return the current thread switch interval; see sys.setswitchinterval().
    #[function("getswitchinterval()")]
    fn get_switch_interval(vm: &mut Vm) -> f64 {
        vm.switch_interval().as_secs_f64()
    }

    /// Set the ideal thread switching delay inside the Python interpreter.
    ///
    /// The actual frequency of switching threads can be lower if the
    /// interpreter executes long sequences of uninterruptible code
    /// (this is implementation-specific and workload-dependent).
    ///
    /// The parameter must represent the desired switching delay in seconds
    /// A typical value is 0.005 (5 milliseconds).
    #[function("setswitchinterval(interval, /)")]
    fn set_switch_interval(vm: &mut Vm, interval: f64) -> PyResult<()> {
        if interval <= 0.0 || interval.is_nan() {
            return Err(vm.value_error("switch interval must be strictly positive"));
        }
        vm.set_switch_interval(Duration::from_secs_f64(interval.min(1e9)));
        Ok(())
    }

    /// ``Intern'' the given string.
    ///
    /// This enters the string in the (global) table of interned strings whose
    /// purpose is to speed up dictionary lookups. Return the string itself or
    /// the previously interned string object with the same value.
    #[function("intern(string, /)")]
    fn intern(vm: &mut Vm, string: &Object) -> PyResult<Ref<Str>> {
        match string.downcast::<Str>() {
            Some(text) if string.class_is(&vm.types.str) => Ok(vm.intern_str(text)),
            Some(_) => {
                let class = string.class().name(vm);
                Err(vm.type_error(format!("can't intern {class}")))
            }
            None => {
                let class = string.class().name(vm);
                Err(vm.type_error(format!("intern() argument must be str, not {class}")))
            }
        }
    }

    /// Return True if the given string is "interned".
    #[function("_is_interned(string, /)")]
    fn is_interned(_: &mut Vm, string: &Typed<Str>) -> bool {
        string.is_interned()
    }

    /// Return True if the given object is "immortal" per PEP 683.
    #[function("_is_immortal(op, /)")]
    fn is_immortal(_: &mut Vm, op: &Object) -> bool {
        op.is_immortal()
    }

    /// Return True if the GIL is currently enabled and False if the GIL is disabled.
    #[function("_is_gil_enabled()")]
    fn is_gil_enabled(_: &mut Vm) -> bool {
        true
    }
}
