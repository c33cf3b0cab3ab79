//! The table of native types' layouts, a row a type and a column a version. Recorded by `tests/sizes/layouts.py`.

use std::cell::OnceCell;
use std::collections::HashMap;

use crate::Vm;
use crate::object::TypeSpec;

static TABLE: &str = include_str!("layouts.txt");

/// How CPython lays out the instances of a native type.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Layout {
    /// `__basicsize__`
    pub basic: usize,
    /// `__itemsize__`
    pub item: usize,
    /// Whether the collector watches them.
    pub collected: bool,
    /// Whether the type itself is made at run time.
    pub heap_type: bool,
    /// Whether words for a dict or for weak references lie before them.
    pub managed: bool,
}

/// The layouts of one version, read when they are first asked for.
#[derive(Default)]
pub(crate) struct LayoutTable(OnceCell<HashMap<&'static str, Layout>>);

/// `40+8chm`: basic size, item size, watched by the collector, heap type, managed words.
fn read_layout(text: &str) -> Option<Layout> {
    let numbers = text.trim_end_matches(['c', 'h', 'm']);
    let (basic, item) = numbers.split_once('+').unwrap_or((numbers, "0"));
    Some(Layout {
        basic: basic.parse().ok()?,
        item: item.parse().ok()?,
        collected: text.contains('c'),
        heap_type: text.contains('h'),
        managed: text.contains('m'),
    })
}

fn read_table(column: usize) -> HashMap<&'static str, Layout> {
    let rows = TABLE.lines().skip(1).filter_map(|row| {
        let (name, columns) = row.split_once(' ')?;
        let columns: Vec<&str> = columns.split(' ').collect();
        let layout = read_layout(columns.get(column)?).or_else(|| {
            // What a version does not know has the layout of the last one that does.
            columns[column..].iter().find_map(|text| read_layout(text))
        });
        Some((name, layout?))
    });
    rows.collect()
}

impl Vm {
    /// How CPython lays out the instances of a native type; of types that it does not have, a plain object.
    pub fn layout_of(&self, spec: &'static TypeSpec) -> Layout {
        let sizes = self.sizes_of();
        let table = self.interpreter().layouts.0.get_or_init(|| read_table(sizes.column()));
        let found = match spec.module {
            "builtins" => table.get(spec.name),
            module => table.get(format!("{module}.{}", spec.name).as_str()),
        };
        found.copied().unwrap_or(Layout {
            basic: spec.basic_size / 8 * sizes.word(),
            item: spec.item_size,
            collected: spec.container,
            heap_type: false,
            managed: false,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::object::SizesOf;

    #[test]
    fn every_row_is_complete() {
        for row in TABLE.lines() {
            assert_eq!(row.split(' ').count(), 1 + SizesOf::ALL.len(), "{row}");
        }
        assert!(read_table(SizesOf::default().column()).len() > 200);
    }
}
