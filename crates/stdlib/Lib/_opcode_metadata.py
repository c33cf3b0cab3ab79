"""The numbers of Pellucid's instructions, from its own table."""

import _opcode

opmap = {}
for _number, (_name, _roles) in enumerate(_opcode.table()):
    opmap[_name] = _number

# No instruction is ever replaced by a specialised one.
_specializations = {}
_specialized_opmap = {}

# Every instruction has fields; there is no number from which on instructions begin to have arguments.
HAVE_ARGUMENT = 0
MIN_INSTRUMENTED_OPCODE = len(opmap)

del _number, _name, _roles
