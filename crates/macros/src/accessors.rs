//! Computed attributes: joins the getter and the setter of one name into one row.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Error, Ident, ImplItemFn, LitStr, Result, Type};

/// The reading half of an attribute.
struct Getter {
    name: LitStr,
    function: Ident,
    doc: String,
    is_member: bool,
}

/// The getters and setters of a block, in the order of their getters.
#[derive(Default)]
pub struct Accessors {
    getters: Vec<Getter>,
    setters: Vec<(LitStr, Ident)>,
}

impl Accessors {
    /// Adds the getter of an attribute.
    pub fn getter(&mut self, name: LitStr, function: &ImplItemFn, is_member: bool) -> Result<()> {
        if self.getters.iter().any(|other| other.name.value() == name.value()) {
            return Err(Error::new(name.span(), "this attribute has two getters"));
        }
        let doc = crate::methods::doc(&function.attrs);
        let function = function.sig.ident.clone();
        self.getters.push(Getter { name, function, doc, is_member });
        Ok(())
    }

    /// Adds the setter of an attribute.
    pub fn setter(&mut self, name: LitStr, function: &ImplItemFn) -> Result<()> {
        if self.setters.iter().any(|(other, _)| other.value() == name.value()) {
            return Err(Error::new(name.span(), "this attribute has two setters"));
        }
        self.setters.push((name, function.sig.ident.clone()));
        Ok(())
    }

    /// One `GetSetDef` for each attribute.
    pub fn rows(&self, target: &Type) -> Result<Vec<TokenStream>> {
        for (name, _) in &self.setters {
            if self.getters.iter().all(|getter| getter.name.value() != name.value()) {
                return Err(Error::new(name.span(), "this attribute has a setter but no getter"));
            }
        }
        Ok(self.getters.iter().map(|getter| self.row(target, getter)).collect())
    }

    fn row(&self, target: &Type, getter: &Getter) -> TokenStream {
        let Getter { name, function: get, doc, is_member } = getter;
        let setter = self.setters.iter().find(|(setter, _)| setter.value() == name.value());
        let set = match setter {
            None => quote!(::core::option::Option::None),
            Some((_, function)) => quote!({
                fn set(
                    vm: &mut ::pellucid_runtime::Vm,
                    object: &::pellucid_runtime::heap::Object,
                    value: ::core::option::Option<&::pellucid_runtime::heap::Object>,
                ) -> ::pellucid_runtime::PyResult<()> {
                    let this = ::pellucid_runtime::object::GetSetDef::receiver(vm, object, #name)?;
                    <#target>::#function(vm, this, value)
                }
                ::core::option::Option::Some(set)
            }),
        };
        quote!({
            fn get(
                vm: &mut ::pellucid_runtime::Vm,
                object: &::pellucid_runtime::heap::Object,
            ) -> ::pellucid_runtime::PyResult<::pellucid_runtime::heap::Ref> {
                let this = ::pellucid_runtime::object::GetSetDef::receiver(vm, object, #name)?;
                let result = <#target>::#get(vm, this);
                ::pellucid_runtime::object::IntoResult::into_result(result, vm)
            }
            ::pellucid_runtime::object::GetSetDef {
                name: #name,
                doc: #doc,
                get,
                set: #set,
                is_member: #is_member,
            }
        })
    }
}
