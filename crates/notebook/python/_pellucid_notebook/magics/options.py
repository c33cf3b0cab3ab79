"""The options of a magic's line: letters at its front, as `getopt` has them."""

from ..errors import UsageError


def read(line, known):
    """Options and rest of a line. `known` lists letters; one with a colon takes a value."""
    options, rest = {}, line.strip()
    while rest.startswith("-") and len(rest) > 1 and rest[1] != " ":
        word, _, after = rest.partition(" ")
        if word == "--":
            return options, after.strip()
        letters = word[1:]
        while letters:
            letter, letters = letters[0], letters[1:]
            place = known.find(letter)
            if place < 0 or letter == ":":
                raise UsageError(f"option -{letter} not recognized (allowed: \"{known}\")")
            if known[place + 1 : place + 2] != ":":
                options[letter] = ""
                continue
            if not letters:
                letters, _, after = after.strip().partition(" ")
            if not letters:
                raise UsageError(f"option -{letter} requires argument (allowed: \"{known}\")")
            options[letter], letters = letters, ""
        rest = after.strip()
    return options, rest


def number(options, letter, default, magic):
    """The whole number that an option gives."""
    try:
        return int(options.get(letter, default))
    except ValueError:
        raise UsageError(f"option -{letter} of %{magic} takes a number, not {options[letter]!r}") from None


def outcome(options, result):
    """Shows a result, unless -q; gives it with -o."""
    if "q" not in options:
        print(result)
    return result if "o" in options else None
