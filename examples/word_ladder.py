"""Finds the shortest way from one word to another, a letter at a time."""

from collections import deque

WORDS = """
    bold bole bolt bond bone book boot bore born card care cart case cast cold colt come cone cool
    coot cope cord core cork corn cost dale dare dart date dole done dote gale gate gold gone good
    hand hard hare hart hate head heal heap hear heat hold hole home hone hood hook hoot lead lean
    load loan lone look loop mead meal mean meat mode mold mole more note read real role told tole
    tone tool wand ward ware warm wood word wore work
""".split()


def neighbours(word, words):
    for index in range(len(word)):
        for letter in "abcdefghijklmnopqrstuvwxyz":
            other = word[:index] + letter + word[index + 1 :]
            if other != word and other in words:
                yield other


def ladder(start, goal, words):
    before = {start: None}
    waiting = deque([start])
    while waiting:
        word = waiting.popleft()
        if word == goal:
            path = []
            while word is not None:
                path.append(word)
                word = before[word]
            return path[::-1]
        for other in neighbours(word, words):
            if other not in before:
                before[other] = word
                waiting.append(other)
    return None


words = set(WORDS)
for start, goal in (("cold", "warm"), ("head", "tool"), ("gate", "book"), ("hand", "mode")):
    path = ladder(start, goal, words)
    print(f"{start} -> {goal}: {' '.join(path) if path else 'no way'}")
