"""The numbers of Pellucid's instructions, from its own table."""

import _opcode

opmap = {}
_specializations = {}
_specialized_opmap = {}

for _number, (_name, _general, _roles) in enumerate(_opcode.table()):
    if _general is None:
        opmap[_name] = _number
    else:
        _specialized_opmap[_name] = _number
        _specializations.setdefault(_general, []).append(_name)

# Every instruction has fields; there is no number from which on instructions begin to have arguments.
HAVE_ARGUMENT = 0
MIN_INSTRUMENTED_OPCODE = len(opmap) + len(_specialized_opmap)

del _number, _name, _general, _roles
