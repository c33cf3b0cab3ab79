//! A code unit in the making: words, labels, registers, constants and which locals are surely bound.

use std::rc::Rc;

use indexmap::{IndexMap, IndexSet};
use pellucid_bytecode::{Constant, LocalKind, Opcode, Operand, Position, Role, Word};

use crate::scopes::ScopeId;

/// So many constants are operands of their own; the places above are kept for those that have to be.
const DIRECT_MAX: usize = 12_000;
/// How long a row of the table of far constants is, and how many rows there can be.
pub(crate) const FAR_ROW: usize = 1000;
/// The index that stands for the table of far constants until the unit is assembled.
pub(crate) const FAR_TABLE: u16 = pellucid_bytecode::REGISTERS_MAX as u16 - 2;

/// A place in the code that jumps can name before it is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Label(pub(crate) u32);

/// A set of registers.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Registers(Vec<u64>);

impl Registers {
    pub(crate) fn insert(&mut self, register: u16) {
        let (word, bit) = (register as usize / 64, register % 64);
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << bit;
    }

    pub(crate) fn remove(&mut self, register: u16) {
        if let Some(word) = self.0.get_mut(register as usize / 64) {
            *word &= !(1 << (register % 64));
        }
    }

    pub(crate) fn contains(&self, register: u16) -> bool {
        self.0.get(register as usize / 64).is_some_and(|word| word >> (register % 64) & 1 != 0)
    }

    fn intersect(&mut self, other: &Registers) {
        self.0.truncate(other.0.len());
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word &= other;
        }
    }

    fn subtract(&mut self, other: &Registers) {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word &= !other;
        }
    }
}

/// One word, with the jump target that is still to be filled in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Instruction {
    pub(crate) word: Word,
    pub(crate) position: Position,
    pub(crate) target: Option<Label>,
}

/// What is known about a label.
#[derive(Clone, Debug, Default)]
pub(crate) struct LabelState {
    /// The instruction it stands before.
    pub(crate) place: Option<u32>,
    /// Locals that are bound whichever way the label is reached; `None` as long as nothing jumps there.
    bound: Option<Registers>,
}

/// A row of the exception table in the making.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) target: Label,
    pub(crate) depth: u16,
    pub(crate) register: u16,
}

/// A protected region that is being emitted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Region {
    pub(crate) start: u32,
    pub(crate) handler: Label,
    pub(crate) depth: u16,
    pub(crate) register: u16,
}

/// A code unit in the making.
pub(crate) struct Unit {
    pub(crate) scope: ScopeId,
    pub(crate) name: Rc<str>,
    pub(crate) qualified_name: Rc<str>,
    pub(crate) first_line: u32,
    pub(crate) code: Vec<Instruction>,
    pub(crate) labels: Vec<LabelState>,
    pub(crate) rows: Vec<Row>,
    pub(crate) constants: IndexSet<Constant>,
    /// Constants beyond those that operands can name.
    pub(crate) far_constants: IndexSet<Constant>,
    pub(crate) names: IndexSet<Box<str>>,
    pub(crate) sites: Vec<u16>,
    /// Registers below the temporaries; the name of a plain local is filled in when it is first used.
    pub(crate) locals: Vec<(Option<Rc<str>>, LocalKind)>,
    /// Where the plain locals that have been used stand, and how many there are to be.
    pub(crate) plain: IndexMap<Rc<str>, u16>,
    pub(crate) plain_next: u16,
    /// All plain locals that are to have a register.
    pub(crate) plain_expected: Vec<Rc<str>>,
    /// Own cells and free variables.
    pub(crate) cells: IndexMap<Rc<str>, u16>,
    /// Locals of inlined comprehensions that do not share a plain local's register.
    pub(crate) hidden: IndexMap<(ScopeId, Rc<str>), (u16, LocalKind)>,
    /// Inlined comprehensions that are being lowered, the innermost last.
    pub(crate) inlined: Vec<ScopeId>,
    /// The next temporary.
    pub(crate) top: u16,
    /// One more than the highest register used.
    pub(crate) high: u16,
    /// Locals surely bound here; `None` = no way leads here.
    bound: Option<Registers>,
    /// Locals that some `del` or `except` of this unit may unbind.
    pub(crate) deletable: Registers,
    /// Locals that a `:=` of this unit may rebind within an expression.
    pub(crate) rebindable: Registers,
    /// How many protected regions are open.
    pub(crate) regions_open: u32,
    /// Where emitted words come from.
    pub(crate) here: Position,
    /// `self.x = ...` in the methods of a class.
    pub(crate) static_attributes: IndexSet<Rc<str>>,
    /// A limit of the encoding was crossed.
    pub(crate) overflow: Option<&'static str>,
    pub(crate) has_docstring: bool,
    /// Whether the first constant stays without a use: that of a function is its docstring or, as in CPython up to
    /// 3.13, None.
    pub(crate) keeps_first_constant: bool,
    /// The body of a class.
    pub(crate) is_class: bool,
    /// How many of the parameters are positional.
    pub(crate) positional_parameters: usize,
    /// Numbers of the conditional annotations that have been met, by the address of their statement.
    pub(crate) annotations_run: std::collections::HashMap<usize, usize>,
    /// `co_stacksize`
    pub(crate) stack_size: u32,
}

impl Unit {
    pub(crate) fn new(scope: ScopeId, name: &str, qualified_name: &str, first_line: u32) -> Unit {
        Unit {
            scope,
            name: Rc::from(name),
            qualified_name: Rc::from(qualified_name),
            first_line,
            code: Vec::new(),
            labels: Vec::new(),
            rows: Vec::new(),
            constants: IndexSet::new(),
            far_constants: IndexSet::new(),
            names: IndexSet::new(),
            sites: Vec::new(),
            locals: Vec::new(),
            plain: IndexMap::new(),
            plain_next: 0,
            plain_expected: Vec::new(),
            cells: IndexMap::new(),
            hidden: IndexMap::new(),
            inlined: Vec::new(),
            top: 0,
            high: 0,
            bound: Some(Registers::default()),
            deletable: Registers::default(),
            rebindable: Registers::default(),
            regions_open: 0,
            here: Position::default(),
            static_attributes: IndexSet::new(),
            overflow: None,
            has_docstring: false,
            keeps_first_constant: false,
            is_class: false,
            positional_parameters: 0,
            annotations_run: std::collections::HashMap::new(),
            stack_size: 1,
        }
    }

    // --- words ---

    /// Whether a way leads to the next word. Words that nothing reaches are not emitted.
    pub(crate) fn is_reachable(&self) -> bool {
        self.bound.is_some()
    }

    pub(crate) fn emit_x(&mut self, opcode: Opcode, x: u8, a: u16, b: u16, c: u16) {
        if !self.is_reachable() {
            return;
        }
        let word = Word::new(opcode, x, a, b, c);
        self.code.push(Instruction { word, position: self.here, target: None });
        self.note_bindings(opcode, a, b);
        if matches!(opcode, Opcode::RETURN | Opcode::RAISE | Opcode::RERAISE) {
            self.bound = None;
        }
    }

    /// Returns at the end of a body: on a line of the program's only for who has come from there.
    pub(crate) fn emit_end(&mut self, value: Operand) {
        self.emit_x(Opcode::RETURN, 1, value.0, 0, 0);
    }

    pub(crate) fn emit(&mut self, opcode: Opcode, a: u16, b: u16, c: u16) {
        self.emit_x(opcode, 0, a, b, c);
    }

    /// Emits a word whose last field (or last two) is a jump to a label.
    pub(crate) fn emit_jump(&mut self, opcode: Opcode, x: u8, a: u16, b: u16, target: Label) {
        if !self.is_reachable() {
            return;
        }
        let word = Word::new(opcode, x, a, b, 0);
        self.code.push(Instruction { word, position: self.here, target: Some(target) });
        self.flow_to(target);
        self.note_bindings(opcode, a, b);
        if opcode == Opcode::JUMP || opcode == Opcode::JUMP_BACK {
            self.bound = None;
        }
    }

    /// Emits nothing from here on; gives what `restore_reachable` needs.
    pub(crate) fn make_unreachable(&mut self) -> Option<Registers> {
        self.bound.take()
    }

    pub(crate) fn restore_reachable(&mut self, bound: Option<Registers>) {
        self.bound = bound;
    }

    fn note_bindings(&mut self, opcode: Opcode, a: u16, b: u16) {
        let roles = opcode.layout().roles;
        for (role, register) in roles.into_iter().zip([a, b]) {
            if role == Role::Out {
                self.mark_bound(register);
            }
        }
    }

    pub(crate) fn mark_bound(&mut self, register: u16) {
        if (register as usize) < self.locals.len()
            && let Some(bound) = &mut self.bound
        {
            bound.insert(register);
        }
    }

    pub(crate) fn mark_unbound(&mut self, register: u16) {
        if let Some(bound) = &mut self.bound {
            bound.remove(register);
        }
    }

    pub(crate) fn is_bound(&self, register: u16) -> bool {
        self.bound.as_ref().is_none_or(|bound| bound.contains(register))
    }

    // --- labels ---

    pub(crate) fn label(&mut self) -> Label {
        self.labels.push(LabelState::default());
        Label(self.labels.len() as u32 - 1)
    }

    fn flow_to(&mut self, label: Label) {
        let Some(bound) = &self.bound else { return };
        let state = &mut self.labels[label.0 as usize];
        match &mut state.bound {
            Some(known) => known.intersect(bound),
            None => state.bound = Some(bound.clone()),
        }
    }

    /// Puts a label here; all jumps to it stand before (or keep to what is known, as back edges do).
    pub(crate) fn place(&mut self, label: Label) {
        self.flow_to(label);
        let here = self.code.len() as u32;
        let state = &mut self.labels[label.0 as usize];
        state.place = Some(here);
        self.bound.clone_from(&state.bound);
    }

    /// Puts a label here that will be jumped back to: what the loop may unbind is not sure to be bound.
    pub(crate) fn place_loop(&mut self, label: Label) {
        if let Some(bound) = &mut self.bound {
            bound.subtract(&self.deletable);
        }
        self.place(label);
    }

    // --- protected regions ---

    /// Begins a region whose exceptions go to `handler`.
    pub(crate) fn open_region(&mut self, handler: Label, depth: u16, register: u16) -> Region {
        self.regions_open += 1;
        if let Some(bound) = &self.bound {
            let mut bound = bound.clone();
            bound.subtract(&self.deletable);
            let state = &mut self.labels[handler.0 as usize];
            match &mut state.bound {
                Some(known) => known.intersect(&bound),
                None => state.bound = Some(bound),
            }
        }
        self.high = self.high.max(register + 1);
        Region { start: self.code.len() as u32, handler, depth, register }
    }

    /// Ends a region, for good or while code outside of it is emitted.
    pub(crate) fn close_region(&mut self, region: Region) {
        self.regions_open -= 1;
        self.close_row(region);
    }

    pub(crate) fn close_row(&mut self, region: Region) {
        let end = self.code.len() as u32;
        if end > region.start {
            self.rows.push(Row {
                start: region.start,
                end,
                target: region.handler,
                depth: region.depth,
                register: region.register,
            });
        }
    }

    // --- registers ---

    /// Takes the next temporary.
    pub(crate) fn push(&mut self) -> u16 {
        let register = self.top;
        if register as usize >= pellucid_bytecode::REGISTERS_MAX - 8 {
            self.overflow = Some("too many registers in one code unit");
            return register;
        }
        self.top += 1;
        self.high = self.high.max(self.top);
        register
    }

    /// Takes `count` temporaries.
    pub(crate) fn push_many(&mut self, count: usize) -> u16 {
        let first = self.top;
        for _ in 0..count {
            self.push();
        }
        first
    }

    /// Gives back all temporaries from `mark` on.
    pub(crate) fn release(&mut self, mark: u16) {
        self.top = mark;
    }

    pub(crate) fn is_local(&self, register: u16) -> bool {
        (register as usize) < self.locals.len()
    }

    // --- tables ---

    pub(crate) fn constant(&mut self, constant: Constant) -> u16 {
        let (index, _) = self.constants.insert_full(constant);
        if index >= FAR_TABLE as usize {
            self.overflow = Some("too many constants in one code unit");
            return 0;
        }
        index as u16
    }

    pub(crate) fn constant_operand(&mut self, constant: Constant) -> Operand {
        Operand::constant(self.constant(constant))
    }

    /// A constant that an expression is: where the table of constants gets full, it is an item of an item of one
    /// tuple of tuples, fetched into a new temporary.
    pub(crate) fn expression_constant(&mut self, constant: Constant) -> Operand {
        if self.constants.len() < DIRECT_MAX || self.constants.contains(&constant) {
            return self.constant_operand(constant);
        }
        let (index, _) = self.far_constants.insert_full(constant);
        if index >= FAR_ROW * FAR_ROW {
            self.overflow = Some("too many constants in one code unit");
            return Operand::constant(0);
        }
        let row = self.constant_operand(Constant::Int((index / FAR_ROW) as i64));
        let place = self.constant_operand(Constant::Int((index % FAR_ROW) as i64));
        let out = self.push();
        let table = Operand::constant(FAR_TABLE);
        self.emit(Opcode::LOAD_ITEM, out, table.0, row.0);
        self.emit(Opcode::LOAD_ITEM, out, Operand::consumed(out).0, place.0);
        Operand::consumed(out)
    }

    pub(crate) fn none(&mut self) -> Operand {
        self.constant_operand(Constant::None)
    }

    pub(crate) fn name(&mut self, name: &str) -> u16 {
        let index = match self.names.get_index_of(name) {
            Some(index) => index,
            None => self.names.insert_full(Box::from(name)).0,
        };
        u16::try_from(index).unwrap_or_else(|_| {
            self.overflow = Some("too many names in one code unit");
            0
        })
    }

    /// A new inline-cache site about a name.
    pub(crate) fn site(&mut self, name: &str) -> u16 {
        let name = self.name(name);
        if !self.is_reachable() {
            return 0;
        }
        let index = self.sites.len();
        if index > u16::MAX as usize {
            self.overflow = Some("too many attribute and global accesses in one code unit");
            return 0;
        }
        self.sites.push(name);
        index as u16
    }
}
