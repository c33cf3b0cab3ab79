//! `import` and `from ... import`.

use pellucid_bytecode::{Constant, Opcode, Operand};
use ruff_python_ast::{Alias, ExprContext, StmtImport, StmtImportFrom};

use super::Compiler;
use crate::error::Compiled;
use crate::scopes::mangle;

impl<'a> Compiler<'a> {
    pub(super) fn import(&mut self, it: &'a StmtImport) -> Compiled<()> {
        for alias in &it.names {
            let mark = self.unit.top;
            self.at(it);
            let module = self.import_name(&alias.name, 0, Constant::None);
            match &alias.asname {
                Some(name) => {
                    self.check_forbidden(name, it, ExprContext::Store)?;
                    self.submodules(alias, module);
                    self.store_name(name, Operand::consumed(module))?;
                }
                None => {
                    let first = alias.name.split('.').next().unwrap_or_default();
                    self.check_forbidden(first, it, ExprContext::Store)?;
                    self.store_name(first, Operand::consumed(module))?;
                }
            }
            self.unit.release(mark);
        }
        Ok(())
    }

    /// `import a.b.c as d`: the last of the modules.
    fn submodules(&mut self, alias: &'a Alias, module: u16) {
        for part in alias.name.split('.').skip(1) {
            let next = self.unit.push();
            let name = self.unit.name(part);
            self.unit.emit(Opcode::IMPORT_FROM, next, module, name);
            self.unit.emit(Opcode::MOVE, module, Operand::consumed(next).0, 0);
            self.unit.release(next);
        }
    }

    /// Emits an import; the module is in the new temporary on top.
    fn import_name(&mut self, name: &str, level: u32, from: Constant) -> u16 {
        let window = self.push_constant(Constant::Int(i64::from(level)));
        self.push_constant(from);
        let name = self.unit.name(name);
        self.unit.emit(Opcode::IMPORT_NAME, window, window, name);
        self.unit.release(window + 1);
        window
    }

    pub(super) fn import_from(&mut self, it: &'a StmtImportFrom) -> Compiled<()> {
        let mark = self.unit.top;
        self.at(it);
        let names = it.names.iter().map(|alias| crate::literal::name(&alias.name)).collect();
        let module_name = it.module.as_ref().map_or("", |name| name.as_str());
        let module = self.import_name(module_name, it.level, Constant::Tuple(names));
        for alias in &it.names {
            if &*alias.name == "*" {
                self.unit.emit(Opcode::IMPORT_STAR, Operand::consumed(module).0, 0, 0);
                self.unit.release(mark);
                return Ok(());
            }
            let bound = alias.asname.as_ref().unwrap_or(&alias.name);
            self.check_forbidden(bound, it, ExprContext::Store)?;
            let value = self.unit.push();
            let name = self.unit.name(&mangle(None, &alias.name));
            self.unit.emit(Opcode::IMPORT_FROM, value, module, name);
            self.store_name(bound, Operand::consumed(value))?;
            self.unit.release(value);
        }
        self.unit.emit(Opcode::CLEAR, module, 0, 0);
        self.unit.release(mark);
        Ok(())
    }
}
