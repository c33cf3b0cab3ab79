//! The instruction table: one documented row an instruction; everything else is generated from it.
//!
//! Conventions:
//! * `Out` names a register that is written; its old value is dropped after the new one is in place.
//!   It may be the register of a consumed operand.
//! * `In` is an [`Operand`](crate::Operand): borrowed register, consumed temporary or constant.
//!   A borrowed register that can be unbound is guarded by `CHECK_LOCAL` before.
//! * `Register` is a register that the instruction looks at or changes in place.
//! * `Window` is the first of several consecutive temporaries, all consumed (or, where the row says so, written).
//! * Temporaries that hold nothing are empty; at every instruction the compiler knows which hold something.
//!   A row of the exception table names the first register to be emptied.
//! * A jump that goes backwards is a back edge also when it is conditional (`while` loops are tested at their
//!   bottom): there the virtual machine looks whether something wants attention, as `JUMP_BACK` does.
//! * A call window is `[callable, self or empty, arguments...]`; the callee's registers begin at its
//!   first argument, so a call window must be the topmost live temporaries.

/// What a field of an instruction means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// Not used; zero.
    Unused,
    /// A register that is written.
    Out,
    /// A source operand.
    In,
    /// A register that is looked at or changed in place.
    Register,
    /// First of several consecutive temporaries.
    Window,
    /// A number.
    Count,
    /// Index into the unit's names.
    Name,
    /// Index into the unit's constants.
    Constant,
    /// Index into the unit's inline-cache sites.
    Site,
    /// Short jump, relative to the next word.
    Jump,
    /// Low half of a long jump; the high half is in the next field.
    LongJump,
}

/// The fields of an instruction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Layout {
    /// Name as the disassembler prints it.
    pub name: &'static str,
    /// Roles of `a`, `b` and `c`.
    pub roles: [Role; 3],
}

macro_rules! instructions {
    (
        $( $(#[doc = $doc:literal])+ $name:ident ( $a:ident, $b:ident, $c:ident ); )*
    ) => {
        /// The operation of an instruction.
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        #[repr(u8)]
        pub enum Opcode {
            $( $(#[doc = $doc])+ $name, )*
        }

        impl Opcode {
            /// Every opcode, in the order of its number.
            pub const ALL: &[Opcode] = &[ $( Opcode::$name, )* ];

            /// The fields of this instruction.
            pub fn layout(self) -> Layout {
                match self {
                    $( Opcode::$name => Layout {
                        name: stringify!($name),
                        roles: [Role::$a, Role::$b, Role::$c],
                    }, )*
                }
            }
        }
    };
}

impl Opcode {
    /// Whether units may have the opcode of this number: `TRACE` stands in the machine only.
    pub fn is_of_units(byte: u8) -> bool {
        (byte as usize) < Self::ALL.len() && byte != Opcode::TRACE as u8
    }

    /// The opcode with this number; numbers beyond the table give `NOP`.
    #[inline(always)]
    pub fn from_byte(byte: u8) -> Opcode {
        Self::ALL.get(byte as usize).copied().unwrap_or(Opcode::NOP)
    }
}

instructions! {
    /// Does nothing.
    NOP(Unused, Unused, Unused);

    // --- registers ---
    /// `a = b`.
    MOVE(Out, In, Unused);
    /// Empties register `a`; it may be empty already. `x` = 1: on a line that may have no other instruction.
    CLEAR(Register, Unused, Unused);
    /// `del a`: empties a local; UnboundLocalError if it is empty.
    DELETE_LOCAL(Register, Unused, Unused);
    /// Raises UnboundLocalError if local `a` is empty.
    CHECK_LOCAL(Register, Unused, Unused);

    // --- cells ---
    /// Puts a new cell in `a` whose content is what `a` held (a parameter, or nothing).
    MAKE_CELL(Register, Unused, Unused);
    /// Copies the closure's `c` cells to the registers from `a` on.
    COPY_FREE_VARS(Register, Unused, Count);
    /// `a` = content of the cell in register `b`; NameError or UnboundLocalError if it is empty.
    LOAD_CELL(Out, Register, Unused);
    /// Content of the cell in register `a` = `b`.
    STORE_CELL(Register, In, Unused);
    /// Empties the cell in register `a`; error if it is empty already.
    DELETE_CELL(Register, Unused, Unused);

    // --- names ---
    /// `a` = global or builtin that site `c` names.
    LOAD_GLOBAL(Out, Unused, Site);
    /// Global `b` = `a`.
    STORE_GLOBAL(In, Name, Unused);
    /// `del` global `b`.
    DELETE_GLOBAL(Unused, Name, Unused);
    /// `a` = name `b` in locals, globals or builtins (module, class and `exec` code).
    LOAD_NAME(Out, Name, Unused);
    /// Name `b` in locals = `a`.
    STORE_NAME(In, Name, Unused);
    /// `del` name `b` from locals.
    DELETE_NAME(Unused, Name, Unused);
    /// `a` = the frame's locals mapping.
    LOAD_LOCALS(Out, Unused, Unused);
    /// `a` = name `c` in the mapping `b`, else global or builtin (annotation scopes in classes).
    LOAD_FROM_DICT_OR_GLOBALS(Out, In, Name);
    /// `a` holds a mapping and becomes: name `c` in it, else the content of the cell in register `b` (free variables in class bodies).
    LOAD_FROM_DICT_OR_CELL(Register, Register, Name);
    /// `a` = `__build_class__` of the builtins.
    LOAD_BUILD_CLASS(Out, Unused, Unused);
    /// `a` = the object that [`Common`] number `x` names.
    LOAD_COMMON(Out, Unused, Unused);
    /// Makes `__annotations__` in locals if it is not there.
    SETUP_ANNOTATIONS(Unused, Unused, Unused);

    // --- attributes and items ---
    /// `a` = attribute of `b` that site `c` names.
    LOAD_ATTR(Out, In, Site);
    /// Attribute of `a` that site `c` names = `b`.
    STORE_ATTR(In, In, Site);
    /// `del` the attribute of `a` that site `c` names.
    DELETE_ATTR(In, Unused, Site);
    /// For a call of `b.name`: writes the window `a` = function and `a + 1` = self, or `a` = the attribute and `a + 1` empty.
    LOAD_METHOD(Window, In, Site);
    /// `super` attribute: window `a` = [super, class, self] is consumed. `x` bit 0: a method call follows, written as
    /// by `LOAD_METHOD` to `b`, `b + 1`; otherwise `b` = the attribute. `x` bit 1: `super` was written with two arguments.
    LOAD_SUPER_ATTR(Window, Out, Site);
    /// Special method number `x` ([`Special`]) of `b`, looked up on the type: window `a` = function, `a + 1` = self (as LOAD_METHOD).
    LOAD_SPECIAL(Window, In, Unused);
    /// `a` = `b[c]`.
    LOAD_ITEM(Out, In, In);
    /// `a[b] = c`.
    STORE_ITEM(In, In, In);
    /// `del a[b]`.
    DELETE_ITEM(In, In, Unused);

    // --- operators; `x` bit 0 of a binary operator: the in-place form ---
    /// `a = b + c`.
    ADD(Out, In, In);
    /// `a = b - c`.
    SUBTRACT(Out, In, In);
    /// `a = b * c`.
    MULTIPLY(Out, In, In);
    /// `a = b @ c`.
    MATRIX_MULTIPLY(Out, In, In);
    /// `a = b / c`.
    TRUE_DIVIDE(Out, In, In);
    /// `a = b // c`.
    FLOOR_DIVIDE(Out, In, In);
    /// `a = b % c`.
    REMAINDER(Out, In, In);
    /// `a = b ** c`.
    POWER(Out, In, In);
    /// `a = b << c`.
    SHIFT_LEFT(Out, In, In);
    /// `a = b >> c`.
    SHIFT_RIGHT(Out, In, In);
    /// `a = b & c`.
    AND(Out, In, In);
    /// `a = b | c`.
    OR(Out, In, In);
    /// `a = b ^ c`.
    XOR(Out, In, In);
    /// `a = -b`.
    NEGATE(Out, In, Unused);
    /// `a = +b`.
    POSITIVE(Out, In, Unused);
    /// `a = ~b`.
    INVERT(Out, In, Unused);
    /// `a = not b`.
    NOT(Out, In, Unused);
    /// `a = b <op x> c`, `x` a [`Comparison`].
    COMPARE(Out, In, In);
    /// `a = b is c`; `x` = 1: `is not`.
    IS(Out, In, In);
    /// `a = b in c`; `x` = 1: `not in`.
    CONTAINS(Out, In, In);

    // --- jumps ---
    /// Jumps. `x` = 1, here and in `JUMP_BACK`: a statement says so, on a line that has no other instruction.
    JUMP(Unused, LongJump, Unused);
    /// Jumps backwards, and looks whether something wants attention (signals, collection, other threads, limits).
    JUMP_BACK(Unused, LongJump, Unused);
    /// Jumps if `a` is true.
    JUMP_IF_TRUE(In, LongJump, Unused);
    /// Jumps if `a` is false.
    JUMP_IF_FALSE(In, LongJump, Unused);
    /// Jumps if `a` is None.
    JUMP_IF_NONE(In, LongJump, Unused);
    /// Jumps if `a` is not None.
    JUMP_IF_NOT_NONE(In, LongJump, Unused);
    /// Jumps if `a <op> b` has the wanted truth: `x` = [`Comparison`], plus 8 to jump when it is false.
    JUMP_COMPARE(In, In, Jump);

    // --- iteration ---
    /// `a = iter(b)`.
    GET_ITER(Out, In, Unused);
    /// `a` = next of the iterator in register `b`; when there is none, empties `b` and jumps (`a` is untouched).
    FOR_ITER(Out, Register, Jump);
    /// Unpacks `b` into exactly `c` registers from `a` on (written).
    UNPACK(Window, In, Count);
    /// Unpacks `b`: `x` items, a list, `c` items, into the registers from `a` on (written).
    UNPACK_STAR(Window, In, Count);

    // --- building ---
    /// `a` = tuple of `c` items.
    BUILD_TUPLE(Out, Window, Count);
    /// `a` = list of `c` items.
    BUILD_LIST(Out, Window, Count);
    /// `a` = set of `c` items.
    BUILD_SET(Out, Window, Count);
    /// `a` = dict of `c` pairs (key, value, key, value ...).
    BUILD_MAP(Out, Window, Count);
    /// `a` = the `c` strings joined.
    BUILD_STRING(Out, Window, Count);
    /// `a` = slice of the three in the window.
    BUILD_SLICE(Out, Window, Unused);
    /// Appends `b` to the list in `a`.
    LIST_APPEND(Register, In, Unused);
    /// Extends the list in `a` by the iterable `b`. `x` = 1: a `*` argument of a call (its own error message).
    LIST_EXTEND(Register, In, Unused);
    /// `a` = the list `b` as tuple.
    LIST_TO_TUPLE(Out, In, Unused);
    /// Adds `b` to the set in `a`.
    SET_ADD(Register, In, Unused);
    /// Adds the items of the iterable `b` to the set in `a`.
    SET_UPDATE(Register, In, Unused);
    /// `a[b] = c` for the dict in `a` (comprehension).
    MAP_ADD(Register, In, In);
    /// Updates the dict in `a` with the mapping `b` (`{**b}`).
    DICT_UPDATE(Register, In, Unused);
    /// As `DICT_UPDATE`, but a repeated key is the error of a call of `c` (`f(**b)`).
    DICT_MERGE(Register, In, Register);
    /// `a` = `format(b, c)` after conversion `x` (0 none, 1 str, 2 repr, 3 ascii); `c` may be absent.
    FORMAT(Out, In, In);
    /// `a` = Interpolation of window `b` = [value, expression, spec or empty]; conversion `x` as in `FORMAT`.
    BUILD_INTERPOLATION(Out, Window, Unused);
    /// `a` = Template of the tuple of strings `b` and the tuple of interpolations `c`.
    BUILD_TEMPLATE(Out, In, In);

    // --- calls and functions ---
    /// `b` = call of the call window `a` with `c` positional arguments.
    CALL(Window, Out, Count);
    /// As `CALL` with `x` arguments in all, the last of which are keyword arguments with the names in constant tuple `c`.
    CALL_KW(Window, Out, Constant);
    /// `b` = call of window `a` = [callable, self or empty, tuple of positional arguments, dict of keyword arguments or empty].
    /// `x` = 1: instead of the tuple stands any iterable, which the call makes a tuple (`f(*b)`; its own error message).
    CALL_EX(Window, Out, Unused);
    /// `a` = function of the code in constant `b`; the window `c` holds, for each bit of `x` in this order: 1 defaults (tuple),
    /// 2 keyword defaults (dict), 4 closure (tuple of cells), 8 `__annotate__` function.
    MAKE_FUNCTION(Out, Constant, Window);
    /// Returns `a` from the frame. `x` = 1: on whatever line the frame is, at the end of a body or of a `finally`.
    RETURN(In, Unused, Unused);

    // --- generators and coroutines ---
    /// First instruction after the cells of a generator's code: returns the generator to the caller.
    RETURN_GENERATOR(Unused, Unused, Unused);
    /// Yields `b`; on resumption `a` = the value sent. `c` = register of the iterator that is delegated to, or 0xffff.
    /// `x` = 1: in an asynchronous generator (the value is wrapped).
    YIELD(Out, In, Register);
    /// Sends the value in `a` to the iterator in register `b`. It yields: `a` = what it yields, next word. It is finished:
    /// `a` = its result, `b` is emptied, jump.
    SEND(Register, Register, Jump);
    /// In the handler of a delegating `YIELD`: if exception `b` is StopIteration, `a` = its value; otherwise raises it again.
    CLEANUP_THROW(Out, In, Unused);
    /// `a` = iterator to delegate to for `yield from b`.
    GET_YIELD_FROM(Out, In, Unused);
    /// `a` = iterator of awaitable `b`; `x`: 0 await, 1 `__aenter__`, 2 `__aexit__` (for the error message).
    GET_AWAITABLE(Out, In, Unused);
    /// `a = aiter(b)`.
    GET_AITER(Out, In, Unused);
    /// `a` = awaitable of the next of the asynchronous iterator in register `b`.
    GET_ANEXT(Out, Register, Unused);
    /// If exception `a` is StopAsyncIteration, empties `b` (the iterator) and goes on; otherwise raises it again.
    END_ASYNC_FOR(In, Register, Unused);

    // --- exceptions ---
    /// `x` = 0: raises the handled exception again; 1: raises `a`; 2: raises `a` from `b`.
    RAISE(In, In, Unused);
    /// Raises exception `a` again, with its traceback as it is. `x` = 1: the frame's last line stays the one where the
    /// exception came up in it.
    RERAISE(In, Unused, Unused);
    /// Makes the exception in register `b` the handled one; `a` = the one before (or None).
    PUSH_HANDLED(Out, Register, Unused);
    /// Makes `a` (from `PUSH_HANDLED`) the handled exception again.
    POP_HANDLED(In, Unused, Unused);
    /// `a` = whether the exception in register `b` matches `c` (a class or tuple of classes).
    MATCH_EXCEPTION(Out, Register, In);
    /// `except* c`: splits the exception in register `b`: `a` = the matching group or None, `b` = the rest or None.
    /// `b` may be None already, then so is `a`.
    MATCH_GROUP(Out, Register, In);
    /// End of `except*`: `a` = what to raise of the list of raised and unhandled `c`, given the original in `b`; None if nothing.
    JOIN_GROUP(Out, Register, In);
    /// `a` = result of the exit function in the window `b`, `b + 1` (function, self or empty; they stay) for the exception in register `c`.
    WITH_EXCEPT(Out, Register, Register);

    // --- pattern matching ---
    /// `a` = whether `b` is a sequence for `match`.
    MATCH_SEQUENCE(Out, In, Unused);
    /// `a` = whether `b` is a mapping for `match`.
    MATCH_MAPPING(Out, In, Unused);
    /// `a` = tuple of the values of mapping `b` for the tuple of keys `c`, or None.
    MATCH_KEYS(Out, In, In);
    /// `a` = tuple of attributes, or None; window `b` = [subject, class, tuple of keyword names]; `x` positional patterns.
    MATCH_CLASS(Out, Window, Unused);
    /// `a = len(b)`.
    GET_LENGTH(Out, In, Unused);

    // --- modules ---
    /// `a` = import of name `c`; window `b` = [level, from-list].
    IMPORT_NAME(Out, Window, Name);
    /// `a` = name `c` from the module in register `b`.
    IMPORT_FROM(Out, Register, Name);
    /// All public names of module `a` into locals.
    IMPORT_STAR(In, Unused, Unused);

    // --- rare things ---
    /// `a` = [`Intrinsic`] number `x` of `b` and `c` (which may be absent).
    INTRINSIC(Out, In, In);

    // --- while somebody listens ---
    /// Stands in the machine for each instruction of code that is traced, with the fields of that one; in no unit.
    TRACE(Unused, Unused, Unused);
}

macro_rules! numbered {
    ($(#[doc = $enum_doc:literal])+ $name:ident { $( $(#[doc = $doc:literal])+ $variant:ident, )* }) => {
        $(#[doc = $enum_doc])+
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        #[repr(u8)]
        pub enum $name { $( $(#[doc = $doc])+ $variant, )* }

        impl $name {
            /// All of them, by number.
            pub const ALL: &[$name] = &[ $( $name::$variant, )* ];

            /// The one with this number.
            pub fn from_byte(byte: u8) -> Option<$name> {
                Self::ALL.get(byte as usize).copied()
            }
        }
    };
}

numbered! {
    /// Rich comparisons, with CPython's numbers.
    Comparison {
        /// `<`
        Less,
        /// `<=`
        LessEqual,
        /// `==`
        Equal,
        /// `!=`
        NotEqual,
        /// `>`
        Greater,
        /// `>=`
        GreaterEqual,
    }
}

numbered! {
    /// Special methods that statements look up on the type.
    Special {
        /// `__enter__`
        Enter,
        /// `__exit__`
        Exit,
        /// `__aenter__`
        AsyncEnter,
        /// `__aexit__`
        AsyncExit,
    }
}

numbered! {
    /// Objects that code refers to whatever their names are bound to.
    Common {
        /// `AssertionError`
        AssertionError,
        /// `NotImplementedError`
        NotImplementedError,
    }
}

numbered! {
    /// Rare operations.
    Intrinsic {
        /// `sys.displayhook(b)` (interactive statements).
        Display,
        /// `TypeVar(b)`
        TypeVar,
        /// `TypeVar(b)` with the lazily evaluated bound `c`.
        TypeVarWithBound,
        /// `TypeVar(b)` with the lazily evaluated constraints `c`.
        TypeVarWithConstraints,
        /// `ParamSpec(b)`
        ParamSpec,
        /// `TypeVarTuple(b)`
        TypeVarTuple,
        /// Type parameter `b` with the lazily evaluated default `c`.
        SetDefault,
        /// `Generic[b]` for a tuple of type parameters.
        SubscriptGeneric,
        /// `TypeAliasType` of the tuple `b` = (name, type parameters or None, evaluator).
        TypeAlias,
        /// Function or class `b` with `__type_params__` = `c`.
        SetTypeParameters,
    }
}
