"""Draws the Mandelbrot set with characters; a number on the command line makes it wider."""

import sys

SHADES = " .:-=+*%@#"


def steps(c, most):
    z = 0j
    for step in range(most):
        z = z * z + c
        if abs(z) > 2.0:
            return step
    return most


def draw(width, most=60):
    height = width * 2 // 5
    for row in range(height):
        line = []
        for column in range(width):
            c = complex(-2.2 + 3.2 * column / width, -1.2 + 2.4 * row / height)
            line.append(SHADES[steps(c, most) * (len(SHADES) - 1) // most])
        print("".join(line).rstrip())


draw(int(sys.argv[1]) if len(sys.argv) > 1 else 78)
