//! The types of functions as type comments state them: `(int, *str) -> bool`.

use ruff_python_ast::Mod;

use super::from_parser::Builder;
use super::{Kind, Node, Value};
use crate::error::{Compiled, SyntaxError};
use crate::source::Source;
use crate::{Options, parse, tokens};

/// Parses the type of a function.
pub fn parse_function_type(text: &str) -> Result<Node, SyntaxError> {
    let whole = Source::new(text);
    parse_whole(&whole).map_err(|error| *error)
}

fn invalid(whole: &Source<'_>, at: usize) -> Box<SyntaxError> {
    let place = ruff_text_size::TextSize::try_from(at).unwrap_or_default();
    let place = ruff_text_size::TextRange::empty(place);
    let mut error = whole.error(place, "invalid syntax");
    error.end_column += 1;
    error
}

fn parse_whole(whole: &Source<'_>) -> Compiled<Node> {
    let listed = tokens::tokenize(whole.text, false);
    if let Some(error) = listed.error {
        return Err(error);
    }
    let words: Vec<(&str, usize)> = listed
        .tokens
        .iter()
        .map(|token| (&whole.text[token.text.clone()], token.text.start))
        .filter(|(word, _)| !word.trim().is_empty())
        .collect();
    let Some(("(", open)) = words.first().copied() else { return Err(invalid(whole, 0)) };
    let mut depth = 0;
    let mut from = open + 1;
    let mut arguments = Vec::new();
    let mut arrow = None;
    for (index, &(word, at)) in words.iter().enumerate() {
        match word {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
        let is_end = depth == 0;
        if is_end || depth == 1 && word == "," {
            let is_blank = whole.text[from..at].trim().is_empty();
            if !is_blank {
                arguments.push(expression(whole, from, at)?);
            } else if !(is_end && arguments.is_empty()) {
                return Err(invalid(whole, at));
            }
            from = at + 1;
        }
        if is_end {
            arrow = words.get(index + 1).copied();
            break;
        }
    }
    let Some(("->", at)) = arrow else { return Err(invalid(whole, whole.text.trim_end().len())) };
    let result = expression(whole, at + 2, whole.text.trim_end().len())?;
    let fields = vec![Value::List(arguments), result];
    Ok(Node { kind: Kind::FunctionType, fields, position: Default::default() })
}

/// The expression between two places, which keeps its place: what stands before it becomes space and a bracket.
fn expression(whole: &Source<'_>, from: usize, to: usize) -> Compiled<Value> {
    let text = &whole.text[from..to];
    let bare = text.trim_start().trim_start_matches('*').trim_start();
    let start = to - bare.len();
    let before = whole.text[..start].char_indices().map(|(index, character)| match character {
        '\n' => "\n".to_owned(),
        _ if index + character.len_utf8() == start => "(".to_owned(),
        other => " ".repeat(other.len_utf8()),
    });
    let padded = format!("{}{bare})", before.collect::<String>());
    let source = Source::new(padded.trim_start_matches('\n'));
    if source.text.len() != padded.len() || start == 0 {
        return Err(invalid(whole, start));
    }
    let options = Options { mode: crate::Mode::Exec, ..Options::default() };
    let text = padded.trim_start();
    let shift = (padded.len() - text.len()) as u32;
    let moved = Source::new(text);
    let scanned = tokens::scan(&moved);
    let parsed = parse::parse(&moved, scanned, &options)?;
    let Mod::Module(module) = &parsed.tree else { return Err(invalid(whole, start)) };
    let [ruff_python_ast::Stmt::Expr(statement)] = &module.body[..] else {
        return Err(invalid(whole, start));
    };
    let mut value = Builder::new(&moved).expression(&statement.value);
    shift_columns(&mut value, shift);
    Ok(value)
}

/// Moves the nodes of the first line to the right.
fn shift_columns(value: &mut Value, shift: u32) {
    match value {
        Value::Node(node) => {
            if node.position.line == 1 {
                node.position.column += shift;
            }
            if node.position.end_line == 1 {
                node.position.end_column += shift;
            }
            node.fields.iter_mut().for_each(|field| shift_columns(field, shift));
        }
        Value::List(items) => items.iter_mut().for_each(|item| shift_columns(item, shift)),
        _ => {}
    }
}
