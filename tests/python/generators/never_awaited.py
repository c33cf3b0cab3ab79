# stderr: yes
async def f(): pass
f()
print("after")
c = f()
c.close()
import warnings
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always")
    f()
    print([str(x.message) for x in w])
