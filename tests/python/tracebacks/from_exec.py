# stderr: yes
source = "def f():\n    return 1 / 0\nf()\n"
import traceback
try:
    exec(source)
except ZeroDivisionError:
    traceback.print_exc()
try:
    exec(compile(source, "<generated>", "exec"))
except ZeroDivisionError:
    traceback.print_exc()
eval("1 + undefined")
