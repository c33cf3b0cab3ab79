//! Tables of pairs: what lies where in their block.
#![allow(unsafe_code, clippy::unwrap_used)] // The test world implements payloads by hand.

mod world;

use pellucid_heap::{IndexedPairs, Place};
use world::World;

#[test]
fn pairs_keep_their_order_and_places() {
    let world = World::new();
    // Indexes of one, two and four bytes a place.
    for places in [8, 128, 256, 1 << 15, 1 << 16] {
        for hashes in [false, true] {
            let mut pairs = IndexedPairs::with_places(&world.heap, places, hashes).unwrap();
            let pair = (world.leaf(1).into_object(), world.leaf(2).into_object());
            assert_eq!(pairs.places(), places);
            for position in 0..pairs.capacity() {
                assert_eq!(pairs.place(position), Place::Empty);
                pairs.set_place(position, position);
                pairs.push(Some(pair.clone()), position as i64 - 3);
            }
            let last = pairs.capacity() - 1;
            pairs.delete_place(1);
            pairs.get_mut(1).unwrap().take();
            let copy = pairs.duplicate(&world.heap).unwrap();
            for pairs in [&pairs, &copy] {
                assert_eq!(pairs.place(1), Place::Deleted);
                assert!(pairs.get(1).is_none() && pairs.get(last + 1).is_none());
                assert_eq!(pairs.place(last + places), Place::Entry(last));
                assert_eq!(pairs.place(last + 1), Place::Empty);
                assert!(pairs.get(last).is_some_and(|(key, _)| key.is(&pair.0)));
                assert_eq!(pairs.hash(last), hashes.then_some(last as i64 - 3));
            }
            let held = 2 * last;
            assert_eq!(pair.1.ref_count(), 1 + held);
            pairs.truncate(1);
            drop(copy);
            assert_eq!((pairs.len(), pair.1.ref_count()), (1, 2));
        }
    }
}

#[test]
fn pairs_without_places_hold_nothing() {
    let world = World::new();
    let before = world.heap.live_bytes();
    let mut pairs = IndexedPairs::new(&world.heap);
    assert_eq!((pairs.places(), pairs.capacity(), pairs.len()), (0, 0, 0));
    assert_eq!(pairs.place(12345), Place::Empty);
    assert!(pairs.get_mut(0).is_none() && pairs.duplicate(&world.heap).unwrap().is_empty());
    assert_eq!(world.heap.live_bytes(), before);
    assert!(IndexedPairs::with_places(&world.heap, 24, false).is_err());
    assert!(IndexedPairs::with_places(&world.heap, 1 << 40, false).is_err());
    world.heap.set_limit(Some(before + 10_000));
    assert!(IndexedPairs::with_places(&world.heap, 1 << 12, true).is_err());
    assert_eq!(world.heap.live_bytes(), before);
}

#[test]
#[should_panic(expected = "positions are within the capacity")]
fn a_table_without_places_has_none_to_write() {
    let world = World::new();
    IndexedPairs::new(&world.heap).set_place(0, 0);
}

#[test]
#[should_panic(expected = "push on a full table")]
fn a_full_table_takes_no_more() {
    let world = World::new();
    let mut pairs = IndexedPairs::with_places(&world.heap, 8, true).unwrap();
    for _ in 0..6 {
        pairs.push(None, 0);
    }
}
