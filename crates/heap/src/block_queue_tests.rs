//! The queue in blocks against the standard library's.

use std::collections::VecDeque;
use std::rc::Rc;

use super::*;

/// A repeatable sequence of numbers, as good as random.
fn numbers() -> impl FnMut(usize) -> usize {
    let mut state = 88_172_645_463_325_252_u64;
    move |below| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    }
}

fn step(queue: &mut BlockQueue<Rc<usize>>, model: &mut VecDeque<usize>, action: usize, n: usize) {
    let item = || Rc::new(n);
    let length = model.len();
    match action {
        0..=2 => {
            queue.push_back(item()).expect("there is no limit");
            model.push_back(n);
        }
        3 | 4 => {
            queue.push_front(item()).expect("there is no limit");
            model.push_front(n);
        }
        5 => assert_eq!(queue.pop_back().map(|item| *item), model.pop_back()),
        6 => assert_eq!(queue.pop_front().map(|item| *item), model.pop_front()),
        7 => {
            let steps = n as isize % 1000 - 500;
            queue.rotate(steps).expect("there is no limit");
            if length > 0 {
                model.rotate_right(steps.rem_euclid(length as isize) as usize);
            }
        }
        8 => {
            let at = n % (2 * length + 1);
            let index = at as isize - length as isize;
            queue.insert(index, item()).expect("there is no limit");
            model.insert(if index < 0 { at } else { at - length }, n);
        }
        9 if length > 0 => {
            let removed = queue.remove(n % length).expect("there is no limit");
            assert_eq!(removed.map(|item| *item), model.remove(n % length));
        }
        10 => {
            queue.reverse();
            model.make_contiguous().reverse();
        }
        _ if length > 0 => {
            assert_eq!(queue.get(n % length).map(|item| **item), Some(model[n % length]))
        }
        _ => {}
    }
}

#[test]
fn it_does_as_the_standard_librarys() {
    let heap = Heap::new();
    let before = heap.live_bytes();
    let mut number = numbers();
    for round in 0..40 {
        let (mut queue, mut model) = (BlockQueue::new(&heap), VecDeque::new());
        for _ in 0..3000 {
            // Some rounds mostly grow, others mostly shrink.
            let action = number(if round % 2 == 0 { 12 } else { 7 });
            let n = number(10_000);
            step(&mut queue, &mut model, if round % 4 == 3 { 6 - action } else { action }, n);
        }
        assert!(queue.iter().map(|item| **item).eq(model.iter().copied()));
        let held = heap.live_bytes() - before;
        assert!(
            held <= queue.blocks() * (BLOCK_ITEMS + 2) * 8 + 80,
            "{held} for {}",
            queue.blocks()
        );
        drop(queue);
        assert_eq!(heap.live_bytes(), before);
    }
}

#[test]
fn places_in_blocks_are_those_of_cpython() {
    let heap = Heap::new();
    let mut queue = BlockQueue::new(&heap);
    let fill = |queue: &mut BlockQueue<usize>, count: usize| {
        for n in 0..count {
            queue.push_back(n).expect("there is no limit");
        }
    };
    fill(&mut queue, 32);
    assert_eq!(queue.blocks(), 1);
    fill(&mut queue, 1);
    assert_eq!(queue.blocks(), 2);
    while queue.pop_back().is_some() {}
    queue.begin_left();
    fill(&mut queue, 63);
    assert_eq!(queue.blocks(), 1);
    while queue.pop_front().is_some() {}
    fill(&mut queue, 32);
    assert_eq!(
        queue.blocks(),
        1,
        "what was emptied to the edge of a block begins in the middle again"
    );
    queue.rotate(1).expect("there is no limit");
    fill(&mut queue, 1);
    assert_eq!(queue.blocks(), 1);
}

#[test]
fn the_limit_holds_for_it() {
    let heap = Heap::new();
    let mut queue = BlockQueue::new(&heap);
    heap.set_limit(Some(heap.live_bytes()));
    heap.refuse_request(Some(3));
    let pushed = (0..1000).take_while(|&n| queue.push_back(n).is_ok()).count();
    assert_eq!(pushed, queue.len());
    assert!(pushed < 1000);
}
