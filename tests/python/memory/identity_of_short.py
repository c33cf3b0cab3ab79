"""Which strings and bytes of one character, empty objects and small numbers are one: for every way on which they come."""
# minimum: 3.14
import sys, io, struct
from sys import intern
n1 = 1; nA = 65; n0 = 0
def t(name, f):
    try: a = f(); b = f()
    except Exception as e: print(name, type(e).__name__, e); return
    print(name, repr(a), a is b)
class B(bytes): pass
class S(str): pass
class T(tuple): pass
class I(int): pass
s = "abc"; e = ""; by = b"abc"; ba = bytearray(b"a"); mv = memoryview(b"abc"); u = "\xe9\u0416x"; em = b""
one = b"A"
cases = """
bytes(1) | bytes([65]) | bytes(bytearray(b'A')) | bytes(memoryview(b'A')) | bytes(by[0:1]) | by[0:1] | by[1:2] | by[::3] | bytes(I(1)) | bytes((65,)) | bytes(iter([65])) | bytes('A','ascii') | bytes(B(b'A')) | B(b'A')[:1] | bytes.fromhex('41')
nA.to_bytes(1,'big') | nA.to_bytes() | (255).to_bytes(1,'little') | (0).to_bytes(0,'big') | True.to_bytes()
mv.tobytes() | mv[:1].tobytes() | mv[0:0].tobytes() | bytes(mv[:1]) | bytes(mv[:0])
one.lower() | one.upper() | b'a'.upper() | one.title() | one.capitalize() | one.swapcase() | one.replace(b'A', b'B') | one.replace(b'x', b'y') | b'AB'.replace(b'B', b'') | one.replace(b'A', b'') | one.translate(None) | one.translate(None, b'x') | one.translate(None, b'A') | one.translate(bytes(range(256))) | one.translate(bytes(255 - i for i in range(256))) | by.translate(None, b'bc')
one.strip() | b' A '.strip() | b' A'.lstrip() | b'A '.rstrip() | b'xA'.removeprefix(b'x') | b'Ax'.removesuffix(b'x') | one.removeprefix(b'x') | one.center(1) | one.ljust(1) | one.zfill(1) | b''.center(1) | one.expandtabs() | b'\\t'.expandtabs(1)
b'A,B'.split(b',')[0] | b'A,B'.rsplit(b',')[1] | b'A B'.split()[0] | b'A,B'.partition(b',')[0] | b'A,B'.partition(b',')[1] | b'A,B'.rpartition(b',')[2] | b'A\\nB'.splitlines()[0] | one.split(b',')[0] | one.split()[0] | one.partition(b',')[0] | one.partition(b',')[1] | one.splitlines()[0]
b''.join([one]) | b''.join([b'A', b'']) | b''.join([ba]) | b''.join([]) | one + em | em + one | em + ba | one * 1 | one * n1 | em * 5 | one * n0 | b'%s' % one | b'%c' % 65 | b'%b' % one | b'A%s' % em | b'%d' % 5 | b'%s' % em
io.BytesIO(b'A').read() | io.BytesIO(b'ABC').read(1) | io.BytesIO(b'ABC').readline(1) | io.BytesIO(b'A').getvalue() | io.BytesIO().getvalue() | io.BytesIO(b'A').readlines()[0] | next(io.BytesIO(b'A')) | io.BufferedReader(io.BytesIO(b'ABC')).read(1) | io.BufferedReader(io.BytesIO(b'ABC')).peek(1)[:1] | io.BufferedReader(io.BytesIO(b'A')).read() | io.BufferedReader(io.BytesIO(b'A')).readline()
struct.pack('B', 65) | struct.pack('c', b'A') | struct.pack('') | struct.unpack('c', b'A')[0] | struct.unpack('1s', b'A')[0] | struct.unpack('1p', b'A')[0]
bytes() | bytes(0) | bytes([]) | bytes('', 'ascii') | bytes(em) | bytes(()) | B() | by[3:] | by[1:1] | em.lower() | em.upper() | em.strip() | em.replace(b'a', b'b')
s[0] | s[0:1] | u[0] | u[1] | u[1:2] | u[0:1] | 'abc'[::3] | str(s[0]) | str(b'A', 'ascii') | b'A'.decode() | b'A'.decode('latin1') | b'\\xe9'.decode('latin-1') | b'\\xc3\\xa9'.decode() | '\\u0416x'[0] | chr(65) | chr(233) | chr(1046) | chr(65536) | '%c' % 65 | '%c' % 'A' | '%s' % 'A' | '%s' % s[0] | '%d' % 5 | '{}'.format('A') | '{}'.format(5) | '{:d}'.format(5) | f'{s[0]}' | f'{5}' | f'{n1}' | f'{s[0]!s}' | f'{s[0]:1}' | f'{s[0]:s}' | f'{n1:d}' | str(5) | str(n1) | repr(5) | repr(n1) | str(-1) | format(5) | format(s[0]) | format(s[0], '') | format(s[0], '1') | format(5, 'd') | format(5, 'x') | hex(5)[2:] | oct(5)[2:] | bin(1)[2:] | f'{65:c}' | f'{233:c}' | f'{1046:c}'
s[0].lower() | s[0].upper() | s[0].title() | s[0].capitalize() | s[0].swapcase() | s[0].casefold() | '\\xc9'.lower() | '\\xe9'.upper() | '\\u0416'.lower() | s[0].strip() | ' a '.strip() | ' a'.lstrip() | 'xa'.removeprefix('x') | s[0].center(1) | s[0].ljust(1) | s[0].zfill(1) | ''.zfill(1) | ''.center(1) | s[0].expandtabs() | '\\t'.expandtabs(1) | s[0].replace('a','b') | s[0].replace('x','y') | 'ab'.replace('b','') | s[0].translate({}) | s[0].translate({97:'b'}) | s[0].translate({97: 98}) | 'ab'.translate({98: None}) | s[0].translate({97: None})
'a,b'.split(',')[0] | 'a,b'.rsplit(',')[1] | 'a b'.split()[0] | 'a,b'.partition(',')[0] | 'a,b'.partition(',')[1] | 'a,b'.rpartition(',')[2] | 'a\\nb'.splitlines()[0] | 'a\\nb'.splitlines(True)[1] | s[0].split(',')[0] | s[0].split()[0] | s[0].partition(',')[0] | s[0].partition(',')[1] | 'a'.join(['b']) | ''.join([s[0]]) | ''.join([s[0], '']) | ''.join(iter('a')) | ''.join(['\\u0416', '']) | ''.join([]) | s[0] + e | e + s[0] | s[0] * n1 | s[0] * n0 | e * 5 | 'ab'[1:] | list('ab')[0] | next(iter('ab')) | next(reversed('ab')) | max('ab') | sorted('ba')[0]
io.StringIO('a').read() | io.StringIO('abc').read(1) | io.StringIO('a').getvalue() | io.StringIO().getvalue() | io.StringIO('\\u0416b').read(1) | io.StringIO('a').readline() | next(io.StringIO('a')) | io.TextIOWrapper(io.BytesIO(b'abc')).read(1) | io.TextIOWrapper(io.BytesIO(b'a')).read() | io.TextIOWrapper(io.BytesIO(b'')).read() | io.TextIOWrapper(io.BytesIO(b'a\\nb')).readline()[:1] | io.TextIOWrapper(io.BytesIO(b'\\n')).readline() | next(io.TextIOWrapper(io.BytesIO(b'\\n'))) | io.TextIOWrapper(io.BytesIO(b'abc')).read(0) | io.TextIOWrapper(io.BytesIO(b'abc')).readline(1)
str() | str('') | str(b'', 'ascii') | b''.decode() | b''.decode('latin1') | S() | s[3:] | s[1:1] | ''.lower() | ''.join(()) | e.strip() | '   '.strip() | 'a'.replace('a', '') | repr('')[1:1] | format('') | f'{e}' | f'{e}{e}' | '%s' % '' | '{}'.format('') | str(S('')) | str(S('a')) | S('a')[0] | S('a')[:] | ''.join([S('a')]) | S('a') + '' | S('a').lower() | S('a').strip() | S('a').replace('x', 'y') | S('a') * 1
tuple() | tuple([]) | tuple(()) | tuple(iter(())) | T() | tuple(T()) | (1,)[1:] | () + () | () * 3 | (1,) * n0 | tuple({}) | tuple(x for x in ()) | (lambda *a: a)() | ''.partition('x')[1:1] | divmod(1, 1)[2:] | T((1,))[1:] | T((1,))[:] | (1,)[:] | (n1,) * 1 | (n1,) + () | () + (n1,) | tuple((n1,)) | frozenset() | frozenset([]) | frozenset(()) | frozenset(frozenset())
int('5') | int(5.0) | int(b'5') | int('0') | 256 + n0 | 257 + n0 | -5 + n0 | -6 + n0 | len('a' * 256) | len('a' * 257) | int.from_bytes(b'\\x05') | int.from_bytes(b'\\x01\\x01') | 2 ** 8 * n1 | 1000 // 4 | 1000 % 300 | -n1 | ~n0 | n1 << 8 | n1 << 9 | 300 >> 1 | 300 & 255 | 300 ^ 300 | 300 | abs(-n1) | round(5.4) | round(500.4) | int(I(5)) | I(5) + 0 | +I(5) | int(True) | True + 0 | ord('a') | ord('\\u0416') | hash(5) | hash(500) | sum([1, 2]) | sum([300, 1]) | max(1, 2) | divmod(300, 299)[0] | divmod(10, 3)[1] | pow(2, 8) | pow(2, 8, 300) | (256).bit_length() | (300).numerator | (5).real | I(5).real | I(5).numerator | int.__new__(int, 5) | struct.unpack('B', b'A')[0] | struct.unpack('h', b'AB')[0] | b'A'[0] | bytearray(b'A')[0] | memoryview(b'A')[0] | range(300)[256] | range(300)[257] | next(iter(range(257, 300))) | [*range(3)][2] | 'abc'.find('c') | 'abc'.count('a') | [1].index(1) | 1.5.__trunc__() | 500.5.__trunc__() | float(5).as_integer_ratio()[0] | (500.0).as_integer_ratio()[0]
1.0 * n1 | float('1') | float(1) | 0.0 * n1 | 1j * n1 | complex(1) | float(1.5) | slice(1) | ... | NotImplemented | None | range(0) | object
"""
for line in cases.strip().splitlines():
    for c in line.split(" | "):
        try: f = eval("lambda: " + c)
        except SyntaxError as x: print(c, x); continue
        t(c, f)
# identity with what they are made of
for c in "bytes(one) | one[:] | one[0:] | one[0:1] | one.lower() | one.upper() | one.strip() | one.replace(b'x', b'y') | one.translate(None) | one.center(1) | one.ljust(0) | one.zfill(1) | one.expandtabs() | one.removeprefix(b'x') | one.partition(b'x')[0] | one.split()[0] | one.split(b'x')[0] | one.splitlines()[0] | one + em | em + one | one * 1 | b''.join([one]) | b'%b' % one | bytes([65]) | chr(65).encode() | by[:] | bytes(by) | by.lower() | by.strip() | by.replace(b'x', b'') | by.translate(None) | by.center(1) | by.split()[0] | by.splitlines()[0] | by.partition(b'x')[0] | by + em | em + by | by * 1 | b''.join([by]) | b'%b' % by | by.removeprefix(b'x') | by.expandtabs()".split(" | "):
    r = eval(c); print(c, r is one, r is by)
for c in "s[:] | str(s) | s.lower() | s.strip() | s.replace('x','') | s.translate({}) | s.center(1) | s.split()[0] | s.split('x')[0] | s.splitlines()[0] | s.partition('x')[0] | s.rpartition('x')[2] | s + e | e + s | s * 1 | ''.join([s]) | '%s' % s | f'{s}' | f'{s}{e}' | format(s) | '{}'.format(s) | s.removeprefix('x') | s.expandtabs() | s.zfill(1) | s.casefold() | ''.join((s, '')) | io.StringIO(s).getvalue() | io.StringIO(s).read() | str.__str__(s) | s.__format__('') | s.ljust(2) | s[0:] | s[-10:] | s[::1]".split(" | "):
    r = eval(c); print(c, r is s)
