//! The byte limit, the peak, and requests that are refused.
#![allow(unsafe_code, clippy::unwrap_used)] // The test world implements payloads by hand.

mod world;

use pellucid_heap::{Buffer, Heap, LimitExceeded, Ref};
use world::{Bytes, Tuple, World, as_kind};

#[test]
fn the_limit_stops_large_requests_and_reports_small_ones() {
    let world = World::new();
    let heap: &Heap = &world.heap;
    heap.set_limit(Some(heap.live_bytes() + 10_000));
    let bytes =
        |len| heap.allocate_zeroed::<Bytes>(as_kind(&world.bytes), 0, len).map(|b| b.finish());
    assert!(matches!(bytes(20_000), Err(LimitExceeded)));
    assert!(matches!(bytes(usize::MAX), Err(LimitExceeded)));
    assert!(matches!(bytes(usize::MAX / 4), Err(LimitExceeded)));
    assert!(heap.charge(20_000).is_err() && !heap.over_limit());
    let mut buffer = pellucid_heap::Buffer::<u64>::new(heap);
    assert!(buffer.set_capacity(10_000).is_err() && buffer.set_capacity(usize::MAX).is_err());
    let held = bytes(5_000).unwrap();
    let mut leaves = Vec::new();
    while !heap.over_limit() {
        leaves.push(world.leaf(1));
    }
    assert!(heap.attention() && heap.live_bytes() > heap.limit().unwrap());
    assert!(heap.take_over_limit() && !heap.over_limit());
    // The handler of the error may go on for a while ...
    leaves.extend((0..100).map(|value| world.leaf(value)));
    assert!(!heap.over_limit());
    // ... but not for ever.
    leaves.extend((0..10_000).map(|value| world.leaf(value)));
    assert!(heap.over_limit());
    drop(leaves);
    assert!(!heap.take_over_limit());
    let peak = heap.peak_bytes();
    assert!(peak > heap.live_bytes() + 100_000);
    drop(held);
    heap.reset_peak();
    assert_eq!(heap.peak_bytes(), heap.live_bytes());
    world.verify(&[]);
}

#[test]
fn the_peak_is_exact() {
    let world = World::new();
    let start = world.heap.live_bytes();
    let leaves: Vec<_> = (0..100).map(|value| world.leaf(value)).collect();
    drop(leaves);
    let _again: Vec<_> = (0..50).map(|value| world.leaf(value)).collect();
    assert_eq!(world.heap.peak_bytes(), start + 3200);
    assert_eq!(world.heap.live_bytes(), start + 1600);
}

/// Uses whatever can be refused.
fn busy(world: &World) -> Result<usize, LimitExceeded> {
    let heap = &world.heap;
    let bytes = heap.allocate_zeroed::<Bytes>(as_kind(&world.bytes), 0, 5000)?.finish();
    let short = heap.allocate_zeroed::<Bytes>(as_kind(&world.bytes), 0, 5)?.finish();
    let mut buffer: Buffer<Ref> = Buffer::new(heap);
    for capacity in [1, 4, 100, 1000, 5000] {
        buffer.set_capacity(capacity)?;
        while buffer.len() < capacity {
            buffer.push(world.leaf(buffer.len() as u64).into_object());
        }
    }
    buffer.truncate(10);
    buffer.set_capacity(0)?;
    let items = (0..100u32).map(|value| world.leaf(value.into()).into_object());
    let tuple = heap.try_allocate_items::<Tuple>(as_kind(&world.tuple), (), items)?;
    heap.charge(1000)?;
    heap.discharge(1000);
    let copy = Buffer::from_items(heap, (0..1000).chain([]).collect::<Vec<u64>>().into_iter())?;
    Ok(bytes.0.items().len() + short.0.items().len() + tuple.0.items().len() + copy.len())
}

#[test]
fn every_request_may_fail() {
    let world = World::new();
    let before = world.heap.live_bytes();
    let mut refused = 0;
    loop {
        world.heap.refuse_request(Some(refused + 1));
        let result = busy(&world);
        assert_eq!(world.heap.live_bytes(), before);
        world.verify(&[]);
        if world.heap.will_refuse_request() {
            assert_eq!(result, Ok(5000 + 5 + 100 + 1000));
            break;
        }
        assert_eq!(result, Err(LimitExceeded));
        refused += 1;
    }
    world.heap.refuse_request(None);
    assert_eq!(refused, 11);
}
