#!/usr/bin/env python3
"""Writes holt.json: what statsmodels' Holt reaches, with tight tolerances and from several starts, on the windows that
test/kernel/fit-oracle.test.ts fits again. Run once by hand, with Debian's python3-statsmodels:

    nice /usr/bin/python3 test/oracle/statsmodels-holt.py ../shared/data/brew-temps.lp.gz

Generated windows are made here and in windows.ts by the same seeded generator and the same additions in the same order;
of the real brews and the simulated ones (data/brews.lp.gz) only the place is written, (series, first row, row after the
last). A window's first value is taken off before the fit, which changes nothing but the digits that are left. Rows that
holt.json has from the same versions are kept, so that a longer list costs only what is new: some five windows a second.
"""

import gzip
import json
import math
import platform
import sys
import time
import warnings

import numpy
import scipy
import statsmodels
from statsmodels.tsa.holtwinters import Holt

LENGTHS = [10, 11, 12, 15, 20, 24, 30, 40, 50, 60, 80, 100, 120]
KINDS = ["walk", "noise", "brew", "limit", "holt", "two", "constant", "offset", "double", "saw", "step"]
GENERATED = 264
LONG = 6
MORE_KINDS = ["walk", "two", "constant", "offset", "far", "brew", "holt", "limit", "double", "saw", "step", "noise", "far"]
MORE = 195
NASTY = ["teeth", "square", "peaks", "ramp"]
STEPS = [1, 2, 10, 40]


class Random:
    """Mulberry32."""

    def __init__(self, seed):
        self.state = seed & 0xFFFFFFFF

    def uniform(self):
        self.state = (self.state + 0x6D2B79F5) & 0xFFFFFFFF
        mixed = self.state
        mixed = ((mixed ^ (mixed >> 15)) * (mixed | 1)) & 0xFFFFFFFF
        mixed ^= (mixed + ((mixed ^ (mixed >> 7)) * (mixed | 61) & 0xFFFFFFFF)) & 0xFFFFFFFF
        return ((mixed ^ (mixed >> 14)) & 0xFFFFFFFF) / 4294967296

    def normal(self):
        total = 0.0
        for _ in range(12):
            total += self.uniform()
        return total - 6


def rounded(x, step):
    return math.floor(x / step + 0.5) * step


def generate(kind, seed, length):
    r = Random(seed)
    values = []
    if kind in ("walk", "noise", "two", "offset", "far"):
        x = 0.0
        for _ in range(length):
            if kind == "walk":
                x += r.normal()
            elif kind == "noise":
                x = r.normal()
            elif kind == "two":
                x = 1.0 if r.uniform() < 0.5 else 2.5
            elif kind == "far":
                x = 1e9 + r.normal()
            else:
                x = 1e9 + math.floor(3 * r.normal() + 0.5)
            values.append(x)
    elif kind == "brew":
        x = 18.0
        for _ in range(length):
            x += 0.05 * r.normal()
            values.append(rounded(x, 0.1) + (7 if r.uniform() < 0.02 else 0))
    elif kind == "limit":
        level, way, kept = 3 * r.normal(), 10 * r.normal(), 0.7 + 0.29 * r.uniform()
        noise = [1, 0.1, 0.01, 0.001][math.floor(4 * r.uniform())]
        for _ in range(length):
            values.append(level + way + noise * r.normal())
            way *= kept
    elif kind == "holt":
        alpha, share, phi = r.uniform(), r.uniform(), 0.8 + 0.2 * r.uniform()
        level, trend = 5 * r.normal(), 0.5 * r.normal()
        for _ in range(length):
            error = r.normal()
            forecast = level + phi * trend
            values.append(forecast + error)
            level = forecast + alpha * error
            trend = phi * trend + alpha * alpha * share * error
    elif kind == "constant":
        values = [rounded(20 * r.uniform(), 0.1)] * length
    elif kind == "double":
        x, slope = 0.0, 0.0
        for _ in range(length):
            slope += 0.1 * r.normal()
            x += slope
            values.append(x + r.normal())
    elif kind == "saw":
        teeth = 3 + math.floor(10 * r.uniform())
        for t in range(length):
            values.append(t % teeth + 0.1 * r.normal())
    elif kind == "step":
        at = length * r.uniform()
        for t in range(length):
            values.append((5 if t >= at else 0) + rounded(0.15 * r.normal(), 0.1))
    else:
        values = [nasty(kind, t) for t in range(length)]
    return values


def nasty(kind, t):
    if kind == "teeth":
        return float(t % 10)
    if kind == "square":
        return t * t / 1000
    if kind == "peaks":
        return 1e9 + 37 * t % 11
    return 1e6 * t + 7919 * t % 101 / 100


def best_fit(values, damped):
    """The lowest sum of squares of some methods and starts, and the forecasts there."""
    first = values[0]
    y = numpy.array(values) - first
    tight = [
        ("SLSQP", {"options": {"ftol": 1e-15, "maxiter": 2000}}),
        ("L-BFGS-B", {"options": {"ftol": 1e-16, "gtol": 1e-12, "maxiter": 5000, "maxfun": 20000}}),
    ]
    best = None

    def attempt(method, kwargs, start):
        nonlocal best
        model = Holt(y, damped_trend=damped, initialization_method="estimated")
        try:
            fit = model.fit(method=method, minimize_kwargs=kwargs, start_params=start)
        except (ValueError, numpy.linalg.LinAlgError):
            return
        if math.isfinite(fit.sse) and (best is None or fit.sse < best.sse):
            best = fit

    for method, kwargs in tight:
        attempt(method, kwargs, None)
    if not numpy.any(y):
        return best, first
    slope = (y[-1] - y[0]) / (len(y) - 1)
    for alpha, share, phi in [(0.01, 0.5, 0.9), (0.3, 0.01, 0.97), (0.6, 0.9, 0.85), (0.95, 0.1, 0.98)]:
        start = [alpha, alpha * share, y[0], slope] + ([phi] if damped else [])
        attempt("SLSQP", tight[0][1], start)
    params = best.params
    start = [params["smoothing_level"], params["smoothing_trend"], params["initial_level"], params["initial_trend"]]
    attempt("ls", {"xtol": 1e-15, "ftol": 1e-15, "gtol": 1e-15}, start + ([params["damping_trend"]] if damped else []))
    attempt(*tight[0], start + ([params["damping_trend"]] if damped else []))
    return best, first


def result(values, damped):
    fit, first = best_fit(values, damped)
    path = fit.forecast(max(STEPS))
    return [float(f"{fit.sse:.16g}")] + [float(f"{first + path[step - 1]:.16g}") for step in STEPS]


def read_brews(path):
    series = {}
    with gzip.open(path, "rt") as lines:
        for line in lines:
            key, fields, _ = line.split(" ")
            series.setdefault(key.split("brew=")[1], []).append(float(fields.split("=")[1]))
    return series


def generated_places():
    places = []
    for index in range(GENERATED):
        places.append((KINDS[index % len(KINDS)], 1000 + index, LENGTHS[(index // len(KINDS)) % len(LENGTHS)]))
    for index in range(GENERATED, GENERATED + LONG):
        places.append((["walk", "brew", "holt"][index % 3], 1000 + index, 1000))
    for index in range(MORE):
        length = LENGTHS[(index // len(MORE_KINDS) + index) % len(LENGTHS)]
        places.append((MORE_KINDS[index % len(MORE_KINDS)], 2000 + index, length))
    places += [(kind, 3000 + index, 1000) for index, kind in enumerate(["walk", "two", "offset", "far", "limit", "holt"])]
    return places + [(kind, 0, length) for kind in NASTY for length in (20, 60, 120)]


def real_places():
    places = [("haze_v5", max(0, end - 120), end) for end in range(10, 301)]
    places += [("haze_v5", *place) for place in [(300, 420), (1000, 1120), (264, 514), (504, 624), (799, 919), (586, 706)]]
    return places + [("bv_1", 32877, 32997)] + [("bv_1", start, start + 120) for start in range(0, 35800, 900)]


def simulated_places():
    places = []
    for brew in ("ipa_3", "stout_2"):
        places += [(brew, 0, end) for end in range(10, 121, 5)]
        places += [(brew, start, start + 120) for start in range(0, 5880, 60) if start > 0]
        places += [(brew, start, start + 1000) for start in (500, 4500)]
    return places


def kept_rows(path, versions):
    """Rows of an earlier run by section and place."""
    try:
        with open(path) as earlier:
            known = json.load(earlier)
    except FileNotFoundError:
        return {}
    if known["versions"] != versions:
        return {}
    sections = ("generated", "real", "simulated")
    return {(section, *row[:3]): row for section in sections for row in known.get(section, [])}


def main():
    warnings.simplefilter("ignore")
    versions = {
        "statsmodels": statsmodels.__version__,
        "scipy": scipy.__version__,
        "numpy": numpy.__version__,
        "python": platform.python_version(),
    }
    here = sys.path[0]
    kept = kept_rows(here + "/holt.json", versions)
    brews = {"real": read_brews(sys.argv[1]), "simulated": read_brews(here + "/../../data/brews.lp.gz")}
    places = {"generated": generated_places(), "real": real_places(), "simulated": simulated_places()}
    sections = {}
    for section, wanted in places.items():
        started = time.time()
        rows = sections[section] = []
        for a, b, c in wanted:
            row = kept.get((section, a, b, c))
            if row is None:
                values = generate(a, b, c) if section == "generated" else brews[section][a][b:c]
                row = [a, b, c, result(values, True), result(values, False)]
            rows.append(row)
        print(f"{section}: {len(rows)} windows, {time.time() - started:.0f} s", file=sys.stderr)
    with open(here + "/holt.json", "w") as out:
        out.write('{\n"versions": ' + json.dumps(versions) + ",\n")
        out.write('"columns": "place or (kind, seed, length), then damped and linear: sse, forecasts 1, 2, 10, 40"')
        for section, rows in sections.items():
            lines = ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
            out.write(f',\n"{section}": [\n{lines}\n]')
        out.write("\n}\n")


if __name__ == "__main__":
    main()
