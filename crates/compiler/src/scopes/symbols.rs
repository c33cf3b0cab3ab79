//! The data of symbol tables: scopes, symbols and what they resolve to.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use indexmap::IndexMap;
use ruff_text_size::TextRange;

bitflags::bitflags! {
    /// How a name is used in a scope.
    #[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
    pub(crate) struct SymbolFlags: u16 {
        const GLOBAL = 1;
        const NONLOCAL = 2;
        const ASSIGNED = 4;
        const PARAMETER = 8;
        const USED = 16;
        const IMPORTED = 32;
        const ANNOTATED = 64;
        const TYPE_PARAMETER = 128;
        /// Target of a `for` of a comprehension.
        const ITERATION = 256;
        /// Bound in a class body and also passed through it to an inner scope.
        const FREE_IN_CLASS = 512;
        /// Target of `:=` in this scope or in a comprehension of it.
        const WALRUS = 1024;
        /// Target of `del` or of `except ... as`.
        const DELETED = 2048;
        /// What makes a name belong to a scope.
        const BOUND = Self::ASSIGNED.bits() | Self::PARAMETER.bits() | Self::IMPORTED.bits()
            | Self::TYPE_PARAMETER.bits();
    }
}

/// What a name means in a scope.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Resolution {
    /// Not decided: the name is looked up in the scope around an inlined comprehension.
    #[default]
    Outer,
    Local,
    Cell,
    Free,
    GlobalExplicit,
    GlobalImplicit,
}

#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Symbol {
    pub(crate) flags: SymbolFlags,
    pub(crate) resolution: Resolution,
    /// The `global` or `nonlocal` statement, for messages.
    pub(crate) directive: Option<TextRange>,
}

pub(crate) type ScopeId = usize;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ScopeKind {
    Module,
    Class,
    Function,
    Lambda,
    ListComprehension,
    SetComprehension,
    DictComprehension,
    Generator,
    /// The `__annotate__` function of a function, class or module.
    Annotation,
    /// The scope around a generic function, class or type alias.
    TypeParameters,
    /// The value of a `type` statement.
    TypeAlias,
    /// Bound or default of a type parameter.
    TypeVariable,
}

impl ScopeKind {
    pub(crate) fn is_comprehension(self) -> bool {
        matches!(
            self,
            ScopeKind::ListComprehension
                | ScopeKind::SetComprehension
                | ScopeKind::DictComprehension
                | ScopeKind::Generator
        )
    }

    /// Whether locals of this scope live in registers.
    pub(crate) fn is_function_like(self) -> bool {
        !matches!(self, ScopeKind::Module | ScopeKind::Class)
    }

    /// Whether this is one of the scopes of PEP 649 and PEP 695.
    pub(crate) fn is_annotation_like(self) -> bool {
        matches!(
            self,
            ScopeKind::Annotation
                | ScopeKind::TypeParameters
                | ScopeKind::TypeAlias
                | ScopeKind::TypeVariable
        )
    }

    /// How messages call an expression that may not stand in such a scope.
    pub(crate) fn description(self) -> &'static str {
        match self {
            ScopeKind::TypeParameters => "the definition of a generic",
            ScopeKind::TypeAlias => "a type alias",
            ScopeKind::TypeVariable => "a TypeVar bound",
            _ => "an annotation",
        }
    }
}

/// One scope.
#[derive(Debug)]
pub(crate) struct Scope {
    pub(crate) kind: ScopeKind,
    pub(crate) parent: Option<ScopeId>,
    pub(crate) children: Vec<ScopeId>,
    pub(crate) symbols: IndexMap<Rc<str>, Symbol>,
    /// Parameters in the order of their registers.
    pub(crate) parameters: Vec<Rc<str>>,
    /// A comprehension that is lowered into the unit around it.
    pub(crate) inlined: bool,
    /// Lies in a function.
    pub(crate) nested: bool,
    pub(crate) is_generator: bool,
    pub(crate) is_coroutine: bool,
    /// An annotation scope directly in a class body, which sees the class's names.
    pub(crate) sees_class: bool,
    /// A class whose methods use `__class__` or `super`.
    pub(crate) needs_class_cell: bool,
    /// A class whose annotation scopes look into its namespace.
    pub(crate) needs_class_dict: bool,
    /// Annotations that stand in a conditional block (or anywhere in a module).
    pub(crate) has_conditional_annotations: bool,
    /// The iterable of a comprehension is being collected.
    pub(crate) in_comprehension_iterable: bool,
    /// Names given to type parameters, bounds and so on: text for messages.
    pub(crate) described: Option<&'static str>,
}

impl Scope {
    pub(crate) fn new(kind: ScopeKind, parent: Option<ScopeId>) -> Scope {
        Scope {
            kind,
            parent,
            children: Vec::new(),
            symbols: IndexMap::new(),
            parameters: Vec::new(),
            inlined: false,
            nested: false,
            is_generator: false,
            is_coroutine: false,
            sees_class: false,
            needs_class_cell: false,
            needs_class_dict: false,
            has_conditional_annotations: false,
            in_comprehension_iterable: false,
            described: None,
        }
    }

    /// Names whose cells come from around the scope.
    pub(crate) fn free_names(&self) -> impl Iterator<Item = &Rc<str>> {
        let is_free = |symbol: &Symbol| {
            symbol.resolution == Resolution::Free
                || symbol.flags.contains(SymbolFlags::FREE_IN_CLASS)
        };
        self.symbols.iter().filter(move |(_, symbol)| is_free(symbol)).map(|(name, _)| name)
    }

    /// Names that live in this scope itself.
    pub(crate) fn own_names(&self) -> impl Iterator<Item = &Rc<str>> {
        let own = |it: &Symbol| matches!(it.resolution, Resolution::Local | Resolution::Cell);
        self.symbols.iter().filter(move |(_, symbol)| own(symbol)).map(|(name, _)| name)
    }

    pub(crate) fn resolution(&self, name: &str) -> Option<Resolution> {
        self.symbols.get(name).map(|symbol| symbol.resolution)
    }

    pub(crate) fn flags(&self, name: &str) -> SymbolFlags {
        self.symbols.get(name).map_or(SymbolFlags::empty(), |symbol| symbol.flags)
    }
}

/// Which of the scopes that belong to one node.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Part {
    Body,
    Annotations,
    TypeParameters,
    Bound,
    Default,
}

/// The address of a node, which identifies it as long as the tree stands still.
pub(crate) fn key_of<T>(node: &T) -> usize {
    std::ptr::from_ref(node) as usize
}

/// All scopes of a tree.
#[derive(Debug, Default)]
pub(crate) struct Scopes {
    pub(crate) all: Vec<Scope>,
    pub(crate) by_node: HashMap<(usize, Part), ScopeId>,
    /// Annotated assignments (by address) whose evaluation depends on control flow.
    pub(crate) conditional: HashSet<usize>,
}

impl Scopes {
    pub(crate) fn of(&self, node: usize, part: Part) -> Option<ScopeId> {
        self.by_node.get(&(node, part)).copied()
    }

    /// The scopes of the inlined comprehensions that belong to the unit of a scope, with the number of
    /// scopes around each (within the unit).
    pub(crate) fn inlined_in(&self, scope: ScopeId) -> Vec<ScopeId> {
        let mut found = Vec::new();
        let mut pending: Vec<ScopeId> = self.all[scope].children.iter().rev().copied().collect();
        while let Some(id) = pending.pop() {
            if self.all[id].inlined {
                found.push(id);
                pending.extend(self.all[id].children.iter().rev());
            }
        }
        found
    }
}
