//! The `Payload` half of `#[derive(Trace)]`: the vtable that the heap works with.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{
    Attribute, Data, DeriveInput, Error, Field, Fields, GenericArgument, Ident, LitStr, Path,
    PathArguments, Result, Type,
};

/// What `#[payload(...)]` says.
#[derive(Default)]
pub struct Options {
    /// Only `Trace`, no `Payload`.
    pub none: bool,
    name: Option<LitStr>,
    extends: Option<Path>,
    weak: Option<Ident>,
    inline: bool,
    plain: bool,
    needs_finalizer: Option<Path>,
    tail_last: bool,
    tail_after: Option<Path>,
}

impl Options {
    /// Reads the attributes of a type.
    pub fn of(input: &DeriveInput) -> Result<Options> {
        let mut options = Options::default();
        for attribute in input.attrs.iter().filter(|attribute| attribute.path().is_ident("payload"))
        {
            attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("none") {
                    options.none = true;
                } else if meta.path.is_ident("inline") {
                    options.inline = true;
                } else if meta.path.is_ident("plain") {
                    options.plain = true;
                } else if meta.path.is_ident("name") {
                    options.name = Some(meta.value()?.parse()?);
                } else if meta.path.is_ident("extends") {
                    options.extends = Some(meta.value()?.parse()?);
                } else if meta.path.is_ident("weak") {
                    options.weak = Some(meta.value()?.parse()?);
                } else if meta.path.is_ident("needs_finalizer") {
                    options.needs_finalizer = Some(meta.value()?.parse()?);
                } else if meta.path.is_ident("tail_last") {
                    options.tail_last = true;
                } else if meta.path.is_ident("tail_after") {
                    options.tail_after = Some(meta.value()?.parse()?);
                } else {
                    return Err(meta.error(
                        "expected `none`, `inline`, `plain`, `name = \"name\"`, `extends = Base`, `weak = field`, \
                         `tail_last`, `tail_after = path` or `needs_finalizer = path`",
                    ));
                }
                Ok(())
            })?;
        }
        Ok(options)
    }
}

/// The `Payload` (and `InlinePayload`) implementation.
pub fn expand(input: &DeriveInput, options: &Options) -> Result<TokenStream> {
    if options.none {
        return Ok(TokenStream::new());
    }
    let name = &input.ident;
    let Data::Struct(data) = &input.data else {
        return Err(Error::new(name.span(), "only a struct can be an object's payload"));
    };
    if !input.generics.params.is_empty() {
        let message = "the payload of an object cannot be generic; use #[payload(none)]";
        return Err(Error::new(name.span(), message));
    }
    let mut checks = TokenStream::new();
    let base = match &options.extends {
        Some(base) => {
            checks.extend(check_base(input, base, data.fields.iter().next())?);
            quote!(::core::option::Option::Some(
                <#base as ::pellucid_runtime::heap::Payload>::VTABLE
            ))
        }
        None => quote!(::core::option::Option::None),
    };
    let inherited = |field: TokenStream| match &options.extends {
        Some(base) => quote!(<#base as ::pellucid_runtime::heap::Payload>::VTABLE.#field),
        None => quote!(::core::option::Option::None),
    };
    let weak_offset = match &options.weak {
        Some(field) if options.inline => {
            let head = quote!(<#name as ::pellucid_runtime::heap::InlinePayload>::Head);
            let item = quote!(<#name as ::pellucid_runtime::heap::InlinePayload>::Item);
            checks.extend(quote! {
                const _: fn(&#head) -> &::pellucid_runtime::heap::WeakHead = |head| &head.#field;
            });
            quote!(::core::option::Option::Some(
                ::pellucid_runtime::heap::Typed::<#name>::PAYLOAD_OFFSET
                    + ::pellucid_runtime::heap::Inline::<#head, #item>::HEAD_OFFSET
                    + ::core::mem::offset_of!(#head, #field)
            ))
        }
        Some(field) => {
            checks.extend(quote! {
                const _: fn(&#name) -> &::pellucid_runtime::heap::WeakHead = |this| &this.#field;
            });
            quote!(::core::option::Option::Some(
                ::pellucid_runtime::heap::Typed::<#name>::PAYLOAD_OFFSET
                    + ::core::mem::offset_of!(#name, #field)
            ))
        }
        None => inherited(quote!(weak_offset)),
    };
    let needs_finalizer = match &options.needs_finalizer {
        Some(path) => quote!(::core::option::Option::Some(#path)),
        None => inherited(quote!(needs_finalizer)),
    };
    let order = quote!(::pellucid_runtime::heap::TailOrder);
    let tail_order = match (&options.tail_after, &options.extends) {
        (Some(path), _) => quote!({
            // SAFETY: the heap passes an object with this payload that nobody else uses.
            unsafe fn part(object: *mut ::pellucid_runtime::heap::Object) {
                unsafe { ::pellucid_runtime::heap::drop_part::<#name>(object, #path) }
            }
            #order::After(part)
        }),
        (None, _) if options.tail_last => quote!(#order::Last),
        // What `After` names is a part of the base.
        (None, Some(base)) => {
            quote!(<#base as ::pellucid_runtime::heap::Payload>::VTABLE.tail_order)
        }
        (None, None) => quote!(#order::First),
    };
    let (size, inline) =
        if options.inline { inline(input, &data.fields)? } else { Default::default() };
    let drops = match options.plain {
        true => {
            checks.extend(quote! {
                const _: () = assert!(
                    !::core::mem::needs_drop::<<#name as ::pellucid_runtime::heap::InlinePayload>::Head>()
                        && !::core::mem::needs_drop::<<#name as ::pellucid_runtime::heap::InlinePayload>::Item>()
                );
            });
            quote!(
                const DROPS: bool = false;
            )
        }
        false => TokenStream::new(),
    };
    let text = match &options.name {
        Some(text) => text.value(),
        None => crate::trace::plain(name),
    };
    Ok(quote! {
        #checks
        // SAFETY: the vtable is generated from the type, is a static of its own, and the macro has
        // checked that a base is the first field of a `repr(C)` struct.
        #[allow(unsafe_code)]
        #[automatically_derived]
        unsafe impl ::pellucid_runtime::heap::Payload for #name {
            const VTABLE: &'static ::pellucid_runtime::heap::VTable = {
                static VTABLE: ::pellucid_runtime::heap::VTable = {
                    let (size, trace, drop) =
                        ::pellucid_runtime::heap::vtable_functions::<#name>();
                    ::pellucid_runtime::heap::VTable {
                        name: #text,
                        base: #base,
                        basic_size: ::core::mem::size_of::<::pellucid_runtime::heap::Typed<#name>>(),
                        size,
                        trace,
                        drop,
                        weak_offset: #weak_offset,
                        needs_finalizer: #needs_finalizer,
                        tail_order: #tail_order,
                    }
                };
                &VTABLE
            };
            #drops
            #size
        }
        #inline
    })
}

/// Proof that the payload begins with its base.
fn check_base(input: &DeriveInput, base: &Path, first: Option<&Field>) -> Result<TokenStream> {
    let name = &input.ident;
    if !has_repr(&input.attrs, "C")? {
        let message = "a payload that extends another must be #[repr(C)]";
        return Err(Error::new(name.span(), message));
    }
    let Some(first) = first else {
        return Err(Error::new(
            name.span(),
            "the first field must be the payload that is extended",
        ));
    };
    let member = match &first.ident {
        Some(field) => quote!(#field),
        None => quote!(0),
    };
    Ok(quote! {
        const _: fn(&#name) -> &#base = |this| &this.#member;
        const _: () = assert!(::core::mem::offset_of!(#name, #member) == 0);
    })
}

/// The `size` method and the `InlinePayload` implementation of a payload with inline items.
fn inline(input: &DeriveInput, fields: &Fields) -> Result<(TokenStream, TokenStream)> {
    let name = &input.ident;
    let message = "an inline payload is a #[repr(transparent)] struct Name(Inline<Head, Item>)";
    let error = || Error::new(name.span(), message);
    let (Fields::Unnamed(fields), true) = (fields, has_repr(&input.attrs, "transparent")?) else {
        return Err(error());
    };
    let (Some(field), 1) = (fields.unnamed.first(), fields.unnamed.len()) else {
        return Err(error());
    };
    let Type::Path(path) = &field.ty else { return Err(error()) };
    let Some(last) = path.path.segments.last() else { return Err(error()) };
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return Err(error()) };
    let types: Vec<&GenericArgument> = arguments.args.iter().collect();
    let [head, item] = types[..] else { return Err(error()) };
    let size = quote! {
        #[inline]
        fn size(&self) -> usize {
            ::core::mem::size_of::<::pellucid_runtime::heap::Typed<Self>>() + self.0.items_bytes()
        }
    };
    let implementation = quote! {
        const _: fn(&#name) -> &::pellucid_runtime::heap::Inline<#head, #item> = |this| &this.0;
        // SAFETY: the macro has checked that the struct is a transparent wrapper of this Inline.
        #[allow(unsafe_code)]
        #[automatically_derived]
        unsafe impl ::pellucid_runtime::heap::InlinePayload for #name {
            type Head = #head;
            type Item = #item;
        }
    };
    Ok((size, implementation))
}

fn has_repr(attributes: &[Attribute], wanted: &str) -> Result<bool> {
    let mut found = false;
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("repr")) {
        attribute.parse_nested_meta(|meta| {
            found |= meta.path.is_ident(wanted);
            if meta.input.peek(syn::token::Paren) {
                let content;
                syn::parenthesized!(content in meta.input);
                content.parse::<TokenStream>()?;
            }
            Ok(())
        })?;
    }
    Ok(found)
}
