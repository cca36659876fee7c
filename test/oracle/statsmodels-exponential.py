#!/usr/bin/env python3
"""Writes exponential.json: what statsmodels' Holt(exponential=True) reaches, by two methods with tight tolerances and from
several starts, on the windows of positive.py that test/kernel/fit-exponential.test.ts fits again. Run once by hand, with
Debian's python3-statsmodels:

    nice /usr/bin/python3 test/oracle/statsmodels-exponential.py
"""

import json
import math
import sys
import warnings

import numpy
import scipy
import statsmodels
from statsmodels.tsa.holtwinters import Holt

from positive import generate, windows

COUNT = 65
STEPS = [1, 2, 10]
TIGHT = [
    ("SLSQP", {"options": {"ftol": 1e-15, "maxiter": 2000}}),
    ("L-BFGS-B", {"options": {"ftol": 1e-16, "gtol": 1e-12, "maxiter": 5000, "maxfun": 20000}}),
]


def best_fit(values):
    """The lowest sum of squares of the methods and starts."""
    y = numpy.array(values)
    factor = (y[-1] / y[0]) ** (1 / (len(y) - 1))
    attempts = [(method, options, None) for method, options in TIGHT]
    for alpha, share in [(0.01, 0.5), (0.3, 0.01), (0.6, 0.9), (0.95, 0.1)]:
        attempts.append((*TIGHT[0], [alpha, alpha * share, y[0] / factor, factor]))
    best = None
    for method, options, start in attempts:
        try:
            model = Holt(y, exponential=True, initialization_method="estimated")
            fit = model.fit(method=method, minimize_kwargs=options, start_params=start)
        except (ValueError, numpy.linalg.LinAlgError):
            continue
        if math.isfinite(fit.sse) and (best is None or fit.sse < best.sse):
            best = fit
    return best


def main():
    warnings.simplefilter("ignore")
    rows = []
    for kind, seed, length in windows(COUNT):
        fit = best_fit(generate(kind, seed, length))
        path = fit.forecast(max(STEPS))
        reached = [float(f"{x:.14g}") for x in [fit.sse] + [path[step - 1] for step in STEPS]]
        rows.append([kind, seed, length, reached])
    versions = {"statsmodels": statsmodels.__version__, "scipy": scipy.__version__, "numpy": numpy.__version__}
    with open(sys.path[0] + "/exponential.json", "w") as out:
        out.write('{\n  "versions": ' + json.dumps(versions) + ",\n")
        out.write('  "columns": "kind, seed, length, then sse, forecasts 1, 2, 10",\n  "windows": [\n    ')
        out.write(",\n    ".join(json.dumps(row) for row in rows) + "\n  ]\n}\n")


main()
