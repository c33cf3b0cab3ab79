//! What `derive(Trace)` says of payload types.
#![allow(dead_code)] // The fields are there to be traced.

use pellucid_macros::Trace;
use pellucid_runtime::heap::{
    Inline, InlinePayload, Label, Object, Payload, Ref, TokenCell, Trace, Tracer, Typed, WeakHead,
};

#[derive(Trace)]
#[repr(C)]
#[payload(weak = watchers)]
struct Watched {
    name: Option<Ref>,
    watchers: WeakHead,
    #[trace(skip)]
    path: std::path::PathBuf,
}

fn always(_: &Object) -> bool {
    true
}

#[derive(Trace)]
#[repr(C)]
#[payload(extends = Watched, needs_finalizer = always)]
struct Extended {
    base: Watched,
    r#type: u32,
}

#[derive(Trace)]
#[repr(C)]
#[payload(extends = Extended)]
struct Twice(Extended);

#[derive(Trace)]
#[payload(none)]
struct Head;

#[derive(Trace)]
#[repr(transparent)]
#[payload(inline)]
struct Items(Inline<Head, u32>);

#[derive(Trace)]
#[payload(none)]
enum Either<X> {
    One(Ref),
    Two { number: u8, part: X },
    Nothing,
}

#[derive(Trace)]
struct Leaf {
    bytes: TokenCell<Vec<u8>>,
}

#[test]
fn containers_are_told_from_leaves() {
    const { assert!(Watched::CONTAINER && Twice::CONTAINER && Either::<u8>::CONTAINER) };
    const { assert!(!Leaf::CONTAINER && !Items::CONTAINER && !Head::CONTAINER) };
}

#[test]
fn a_payload_inherits_from_the_one_it_begins_with() {
    let (base, twice) = (Watched::vtable(), Twice::vtable());
    assert!(twice.base.is_some_and(|base| std::ptr::eq(base, Extended::vtable())));
    assert!(Extended::vtable().base.is_some_and(|own| std::ptr::eq(own, base)));
    let offset = 16 + std::mem::offset_of!(Watched, watchers);
    assert_eq!((base.weak_offset, twice.weak_offset), (Some(offset), Some(offset)));
    assert!(base.needs_finalizer.is_none() && twice.needs_finalizer.is_some());
    assert_eq!((base.name, base.basic_size), ("Watched", size_of::<Typed<Watched>>()));
}

#[test]
fn inline_payloads_name_their_parts() {
    fn takes<T: InlinePayload<Head = Head, Item = u32>>() {}
    takes::<Items>();
}

#[test]
fn parts_are_labelled_by_their_fields() {
    let mut labels = Vec::new();
    let mut visit = |_: &Object, label: Label<'_>| labels.push(format!("{label:?}"));
    let nothing: Either<Option<Ref>> = Either::Two { number: 1, part: None };
    nothing.trace(&mut Tracer::new(&mut visit));
    let nothing: Either<u8> = Either::Nothing;
    nothing.trace(&mut Tracer::new(&mut visit));
    let mut vm = *pellucid_runtime::Vm::new(pellucid_text::hash::HashKey::from_seed(0))
        .expect("an interpreter starts");
    let vm = &mut vm;
    let watched = Watched {
        name: Some(vm.new_int(1)),
        watchers: WeakHead::new(),
        path: std::path::PathBuf::new(),
    };
    watched.trace(&mut Tracer::new(&mut visit));
    let part: Either<Option<Ref>> = Either::Two { number: 1, part: Some(vm.none()) };
    part.trace(&mut Tracer::new(&mut visit));
    Either::<u8>::One(vm.none()).trace_as(Label::Field("owner"), &mut Tracer::new(&mut visit));
    assert_eq!(labels, ["Field(\"name\")", "Field(\"part\")", "Field(\"owner\")"]);
}
