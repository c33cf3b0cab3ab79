import subprocess, sys
r = subprocess.run(["sh", "-c", "echo out; echo err >&2; exit 3"], capture_output=True, text=True)
print(r.returncode, repr(r.stdout), repr(r.stderr), r.args)
print(subprocess.check_output(["cat"], input=b"piped"), subprocess.call(["true"]), subprocess.getoutput("echo hi"), subprocess.run("echo $X", shell=True, env={"X": "y"}, stdout=subprocess.PIPE).stdout)
for f in (lambda: subprocess.check_call(["false"]), lambda: subprocess.run(["sleep", "5"], timeout=0.05), lambda: subprocess.run(["/no/such/program"])):
    try:
        f()
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired, FileNotFoundError) as e:
        print(type(e).__name__, str(e).split(" after ")[0])
p = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
print(p.communicate("both ways"), p.returncode, p.poll(), p.wait())
with subprocess.Popen(["sleep", "5"]) as p: p.kill()
print(p.returncode)
print(subprocess.run([sys.executable, "-c", "import sys; print(sys.argv, 1 + 1)", "a"], capture_output=True, text=True).stdout)
