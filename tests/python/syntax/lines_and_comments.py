# a comment
x = 1 # trailing
y = (1 +  # inside
     2)
if x: z = 1; w = 2
print(x, y, z, w); print("semicolon");
s = "a" \
    "b"
print(s)
def f(a,
      b=2,  # comment
      ):
    # only comment

    return (a
            + b)
print(f(1,
        b=3,))
if (x and
        y):
    print("multi")
class C: a = 1; b = 2
print(C.a + C.b)
for i in range(2): print(i); print(-i)
while x: x -= 1
else: print("else")
t = 1,
print(t, [1, 2,], (1,), {1,}, {1: 2,})

print("form feed above")
if 1:
        print("eight")
if 1:
  if 1:
      print("deep")
  print("less")
