//! Quoted-printable.

const LINE_MAX: usize = 76;

/// `binascii.a2b_qp`. In a header an underscore is a blank.
pub fn from_quoted(ascii: &[u8], header: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(ascii.len());
    let mut position = 0;
    while let Some(&byte) = ascii.get(position) {
        position += 1;
        match byte {
            b'_' if header => out.push(b' '),
            b'=' => position = read_escape(ascii, position, &mut out),
            _ => out.push(byte),
        }
    }
    out
}

/// Reads what follows an equals sign; gives where reading goes on.
fn read_escape(ascii: &[u8], position: usize, out: &mut Vec<u8>) -> usize {
    let digit = |at: usize| {
        ascii.get(at).and_then(|byte| char::from(*byte).to_digit(16)).map(|digit| digit as u8)
    };
    match ascii.get(position) {
        None => position,
        Some(b'\n' | b'\r') => {
            // A soft line break: everything up to the line feed is left out.
            let rest = &ascii[position..];
            let length = rest.iter().position(|byte| *byte == b'\n').map(|at| at + 1);
            position + length.unwrap_or(rest.len())
        }
        // Two equals signs are what some broken writers make of one.
        Some(b'=') => {
            out.push(b'=');
            position + 1
        }
        Some(_) => match (digit(position), digit(position + 1)) {
            (Some(high), Some(low)) => {
                out.push(high << 4 | low);
                position + 2
            }
            _ => {
                out.push(b'=');
                position
            }
        },
    }
}

/// `binascii.b2a_qp`. `quote_tabs` writes blanks and tabs as escapes too; unless `text`, line ends are
/// escaped; in a header blanks become underscores.
pub fn to_quoted(bytes: &[u8], quote_tabs: bool, text: bool, header: bool) -> Vec<u8> {
    // The line ends are those of the first line.
    let first_feed = bytes.iter().position(|byte| *byte == b'\n');
    let carriage = first_feed.is_some_and(|at| at > 0 && bytes[at - 1] == b'\r');
    let mut out: Vec<u8> = Vec::with_capacity(bytes.len());
    let mut line = 0;
    let end_line = |out: &mut Vec<u8>| {
        if carriage {
            out.push(b'\r');
        }
        out.push(b'\n');
    };
    let mut position = 0;
    while let Some(&byte) = bytes.get(position) {
        let next = bytes.get(position + 1).copied();
        let ends = byte == b'\n' || (byte == b'\r' && next == Some(b'\n'));
        if must_escape(bytes, position, line, (quote_tabs, text, header)) {
            if line + 3 >= LINE_MAX {
                out.push(b'=');
                end_line(&mut out);
                line = 0;
            }
            out.extend_from_slice(format!("={byte:02X}").as_bytes());
            position += 1;
            line += 3;
        } else if text && ends {
            // White space at the end of a line is escaped, so that nobody strips it.
            if let Some(last @ (b' ' | b'\t')) = out.last().copied() {
                out.pop();
                out.extend_from_slice(format!("={last:02X}").as_bytes());
            }
            end_line(&mut out);
            position += if byte == b'\r' { 2 } else { 1 };
            line = 0;
        } else {
            if next.is_some_and(|next| next != b'\n') && line + 1 >= LINE_MAX {
                out.push(b'=');
                end_line(&mut out);
                line = 0;
            }
            line += 1;
            out.push(if header && byte == b' ' { b'_' } else { byte });
            position += 1;
        }
    }
    out
}

fn must_escape(
    bytes: &[u8],
    position: usize,
    line: usize,
    (quote_tabs, text, header): (bool, bool, bool),
) -> bool {
    let byte = bytes[position];
    let next = bytes.get(position + 1).copied();
    match byte {
        0x7F.. | b'=' => true,
        b'_' => header,
        // A lone dot on a line ends a mail.
        b'.' if line == 0 => matches!(next, None | Some(b'\n' | b'\r' | 0)),
        b'\r' | b'\n' => !text,
        b' ' | b'\t' => next.is_none() || quote_tabs,
        0..0x21 => true,
        _ => false,
    }
}
