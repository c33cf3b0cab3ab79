"""Pellucid's instructions: what `dis` and other tools that look at bytecode share."""

__all__ = ["cmp_op", "stack_effect", "hascompare", "opname", "opmap",
           "HAVE_ARGUMENT", "EXTENDED_ARG", "hasarg", "hasconst", "hasname",
           "hasjump", "hasjrel", "hasjabs", "hasfree", "haslocal", "hasexc"]

import _opcode
from _opcode_metadata import (_specializations, _specialized_opmap, opmap,  # noqa: F401
                              HAVE_ARGUMENT, MIN_INSTRUMENTED_OPCODE)  # noqa: F401

# Words are wide enough: there is no prefix that extends arguments.
EXTENDED_ARG = -1

opname = ['<%r>' % (op,) for op in range(MIN_INSTRUMENTED_OPCODE)]
for _map in (opmap, _specialized_opmap):
    for _name, _number in _map.items():
        opname[_number] = _name
del _map, _name, _number

cmp_op = ('<', '<=', '==', '!=', '>', '>=')

hasarg = [op for op in opmap.values() if _opcode.has_arg(op)]
hasconst = [op for op in opmap.values() if _opcode.has_const(op)]
hasname = [op for op in opmap.values() if _opcode.has_name(op)]
hasjump = [op for op in opmap.values() if _opcode.has_jump(op)]
hasjrel = hasjump
hasjabs = []
hasfree = [number for name, number in opmap.items() if 'CELL' in name or 'FREE' in name]
haslocal = [op for op in opmap.values() if _opcode.has_local(op)]
hasexc = []
hascompare = [number for name, number in opmap.items() if name.startswith('COMPARE')]


def stack_effect(opcode, oparg=None, /, *, jump=None):
    """Compute the stack effect of the opcode: instructions work on registers, so there is none."""
    if not _opcode.is_valid(opcode):
        raise ValueError('invalid opcode or oparg')
    if jump not in (None, True, False):
        raise ValueError("stack_effect: jump must be False, True or None")
    return 0
