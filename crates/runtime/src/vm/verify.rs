//! Checking the heap against every reference that the interpreter holds, at the end and under stress.

use pellucid_heap::{Problem, Report, Roots, Trace, Tracer};

use crate::Vm;
use crate::builtins::Str;
use crate::object::{ObjectExt, TypeLookup};

/// More problems than this are only counted.
const SHOWN_MAX: usize = 20;

impl Vm {
    /// Checks that every count is the number of references found, and whatever else can be checked. With
    /// [`Roots::All`] nothing but the interpreter may hold references; the error names the problems, one a line.
    pub fn verify_heap(&self, roots: Roots) -> Result<Report, String> {
        let machine = self;
        let mut show = |tracer: &mut Tracer<'_>| {
            machine.trace(tracer);
            machine.interpreter().trace(tracer);
        };
        self.heap().verify(self, roots, &mut show).map_err(|problems| self.describe(&problems))
    }

    fn describe(&self, problems: &[Problem]) -> String {
        let mut lines: Vec<String> =
            problems.iter().take(SHOWN_MAX).map(|problem| self.describe_one(problem)).collect();
        if problems.len() > SHOWN_MAX {
            lines.push(format!("and {} more problems", problems.len() - SHOWN_MAX));
        }
        lines.join("\n")
    }

    fn describe_one(&self, problem: &Problem) -> String {
        let Problem::Count { address, .. } = problem else { return problem.to_string() };
        let Some(object) = self.heap().object_at(*address) else { return problem.to_string() };
        let name = object.class().name(self);
        match object.downcast::<Str>() {
            Some(text) => format!("{problem} ({name}: {text:.60})"),
            None => format!("{problem} ({name})"),
        }
    }

    /// Collects and checks the heap, as stress asks for. Native code that is under way may hold references of its
    /// own, so counts may be higher than what is found.
    #[cold]
    pub(crate) fn check_under_stress(&mut self) {
        self.collect_garbage(2);
        if let Err(problems) = self.verify_heap(Roots::Some) {
            self.interpreter().heap_problems.get_mut(self).push(problems);
            self.heap().set_stress(None);
        }
    }
}
