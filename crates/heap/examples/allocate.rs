//! Measures the heap: nanoseconds for each allocation and release, milliseconds for collections.
//!
//! `cargo run --release -p pellucid-heap --example allocate [pairs [nodes]]`
#![allow(unsafe_code, clippy::unwrap_used)] // The test world implements payloads by hand.

#[path = "../tests/world/mod.rs"]
mod world;

use std::hint::black_box;
use std::time::Instant;

use pellucid_heap::{Buffer, KindData, KindFlags, Label, Payload, Ref, Tail, Tracer};
use world::{Node, World, as_kind};

/// How often to do what is done on few objects again and again, and how many objects there are otherwise.
#[derive(Clone, Copy)]
struct Size {
    pairs: u64,
    nodes: u64,
}

fn time<R>(name: &str, count: u64, work: impl FnOnce() -> R) -> R {
    let start = Instant::now();
    let result = work();
    let elapsed = start.elapsed();
    let each = elapsed.as_secs_f64() * 1e9 / count as f64;
    println!("{name:<58} {:>9.3} ms {each:>9.2} ns each", elapsed.as_secs_f64() * 1e3);
    result
}

/// A node as small as Python's smallest containers: two references in the object itself.
fn pair(world: &World, first: Ref, second: Ref) -> Ref {
    world
        .heap
        .allocate_items::<world::Tuple>(as_kind(&world.tuple), (), [first, second].into_iter())
        .into_object()
}

fn pairs(world: &World, Size { pairs, .. }: Size) {
    let leaf = as_kind(&world.leaf);
    time("leaf: allocate and free", pairs, || {
        for value in 0..pairs {
            drop(black_box(world.heap.allocate(leaf, world::Leaf(value))));
        }
    });
    let data = KindData::new(world::Number::VTABLE, KindFlags::empty(), Tail::default());
    // SAFETY: without a box there is nothing to drop.
    unsafe { data.drop_only_if_set(world::Number::DROP_WORD, usize::MAX) };
    let number = world.heap.allocate(as_kind(&world.first), world::TestKind { data });
    time("leaf that may need dropping: allocate and free", pairs, || {
        for word in 0..pairs {
            let payload = world::Number { word, big: None };
            drop(black_box(world.heap.allocate(as_kind(&number), payload)));
        }
    });
    time("host: Box::new and free", pairs, || {
        for value in 0..pairs {
            drop(black_box(Box::new([value; 3])));
        }
    });
    let empty = as_kind(&world.slotted);
    time("container with tail: allocate and free", pairs, || {
        for _ in 0..pairs {
            drop(black_box(world.heap.allocate(empty, world::Empty)));
        }
    });
    let item = world.leaf(1).into_object();
    time("tuple of two: allocate and free", pairs, || {
        for _ in 0..pairs {
            drop(black_box(pair(world, item.clone(), item.clone())));
        }
    });
    time("buffer of 4 words: allocate and free", pairs, || {
        for _ in 0..pairs {
            drop(black_box(Buffer::<u64>::with_capacity(&world.heap, 4)));
        }
    });
}

fn batches(world: &World, Size { nodes, .. }: Size) {
    let mut held = Vec::with_capacity(nodes as usize);
    for round in ["fresh", "again"] {
        time(&format!("many leaves, {round}: allocate"), nodes, || {
            held.extend((0..nodes).map(|value| world.leaf(value)));
        });
        time(&format!("many leaves, {round}: free"), nodes, || held.clear());
    }
    let item = world.leaf(1).into_object();
    let mut held = Vec::with_capacity(nodes as usize);
    time("many tuples of two: allocate", nodes, || {
        held.extend((0..nodes).map(|_| pair(world, item.clone(), item.clone())));
    });
    time("many tuples of two: free", nodes, || held.clear());
    time("a list nested as deep: free", nodes, || {
        let mut head = item.clone();
        for _ in 0..nodes {
            head = pair(world, head, item.clone());
        }
        drop(head);
    });
}

/// A graph of nodes, each with two edges to random older ones and one back to itself by a ring.
fn graph(world: &mut World, nodes: u64) -> Ref<Node> {
    let mut random = 0x2545_f491_4f6c_dd1du64;
    let nodes: Vec<_> = (0..nodes).map(|id| world.node(id)).collect();
    for index in 0..nodes.len() {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let next = nodes[(index + 1) % nodes.len()].clone().into_object();
        world.append(&nodes[index], next);
        let other = nodes[random as usize % nodes.len()].clone().into_object();
        world.append(&nodes[index], other);
    }
    nodes[0].clone()
}

fn collections(world: &mut World, Size { nodes, .. }: Size) {
    let root = time("graph of as many nodes, two edges each: build", nodes, || graph(world, nodes));
    world.dropped();
    let collect = |name: &str, world: &World, generation, roots: Option<&Ref<Node>>| {
        time(name, nodes, || {
            let mut show = |tracer: &mut Tracer<'_>| {
                if let Some(root) = roots {
                    tracer.edge(&**root, Label::Register(0));
                }
            };
            let garbage = world.heap.find_garbage_from(&world.key, generation, Some(&mut show));
            world.heap.destroy(&world.key, garbage)
        })
    };
    collect("full collection, all alive, no roots known", world, 2, None);
    collect("full collection, all alive, root known", world, 2, Some(&root));
    for _ in 0..3 {
        let young: Vec<_> = (0..2000).map(|id| world.node(id)).collect();
        collect("young collection, 2000 alive beside the old", world, 0, None);
        drop(young);
    }
    for id in 0..1000 {
        let (one, two) = (world.node(id), world.node(id));
        world.append(&one, two.clone().into_object());
        world.append(&two, one.clone().into_object());
    }
    collect("young collection, 2000 dead beside the old", world, 0, None);
    drop(root);
    let freed = collect("full collection, all dead", world, 2, None);
    assert_eq!(freed as u64, nodes);
}

fn main() {
    let mut arguments = std::env::args()
        .skip(1)
        .map(|argument| argument.parse().expect("the argument is a number"));
    let size = Size {
        pairs: arguments.next().unwrap_or(20_000_000),
        nodes: arguments.next().unwrap_or(1_000_000),
    };
    let mut world = World::new();
    pairs(&world, size);
    batches(&world, size);
    collections(&mut world, size);
}
