//! What frames take for locals, cells and the evaluation stack: those of CPython, which has one.

use std::collections::HashSet;

use pellucid_bytecode::LocalKind;

use super::SizesOf;
use crate::builtins::{Code, Str};
use crate::prelude::Ref;

impl SizesOf {
    /// The words of a frame that runs this code, be it an object or inside a generator. The depth of the stack is that
    /// of CPython 3.14; older compilers needed now and then a word more or less.
    pub(crate) fn frame_words(self, code: &Code) -> usize {
        let text = |name: &Ref<Str>| name.to_string();
        let mut names: HashSet<String> = code.variables().into_iter().map(text).collect();
        let locals = names.len();
        let cells: HashSet<String> = code.names_of(&[LocalKind::Cell]).map(text).collect();
        let (own, stack) = (cells.len(), code.stack_size());
        if self.minor <= 10 {
            // A parameter in a cell had both, and the first word was counted with the object.
            return (locals + own + code.free_count() + stack).saturating_sub(1);
        }
        names.extend(cells);
        names.len() + code.free_count() + stack
    }
}
