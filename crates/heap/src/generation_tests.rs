//! What happens when the birth numbers run out.

use super::*;
use crate::{
    KindData, KindFlags, Label, Payload, Ref, Tail, Trace, Tracer, Typed, VTable, vtable_functions,
};

#[repr(C)]
struct TestKind(KindData);
impl Trace for TestKind {
    fn trace_as(&self, _: Label<'_>, _: &mut Tracer<'_>) {}
}
// SAFETY: the table describes the type.
unsafe impl Payload for TestKind {
    const VTABLE: &'static VTable = {
        static TABLE: VTable = VTable {
            name: "TestKind",
            base: None,
            basic_size: size_of::<Typed<TestKind>>(),
            size: vtable_functions::<TestKind>().0,
            trace: vtable_functions::<TestKind>().1,
            drop: vtable_functions::<TestKind>().2,
            weak_offset: None,
            needs_finalizer: None,
            tail_order: crate::TailOrder::First,
        };
        &TABLE
    };
}

#[test]
fn numbers_start_again_in_the_same_order() {
    let heap = Heap::new();
    let data = || KindData::new(TestKind::VTABLE, KindFlags::CONTAINER, Tail::default());
    let root = heap.allocate_root_kind(KindFlags::CONTAINER, Tail::default(), TestKind(data()));
    // SAFETY: a TestKind begins with KindData.
    let kind: &crate::Kind = unsafe { root.as_object().downcast_unchecked() };
    let allocate = || heap.allocate(kind, TestKind(data()));
    let mut objects: Vec<Ref<TestKind>> = (0..5).map(|_| allocate()).collect();
    heap.grow_older(0);
    objects.remove(2);
    heap.generations.next_birth.set(u32::MAX - 3);
    objects.extend((0..10).map(|_| allocate()));
    let births: Vec<_> = objects.iter().map(|o| heap.birth_number(o.as_object())).collect();
    assert!(births.is_sorted() && births[13] < Some(30));
    let generations: Vec<_> = objects.iter().map(|o| heap.generation_of(o.as_object())).collect();
    assert_eq!(generations[..4], [Some(1); 4]);
    assert_eq!(generations[4..], [Some(0); 10]);
    assert_eq!(heap.generations.next_birth.get(), births[13].map_or(0, |birth| birth + 1));
}
