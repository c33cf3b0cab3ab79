"""Writes the tables of src/unicode/tables.rs from what the Python that runs this knows.

Run it with CPython 3.14 (Unicode 16.0): python3.14 unicode.py OUTPUT
"""
import sys
import unicodedata as ud

LIMIT = 0x110000
BLOCK = 64
CATEGORIES = "Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Zs Zl Zp Cc Cf Cs Co Cn".split()
FLAGS = ("ALPHA DECIMAL DIGIT NUMERIC SPACE PRINTABLE ID_START ID_CONTINUE UPPER LOWER TITLE CASED "
         "CASE_IGNORABLE MIRRORED TO_UPPER TO_LOWER TO_TITLE TO_FOLD").split()


def title(char):
    return char.title()


def record(code, bidi_names, width_names):
    char = chr(code)
    after = (char + "\u03a3").lower()[-1] == "\u03c2"
    through = ("A" + char + "\u03a3").lower()[-1] == "\u03c2"
    flags = [
        char.isalpha(), char.isdecimal(), char.isdigit(), char.isnumeric(), char.isspace(), char.isprintable(),
        char.isidentifier(), ("a" + char).isidentifier(), char.isupper(), char.islower(),
        ud.category(char) == "Lt", (char + "a").title()[-1] == "a", through and not after, bool(ud.mirrored(char)),
        char.upper() != char, char.lower() != char, title(char) != char, char.casefold() != char,
    ]
    bits = sum(1 << index for index, flag in enumerate(flags) if flag)
    bidi = ud.bidirectional(char)
    width = ud.east_asian_width(char)
    for names, name in ((bidi_names, bidi), (width_names, width)):
        if name not in names:
            names.append(name)
    digit = ud.digit(char, 255)
    return (bits, CATEGORIES.index(ud.category(char)), bidi_names.index(bidi), ud.combining(char),
            width_names.index(width), digit)


def array(out, name, kind, items, doc):
    out.append(f"/// {doc}\npub static {name}: [{kind}; {len(items)}] = [")
    line = "   "
    for item in items:
        text = f" {item},"
        if len(line) + len(text) > 118:
            out.append(line)
            line = "   "
        line += text
    out.append(line)
    out.append("];\n")


def trie(records):
    unique, record_index, blocks, starts = [], {}, {}, []
    leaves = []
    for start in range(0, LIMIT, BLOCK):
        block = []
        for item in records[start:start + BLOCK]:
            if item not in record_index:
                record_index[item] = len(unique)
                unique.append(item)
            block.append(record_index[item])
        block = tuple(block)
        if block not in blocks:
            blocks[block] = len(blocks)
            leaves.extend(block)
        starts.append(blocks[block])
    return unique, starts, leaves


def case_tables(out, name, function):
    single, multiple = [], []
    for code in range(LIMIT):
        char = chr(code)
        mapped = function(char)
        if mapped == char:
            continue
        if len(mapped) == 1:
            single.append(f"({code:#x}, {ord(mapped):#x})")
        else:
            codes = [ord(c) for c in mapped] + [0] * (3 - len(mapped))
            multiple.append("({:#x}, [{:#x}, {:#x}, {:#x}])".format(code, *codes))
    array(out, f"{name}_SINGLE", "(u32, u32)", single, f"Code points with one code point in {name.lower()}case form.")
    array(out, f"{name}_MULTIPLE", "(u32, [u32; 3])", multiple,
          f"Code points with several in {name.lower()}case form, filled with 0.")


def numeric_runs(out):
    runs = []
    for code in range(LIMIT):
        value = ud.numeric(chr(code), None)
        if value is None:
            continue
        if runs:
            start, count, first, step = runs[-1]
            if start + count == code and count == 1 and value - first in (0.0, 1.0):
                runs[-1] = (start, 2, first, value - first)
                continue
            if start + count == code and count > 1 and first + count * step == value:
                runs[-1] = (start, count + 1, first, step)
                continue
        runs.append((code, 1, value, 0.0))
    items = [f"({start:#x}, {count}, {first!r}, {step!r})" for start, count, first, step in runs]
    array(out, "NUMERIC_RUNS", "(u32, u32, f64, f64)", items, "Runs of numeric values: first code point, length, first value, step.")


def decompositions(out):
    tags, entries, codes = [""], [], []
    for code in range(LIMIT):
        parts = ud.decomposition(chr(code)).split()
        if not parts:
            continue
        tag = parts.pop(0) if parts[0].startswith("<") else ""
        if tag not in tags:
            tags.append(tag)
        entries.append(f"({code:#x}, {len(codes)}, {len(parts)}, {tags.index(tag)})")
        codes.extend(f"0x{part}" for part in parts)
    array(out, "DECOMPOSITION_TAGS", "&str", [f'"{tag}"' for tag in tags], "The kinds of decomposition; the canonical one has no name.")
    array(out, "DECOMPOSITIONS", "(u32, u16, u8, u8)", entries,
          "Code point, index and length in `DECOMPOSED`, index in `DECOMPOSITION_TAGS`.")
    array(out, "DECOMPOSED", "u32", codes, "The code points that others decompose into.")


def main():
    bidi_names, width_names = [], []
    records = [record(code, bidi_names, width_names) for code in range(LIMIT)]
    unique, starts, leaves = trie(records)
    out = [f"//! Unicode {ud.unidata_version} as CPython has it; written by tables/unicode.py, never by hand.",
           "//! A generated table, so it is as long as the data.\n", "use super::properties::Record;\n",
           f"/// The version of the Unicode database.\npub const VERSION: &str = \"{ud.unidata_version}\";\n",
           f"/// Code points per block of `LEAVES`.\npub const BLOCK: usize = {BLOCK};\n"]
    for index, flag in enumerate(FLAGS):
        out.append(f"/// Flag of a record.\npub const {flag}: u32 = {1 << index:#x};")
    out.append("")
    array(out, "CATEGORIES", "&str", [f'"{name}"' for name in CATEGORIES], "General categories.")
    array(out, "BIDIRECTIONAL", "&str", [f'"{name}"' for name in bidi_names], "Bidirectional classes.")
    array(out, "EAST_ASIAN_WIDTHS", "&str", [f'"{name}"' for name in width_names], "East Asian widths.")
    array(out, "RECORDS", "Record", ["Record::new({:#x}, {}, {}, {}, {}, {})".format(*item) for item in unique],
          "The different combinations of properties.")
    array(out, "BLOCKS", "u16", starts, "For each block of code points, which block of `LEAVES` it is.")
    array(out, "LEAVES", "u16", leaves, "Indices in `RECORDS`.")
    numeric_runs(out)
    case_tables(out, "UPPER", str.upper)
    case_tables(out, "LOWER", str.lower)
    case_tables(out, "TITLE", str.title)
    case_tables(out, "FOLD", str.casefold)
    decompositions(out)
    with open(sys.argv[1], "w") as file:
        file.write("\n".join(out))


if __name__ == "__main__":
    main()
