//! Displays: lists, tuples, sets, dicts.

use ruff_python_ast::{DictItem, Expr};

use super::{GUIDELINE, Walk};

impl<'a> Walk<'_, 'a> {
    /// A list or set display. One of three constants or more extends an empty one.
    pub(super) fn display(&mut self, items: &'a [Expr]) {
        if self.is_long_constant(items) {
            self.up(2);
            self.down(1);
        } else {
            self.collected(items, 0, false);
        }
    }

    /// Whether these are three constants or more.
    fn is_long_constant(&mut self, items: &'a [Expr]) -> bool {
        items.len() >= 3 && items.iter().all(|item| self.is_constant(item))
    }

    /// One collection of items, of which the first `pushed` are there already and `extra` one comes last.
    pub(super) fn collected(&mut self, items: &'a [Expr], pushed: usize, extra: bool) {
        self.down(pushed);
        let base = self.depth;
        self.up(pushed);
        let mut built = items.len() + pushed + usize::from(extra) > GUIDELINE;
        if built {
            self.one_above(base);
        }
        let plain = items.iter().take_while(|item| !item.is_starred_expr()).count();
        let (first, mut rest) = items.split_at(plain);
        if !rest.is_empty() && !built && pushed == 0 && self.is_long_constant(first) {
            self.up(2);
            self.one_above(base);
            built = true;
        } else {
            rest = items;
        }
        for item in rest {
            match item {
                Expr::Starred(it) => {
                    if !built {
                        built = true;
                        self.one_above(base);
                    }
                    self.expression(&it.value);
                }
                item => self.expression(item),
            }
            if built {
                self.down(1);
            }
        }
        self.up(usize::from(extra));
        self.one_above(base);
    }

    pub(super) fn dict(&mut self, items: &'a [DictItem]) {
        let base = self.depth;
        let mut have_dict = false;
        let mut rest = items;
        while let [first, more @ ..] = rest {
            if first.key.is_none() {
                if !have_dict {
                    self.up(1);
                }
                self.expression(&first.value);
                rest = more;
            } else {
                let run = rest.iter().take_while(|item| item.key.is_some());
                let (run, more) = rest.split_at(run.take(GUIDELINE / 2 + 2).count());
                self.pairs(run);
                rest = more;
            }
            have_dict = true;
            self.one_above(base);
        }
        self.one_above(base);
    }

    fn pairs(&mut self, items: &'a [DictItem]) {
        let base = self.depth;
        let big = items.len() * 2 > GUIDELINE;
        self.up(usize::from(big));
        for item in items {
            if let Some(key) = &item.key {
                self.expression(key);
            }
            self.expression(&item.value);
            if big {
                self.down(2);
            }
        }
        self.one_above(base);
    }
}
