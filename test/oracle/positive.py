"""The positive windows of exponential.json, made again by positive.ts: a change on either side must be made on both."""

import importlib.util
import os

_place = os.path.join(os.path.dirname(os.path.abspath(__file__)), "statsmodels-holt.py")
_spec = importlib.util.spec_from_file_location("statsmodels_holt", _place)
holt = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(holt)

GROWING = ["growth", "decay", "multiplicative", "logistic"]
KINDS = GROWING + ["walk", "noise", "brew", "limit", "holt", "two", "double", "saw", "step"]
LENGTHS = [40, 10, 120, 20, 60, 12, 100, 6, 30, 80, 15, 24]
MARGINS = [0.5, 5.0, 50.0]
NOISES = [0.0, 0.001, 0.02, 0.1]


def generate(kind, seed, length):
    """Values above zero: curves of growth, and the kinds of statsmodels-holt.py lifted to a margin above zero."""
    if kind not in GROWING:
        values = holt.generate(kind, seed, length)
        least = min(values)
        return [value - least + MARGINS[seed % 3] for value in values]
    r = holt.Random(seed)
    level = 1 + 9 * r.uniform()
    noise = NOISES[int(4 * r.uniform())]
    values = []
    if kind in ("growth", "decay"):
        rate = 1 + 0.15 * r.uniform() if kind == "growth" else 0.75 + 0.25 * r.uniform()
        for _ in range(length):
            values.append(level * max(1 + noise * r.normal(), 0.05))
            level *= rate
    elif kind == "logistic":
        limit, rate = level * (2 + 30 * r.uniform()), 0.05 + 0.5 * r.uniform()
        for _ in range(length):
            values.append(level * max(1 + noise * r.normal(), 0.05))
            level += rate * level * (1 - level / limit)
    else:
        alpha, share, factor = r.uniform(), r.uniform(), 1 + 0.05 * r.normal()
        for _ in range(length):
            error = max(0.05 * r.normal(), -0.9)
            forecast = level * factor
            values.append(forecast * (1 + error))
            level = forecast * (1 + alpha * error)
            factor = min(max(factor * (1 + alpha * alpha * share * error), 0.8), 1.2)
    return values


def windows(count):
    """(kind, seed, length) of the first `count` windows."""
    return [(KINDS[i % len(KINDS)], 5000 + i, LENGTHS[(i // len(KINDS)) % len(LENGTHS)]) for i in range(count)]
