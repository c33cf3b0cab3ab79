//! Python signatures, parsed at compile time: `pop(self, index=-1, /)`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Error, LitStr, Result};

/// How a parameter can be given.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    PositionalOnly,
    PositionalOrKeyword,
    Variadic,
    KeywordOnly,
    VariadicKeywords,
}

pub struct Parameter {
    pub name: String,
    pub kind: Kind,
    pub default: Option<String>,
}

impl Parameter {
    /// Whether it is neither `*args` nor `**kwargs`.
    pub fn is_single(&self) -> bool {
        !matches!(self.kind, Kind::Variadic | Kind::VariadicKeywords)
    }
}

/// What stands before the parameters, in the string and in `__text_signature__`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Receiver {
    Instance,
    Class,
    Module,
    /// A static method.
    Nothing,
    /// The call of a class: no receiver in the string, `$self` in the text.
    Construction,
}

impl Receiver {
    fn text(self) -> Option<&'static str> {
        match self {
            Receiver::Instance | Receiver::Construction => Some("$self"),
            Receiver::Class => Some("$type"),
            Receiver::Module => Some("$module"),
            Receiver::Nothing => None,
        }
    }
}

pub struct Signature {
    pub name: String,
    pub parameters: Vec<Parameter>,
    receiver: Receiver,
    literal: LitStr,
}

impl Signature {
    /// Parses `literal`; the receiver is taken off the parameters.
    pub fn parse(literal: &LitStr, receiver: Receiver) -> Result<Signature> {
        let error = |message: &str| Error::new(literal.span(), message);
        let text = literal.value();
        let text = text.trim();
        let (name, rest) = text
            .split_once('(')
            .ok_or_else(|| error("expected a Python signature: `name(parameters)`"))?;
        let list =
            rest.strip_suffix(')').ok_or_else(|| error("the signature must end with `)`"))?;
        let name = name.trim();
        if !is_identifier(name) {
            return Err(error("the signature must begin with a Python identifier"));
        }
        let mut entries = split(list).ok_or_else(|| error("unbalanced brackets or quotes"))?;
        let wanted: &[&str] = match receiver {
            Receiver::Instance => &["self"],
            Receiver::Class => &["cls", "type"],
            _ => &[],
        };
        if !wanted.is_empty() {
            if entries.first().is_none_or(|first| !wanted.contains(&first.as_str())) {
                let message = format!("the first parameter must be `{}`", wanted[0]);
                return Err(error(&message));
            }
            entries.remove(0);
        }
        let parameters = parameters(&entries, !wanted.is_empty()).map_err(|text| error(&text))?;
        Ok(Signature { name: name.to_owned(), parameters, receiver, literal: literal.clone() })
    }

    /// How many parameters are neither `*args` nor `**kwargs`.
    pub fn single(&self) -> usize {
        self.parameters.iter().filter(|parameter| parameter.is_single()).count()
    }

    fn count(&self, matches: impl Fn(&Parameter) -> bool) -> usize {
        self.parameters.iter().filter(|parameter| matches(parameter)).count()
    }

    /// The text as `__text_signature__` has it: broken before the parameter with which the line would be too long.
    pub fn text(&self) -> String {
        const WIDTH: usize = 72;
        let indent = self.name.len() + 1;
        let (mut text, mut column) = ("(".to_owned(), indent);
        let parts = self.parts();
        for (index, part) in parts.iter().enumerate() {
            let comma = if index + 1 < parts.len() { "," } else { "" };
            let length = part.len() + comma.len();
            if index > 0 && column + length + 1 >= WIDTH {
                text.push('\n');
                text.push_str(&" ".repeat(indent));
                column = indent;
            } else if index > 0 {
                text.push(' ');
                column += 1;
            }
            text.push_str(part);
            text.push_str(comma);
            column += length;
        }
        text + ")"
    }

    /// The receiver, the parameters and what stands between them.
    fn parts(&self) -> Vec<String> {
        let mut parts: Vec<String> = self.receiver.text().into_iter().map(String::from).collect();
        let positional_only = self.count(|p| p.kind == Kind::PositionalOnly);
        // A receiver can never be given by name.
        if positional_only == 0 && !parts.is_empty() {
            parts.push("/".into());
        }
        let mut star = false;
        for (index, parameter) in self.parameters.iter().enumerate() {
            let name = &parameter.name;
            match parameter.kind {
                Kind::Variadic => {
                    star = true;
                    parts.push(format!("*{name}"));
                }
                Kind::VariadicKeywords => parts.push(format!("**{name}")),
                kind => {
                    if kind == Kind::KeywordOnly && !star {
                        star = true;
                        parts.push("*".into());
                    }
                    parts.push(match &parameter.default {
                        Some(default) => format!("{name}={default}"),
                        None => name.clone(),
                    });
                }
            }
            if index + 1 == positional_only {
                parts.push("/".into());
            }
        }
        parts
    }

    /// The expression of the `Signature` value. `qualified` is the name with its owner's.
    pub fn expression(&self, qualified: &str, has_text: bool) -> TokenStream {
        let name = &self.name;
        let positional_only = self.count(|p| p.kind == Kind::PositionalOnly);
        let is_positional =
            |p: &Parameter| matches!(p.kind, Kind::PositionalOnly | Kind::PositionalOrKeyword);
        let positional = self.count(is_positional);
        let required = self.count(|p| is_positional(p) && p.default.is_none());
        let keyword_only = self.count(|p| p.kind == Kind::KeywordOnly);
        let variadic = self.count(|p| p.kind == Kind::Variadic) == 1;
        let variadic_keywords = self.count(|p| p.kind == Kind::VariadicKeywords) == 1;
        let is_construction = self.receiver == Receiver::Construction;
        let text = if has_text {
            let text = LitStr::new(&self.text(), self.literal.span());
            quote!(::core::option::Option::Some(#text))
        } else {
            quote!(::core::option::Option::None)
        };
        // Single parameters first, so that their index is that of their value.
        let ordered = self.parameters.iter().filter(|p| p.is_single());
        let ordered = ordered.chain(self.parameters.iter().filter(|p| !p.is_single()));
        let parameters = ordered.map(|parameter| {
            let name = &parameter.name;
            let has_default = parameter.default.is_some();
            let none_default = parameter.default.as_deref() == Some("None");
            let kind = match parameter.kind {
                Kind::PositionalOnly => quote!(PositionalOnly),
                Kind::PositionalOrKeyword => quote!(PositionalOrKeyword),
                Kind::Variadic => quote!(Variadic),
                Kind::KeywordOnly => quote!(KeywordOnly),
                Kind::VariadicKeywords => quote!(VariadicKeywords),
            };
            quote!(::pellucid_runtime::object::Parameter {
                name: #name,
                kind: ::pellucid_runtime::object::ParameterKind::#kind,
                has_default: #has_default,
                none_default: #none_default,
            })
        });
        quote!(::pellucid_runtime::object::Signature {
            name: #name,
            qualified: #qualified,
            parameters: &[#(#parameters),*],
            positional_only: #positional_only,
            positional: #positional,
            required: #required,
            variadic: #variadic,
            keyword_only: #keyword_only,
            variadic_keywords: #variadic_keywords,
            is_construction: #is_construction,
            text: #text,
        })
    }
}

fn is_identifier(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(|first| first.is_alphabetic() || first == '_')
        && characters.all(|character| character.is_alphanumeric() || character == '_')
}

/// Splits at the commas that stand outside of brackets and quotes.
fn split(text: &str) -> Option<Vec<String>> {
    let mut entries = vec![String::new()];
    let (mut depth, mut quote, mut escaped) = (0usize, None, false);
    for character in text.chars() {
        match (quote, character) {
            (Some(_), _) if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(open), _) if open == character => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(character),
            (None, '(' | '[' | '{' | '<') => depth += 1,
            (None, ')' | ']' | '}' | '>') => depth = depth.checked_sub(1)?,
            (None, ',') if depth == 0 => {
                entries.push(String::new());
                continue;
            }
            _ => {}
        }
        entries.last_mut()?.push(character);
    }
    let mut entries: Vec<String> = entries.iter().map(|entry| entry.trim().to_owned()).collect();
    if entries.last().is_some_and(String::is_empty) {
        entries.pop();
    }
    (depth == 0 && quote.is_none()).then_some(entries)
}

fn parameters(
    entries: &[String],
    has_receiver: bool,
) -> std::result::Result<Vec<Parameter>, String> {
    let mut parameters: Vec<Parameter> = Vec::new();
    let mut kind = Kind::PositionalOrKeyword;
    let mut slash = false;
    for entry in entries {
        if parameters.last().is_some_and(|last| last.kind == Kind::VariadicKeywords) {
            return Err("nothing may follow `**`".into());
        }
        if entry == "/" {
            if slash || kind == Kind::KeywordOnly || (parameters.is_empty() && !has_receiver) {
                return Err("misplaced `/`".into());
            }
            slash = true;
            parameters.iter_mut().for_each(|parameter| parameter.kind = Kind::PositionalOnly);
        } else if entry == "*" {
            if kind == Kind::KeywordOnly {
                return Err("misplaced `*`".into());
            }
            kind = Kind::KeywordOnly;
        } else if let Some(name) = entry.strip_prefix("**") {
            push(&mut parameters, name, Kind::VariadicKeywords, None)?;
        } else if let Some(name) = entry.strip_prefix('*') {
            if kind == Kind::KeywordOnly {
                return Err("misplaced `*`".into());
            }
            kind = Kind::KeywordOnly;
            push(&mut parameters, name, Kind::Variadic, None)?;
        } else {
            let (name, default) = match entry.split_once('=') {
                Some((name, default)) => (name.trim(), Some(default.trim().to_owned())),
                None => (entry.as_str(), None),
            };
            let previous = parameters.last().is_some_and(|last| last.default.is_some());
            if kind != Kind::KeywordOnly && default.is_none() && previous {
                return Err(format!("parameter `{name}` without a default follows one with"));
            }
            push(&mut parameters, name, kind, default)?;
        }
    }
    Ok(parameters)
}

fn push(
    parameters: &mut Vec<Parameter>,
    name: &str,
    kind: Kind,
    default: Option<String>,
) -> std::result::Result<(), String> {
    if !is_identifier(name) {
        return Err(format!("`{name}` is not a parameter name"));
    }
    if parameters.iter().any(|parameter| parameter.name == name) {
        return Err(format!("parameter `{name}` stands twice"));
    }
    parameters.push(Parameter { name: name.to_owned(), kind, default });
    Ok(())
}

#[cfg(test)]
mod tests {
    use proc_macro2::Span;
    use syn::LitStr;

    use super::{Receiver, Signature};

    fn text(signature: &str, receiver: Receiver) -> Result<String, String> {
        let literal = LitStr::new(signature, Span::call_site());
        let parsed = Signature::parse(&literal, receiver).map_err(|error| error.to_string())?;
        Ok(format!("{}{}", parsed.name, parsed.text()))
    }

    #[test]
    fn signatures_are_written_as_inspect_reads_them() {
        for (signature, receiver, expected) in [
            ("pop(self, index=-1, /)", Receiver::Instance, "pop($self, index=-1, /)"),
            ("split(self, sep=None)", Receiver::Instance, "split($self, /, sep=None)"),
            ("f(cls, *a, k=(1, ','), **b)", Receiver::Class, "f($type, /, *a, k=(1, ','), **b)"),
            ("f(a, /, b, *, c)", Receiver::Module, "f($module, a, /, b, *, c)"),
            ("f(x=<a, b>, /)", Receiver::Nothing, "f(x=<a, b>, /)"),
            ("list(iterable=(), /)", Receiver::Construction, "list($self, iterable=(), /)"),
            (
                "open(file, mode='r', buffering=-1, encoding=None, errors=None)",
                Receiver::Module,
                "open($module, /, file, mode='r', buffering=-1, encoding=None,\n     errors=None)",
            ),
        ] {
            assert_eq!(text(signature, receiver), Ok(expected.to_owned()));
        }
    }

    #[test]
    fn what_is_no_signature_is_refused() {
        for (signature, receiver, expected) in [
            ("pop", Receiver::Module, "expected a Python signature: `name(parameters)`"),
            ("f(a", Receiver::Module, "the signature must end with `)`"),
            ("f(a)", Receiver::Instance, "the first parameter must be `self`"),
            ("f(a=1, b)", Receiver::Module, "parameter `b` without a default follows one with"),
            ("f(a, a)", Receiver::Module, "parameter `a` stands twice"),
            ("f(/, a)", Receiver::Module, "misplaced `/`"),
            ("f(**a, b)", Receiver::Module, "nothing may follow `**`"),
            ("f(a=(1)", Receiver::Module, "unbalanced brackets or quotes"),
            ("f(*a, *)", Receiver::Module, "misplaced `*`"),
        ] {
            assert_eq!(text(signature, receiver), Err(expected.to_owned()), "{signature}");
        }
    }
}
