//! `#[derive(Trace)]`: showing every reference that the fields hold.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Error, Field, Fields, Ident, Result, Type, parse_quote};

use crate::payload::{self, Options};

/// The implementations for one type.
pub fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let options = Options::of(input)?;
    let mut generics = input.generics.clone();
    for parameter in generics.type_params_mut() {
        parameter.bounds.push(parse_quote!(::pellucid_runtime::heap::Trace));
    }
    let (implementation, arguments, conditions) = generics.split_for_impl();
    let name = &input.ident;
    let mut traced = Vec::new();
    let body = match &input.data {
        Data::Struct(data) => {
            let pattern = quote!(Self);
            let arm = arm(&pattern, &data.fields, &mut traced)?;
            quote!(match self { #arm })
        }
        Data::Enum(data) if options.none => {
            let mut arms = Vec::new();
            for variant in &data.variants {
                let variant_name = &variant.ident;
                arms.push(arm(&quote!(Self::#variant_name), &variant.fields, &mut traced)?);
            }
            if arms.is_empty() { quote!(match *self {}) } else { quote!(match self { #(#arms)* }) }
        }
        Data::Enum(_) => {
            return Err(Error::new(name.span(), "an enum can only be #[payload(none)]"));
        }
        Data::Union(_) => return Err(Error::new(name.span(), "a union cannot be traced")),
    };
    let payload = payload::expand(input, &options)?;
    Ok(quote! {
        #[automatically_derived]
        impl #implementation ::pellucid_runtime::heap::Trace for #name #arguments #conditions {
            const CONTAINER: bool =
                false #(|| <#traced as ::pellucid_runtime::heap::Trace>::CONTAINER)*;
            #[allow(unused_variables)]
            #[inline]
            fn trace_as(
                &self,
                label: ::pellucid_runtime::heap::Label<'_>,
                tracer: &mut ::pellucid_runtime::heap::Tracer<'_>,
            ) {
                #body
            }
        }
        #payload
    })
}

/// One arm of the match: binds the fields and shows each. Types of traced fields go to `traced`.
fn arm(pattern: &TokenStream, fields: &Fields, traced: &mut Vec<Type>) -> Result<TokenStream> {
    let mut bindings = Vec::new();
    let mut calls = Vec::new();
    for (index, field) in fields.iter().enumerate() {
        if is_skipped(field)? {
            continue;
        }
        let binding = format_ident!("field_{index}");
        let label = match &field.ident {
            Some(name) => {
                let text = plain(name);
                quote!(::pellucid_runtime::heap::Label::Field(#text))
            }
            // A wrapper's only part is called what the wrapper is called.
            None if fields.len() == 1 => quote!(label),
            None => quote!(::pellucid_runtime::heap::Label::Index(#index)),
        };
        let member = match &field.ident {
            Some(name) => quote!(#name),
            None => {
                let index = syn::Index::from(index);
                quote!(#index)
            }
        };
        bindings.push(quote!(#member: #binding));
        calls.push(quote! {
            ::pellucid_runtime::heap::Trace::trace_as(#binding, #label, tracer);
        });
        traced.push(field.ty.clone());
    }
    Ok(quote!(#pattern { #(#bindings,)* .. } => { #(#calls)* }))
}

/// The name without `r#`.
pub fn plain(name: &Ident) -> String {
    let text = name.to_string();
    text.strip_prefix("r#").unwrap_or(&text).to_owned()
}

fn is_skipped(field: &Field) -> Result<bool> {
    let mut skipped = false;
    for attribute in field.attrs.iter().filter(|attribute| attribute.path().is_ident("trace")) {
        attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("skip") {
                skipped = true;
                Ok(())
            } else {
                Err(Error::new(meta.path.span(), "expected `skip`"))
            }
        })?;
    }
    Ok(skipped)
}
