//! Struct sequences: tuples whose items have names, as `sys.version_info` and `os.stat_result`.
//!
//! The items that only have names (beyond the length of the tuple) lie in the slots of the instance.

use std::cell::Cell;

use pellucid_heap::{Object, Payload, Ref, Tail, Typed};

use crate::builtins::member_descriptor::MemberPlace;
use crate::builtins::{Dict, MemberDescriptor, Str, Tuple};
use crate::object::interpreter::tail_of;
use crate::object::{Args, Keywords, ObjectExt, Slots, Type, TypeFlags, TypeSpec, instance};
use crate::{PyResult, Vm};
use pellucid_macros::methods;
use pellucid_text::TextBuilder;

/// How a struct sequence is declared.
pub struct StructSequenceSpec {
    /// The type; its base and slots are set by [`new`](Self::new).
    pub spec: TypeSpec,
    /// Names and documentation of the items; an empty name is an item without one.
    pub fields: &'static [(&'static str, &'static str)],
    /// How many of the fields are items of the tuple.
    pub visible: usize,
    /// Whether programs can make instances.
    pub instantiable: bool,
}

impl StructSequenceSpec {
    /// A struct sequence `module.name` with these fields, of which the first `visible` are items.
    pub const fn new(
        module: &'static str,
        name: &'static str,
        doc: &'static str,
        fields: &'static [(&'static str, &'static str)],
        visible: usize,
    ) -> StructSequenceSpec {
        let spec = TypeSpec {
            module,
            base: Some(&crate::builtins::tuple::SPEC),
            doc,
            slots: fill,
            methods: &[StructSequence::METHODS],
            inline: true,
            basic_size: 32,
            item_size: 8,
            ..TypeSpec::new::<Tuple>(name)
        };
        StructSequenceSpec { spec, fields, visible, instantiable: true }
    }

    /// The same, of which programs cannot make instances.
    pub const fn not_instantiable(self) -> StructSequenceSpec {
        StructSequenceSpec { instantiable: false, ..self }
    }

    fn named(&self) -> impl Iterator<Item = (usize, &'static str)> {
        let fields = self.fields.iter().enumerate();
        fields.map(|(index, field)| (index, field.0)).filter(|(_, name)| !name.is_empty())
    }

    fn display_name(&self) -> String {
        match self.spec.module {
            "builtins" => self.spec.name.to_owned(),
            module => format!("{module}.{}", self.spec.name),
        }
    }
}

/// Making struct sequence types and instances.
pub struct StructSequence;

impl StructSequence {
    /// The type of a row; made at the first call.
    pub fn class(vm: &mut Vm, row: &'static StructSequenceSpec) -> PyResult<Ref<Type>> {
        if let Some(class) = vm.interpreter().native_types.get(vm).get(&row.spec) {
            return Ok(class.clone());
        }
        let base = vm.types.tuple.clone();
        let serial = vm.interpreter().next_type_serial();
        let hidden = (row.fields.len() - row.visible) as u16;
        let plain = Type::native(&row.spec, serial, Some(&base));
        let tail = Tail { references: hidden, ..tail_of(&row.spec, false) };
        let kind = pellucid_heap::KindData::new(Tuple::VTABLE, plain.kind.flags(), tail);
        let class = Type { kind, slot_count: Cell::new(hidden), ..plain };
        let class = vm.new_object(&vm.types.type_, class);
        let dict = vm.new_dict();
        class.dict.set(vm, Some(dict));
        vm.ready_native_type(&class)?;
        Self::add_fields(vm, &class, row)?;
        vm.interpreter().native_types.get_mut(vm).insert(&row.spec, class.clone());
        vm.interpreter().struct_sequences.get_mut(vm).push((class.address(), row));
        Ok(class)
    }

    fn add_fields(vm: &mut Vm, class: &Typed<Type>, row: &StructSequenceSpec) -> PyResult<()> {
        let dict = class.namespace();
        let mut match_names = Vec::new();
        for (index, text) in row.named() {
            let name = vm.intern(text);
            let item = index < row.visible;
            let place = match item {
                true => MemberPlace::Item(index),
                false => MemberPlace::Slot(index - row.visible),
            };
            let member = MemberDescriptor { owner: class.to_ref(), name: name.clone(), place };
            let member = vm.new_object(&vm.types.member_descriptor, member).into_object();
            dict.set_str(vm, &name, member);
            if item {
                match_names.push(name.into_object());
            }
        }
        let unnamed = row.fields.len() - row.named().count();
        let match_names = vm.new_tuple(match_names).into_object();
        let entries = [
            ("n_sequence_fields", vm.new_int(row.visible as i64)),
            ("n_fields", vm.new_int(row.fields.len() as i64)),
            ("n_unnamed_fields", vm.new_int(unnamed as i64)),
            ("__match_args__", match_names),
        ];
        for (name, value) in entries {
            let name = vm.intern(name);
            dict.set_str(vm, &name, value);
        }
        if !row.instantiable {
            class.add_flags(TypeFlags::NOT_INSTANTIABLE);
        }
        Ok(())
    }

    /// An instance with a value for each field.
    pub fn instance(
        vm: &mut Vm,
        row: &'static StructSequenceSpec,
        values: Vec<Ref>,
    ) -> PyResult<Ref<Tuple>> {
        let class = Self::class(vm, row)?;
        Ok(Self::of_class(vm, &class, row, values.into_iter().map(Some).collect()))
    }

    fn of_class(
        vm: &mut Vm,
        class: &Typed<Type>,
        row: &StructSequenceSpec,
        mut values: Vec<Option<Ref>>,
    ) -> Ref<Tuple> {
        values.resize(row.fields.len(), None);
        let hidden = values.split_off(row.visible);
        let none = vm.none();
        let items = values.into_iter().map(|value| value.unwrap_or_else(|| none.clone()));
        let items: Vec<Ref> = items.collect();
        let result = Tuple::of_class(vm, class, items.into_iter());
        for (index, value) in hidden.into_iter().enumerate() {
            let value = value.unwrap_or_else(|| none.clone());
            instance::replace_slot(vm, result.as_object(), index, Some(value));
        }
        result
    }

    /// The row of a struct sequence type.
    fn row(vm: &mut Vm, class: &Typed<Type>) -> PyResult<&'static StructSequenceSpec> {
        let known = vm.interpreter().struct_sequences.get(vm);
        match known.iter().find(|(address, _)| *address == class.address()) {
            Some((_, row)) => Ok(row),
            None => Err(vm.type_error("Missed attribute 'n_fields' of type")),
        }
    }
}

fn fill(slots: &mut Slots) {
    slots.new = Some(new);
    slots.repr = Some(repr);
}

fn new(vm: &mut Vm, class: &Typed<Type>, args: Args<'_>) -> PyResult<Ref> {
    let row = StructSequence::row(vm, class)?;
    let name = row.display_name();
    if !row.instantiable {
        return Err(vm.type_error(format!("cannot create '{name}' instances")));
    }
    let sequence =
        args.positional().first().map(|first| &**first).or_else(|| args.keyword("sequence"));
    let Some(sequence) = sequence else {
        return Err(vm.type_error(format!(
            "{}() missing required argument 'sequence' (pos 1)",
            row.spec.name
        )));
    };
    let names = args.positional().get(1).map(|second| &**second).or_else(|| args.keyword("dict"));
    if sequence.class().slots(vm).iter.is_none() && sequence.class().slots(vm).get_item.is_none() {
        return Err(vm.type_error("constructor requires a sequence"));
    }
    let given = vm.collect(sequence)?;
    let (least, most) = (row.visible, row.fields.len());
    let count = given.len();
    let bound = match () {
        _ if (least..=most).contains(&count) => None,
        _ if least == most => Some(format!("a {least}")),
        _ if count < least => Some(format!("an at least {least}")),
        _ => Some(format!("an at most {most}")),
    };
    if let Some(bound) = bound {
        return Err(
            vm.type_error(format!("{name}() takes {bound}-sequence ({count}-sequence given)"))
        );
    }
    let mut values: Vec<Option<Ref>> = given.into_iter().map(Some).collect();
    values.resize(most, None);
    if let Some(names) = names {
        let Some(dict) = names.downcast::<Dict>() else {
            return Err(vm.type_error(format!("{name}() takes a dict as second arg, if any")));
        };
        let mut used = 0;
        for (index, field) in row.named().filter(|(index, _)| *index >= count) {
            let key = vm.intern(field);
            if let Some(value) = dict.get_str(vm, &key) {
                values[index] = Some(value);
                used += 1;
            }
        }
        if dict.len(vm) > used {
            return Err(
                vm.type_error(format!("{name}() got duplicate or unexpected field name(s)"))
            );
        }
    }
    Ok(StructSequence::of_class(vm, class, row, values).into_object())
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let row = StructSequence::row(vm, object.class())?;
    let items = object.downcast::<Tuple>().map_or(Vec::new(), |tuple| tuple.items().to_vec());
    let mut text = TextBuilder::new();
    text.push_str(&format!("{}(", row.display_name()));
    for (position, ((_, name), item)) in row.named().zip(&items).enumerate() {
        let separator = if position == 0 { "" } else { ", " };
        let shown = vm.repr(item)?;
        text.push_str(&format!("{separator}{name}="));
        text.push_text(shown.text());
    }
    text.push_str(")");
    Ok(vm.new_text_slice(text.as_text()).into_object())
}

impl StructSequence {
    /// The fields beyond the tuple's length, by name.
    fn hidden_fields(vm: &mut Vm, object: &Object, row: &StructSequenceSpec) -> Ref<Dict> {
        let dict = vm.new_dict();
        for (index, name) in row.named().filter(|(index, _)| *index >= row.visible) {
            if let Some(value) = instance::slot(object, index - row.visible) {
                let name = vm.intern(name);
                dict.set_str(vm, &name, value);
            }
        }
        dict
    }
}

#[methods]
impl StructSequence {
    #[method("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, object: &Object) -> PyResult {
        let row = StructSequence::row(vm, object.class())?;
        let items = object.downcast::<Tuple>().map_or(Vec::new(), |tuple| tuple.items().to_vec());
        let items = vm.new_tuple(items).into_object();
        let hidden = StructSequence::hidden_fields(vm, object, row).into_object();
        let arguments = vm.new_tuple(vec![items, hidden]).into_object();
        let class = object.class().as_object().to_ref();
        Ok(vm.new_tuple(vec![class, arguments]).into_object())
    }

    /// Return a copy of the structure with new values for the specified fields.
    #[method("__replace__(self, /, **changes)")]
    fn replace(vm: &mut Vm, object: &Object, changes: Keywords<'_>) -> PyResult {
        let row = StructSequence::row(vm, object.class())?;
        let name = row.display_name();
        if row.named().count() != row.fields.len() {
            return Err(vm.type_error(format!(
                "__replace__() is not supported for {name} because it has unnamed field(s)"
            )));
        }
        let items = object.downcast::<Tuple>().map_or(Vec::new(), |tuple| tuple.items().to_vec());
        let mut values: Vec<Option<Ref>> = items.into_iter().map(Some).collect();
        values.extend(
            (row.visible..row.fields.len()).map(|i| instance::slot(object, i - row.visible)),
        );
        for (key, value) in changes.iter() {
            match row.named().find(|(_, field)| key.text() == **field) {
                Some((index, _)) => values[index] = Some(value.to_ref()),
                None => {
                    let key: &Typed<Str> = key;
                    let shown = vm.repr(key.as_object())?;
                    return Err(vm.type_error(format!("Got unexpected field name(s): [{shown}]")));
                }
            }
        }
        let class = object.class().to_ref();
        Ok(StructSequence::of_class(vm, &class, row, values).into_object())
    }
}
