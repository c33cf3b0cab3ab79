//! `compile()` to and from trees.

use pellucid_compiler::tree::{self, Kind};
use pellucid_compiler::{Mode, Options};

use super::node::SPEC;
use super::read::Reader;
use crate::builtins::{Code, ConstantObjects};
use crate::prelude::*;

impl Vm {
    /// Parses source to a tree of objects; warnings are issued.
    pub(crate) fn parse_to_tree(
        &mut self,
        source: &str,
        file_name: &str,
        options: &Options,
    ) -> PyResult {
        self.ready_tree_classes()?;
        self.check_room(pellucid_compiler::room_for(source))?;
        match tree::parse_tree(source, options) {
            Ok(parsed) => {
                self.issue_syntax_warnings(&parsed.warnings, file_name)?;
                self.node_object(parsed.root)
            }
            Err(error) => Err(self.raise_syntax_error(&error, file_name)),
        }
    }

    /// Parses the type of a function as a type comment states it.
    pub(crate) fn parse_function_type(&mut self, source: &str, file_name: &str) -> PyResult {
        self.ready_tree_classes()?;
        match tree::parse_function_type(source) {
            Ok(root) => self.node_object(root),
            Err(error) => Err(self.raise_syntax_error(&error, file_name)),
        }
    }

    /// Whether an object is a node.
    pub(crate) fn is_syntax_node(&mut self, object: &Object) -> PyResult<bool> {
        let class = self.native_type(&SPEC)?;
        Ok(object.class().is_subclass_of(self, &class))
    }

    /// Compiles a tree of objects.
    pub(crate) fn compile_tree(
        &mut self,
        tree: &Object,
        file_name: &str,
        options: &Options,
    ) -> PyResult<Ref<Code>> {
        self.ready_tree_classes()?;
        let mut constants = ConstantObjects::of_file(self.intern(file_name));
        let (root, depth) = self.read_tree(tree, options.mode, &mut constants)?;
        let output = match tree::compile_nodes(root, depth, file_name, options) {
            Ok(output) => output,
            Err(error) => return Err(self.raise_syntax_error(&error, file_name)),
        };
        self.issue_syntax_warnings(&output.warnings, file_name)?;
        Code::of_constants(self, output.unit, &constants)
    }

    /// The tree of objects as nodes, and how deep it is.
    fn read_tree(
        &mut self,
        object: &Object,
        mode: Mode,
        constants: &mut ConstantObjects,
    ) -> PyResult<(tree::Node, usize)> {
        let kind = match mode {
            Mode::Exec => Kind::Module,
            Mode::Eval => Kind::Expression,
            Mode::Single => Kind::Interactive,
        };
        let class = self.node_class(kind);
        if !self.is_instance(object, class.as_object())? {
            let got = object.class().name(self);
            let message = format!("expected {} node, got {got}", kind.name());
            return Err(self.type_error(message));
        }
        let mut reader = Reader::new(constants);
        let root = reader.node(self, kind.sum(), object)?;
        match tree::validate(&root) {
            Ok(()) => Ok((root, reader.depth_max)),
            Err(tree::Invalid::Value(message)) => Err(self.value_error(message)),
            Err(tree::Invalid::Type(message)) => Err(self.type_error(message)),
        }
    }
}
