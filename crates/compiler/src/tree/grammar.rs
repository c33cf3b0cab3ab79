//! Python's abstract grammar (the `ast` documentation, in ASDL): every node type, declared once.
//!
//! Long: one table.

/// The kinds of values that a field holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Quantity {
    /// One.
    One,
    /// One or `None`.
    Optional,
    /// A list.
    Many,
    /// A list in which `None` can stand.
    ManyOptional,
}

/// A field of a node.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// The name of its type: a sum of the grammar, `identifier`, `string`, `int` or `constant`.
    pub kind: &'static str,
    /// How many.
    pub quantity: Quantity,
}

/// A sum type of the grammar, or a product (which has one constructor, of its own name).
#[derive(Debug)]
pub struct Sum {
    /// Its name.
    pub name: &'static str,
    /// What its nodes carry besides their fields, in the grammar's words.
    pub attributes: &'static str,
    /// Its nodes.
    pub kinds: &'static [Kind],
}

impl Sum {
    /// Whether it is a product: its only node bears its name.
    pub fn is_product(&self) -> bool {
        self.kinds.len() == 1 && self.kinds[0].name() == self.name
    }

    /// Whether its nodes have places.
    pub fn has_places(&self) -> bool {
        !self.attributes.is_empty()
    }

    /// The grammar of the sum, as its `__doc__` shows it.
    pub fn doc(&self) -> String {
        let name = self.name;
        let alternatives: Vec<String> = self.kinds.iter().map(|kind| kind.doc()).collect();
        if self.is_product() {
            return alternatives.concat();
        }
        let is_plain = self.kinds.iter().all(|kind| kind.grammar().is_empty());
        let bar = match is_plain {
            true => " | ".to_owned(),
            false => format!("\n{}| ", " ".repeat(name.len() + 1)),
        };
        format!("{name} = {}", alternatives.join(&bar))
    }
}

/// The fields that a piece of the grammar lists.
pub fn fields(grammar: &'static str) -> impl Iterator<Item = Field> {
    grammar.split(", ").filter_map(|field| {
        let (kind, name) = field.split_once(' ')?;
        let (kind, quantity) = if let Some(kind) = kind.strip_suffix("?*") {
            (kind, Quantity::ManyOptional)
        } else if let Some(kind) = kind.strip_suffix('*') {
            (kind, Quantity::Many)
        } else if let Some(kind) = kind.strip_suffix('?') {
            (kind, Quantity::Optional)
        } else {
            (kind, Quantity::One)
        };
        Some(Field { name, kind, quantity })
    })
}

/// Where a node stands; the end may be unknown.
const PLACES: &str = "int lineno, int col_offset, int? end_lineno, int? end_col_offset";
/// Where a node stands.
const FULL_PLACES: &str = "int lineno, int col_offset, int end_lineno, int end_col_offset";

macro_rules! grammar {
    ($( $sum:ident $([$attributes:ident])? { $( $kind:ident($($grammar:literal)?) )* } )*) => {
        /// The kind of a node.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        #[allow(missing_docs)] // The names are the grammar's.
        #[repr(u8)]
        pub enum Kind { $($( $kind, )*)* }

        impl Kind {
            /// Every kind, in the order of its number.
            pub const ALL: &[Kind] = &[ $($( Kind::$kind, )*)* ];

            /// Its fields in the grammar's words.
            pub const fn grammar(self) -> &'static str {
                match self { $($( Kind::$kind => concat!($($grammar)?), )*)* }
            }

            const fn constructor(self) -> &'static str {
                match self { $($( Kind::$kind => stringify!($kind), )*)* }
            }
        }

        /// The sums and products.
        pub static SUMS: &[Sum] = &[ $( Sum {
            name: stringify!($sum),
            attributes: concat_attributes!($($attributes)?),
            kinds: &[ $( Kind::$kind, )* ],
        }, )* ];
    };
}

macro_rules! concat_attributes {
    () => {
        ""
    };
    ($attributes:ident) => {
        $attributes
    };
}

impl Kind {
    /// The name of its class.
    pub fn name(self) -> &'static str {
        match self {
            // Products are named in lower case, which the names of Rust's variants are not.
            Kind::Comprehension => "comprehension",
            Kind::Arguments => "arguments",
            Kind::Arg => "arg",
            Kind::Keyword => "keyword",
            Kind::Alias => "alias",
            Kind::WithItem => "withitem",
            Kind::MatchCase => "match_case",
            other => other.constructor(),
        }
    }

    /// The sum it belongs to.
    pub fn sum(self) -> &'static Sum {
        let own = SUMS.iter().find(|sum| sum.kinds.contains(&self));
        own.expect("every kind is declared inside a sum")
    }

    /// Its grammar, as the `__doc__` of its class shows it.
    pub fn doc(self) -> String {
        match self.grammar() {
            "" => self.name().to_owned(),
            grammar => format!("{}({grammar})", self.name()),
        }
    }

    /// Its fields.
    pub fn fields(self) -> impl Iterator<Item = Field> {
        fields(self.grammar())
    }
}

grammar! {
    mod {
        Module("stmt* body, type_ignore* type_ignores")
        Interactive("stmt* body")
        Expression("expr body")
        FunctionType("expr* argtypes, expr returns")
    }
    stmt [PLACES] {
        FunctionDef("identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, string? type_comment, type_param* type_params")
        AsyncFunctionDef("identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, string? type_comment, type_param* type_params")
        ClassDef("identifier name, expr* bases, keyword* keywords, stmt* body, expr* decorator_list, type_param* type_params")
        Return("expr? value")
        Delete("expr* targets")
        Assign("expr* targets, expr value, string? type_comment")
        TypeAlias("expr name, type_param* type_params, expr value")
        AugAssign("expr target, operator op, expr value")
        AnnAssign("expr target, expr annotation, expr? value, int simple")
        For("expr target, expr iter, stmt* body, stmt* orelse, string? type_comment")
        AsyncFor("expr target, expr iter, stmt* body, stmt* orelse, string? type_comment")
        While("expr test, stmt* body, stmt* orelse")
        If("expr test, stmt* body, stmt* orelse")
        With("withitem* items, stmt* body, string? type_comment")
        AsyncWith("withitem* items, stmt* body, string? type_comment")
        Match("expr subject, match_case* cases")
        Raise("expr? exc, expr? cause")
        Try("stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody")
        TryStar("stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody")
        Assert("expr test, expr? msg")
        Import("alias* names")
        ImportFrom("identifier? module, alias* names, int? level")
        Global("identifier* names")
        Nonlocal("identifier* names")
        Expr("expr value")
        Pass()
        Break()
        Continue()
    }
    expr [PLACES] {
        BoolOp("boolop op, expr* values")
        NamedExpr("expr target, expr value")
        BinOp("expr left, operator op, expr right")
        UnaryOp("unaryop op, expr operand")
        Lambda("arguments args, expr body")
        IfExp("expr test, expr body, expr orelse")
        Dict("expr?* keys, expr* values")
        Set("expr* elts")
        ListComp("expr elt, comprehension* generators")
        SetComp("expr elt, comprehension* generators")
        DictComp("expr key, expr value, comprehension* generators")
        GeneratorExp("expr elt, comprehension* generators")
        Await("expr value")
        Yield("expr? value")
        YieldFrom("expr value")
        Compare("expr left, cmpop* ops, expr* comparators")
        Call("expr func, expr* args, keyword* keywords")
        FormattedValue("expr value, int conversion, expr? format_spec")
        Interpolation("expr value, constant str, int conversion, expr? format_spec")
        JoinedStr("expr* values")
        TemplateStr("expr* values")
        Constant("constant value, string? kind")
        Attribute("expr value, identifier attr, expr_context ctx")
        Subscript("expr value, expr slice, expr_context ctx")
        Starred("expr value, expr_context ctx")
        Name("identifier id, expr_context ctx")
        List("expr* elts, expr_context ctx")
        Tuple("expr* elts, expr_context ctx")
        Slice("expr? lower, expr? upper, expr? step")
    }
    expr_context { Load() Store() Del() }
    boolop { And() Or() }
    operator {
        Add() Sub() Mult() MatMult() Div() Mod() Pow() LShift() RShift() BitOr() BitXor() BitAnd() FloorDiv()
    }
    unaryop { Invert() Not() UAdd() USub() }
    cmpop { Eq() NotEq() Lt() LtE() Gt() GtE() Is() IsNot() In() NotIn() }
    comprehension { Comprehension("expr target, expr iter, expr* ifs, int is_async") }
    excepthandler [PLACES] { ExceptHandler("expr? type, identifier? name, stmt* body") }
    arguments {
        Arguments("arg* posonlyargs, arg* args, arg? vararg, arg* kwonlyargs, expr?* kw_defaults, arg? kwarg, expr* defaults")
    }
    arg [PLACES] { Arg("identifier arg, expr? annotation, string? type_comment") }
    keyword [PLACES] { Keyword("identifier? arg, expr value") }
    alias [PLACES] { Alias("identifier name, identifier? asname") }
    withitem { WithItem("expr context_expr, expr? optional_vars") }
    match_case { MatchCase("pattern pattern, expr? guard, stmt* body") }
    pattern [FULL_PLACES] {
        MatchValue("expr value")
        MatchSingleton("constant value")
        MatchSequence("pattern* patterns")
        MatchMapping("expr* keys, pattern* patterns, identifier? rest")
        MatchClass("expr cls, pattern* patterns, identifier* kwd_attrs, pattern* kwd_patterns")
        MatchStar("identifier? name")
        MatchAs("pattern? pattern, identifier? name")
        MatchOr("pattern* patterns")
    }
    type_ignore { TypeIgnore("int lineno, string tag") }
    type_param [FULL_PLACES] {
        TypeVar("identifier name, expr? bound, expr? default_value")
        ParamSpec("identifier name, expr? default_value")
        TypeVarTuple("identifier name, expr? default_value")
    }
}
