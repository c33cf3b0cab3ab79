//! `#[methods]`: from attributed functions to rows of methods, module functions and getters.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote};
use syn::parse::{Parse, ParseStream};
use syn::{
    Attribute, Error, Expr, ExprLit, FnArg, Ident, ImplItem, ImplItemFn, ItemImpl, Lit, LitStr,
    Meta, Result, Token, Type,
};

use crate::accessors::Accessors;
use crate::signature::{Kind, Receiver, Signature};

/// What stands in `#[methods(...)]`.
#[derive(Default)]
pub struct Arguments {
    prefix: Option<Ident>,
    owner: Option<LitStr>,
}

impl Parse for Arguments {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let mut arguments = Arguments::default();
        while !input.is_empty() {
            let name: Ident = input.parse()?;
            if name == "owner" && input.peek(Token![=]) {
                input.parse::<Token![=]>()?;
                arguments.owner = Some(input.parse()?);
            } else {
                arguments.prefix = Some(name);
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(arguments)
    }
}

/// What an attribute makes of a function.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Method,
    ClassMethod,
    StaticMethod,
    Function,
    Constructor,
    Initializer,
    Getter,
    /// A getter that Python sees as a member of the object.
    Member,
    Setter,
}

impl Role {
    fn of(attribute: &Attribute) -> Option<Role> {
        let name = attribute.path().get_ident()?.to_string();
        Some(match name.as_str() {
            "method" => Role::Method,
            "class_method" => Role::ClassMethod,
            "static_method" => Role::StaticMethod,
            "function" => Role::Function,
            "constructor" => Role::Constructor,
            "initializer" => Role::Initializer,
            "getter" => Role::Getter,
            "member" => Role::Member,
            "setter" => Role::Setter,
            _ => return None,
        })
    }

    fn receiver(self) -> Receiver {
        match self {
            Role::Method => Receiver::Instance,
            Role::ClassMethod => Receiver::Class,
            Role::Function => Receiver::Module,
            Role::Constructor | Role::Initializer => Receiver::Construction,
            Role::StaticMethod | Role::Getter | Role::Member | Role::Setter => Receiver::Nothing,
        }
    }

    /// How many Rust parameters stand before those of the signature.
    fn leading(self) -> usize {
        match self {
            Role::StaticMethod | Role::Function => 1,
            _ => 2,
        }
    }
}

/// `"text"` or `"text", hidden`.
struct Declaration {
    text: LitStr,
    hidden: bool,
}

impl Parse for Declaration {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let text = input.parse()?;
        let mut hidden = false;
        if input.parse::<Option<Token![,]>>()?.is_some() {
            let word: Ident = input.parse()?;
            if word != "hidden" {
                return Err(Error::new(word.span(), "expected `hidden`"));
            }
            hidden = true;
        }
        Ok(Declaration { text, hidden })
    }
}

/// The block without our attributes, and the constants.
pub fn expand(arguments: &Arguments, mut block: ItemImpl) -> Result<TokenStream> {
    if let Some((_, path, _)) = &block.trait_ {
        let message = "#[methods] stands on an `impl Type` block, not on one of a trait";
        return Err(Error::new_spanned(path, message));
    }
    let target = (*block.self_ty).clone();
    let owner = owner(arguments, &target)?;
    let mut rows = Vec::new();
    let mut accessors = Accessors::default();
    let mut construction = Vec::new();
    let mut errors: Option<Error> = None;
    for item in &mut block.items {
        let ImplItem::Fn(function) = item else { continue };
        let (ours, others): (Vec<_>, Vec<_>) =
            function.attrs.drain(..).partition(|attribute| Role::of(attribute).is_some());
        function.attrs = others;
        for attribute in &ours {
            let Some(role) = Role::of(attribute) else { continue };
            let result = declare(role, attribute, function, &target, &owner);
            let result = result.and_then(|made| match (made, role) {
                (Made::Tokens(row), Role::Constructor | Role::Initializer) => {
                    construction.push((role, row));
                    Ok(())
                }
                (Made::Tokens(row), _) => {
                    rows.push(row);
                    Ok(())
                }
                (Made::Accessor(name), Role::Getter | Role::Member) => {
                    accessors.getter(name, function, role == Role::Member)
                }
                (Made::Accessor(name), _) => accessors.setter(name, function),
            });
            if let Err(error) = result {
                match &mut errors {
                    Some(errors) => errors.combine(error),
                    None => errors = Some(error),
                }
            }
        }
    }
    if let Some(error) = errors {
        let error = error.into_compile_error();
        return Ok(quote!(#block #error));
    }
    let constants = constants(arguments, &target, &rows, &accessors, &construction)?;
    Ok(quote!(#block #constants))
}

enum Made {
    Tokens(TokenStream),
    Accessor(LitStr),
}

fn declare(
    role: Role,
    attribute: &Attribute,
    function: &ImplItemFn,
    target: &Type,
    owner: &str,
) -> Result<Made> {
    if let Some(receiver) = function.sig.receiver() {
        let message = "native functions have no `self`; the first parameters are `vm: &mut Vm` \
                       and, for methods, `this: &Typed<Type>`";
        return Err(Error::new_spanned(receiver, message));
    }
    let declaration: Declaration = attribute.parse_args()?;
    if matches!(role, Role::Getter | Role::Member | Role::Setter) {
        expect_inputs(function, if role == Role::Setter { 3 } else { 2 }, "")?;
        return Ok(Made::Accessor(declaration.text));
    }
    let signature = Signature::parse(&declaration.text, role.receiver())?;
    expect_inputs(function, role.leading() + signature.parameters.len(), " for this signature")?;
    check_optional(role, function, &signature)?;
    let qualified = match (role, owner) {
        (Role::Constructor | Role::Initializer, _) | (Role::Function, "builtins") => {
            signature.name.clone()
        }
        _ => format!("{owner}.{}", signature.name),
    };
    let value = signature.expression(&qualified, !declaration.hidden);
    let body = call_body(role, function, target, &signature);
    Ok(Made::Tokens(match role {
        Role::Constructor => quote!({
            static SIGNATURE: ::pellucid_runtime::object::Signature = #value;
            fn call(
                vm: &mut ::pellucid_runtime::Vm,
                receiver: &::pellucid_runtime::heap::Typed<::pellucid_runtime::object::Type>,
                args: ::pellucid_runtime::object::Args<'_>,
            ) -> ::pellucid_runtime::PyResult<::pellucid_runtime::heap::Ref> {
                #body
                ::pellucid_runtime::object::IntoResult::into_result(result, vm)
            }
            call
        }),
        Role::Initializer => quote!({
            static SIGNATURE: ::pellucid_runtime::object::Signature = #value;
            fn call(
                vm: &mut ::pellucid_runtime::Vm,
                receiver: &::pellucid_runtime::heap::Object,
                args: ::pellucid_runtime::object::Args<'_>,
            ) -> ::pellucid_runtime::PyResult<()> {
                let class = ::pellucid_runtime::object::ObjectExt::class(receiver);
                let args = SIGNATURE.without_keywords_of_new(vm, class, args);
                let receiver = SIGNATURE.receiver(vm, receiver)?;
                #body
                result
            }
            call
        }),
        _ => row(role, function, &signature, &value, &body),
    }))
}

/// One `MethodDef`.
fn row(
    role: Role,
    function: &ImplItemFn,
    signature: &Signature,
    value: &TokenStream,
    body: &TokenStream,
) -> TokenStream {
    let name = &signature.name;
    let doc = doc(&function.attrs);
    let kind = match role {
        Role::Method => quote!(Instance),
        Role::ClassMethod => quote!(Class),
        Role::StaticMethod => quote!(Static),
        _ => quote!(Function),
    };
    let receiver = (role.leading() == 2).then(|| {
        quote! {
            let (receiver, args) = SIGNATURE.split_receiver(vm, args)?;
        }
    });
    quote!({
        static SIGNATURE: ::pellucid_runtime::object::Signature = #value;
        fn call(
            vm: &mut ::pellucid_runtime::Vm,
            args: ::pellucid_runtime::object::Args<'_>,
        ) -> ::pellucid_runtime::PyResult<::pellucid_runtime::heap::Ref> {
            #receiver
            #body
            ::pellucid_runtime::object::IntoResult::into_result(result, vm)
        }
        ::pellucid_runtime::object::MethodDef {
            name: #name,
            kind: ::pellucid_runtime::object::MethodKind::#kind,
            signature: &SIGNATURE,
            doc: #doc,
            call,
        }
    })
}

/// Binds, converts and calls; leaves the function's own result in `result`.
fn call_body(
    role: Role,
    function: &ImplItemFn,
    target: &Type,
    signature: &Signature,
) -> TokenStream {
    let count = signature.single();
    let mut conversions = Vec::new();
    let mut arguments = vec![quote!(vm)];
    if role.leading() == 2 {
        arguments.push(quote!(receiver));
    }
    let mut index = 0usize;
    for (position, parameter) in signature.parameters.iter().enumerate() {
        let argument = format_ident!("argument_{position}");
        conversions.push(match (parameter.kind, &parameter.default) {
            (Kind::Variadic, _) => quote!(let #argument = bound.variadic;),
            (Kind::VariadicKeywords, _) => quote!(let #argument = bound.keywords;),
            (_, None) => quote!(let #argument = bound.required(vm, &SIGNATURE, #index)?;),
            (_, Some(_)) => quote!(let #argument = bound.optional(vm, &SIGNATURE, #index)?;),
        });
        index += usize::from(parameter.is_single());
        arguments.push(quote!(#argument));
    }
    let name = &function.sig.ident;
    let bound = if conversions.is_empty() { quote!(_) } else { quote!(bound) };
    let ignoring = match role {
        Role::Constructor => quote! {
            let args = SIGNATURE.without_keywords_of_init(vm, receiver, args);
        },
        _ => quote!(),
    };
    quote! {
        #ignoring
        let #bound = SIGNATURE.bind::<#count>(vm, args)?;
        #(#conversions)*
        let result = <#target>::#name(#(#arguments),*);
    }
}

fn expect_inputs(function: &ImplItemFn, wanted: usize, why: &str) -> Result<()> {
    let found = function.sig.inputs.len();
    if found == wanted {
        return Ok(());
    }
    let message = format!("expected {wanted} Rust parameters{why}, `vm` among them; found {found}");
    Err(Error::new_spanned(&function.sig.inputs, message).or_at(function.sig.ident.span(), found))
}

trait OrAt {
    fn or_at(self, span: Span, found: usize) -> Error;
}

impl OrAt for Error {
    /// An empty parameter list has no place to point at.
    fn or_at(self, span: Span, found: usize) -> Error {
        if found == 0 { Error::new(span, self.to_string()) } else { self }
    }
}

/// A parameter with a default must be an `Option`; checked here because the compiler's own message would
/// point into generated code.
fn check_optional(role: Role, function: &ImplItemFn, signature: &Signature) -> Result<()> {
    let inputs = function.sig.inputs.iter().skip(role.leading());
    for (input, parameter) in inputs.zip(&signature.parameters) {
        let FnArg::Typed(input) = input else { continue };
        let Type::Path(path) = &*input.ty else {
            if parameter.default.is_some() {
                let message = format!(
                    "`{}` has a default in the signature, so its type must be Option<...>",
                    parameter.name
                );
                return Err(Error::new_spanned(&input.ty, message));
            }
            continue;
        };
        let is_option = path.path.segments.last().is_some_and(|last| last.ident == "Option");
        if is_option != parameter.default.is_some() {
            let name = &parameter.name;
            let message = if is_option {
                format!("`{name}` has no default in the signature; for None use NoneOr<...>")
            } else {
                format!("`{name}` has a default in the signature, so its type must be Option<...>")
            };
            return Err(Error::new_spanned(&input.ty, message));
        }
    }
    Ok(())
}

/// The name of the type or module: given, or the Rust type's in lower case.
fn owner(arguments: &Arguments, target: &Type) -> Result<String> {
    if let Some(owner) = &arguments.owner {
        return Ok(owner.value());
    }
    match target {
        Type::Path(path) if path.path.segments.last().is_some() => {
            let last = path.path.segments.last().expect("just seen");
            Ok(last.ident.to_string().to_lowercase())
        }
        _ => Err(Error::new_spanned(target, "expected the path of a type")),
    }
}

/// The documentation comment, as Python shows it.
pub fn doc(attributes: &[Attribute]) -> String {
    let mut lines = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("doc")) {
        let Meta::NameValue(pair) = &attribute.meta else { continue };
        if let Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) = &pair.value {
            let text = text.value();
            lines.push(text.strip_prefix(' ').unwrap_or(&text).to_owned());
        }
    }
    lines.join("\n")
}

fn constants(
    arguments: &Arguments,
    target: &Type,
    rows: &[TokenStream],
    accessors: &Accessors,
    construction: &[(Role, TokenStream)],
) -> Result<TokenStream> {
    let named = |name: &str| match &arguments.prefix {
        Some(prefix) => format_ident!("{prefix}_{name}"),
        None => Ident::new(name, Span::call_site()),
    };
    let methods = named("METHODS");
    let getsets = named("GETSETS");
    let accessor_rows = accessors.rows(target)?;
    let construction = construction.iter().map(|(role, function)| match role {
        Role::Constructor => {
            let name = named("NEW");
            quote! {
                /// Makes an instance: the type's `__new__`.
                pub const #name: fn(
                    &mut ::pellucid_runtime::Vm,
                    &::pellucid_runtime::heap::Typed<::pellucid_runtime::object::Type>,
                    ::pellucid_runtime::object::Args<'_>,
                ) -> ::pellucid_runtime::PyResult<::pellucid_runtime::heap::Ref> = #function;
            }
        }
        _ => {
            let name = named("INIT");
            quote! {
                /// The type's `__init__`.
                pub const #name: fn(
                    &mut ::pellucid_runtime::Vm,
                    &::pellucid_runtime::heap::Object,
                    ::pellucid_runtime::object::Args<'_>,
                ) -> ::pellucid_runtime::PyResult<()> = #function;
            }
        }
    });
    let count = rows.len();
    let accessor_count = accessor_rows.len();
    Ok(quote! {
        #[automatically_derived]
        #[allow(dead_code)]
        impl #target {
            /// The methods or functions of this block.
            pub const #methods: &'static [::pellucid_runtime::object::MethodDef] = {
                static ROWS: [::pellucid_runtime::object::MethodDef; #count] = [#(#rows),*];
                &ROWS
            };
            /// The computed attributes of this block.
            pub const #getsets: &'static [::pellucid_runtime::object::GetSetDef] = {
                static ROWS: [::pellucid_runtime::object::GetSetDef; #accessor_count] =
                    [#(#accessor_rows),*];
                &ROWS
            };
            #(#construction)*
        }
    })
}
