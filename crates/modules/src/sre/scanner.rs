//! The scanner: matches one after another.

use std::cell::Cell;

use pellucid_runtime::object::{TypeFlags, TypeSpec};
use pellucid_runtime::prelude::*;

use super::engine::Demand;
use super::match_object::Match;
use super::pattern::Pattern;
use super::subject::Subject;

/// Where a scan stands.
#[derive(Trace)]
pub struct Scanner {
    pattern: Ref<Pattern>,
    string: Ref,
    start: Cell<usize>,
    end: usize,
    advance: Cell<bool>,
    finished: Cell<bool>,
    first: usize,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    module: "_sre",
    flags: TypeFlags::NOT_INSTANTIABLE,
    methods: &[Scanner::METHODS],
    getsets: &[Scanner::GETSETS],
    ..TypeSpec::new::<Scanner>("SRE_Scanner")
};

impl Scanner {
    /// A scanner of a part of a string.
    pub fn create(
        vm: &mut Vm,
        pattern: &Typed<Pattern>,
        string: &Object,
        (start, end): (usize, usize),
    ) -> PyResult {
        let class = vm.native_type(&SPEC)?;
        let scanner = Scanner {
            pattern: pattern.to_ref(),
            string: string.to_ref(),
            start: Cell::new(start),
            end,
            advance: Cell::new(false),
            finished: Cell::new(false),
            first: start,
        };
        Ok(vm.new_object(&class, scanner).into_object())
    }

    fn next(vm: &mut Vm, scanner: &Typed<Scanner>, search: bool) -> PyResult {
        if scanner.finished.get() {
            return Ok(vm.none());
        }
        let pattern = scanner.pattern.clone();
        let string = scanner.string.clone();
        let subject = Subject::new(vm, &string, pattern.of_bytes)?;
        let demand = Demand { whole: false, advance: scanner.advance.get() };
        let bounds = (scanner.start.get(), scanner.end);
        match pattern.run(vm, &subject, bounds, demand, search)? {
            Some(found) => {
                scanner.advance.set(found.end == found.start);
                scanner.start.set(found.end);
                Match::create(vm, &pattern, &string, (scanner.first, scanner.end), found)
            }
            None => {
                scanner.finished.set(true);
                Ok(vm.none())
            }
        }
    }
}

#[methods(owner = "SRE_Scanner")]
impl Scanner {
    #[method("match(self, /)")]
    fn match_next(vm: &mut Vm, scanner: &Typed<Scanner>) -> PyResult {
        Scanner::next(vm, scanner, false)
    }

    #[method("search(self, /)")]
    fn search(vm: &mut Vm, scanner: &Typed<Scanner>) -> PyResult {
        Scanner::next(vm, scanner, true)
    }

    #[getter("pattern")]
    fn pattern(_: &mut Vm, scanner: &Typed<Scanner>) -> Ref<Pattern> {
        scanner.pattern.clone()
    }
}
