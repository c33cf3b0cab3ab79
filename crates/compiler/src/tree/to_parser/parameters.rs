//! Restoring parameters of functions, types and aliases.

use ruff_python_ast as ast;
use ruff_text_size::TextRange;
use thin_vec::ThinVec;

use super::{Fields, Kind, Restorer, Value, take};
use crate::error::Compiled;

impl Restorer {
    pub(super) fn parameter(&mut self, value: Value) -> Compiled<ast::Parameter> {
        let (_, position, mut fields) = take(value)?;
        let range = self.place(position);
        let name = self.identifier(&mut fields, range)?;
        let annotation = self.optional(&mut fields)?;
        Ok(ast::Parameter { range, node_index: ast::AtomicNodeIndex::NONE, name, annotation })
    }

    /// Parameters with the defaults of the last of them.
    pub(super) fn with_defaults(
        &mut self,
        parameters: Vec<Value>,
        defaults: impl IntoIterator<Item = Value>,
    ) -> Compiled<ThinVec<ast::ParameterWithDefault>> {
        let pairs = parameters.into_iter().zip(defaults);
        let made = pairs.map(|(parameter, default)| {
            let parameter = self.parameter(parameter)?;
            let default = match default {
                Value::None => None,
                value => Some(Box::new(self.expression(value)?)),
            };
            let (range, node_index) = (parameter.range, ast::AtomicNodeIndex::NONE);
            Ok(ast::ParameterWithDefault { range, node_index, parameter, default })
        });
        made.collect()
    }

    pub(in crate::tree) fn parameters(
        &mut self,
        value: Value,
        range: TextRange,
    ) -> Compiled<ast::Parameters> {
        let (_, _, mut fields) = take(value)?;
        let (positional_only, args) = (fields.list(), fields.list());
        let vararg = fields.next();
        let (keyword_only, keyword_defaults) = (fields.list(), fields.list());
        let kwarg = fields.next();
        let defaults = fields.list();
        let positional = positional_only.len() + args.len();
        let missing = positional.saturating_sub(defaults.len());
        let mut defaults = std::iter::repeat_n(Value::None, missing).chain(defaults);
        let first: Vec<Value> = defaults.by_ref().take(positional_only.len()).collect();
        let single = |this: &mut Self, value: Value| match value {
            Value::None => Ok(None),
            value => this.parameter(value).map(|parameter| Some(Box::new(parameter))),
        };
        Ok(ast::Parameters {
            range,
            node_index: ast::AtomicNodeIndex::NONE,
            posonlyargs: self.with_defaults(positional_only, first)?,
            args: self.with_defaults(args, defaults)?,
            vararg: single(self, vararg)?,
            kwonlyargs: self.with_defaults(keyword_only, keyword_defaults)?,
            kwarg: single(self, kwarg)?,
        })
    }

    pub(super) fn type_parameters(
        &mut self,
        fields: &mut Fields,
    ) -> Compiled<Option<Box<ast::TypeParams>>> {
        let parameters = fields.list();
        let type_params: Vec<ast::TypeParam> = self.each(parameters, Self::type_parameter)?;
        let Some(first) = type_params.first() else { return Ok(None) };
        let range = ruff_text_size::Ranged::range(first);
        let node_index = ast::AtomicNodeIndex::NONE;
        Ok(Some(Box::new(ast::TypeParams { range, node_index, type_params })))
    }

    pub(super) fn type_parameter(&mut self, value: Value) -> Compiled<ast::TypeParam> {
        let (kind, position, mut fields) = take(value)?;
        let range = self.place(position);
        let node_index = ast::AtomicNodeIndex::NONE;
        let name = self.identifier(&mut fields, range)?;
        let bound = if kind == Kind::TypeVar { self.optional(&mut fields)? } else { None };
        let default = self.optional(&mut fields)?;
        Ok(match kind {
            Kind::TypeVar => ast::TypeParam::TypeVar(ast::TypeParamTypeVar {
                node_index,
                range,
                name,
                bound,
                default,
            }),
            Kind::ParamSpec => ast::TypeParam::ParamSpec(ast::TypeParamParamSpec {
                node_index,
                range,
                name,
                default,
            }),
            _ => ast::TypeParam::TypeVarTuple(ast::TypeParamTypeVarTuple {
                node_index,
                range,
                name,
                default,
            }),
        })
    }
}
