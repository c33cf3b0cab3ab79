//! `_tokenize`: the tokens of Python source, for the module `tokenize`.

use pellucid_compiler::{Token, TokenList};
use pellucid_runtime::object::{ModuleSpec, Slots, kind_of};
use pellucid_runtime::prelude::*;

/// The module.
pub static MODULE: ModuleSpec =
    ModuleSpec { types: &[&TOKENIZER_ITER], ..ModuleSpec::new("_tokenize") };

/// An iterator over the tokens of the lines that a callable gives.
#[derive(Trace)]
pub struct TokenizerIter {
    readline: Ref,
    #[trace(skip)]
    encoding: Option<String>,
    #[trace(skip)]
    extra: bool,
    #[trace(skip)]
    state: TokenCell<Option<State>>,
}

struct State {
    source: String,
    list: TokenList,
    next: usize,
}

static TOKENIZER_ITER: TypeSpec =
    TypeSpec { module: "_tokenize", slots, ..TypeSpec::new::<TokenizerIter>("TokenizerIter") };

fn slots(slots: &mut Slots) {
    slots.new = Some(TokenizerIter::NEW);
    slots.iter = Some(|_, object| Ok(object.to_ref()));
    slots.next = Some(|vm, object| match object.downcast::<TokenizerIter>() {
        Some(this) => TokenizerIter::advance(vm, this),
        None => Ok(None),
    });
}

#[methods]
impl TokenizerIter {
    #[constructor("tokenizeriter(readline, /, *, encoding=None, extra_tokens)")]
    fn create(
        vm: &mut Vm,
        class: &Typed<Type>,
        readline: &Object,
        encoding: Option<&Typed<Str>>,
        extra_tokens: bool,
    ) -> PyResult {
        let payload = TokenizerIter {
            readline: readline.to_ref(),
            encoding: encoding.map(|encoding| encoding.to_string()),
            extra: extra_tokens,
            state: TokenCell::new(None),
        };
        Ok(vm.heap.allocate(kind_of(class), payload).into_object())
    }
}

impl TokenizerIter {
    fn advance(vm: &mut Vm, this: &Typed<TokenizerIter>) -> PyResult<Option<Ref>> {
        if this.state.get(vm).is_none() {
            let source = this.read_source(vm)?;
            let list = pellucid_compiler::tokenize(&source, this.extra);
            *this.state.get_mut(vm) = Some(State { source, list, next: 0 });
        }
        let Some(state) = this.state.get_mut(vm) else { return Ok(None) };
        state.next += 1;
        let Some(token) = state.list.tokens.get(state.next - 1).cloned() else {
            return match state.list.error.take() {
                Some(error) => Err(vm.raise_syntax_error(&error, "<string>")),
                None => Ok(None),
            };
        };
        Ok(Some(this.describe(vm, token)))
    }

    /// The tuple of a token: kind, text, start, end, lines.
    fn describe(&self, vm: &mut Vm, token: Token) -> Ref {
        let (text, lines) = match self.state.get(vm) {
            Some(State { source, .. }) => (
                vm.new_str(&source[token.text]).into_object(),
                vm.new_str(&source[token.lines]).into_object(),
            ),
            None => (vm.none(), vm.none()),
        };
        let place = |(line, column): (u32, i32)| {
            let place = vec![vm.new_int(i64::from(line)), vm.new_int(i64::from(column))];
            vm.new_tuple(place).into_object()
        };
        let (start, end) = (place(token.start), place(token.end));
        let kind = vm.new_int(i64::from(token.kind));
        vm.new_tuple(vec![kind, text, start, end, lines]).into_object()
    }

    /// All lines, up to the first empty one or the end of the iteration.
    fn read_source(&self, vm: &mut Vm) -> PyResult<String> {
        let mut source = String::new();
        loop {
            let line = match vm.call_positional(&self.readline, &[]) {
                Ok(line) => self.line_text(vm, &line)?,
                Err(raised) if raised.is_plain_stop_iteration(vm) => break,
                Err(raised) => return Err(raised),
            };
            if line.is_empty() {
                break;
            }
            if source.try_reserve(line.len()).is_err() {
                return Err(vm.memory_error());
            }
            source.push_str(&line);
        }
        Ok(source)
    }

    fn line_text(&self, vm: &mut Vm, line: &Object) -> PyResult<String> {
        let decoded = match (&self.encoding, line.downcast::<Bytes>()) {
            (Some(encoding), Some(bytes)) => {
                vm.decode_bytes(bytes.as_slice(), Some(line), Some(encoding), Some("replace"))?
            }
            (Some(_), None) => {
                return Err(vm.type_error("readline() returned a non-bytes object"));
            }
            (None, _) => match line.downcast::<Str>() {
                Some(line) => line.to_ref(),
                None => return Err(vm.type_error("readline() returned a non-string object")),
            },
        };
        vm.encodable(&decoded)
    }
}
