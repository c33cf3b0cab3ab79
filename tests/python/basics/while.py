n = 0
while n < 5:
    n += 1
    if n == 2:
        continue
    if n == 4:
        break
    print(n)
else:
    print("not reached")
while n > 0:
    n -= 1
else:
    print("else", n)
i = 0
while True:
    j = 0
    while True:
        j += 1
        if j > i:
            break
    i += j
    if i > 20:
        break
print(i, j)
total = 0
count = 0
while (count := count + 1) <= 100:
    total += count
print(total)
