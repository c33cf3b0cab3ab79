import sys, atexit
atexit.register(print, "at exit")
try:
    sys.exit(7)
except SystemExit as e:
    print(e.code)
sys.exit(3)
