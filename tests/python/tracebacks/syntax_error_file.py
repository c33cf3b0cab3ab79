# stderr: yes
try:
    compile("x = 1\ny = (2\nz = 3\n", "given.py", "exec")
except SyntaxError as e:
    print(e.msg, e.lineno, e.offset, e.text, e.end_lineno, e.end_offset)
exec(compile("a = 1\nb = a +\n", "other.py", "exec"))
