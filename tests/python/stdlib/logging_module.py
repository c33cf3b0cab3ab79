import logging, io, sys
out = io.StringIO()
logging.basicConfig(stream=out, level=logging.INFO, format="%(levelname)s:%(name)s:%(message)s")
log = logging.getLogger("app.part")
log.debug("hidden"); log.info("shown %d %s", 1, "x"); log.warning("warn"); log.error("err %(k)s", {"k": "v"})
try:
    1 / 0
except ZeroDivisionError:
    log.exception("failed")
print(out.getvalue())
h = logging.StreamHandler(sys.stdout)
h.setFormatter(logging.Formatter("{levelname} {message} {funcName}", style="{"))
other = logging.getLogger("other")
other.addHandler(h); other.propagate = False; other.setLevel("DEBUG")
def f(): other.debug("in f")
f()
h.addFilter(lambda r: "no" not in r.getMessage())
other.info("no"); other.info("yes")
print(logging.getLevelName(20), log.getEffectiveLevel(), log.isEnabledFor(10), logging.getLogger("app") is log.parent or log.parent.name, log, logging.root)
other.log(25, "custom"); logging.addLevelName(25, "NOTE"); other.log(25, "named")
logging.disable(logging.CRITICAL); other.critical("off")
