//! Functions that ask an object about itself: attributes, class, identity, text.

use crate::object::OwnedArgs;
use crate::prelude::*;

/// The functions.
pub struct Attributes;

#[methods(owner = "builtins")]
impl Attributes {
    /// Return whether the object is callable (i.e., some kind of function).
    ///
    /// Note that classes are callable, as are instances of classes with a
    /// __call__() method.
    #[function("callable(obj, /)")]
    fn callable(vm: &mut Vm, obj: &Object) -> bool {
        vm.is_callable(obj)
    }

    /// Call sys.breakpointhook(*args, **kws).
    ///
    /// sys.breakpointhook() must accept whatever arguments are passed.
    ///
    /// By default, this drops you into the pdb debugger.
    #[function("breakpoint(*args, **kws)")]
    fn breakpoint(vm: &mut Vm, args: &[Ref], keywords: Keywords<'_>) -> PyResult {
        let Some(hook) = vm.sys_attribute("breakpointhook")? else {
            return Err(vm.runtime_error("lost sys.breakpointhook"));
        };
        let mut all = OwnedArgs::new();
        all.extend(args.to_vec());
        for (name, value) in keywords.iter() {
            // The names of keyword arguments differ.
            let _ = all.push_keyword(name.to_ref(), value.to_ref());
        }
        vm.call(&hook, all.as_args())
    }

    /// Get a named attribute from an object.
    ///
    /// getattr(x, 'y') is equivalent to ``x.y``.
    ///
    /// When a default argument is given, it is returned when the attribute doesn't
    /// exist; without it, an exception is raised in that case.
    #[function("getattr(object, name, default=<unrepresentable>, /)", hidden)]
    fn getattr(vm: &mut Vm, object: &Object, name: &Object, default: Option<&Object>) -> PyResult {
        let name = vm.attribute_name(name)?;
        match default {
            None => vm.get_attribute(object, &name),
            Some(default) => {
                Ok(vm.find_attribute(object, &name)?.unwrap_or_else(|| default.to_ref()))
            }
        }
    }

    /// Return whether the object has an attribute with the given name.
    ///
    /// This is done by calling getattr(obj, name) and catching AttributeError.
    #[function("hasattr(obj, name, /)")]
    fn hasattr(vm: &mut Vm, obj: &Object, name: &Object) -> PyResult<bool> {
        let name = vm.attribute_name(name)?;
        Ok(vm.find_attribute(obj, &name)?.is_some())
    }

    /// Sets the named attribute on the given object to the specified value.
    ///
    /// setattr(x, 'y', v) is equivalent to ``x.y = v``
    #[function("setattr(obj, name, value, /)")]
    fn setattr(vm: &mut Vm, obj: &Object, name: &Object, value: &Object) -> PyResult<()> {
        let name = vm.attribute_name(name)?;
        let name = vm.intern_str(&name);
        vm.set_attribute(obj, &name, Some(value))
    }

    /// Deletes the named attribute from the given object.
    ///
    /// delattr(x, 'y') is equivalent to ``del x.y``
    #[function("delattr(obj, name, /)")]
    fn delattr(vm: &mut Vm, obj: &Object, name: &Object) -> PyResult<()> {
        let name = vm.attribute_name(name)?;
        vm.set_attribute(obj, &name, None)
    }

    /// Return the hash value for the given object.
    ///
    /// Two objects that compare equal must also have the same hash value, but the
    /// reverse is not necessarily true.
    #[function("hash(obj, /)")]
    fn hash(vm: &mut Vm, obj: &Object) -> PyResult<i64> {
        vm.hash(obj)
    }

    /// Return the identity of an object.
    ///
    /// This is guaranteed to be unique among simultaneously existing objects.
    /// (CPython uses the object's memory address.)
    #[function("id(obj, /)")]
    fn id(vm: &mut Vm, obj: &Object) -> usize {
        if obj.holds::<Int>() || obj.holds::<Float>() {
            vm.number_ids_seen.set(true);
        }
        obj.address()
    }

    /// Return whether an object is an instance of a class or of a subclass thereof.
    ///
    /// A tuple, as in ``isinstance(x, (A, B, ...))``, may be given as the target to
    /// check against. This is equivalent to ``isinstance(x, A) or isinstance(x, B)
    /// or ...`` etc.
    #[function("isinstance(obj, class_or_tuple, /)")]
    fn isinstance(vm: &mut Vm, obj: &Object, class_or_tuple: &Object) -> PyResult<bool> {
        vm.is_instance(obj, class_or_tuple)
    }

    /// Return whether 'cls' is derived from another class or is the same class.
    ///
    /// A tuple, as in ``issubclass(x, (A, B, ...))``, may be given as the target to
    /// check against. This is equivalent to ``issubclass(x, A) or issubclass(x, B)
    /// or ...``.
    #[function("issubclass(cls, class_or_tuple, /)")]
    fn issubclass(vm: &mut Vm, cls: &Object, class_or_tuple: &Object) -> PyResult<bool> {
        vm.is_subclass(cls, class_or_tuple)
    }

    /// Return the canonical string representation of the object.
    ///
    /// For many object types, including most builtins, eval(repr(obj)) == obj.
    #[function("repr(obj, /)")]
    fn repr(vm: &mut Vm, obj: &Object) -> PyResult<Ref<Str>> {
        vm.repr(obj)
    }

    /// Return an ASCII-only representation of an object.
    ///
    /// As repr(), return a string containing a printable representation of an
    /// object, but escape the non-ASCII characters in the string returned by
    /// repr() using \\x, \\u or \\U escapes. This generates a string similar
    /// to that returned by repr() in Python 2.
    #[function("ascii(obj, /)")]
    fn ascii(vm: &mut Vm, obj: &Object) -> PyResult<Ref<Str>> {
        vm.ascii(obj)
    }

    /// Return type(value).__format__(value, format_spec)
    ///
    /// Many built-in types implement format_spec according to the
    /// Format Specification Mini-language. See help('FORMATTING')
    /// and the 'format' documentation for more details.
    #[function("format(value, format_spec='', /)")]
    fn format(vm: &mut Vm, value: &Object, format_spec: Option<&Typed<Str>>) -> PyResult<Ref<Str>> {
        let specification = match format_spec {
            Some(specification) => specification.to_ref(),
            None => vm.singletons.empty_str.clone(),
        };
        vm.format(value, specification.as_object())
    }
}
