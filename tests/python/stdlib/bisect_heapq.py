import bisect, heapq
a = [1, 3, 3, 5]
print(bisect.bisect(a, 3), bisect.bisect_left(a, 3), bisect.bisect_right(a, 3, 0, 2), bisect.bisect(a, "x", key=lambda v: str(v)))
bisect.insort(a, 4)
bisect.insort_left(a, 3)
print(a)
h = [5, 1, 4, 2, 3]
heapq.heapify(h)
heapq.heappush(h, 0)
print(h, heapq.heappop(h), heapq.heappushpop(h, 9), heapq.heapreplace(h, 7), h)
print(heapq.nlargest(2, [3, 1, 2]), heapq.nsmallest(2, "hello", key=ord), list(heapq.merge([1, 4], [2, 3], [0])), list(heapq.merge("ca", "db", reverse=True, key=lambda c: c)))
try:
    heapq.heappop([])
except IndexError as e:
    print(e)
try:
    bisect.bisect([1], 1, -1)
except ValueError as e:
    print(e)
