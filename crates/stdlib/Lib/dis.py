"""Disassembler of Pellucid's register bytecode."""

import collections
import io
import sys
import types

import _opcode
from opcode import *
from opcode import __all__ as _opcodes_all

__all__ = ["code_info", "dis", "disassemble", "distb", "disco",
           "findlinestarts", "findlabels", "show_code",
           "get_instructions", "Instruction", "Bytecode"] + _opcodes_all
del _opcodes_all

_have_code = (types.MethodType, types.FunctionType, types.CodeType, classmethod, staticmethod, type)

COMPILER_FLAG_NAMES = {
    1: "OPTIMIZED",
    2: "NEWLOCALS",
    4: "VARARGS",
    8: "VARKEYWORDS",
    16: "NESTED",
    32: "GENERATOR",
    64: "NOFREE",
    128: "COROUTINE",
    256: "ITERABLE_COROUTINE",
    512: "ASYNC_GENERATOR",
    0x4000000: "HAS_DOCSTRING",
    0x8000000: "METHOD",
}

Positions = collections.namedtuple(
    'Positions', ['lineno', 'end_lineno', 'col_offset', 'end_col_offset'], defaults=[None] * 4)
Positions.__doc__ = "Where an instruction comes from in the source."

_Instruction = collections.namedtuple(
    '_Instruction',
    ['opname', 'opcode', 'arg', 'argval', 'argrepr', 'offset', 'start_offset', 'starts_line',
     'line_number', 'label', 'positions', 'cache_info'],
    defaults=[None, None, None])


class Instruction(_Instruction):
    """Details of one instruction.

       opname - name
       opcode - number
       arg - the fields as (meaning, value) pairs, or None
       argval - what the instruction is about: a name, a constant, the target of a jump, else arg
       argrepr - the fields in words
       offset, start_offset - place in the code
       starts_line - whether a source line begins here
       line_number - the source line, or None
       label - name of this place if jumps lead here, else None
       positions - lines and columns in the source
       cache_info - always None: caches do not lie between instructions
    """

    @property
    def oparg(self):
        return self.arg

    @property
    def baseopcode(self):
        return opmap[self.baseopname]

    @property
    def baseopname(self):
        return self.opname

    @property
    def cache_offset(self):
        return self.end_offset

    @property
    def end_offset(self):
        return self.offset + _WORD

    @property
    def jump_target(self):
        return dict(self.arg or ()).get('jump')

    @property
    def is_jump_target(self):
        return self.label is not None

    def __str__(self):
        output = io.StringIO()
        _print_instruction(self, output, 3, 4, False)
        return output.getvalue().rstrip('\n')


_WORD = 8


def _get_code_object(x):
    """The code object of a method, function, generator, string or code object."""
    for attribute in ('__func__', '__code__', 'gi_code', 'ag_code', 'cr_code'):
        x = getattr(x, attribute, x)
    if isinstance(x, str):
        try:
            return compile(x, '<disassembly>', 'eval')
        except SyntaxError:
            return compile(x, '<disassembly>', 'exec')
    if hasattr(x, 'co_code'):
        return x
    raise TypeError(f"don't know how to disassemble {type(x).__name__} objects")


def pretty_flags(flags):
    """Return pretty representation of code flags."""
    names = []
    bit = 1
    while flags:
        if flags & bit:
            names.append(COMPILER_FLAG_NAMES.get(bit, hex(bit)))
            flags ^= bit
        bit <<= 1
    return ", ".join(names) or '0x0'


def code_info(x):
    """Formatted details of methods, functions, or code."""
    return _format_code_info(_get_code_object(x))


def _format_code_info(co):
    lines = [f"Name:              {co.co_name}",
             f"Filename:          {co.co_filename}",
             f"Argument count:    {co.co_argcount}",
             f"Positional-only arguments: {co.co_posonlyargcount}",
             f"Kw-only arguments: {co.co_kwonlyargcount}",
             f"Number of locals:  {co.co_nlocals}",
             f"Stack size:        {co.co_stacksize}",
             f"Flags:             {pretty_flags(co.co_flags)}"]
    sections = [("Constants", map(repr, co.co_consts)), ("Names", co.co_names),
                ("Variable names", co.co_varnames), ("Free variables", co.co_freevars),
                ("Cell variables", co.co_cellvars)]
    for title, entries in sections:
        entries = list(entries)
        if entries:
            lines.append(f"{title}:")
            lines.extend(f"{index:4d}: {entry}" for index, entry in enumerate(entries))
    return "\n".join(lines)


def show_code(co, *, file=None):
    """Print details of methods, functions, or code to *file* (default stdout)."""
    print(code_info(co), file=file)


def findlinestarts(code):
    """Generate (offset, line) of the places where lines of the source begin; the line may be None."""
    last = False
    for start, _end, line in code.co_lines():
        if line is not last:
            last = line
            yield start, line


def findlabels(code):
    """The offsets that are targets of jumps, of a code object or its bytes."""
    labels = []
    for row in _opcode.decode(code):
        for meaning, value in row[2]:
            if meaning == 'jump' and value not in labels:
                labels.append(value)
    return labels


def _labels_of(code):
    places = set(findlabels(code))
    for start, end, target, _depth, _register in _opcode.handlers(code):
        places.update((start, end, target))
    return {place: f"L{number}" for number, place in enumerate(sorted(places), 1)}


def _registers_of(code):
    """The names of the registers of local variables."""
    names = list(code.co_varnames)
    names += [name for name in code.co_cellvars if name not in names]
    return names


def _describe(code, opcode, fields, labels):
    """argval and argrepr of an instruction."""
    names = _registers_of(code)
    words, subject, result = [], None, None

    def register(index):
        return names[index] if index < len(names) else f"r{index}"

    for meaning, value in fields:
        match meaning:
            case 'out':
                result = register(value)
            case 'register' | 'window':
                words.append(register(value) + ('...' if meaning == 'window' else ''))
                subject = register(value) if subject is None else subject
            case 'consumed':
                words.append(register(value))
            case 'constant':
                words.append(repr(code.co_consts[value]))
                subject = code.co_consts[value] if subject is None else subject
            case 'name':
                words.append(value)
                subject = value
            case 'jump':
                words.append(f"to {labels.get(value, value)}")
                subject = value
            case 'absent':
                words.append('-')
            case _:
                words.append(f"#{value}")
    text = ", ".join(words)
    if result is not None:
        text = f"{text} -> {result}" if text else f"-> {result}"
        subject = result if subject is None else subject
    return subject, text


def get_instructions(x, *, first_line=None, show_caches=None, adaptive=False):
    """Iterator over the instructions of methods, functions or code, as Instruction tuples."""
    code = _get_code_object(x)
    shift = 0 if first_line is None else first_line - code.co_firstlineno
    return _instructions(code, shift)


def _instructions(code, shift=0):
    labels = _labels_of(code)
    starts = dict(findlinestarts(code))
    positions = [Positions(*row) for row in code.co_positions()][::_WORD // 2]
    for index, (opcode, small, fields) in enumerate(_opcode.decode(code)):
        offset = index * _WORD
        argval, argrepr = _describe(code, opcode, fields, labels)
        if small:
            argrepr = f"{argrepr} [{small}]" if argrepr else f"[{small}]"
        line = positions[index].lineno
        if line is not None:
            line += shift
        yield Instruction(opname[opcode], opcode, fields or None, argval, argrepr, offset, offset,
                          offset in starts and starts[offset] is not None, line,
                          labels.get(offset), positions[index])


def _print_instruction(instruction, file, line_width, offset_width, is_current):
    line = str(instruction.line_number) if instruction.starts_line else ''
    label = f"{instruction.label}:" if instruction.label else ''
    mark = '-->' if is_current else '   '
    offset = f"{instruction.offset:>{offset_width}} " if offset_width else ''
    text = f"{line:>{line_width}} {mark} {label:>5} {offset}{instruction.opname:<24} {instruction.argrepr}"
    print(text.rstrip(), file=file)


def _disassemble(code, lasti=-1, shift=0, *, file=None, adaptive=False, show_offsets=False):
    instructions = list(_instructions(code, shift))
    last_line = max((it.line_number or 0 for it in instructions), default=0)
    offset_width = len(str(len(instructions) * _WORD)) if show_offsets else 0
    for instruction in instructions:
        if instruction.starts_line and instruction.offset:
            print(file=file)
        is_current = instruction.offset == lasti
        _print_instruction(instruction, file, max(3, len(str(last_line))), offset_width, is_current)
    rows = _opcode.handlers(code)
    if rows:
        labels = _labels_of(code)
        print("ExceptionTable:", file=file)
        for start, end, target, depth, _register in rows:
            print(f"  {labels[start]} to {labels[end]} -> {labels[target]} [{depth}]", file=file)


def disassemble(co, lasti=-1, *, file=None, show_caches=False, adaptive=False,
                show_offsets=False, show_positions=False):
    """Disassemble a code object."""
    _disassemble(co, lasti, file=file, adaptive=adaptive, show_offsets=show_offsets)


disco = disassemble


def _disassemble_recursive(co, depth, file, **options):
    disassemble(co, file=file, **options)
    if depth is None or depth > 0:
        for constant in co.co_consts:
            if hasattr(constant, 'co_code'):
                print(file=file)
                print(f"Disassembly of {constant!r}:", file=file)
                _disassemble_recursive(constant, None if depth is None else depth - 1, file, **options)


def dis(x=None, *, file=None, depth=None, show_caches=False, adaptive=False,
        show_offsets=False, show_positions=False):
    """Disassemble classes, methods, functions, and other compiled objects.

    With no argument, disassemble the last traceback.
    """
    options = {'adaptive': adaptive, 'show_offsets': show_offsets}
    if x is None:
        distb(file=file, **options)
        return
    for attribute in ('__func__', '__code__', 'gi_code', 'ag_code', 'cr_code'):
        x = getattr(x, attribute, x)
    if hasattr(x, '__dict__') and not hasattr(x, 'co_code'):
        for name, member in sorted(x.__dict__.items()):
            if isinstance(member, _have_code):
                print(f"Disassembly of {name}:", file=file)
                try:
                    dis(member, file=file, depth=depth, **options)
                except TypeError as error:
                    print("Sorry:", error, file=file)
                print(file=file)
    elif isinstance(x, str) or hasattr(x, 'co_code'):
        code = compile(x, '<dis>', 'exec') if isinstance(x, str) else x
        _disassemble_recursive(code, depth, file, **options)
    else:
        raise TypeError(f"don't know how to disassemble {type(x).__name__} objects")


def distb(tb=None, *, file=None, show_caches=False, adaptive=False, show_offsets=False,
          show_positions=False):
    """Disassemble a traceback (default: last traceback)."""
    if tb is None:
        try:
            tb = sys.last_exc.__traceback__ if hasattr(sys, 'last_exc') else sys.last_traceback
        except AttributeError:
            raise RuntimeError("no last traceback to disassemble") from None
        while tb.tb_next:
            tb = tb.tb_next
    disassemble(tb.tb_frame.f_code, tb.tb_lasti, file=file, adaptive=adaptive,
                show_offsets=show_offsets)


def _find_imports(co):
    """Generate (name, level, fromlist) of the import statements of a code object."""
    constants = co.co_consts
    for instruction in _instructions(co):
        if instruction.opname == 'IMPORT_NAME':
            given = [constants[value] for meaning, value in instruction.arg if meaning == 'constant']
            level = next((value for value in given if isinstance(value, int)), 0)
            fromlist = next((value for value in given if not isinstance(value, int)), None)
            yield instruction.argval, level, fromlist


def _find_store_names(co):
    """Generate the names that a code object stores."""
    for instruction in _instructions(co):
        if instruction.opname in ('STORE_NAME', 'STORE_GLOBAL'):
            yield instruction.argval


class Bytecode:
    """The bytecode operations of a piece of code; iterating gives Instruction tuples."""

    def __init__(self, x, *, first_line=None, current_offset=None, show_caches=False,
                 adaptive=False, show_offsets=False, show_positions=False):
        self.codeobj = _get_code_object(x)
        self.first_line = self.codeobj.co_firstlineno if first_line is None else first_line
        self._shift = self.first_line - self.codeobj.co_firstlineno
        self._original_object = x
        self.current_offset = current_offset
        self.adaptive = adaptive
        self.show_offsets = show_offsets

    def __iter__(self):
        return _instructions(self.codeobj, self._shift)

    def __repr__(self):
        return f"{self.__class__.__name__}({self._original_object!r})"

    @classmethod
    def from_traceback(cls, tb, *, show_caches=False, adaptive=False):
        """Construct a Bytecode from the given traceback."""
        while tb.tb_next:
            tb = tb.tb_next
        return cls(tb.tb_frame.f_code, current_offset=tb.tb_lasti, adaptive=adaptive)

    def info(self):
        """Return formatted information about the code object."""
        return _format_code_info(self.codeobj)

    def dis(self):
        """Return a formatted view of the bytecode operations."""
        offset = -1 if self.current_offset is None else self.current_offset
        with io.StringIO() as output:
            _disassemble(self.codeobj, offset, self._shift, file=output, adaptive=self.adaptive,
                         show_offsets=self.show_offsets)
            return output.getvalue()


def main(args=None):
    import argparse
    parser = argparse.ArgumentParser()
    parser.add_argument('-S', '--specialized', action='store_true', help='show specialized bytecode')
    parser.add_argument('-O', '--show-offsets', action='store_true', help='show instruction offsets')
    parser.add_argument('infile', nargs='?', default='-')
    args = parser.parse_args(args=args)
    if args.infile == '-':
        name, source = '<stdin>', sys.stdin.buffer.read()
    else:
        name = args.infile
        with open(args.infile, 'rb') as infile:
            source = infile.read()
    dis(compile(source, name, 'exec'), adaptive=args.specialized, show_offsets=args.show_offsets)


if __name__ == "__main__":
    main()
