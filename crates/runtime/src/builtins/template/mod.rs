//! `string.templatelib.Template` (PEP 750): what a t-string makes.

mod interpolation;
mod iter;

pub use interpolation::{INTERPOLATION_SPEC, Interpolation};

use crate::object::{Slots, TypeSpec};
use crate::prelude::*;

/// Strings with interpolations between them: one string more than interpolations.
#[derive(Trace)]
pub struct Template {
    strings: Ref<Tuple>,
    interpolations: Ref<Tuple>,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    module: "string.templatelib",
    doc: "Template object",
    slots,
    methods: &[Template::METHODS],
    getsets: &[Template::GETSETS],
    ..TypeSpec::new::<Template>("Template")
};

fn slots(slots: &mut Slots) {
    slots.new = Some(new);
    slots.iter = Some(iter::iterate);
    slots.concatenate = Some(concatenate);
    slots.repr = Some(|vm, object| {
        let Some(this) = object.downcast::<Template>() else { return Ok(vm.none()) };
        let strings = vm.repr(this.strings.as_object())?;
        let interpolations = vm.repr(this.interpolations.as_object())?;
        vm.join_pieces("Template(strings=", &[strings, interpolations], ", interpolations=", ")")
    });
}

fn new(vm: &mut Vm, class: &Typed<Type>, args: Args<'_>) -> PyResult {
    if !args.keywords_are_empty() {
        return Err(vm.type_error("Template.__new__ only accepts *args arguments"));
    }
    let (mut strings, mut interpolations): (Vec<Ref<Str>>, Vec<Ref>) = (Vec::new(), Vec::new());
    let mut after_string = false;
    for part in args.positional() {
        if part.holds::<Interpolation>() {
            if !after_string {
                strings.push(vm.new_str(""));
            }
            interpolations.push(part.clone());
            after_string = false;
        } else if let Some(text) = part.downcast::<Str>() {
            match strings.last_mut().filter(|_| after_string) {
                Some(last) => *last = joined(vm, last, text)?,
                None => strings.push(text.to_ref()),
            }
            after_string = true;
        } else {
            let class = part.class().name(vm);
            return Err(vm.type_error(format!(
                "Template.__new__ *args need to be of type 'str' or 'Interpolation', got {class}"
            )));
        }
    }
    if !after_string {
        strings.push(vm.new_str(""));
    }
    let strings = strings.into_iter().map(|text| text.into_object()).collect();
    let (strings, interpolations) = (vm.new_tuple(strings), vm.new_tuple(interpolations));
    Ok(vm.new_object(class, Template { strings, interpolations }).into_object())
}

fn joined(vm: &mut Vm, left: &Typed<Str>, right: &Typed<Str>) -> PyResult<Ref<Str>> {
    let text = vm.join_pieces("", &[left.to_ref(), right.to_ref()], "", "")?;
    vm.str(&text)
}

fn concatenate(vm: &mut Vm, left: &Object, right: &Object) -> PyResult {
    let (Some(a), Some(b)) = (left.downcast::<Template>(), right.downcast::<Template>()) else {
        let class = right.class().name(vm);
        return Err(vm.type_error(format!(
            "can only concatenate string.templatelib.Template (not \"{class}\") to string.templatelib.Template"
        )));
    };
    let mut strings = a.strings.items().to_vec();
    let mut more = b.strings.items().iter();
    if let (Some(last), Some(first)) = (strings.pop(), more.next())
        && let (Some(last), Some(first)) = (last.downcast::<Str>(), first.downcast::<Str>())
    {
        strings.push(joined(vm, last, first)?.into_object());
    }
    strings.extend(more.cloned());
    let mut interpolations = a.interpolations.items().to_vec();
    interpolations.extend(b.interpolations.items().iter().cloned());
    Template::of_parts(vm, strings, interpolations)
}

impl Template {
    fn of_parts(vm: &mut Vm, strings: Vec<Ref>, interpolations: Vec<Ref>) -> PyResult {
        let class = vm.native_type(&SPEC)?;
        let (strings, interpolations) = (vm.new_tuple(strings), vm.new_tuple(interpolations));
        Ok(vm.new_object(&class, Template { strings, interpolations }).into_object())
    }

    /// The template of a t-string.
    pub(crate) fn of_syntax(
        vm: &mut Vm,
        strings: Ref<Tuple>,
        interpolations: Ref<Tuple>,
    ) -> PyResult {
        let class = vm.native_type(&SPEC)?;
        Ok(vm.new_object(&class, Template { strings, interpolations }).into_object())
    }
}

#[methods]
impl Template {
    /// Strings
    #[member("strings")]
    fn strings(_: &mut Vm, this: &Typed<Self>) -> Ref<Tuple> {
        this.strings.clone()
    }

    /// Interpolations
    #[member("interpolations")]
    fn interpolations(_: &mut Vm, this: &Typed<Self>) -> Ref<Tuple> {
        this.interpolations.clone()
    }

    /// Values of interpolations
    #[getter("values")]
    fn values(vm: &mut Vm, this: &Typed<Self>) -> Ref<Tuple> {
        let interpolations = this.interpolations.items().iter();
        let values = interpolations
            .filter_map(|each| each.downcast::<Interpolation>().map(|each| each.value.clone()));
        vm.new_tuple(values.collect())
    }

    #[method("__reduce__(self, /)", hidden)]
    fn reduce(vm: &mut Vm, this: &Typed<Self>) -> PyResult {
        let function = vm.import_attribute("string.templatelib", "_template_unpickle")?;
        (function, (this.strings.clone(), this.interpolations.clone())).into_result(vm)
    }

    /// See PEP 585
    #[class_method("__class_getitem__(cls, object, /)")]
    fn class_get_item(vm: &mut Vm, class: &Typed<Type>, object: &Object) -> PyResult {
        vm.new_generic_alias(class.as_object(), object)
    }
}
