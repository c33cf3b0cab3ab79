//! `IsoCalendarDate`: the tuple that `isocalendar` gives.

use pellucid_runtime::builtins::tuple;
use pellucid_runtime::object::Slots;
use pellucid_runtime::prelude::*;

/// Making these tuples.
pub struct IsoCalendarDate;

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    module: "datetime",
    base: Some(&tuple::SPEC),
    doc: "The result of date.isocalendar() or datetime.isocalendar()\n\nThis object may be accessed either as a tuple of\n  ((year, week, weekday)\nor via the object attributes as named in the above tuple.",
    slots,
    methods: &[IsoCalendarDate::METHODS],
    getsets: &[IsoCalendarDate::GETSETS],
    inline: true,
    ..TypeSpec::new::<Tuple>("IsoCalendarDate")
};

fn slots(slots: &mut Slots) {
    slots.new = Some(IsoCalendarDate::NEW);
    slots.repr = Some(|vm, object| {
        let class = object.class().name(vm);
        let items = object.downcast::<Tuple>().map_or(Vec::new(), |tuple| tuple.items().to_vec());
        let mut pieces = Vec::with_capacity(items.len());
        for (name, item) in ["year", "week", "weekday"].iter().zip(&items) {
            let item = vm.str(item)?;
            let name = vm.new_str(&format!("{name}="));
            pieces.push(Str::concatenate_two(vm, &name, &item)?);
        }
        vm.join_pieces(&format!("{class}("), &pieces, ", ", ")")
    });
}

impl IsoCalendarDate {
    /// A new tuple of year, week and weekday.
    pub fn make(vm: &mut Vm, numbers: [i64; 3]) -> PyResult {
        let class = vm.native_type(&SPEC)?;
        let items = numbers.map(|number| vm.new_int(number));
        Ok(Tuple::of_class(vm, &class, items.into_iter()).into_object())
    }

    fn item(object: &Object, index: usize) -> Option<Ref> {
        object.downcast::<Tuple>()?.items().get(index).cloned()
    }
}

#[methods(owner = "IsoCalendarDate")]
impl IsoCalendarDate {
    #[constructor("IsoCalendarDate(year, week, weekday)")]
    fn create(vm: &mut Vm, class: &Typed<Type>, year: i32, week: i32, weekday: i32) -> PyResult {
        let items = [year, week, weekday].map(|number| vm.new_int(i64::from(number)));
        Ok(Tuple::of_class(vm, class, items.into_iter()).into_object())
    }

    #[getter("year")]
    fn year(_: &mut Vm, object: &Object) -> Option<Ref> {
        IsoCalendarDate::item(object, 0)
    }

    #[getter("week")]
    fn week(_: &mut Vm, object: &Object) -> Option<Ref> {
        IsoCalendarDate::item(object, 1)
    }

    #[getter("weekday")]
    fn weekday(_: &mut Vm, object: &Object) -> Option<Ref> {
        IsoCalendarDate::item(object, 2)
    }

    /// __reduce__() -> (cls, state)
    #[method("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, object: &Object) -> PyResult {
        let items = object.downcast::<Tuple>().map_or(Vec::new(), |tuple| tuple.items().to_vec());
        let class = vm.types.tuple.clone();
        let plain = vm.new_tuple(items);
        (class, (plain,)).into_result(vm)
    }
}
