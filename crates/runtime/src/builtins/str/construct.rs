//! `str(object, encoding, errors)`, and what pickling and `sys.getsizeof` ask.

use pellucid_heap::LimitExceeded;

use crate::prelude::*;

/// The `new` slot.
pub(super) fn new(vm: &mut Vm, class: &Typed<Type>, args: Args<'_>) -> PyResult<Ref> {
    if class.is(&*vm.types.str)
        && args.keywords_are_empty()
        && let [object] = args.positional()
    {
        return Ok(vm.str(object)?.into_object());
    }
    if args.keywords_are_empty() && args.len() > 3 {
        let given = args.len();
        return Err(vm.type_error(format!("str expected at most 3 arguments, got {given}")));
    }
    (Str::OBJECT_NEW)(vm, class, args)
}

fn decoded(
    vm: &mut Vm,
    object: &Object,
    encoding: Option<&str>,
    errors: Option<&str>,
) -> PyResult<Ref<Str>> {
    if object.holds::<Str>() {
        return Err(vm.type_error("decoding str is not supported"));
    }
    let Some(bytes) = vm.try_bytes_of(object)? else {
        let class = object.class().name(vm);
        let message = format!("decoding to str: need a bytes-like object, {class} found");
        return Err(vm.type_error(message));
    };
    vm.decode_bytes(&bytes, Some(object), encoding, errors)
}

#[methods(OBJECT)]
impl Str {
    #[constructor("str(object='', encoding='utf-8', errors='strict')")]
    fn create(
        vm: &mut Vm,
        class: &Typed<Type>,
        object: Option<&Object>,
        encoding: Option<&Typed<Str>>,
        errors: Option<&Typed<Str>>,
    ) -> PyResult {
        let text = match object {
            None => vm.singletons.empty_str.clone(),
            Some(object) if encoding.is_none() && errors.is_none() => vm.str(object)?,
            Some(object) => {
                let encoding = vm.codec_name(encoding)?;
                let errors = vm.codec_name(errors)?;
                decoded(vm, object, encoding.as_deref(), errors.as_deref())?
            }
        };
        if class.is(&*vm.types.str) {
            return Ok(text.into_object());
        }
        let made = Str::of_class(vm, class, &text);
        Ok(made.map_err(|LimitExceeded| vm.memory_error())?.into_object())
    }

    #[method("__getnewargs__(self, /)")]
    fn new_arguments(vm: &mut Vm, text: &Typed<Str>) -> PyResult<(Ref<Str>,)> {
        Ok((vm.try_text(text.text())?,))
    }

    /// Return the size of the string in memory, in bytes.
    #[method("__sizeof__(self, /)")]
    fn size_of(vm: &mut Vm, text: &Typed<Str>) -> usize {
        let width = text.text().width();
        if !text.class_is(&vm.types.str) {
            // CPython keeps the characters of a subclass's instance in a block of their own.
            return vm.layout_of(&super::SPEC).basic + (text.len() + 1) * width;
        }
        vm.sizes_of().str_bytes(text.len(), width, text.is_ascii())
    }
}
