"""Writes the tables of src/unicode/tables_3_2.rs: in what Unicode 3.2 differs from the version of today.

Run it with CPython 3.14: python3.14 unicode_3_2.py OUTPUT
"""
import sys
import unicodedata as new

from unicode import CATEGORIES, LIMIT, array

old = new.ucd_3_2_0


def changes(function, codes, default=None):
    """The code points of which `function` says something else in the two versions, with what the old one says."""
    for code in codes:
        arguments = (chr(code),) if default is None else (chr(code), default)
        before = getattr(old, function)(*arguments)
        if before != getattr(new, function)(*arguments):
            yield code, before


def runs(codes):
    found = []
    for code in codes:
        if found and found[-1][1] == code - 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return found


def main():
    everything = range(LIMIT)
    added = [code for code in everything if old.category(chr(code)) == "Cn" and new.category(chr(code)) != "Cn"]
    is_added = set(added)
    assigned = [code for code in everything if code not in is_added]
    out = [f"//! How Unicode {old.unidata_version} differs from {new.unidata_version}; written by tables/unicode_3_2.py, never by hand.",
           "//! A generated table, so it is as long as the data.\n",
           f"/// The version of the older database.\npub const VERSION: &str = \"{old.unidata_version}\";\n"]
    array(out, "ADDED", "(u32, u32)", [f"({first:#x}, {last:#x})" for first, last in runs(added)],
          "Runs of code points that have been assigned since: the first and the last.")
    for function, name, doc in (("category", "CATEGORY", "General categories that have changed."),
                                ("bidirectional", "BIDIRECTIONAL", "Bidirectional classes that have changed."),
                                ("east_asian_width", "EAST_ASIAN_WIDTH", "East Asian widths that have changed.")):
        array(out, name, "(u32, &str)", [f'({code:#x}, "{value}")' for code, value in changes(function, assigned)], doc)
    array(out, "MIRRORED", "(u32, bool)", [f"({code:#x}, {str(bool(value)).lower()})" for code, value in changes("mirrored", assigned)],
          "Code points whose mirroring has changed.")
    array(out, "DECIMAL", "(u32, u8)", [f"({code:#x}, {value})" for code, value in changes("decimal", assigned, 255)],
          "Decimal values that have changed; 255 for none.")
    array(out, "NUMERIC", "(u32, f64)", [f"({code:#x}, {value:.1f})" for code, value in changes("numeric", assigned, -1.0)],
          "Numeric values that have changed; negative for none.")
    normal = [(code, old.normalize("NFD", chr(code))) for code in assigned
              if old.normalize("NFD", chr(code)) != new.normalize("NFD", chr(code))]
    array(out, "NORMALIZATION", "(u32, u32)", [f"({code:#x}, {ord(value):#x})" for code, value in normal],
          "Code points whose normal form was corrected, with the form of then.")
    with open(sys.argv[1], "w") as file:
        file.write("\n".join(out))


main()
