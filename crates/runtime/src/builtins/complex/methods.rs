//! The methods of `complex`.

use pellucid_text::format::format_complex;

use super::slots::own;
use crate::builtins::Complex;
use crate::prelude::*;

#[methods]
impl Complex {
    /// Return the complex conjugate of its argument. (3-4j).conjugate() == 3+4j.
    #[method("conjugate(self, /)")]
    fn conjugate(vm: &mut Vm, this: &Typed<Complex>) -> Ref {
        let (real, imaginary) = this.parts();
        Complex::from_parts(vm, (real, -imaginary))
    }

    /// Convert this value to exact type complex.
    #[method("__complex__(self, /)")]
    fn to_complex(vm: &mut Vm, this: &Typed<Complex>) -> Ref {
        exact(vm, this.as_object())
    }

    #[method("__getnewargs__(self, /)")]
    fn new_arguments(_vm: &mut Vm, this: &Typed<Complex>) -> (f64, f64) {
        this.parts()
    }

    /// Convert to a string according to format_spec.
    #[method("__format__(self, format_spec, /)")]
    fn format(vm: &mut Vm, this: &Typed<Complex>, format_spec: &Typed<Str>) -> PyResult<Ref<Str>> {
        if format_spec.is_empty() {
            return vm.str(this.as_object());
        }
        let name = this.class().name(vm);
        let (real, imaginary) = this.parts();
        vm.format_number(format_spec, &name, |specification, builder| {
            format_complex(real, imaginary, specification, &name, builder)
        })
    }

    /// Convert number to a complex floating-point number.
    #[class_method("from_number(cls, number, /)")]
    fn from_number(vm: &mut Vm, class: &Typed<Type>, number: &Object) -> PyResult {
        let exact = class.is(&*vm.types.complex);
        if exact && number.class_is(&vm.types.complex) {
            return Ok(number.to_ref());
        }
        let parts = match super::new::by_special_method(vm, number)? {
            Some(parts) => parts,
            None => match number.downcast::<Complex>() {
                Some(complex) => complex.parts(),
                None => (vm.as_f64(number)?, 0.0),
            },
        };
        let value = Complex::from_parts(vm, parts);
        if exact { Ok(value) } else { vm.call_positional(class.as_object(), &[&value]) }
    }

    /// the real part of a complex number
    #[member("real")]
    fn real(_vm: &mut Vm, this: &Typed<Complex>) -> f64 {
        this.parts().0
    }

    /// the imaginary part of a complex number
    #[member("imag")]
    fn imaginary(_vm: &mut Vm, this: &Typed<Complex>) -> f64 {
        this.parts().1
    }
}

/// The number as an exact `complex`.
pub(super) fn exact(vm: &Vm, object: &Object) -> Ref {
    if object.class_is(&vm.types.complex) {
        object.to_ref()
    } else {
        Complex::from_parts(vm, own(object))
    }
}
