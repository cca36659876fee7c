"""Fits each window with statsmodels' Holt as its users do; see fit-peers.ts.

Argument: damped or linear. Standard input: a window a line, its values separated by blanks. Standard output: the versions,
then for each window the microseconds of the fit and its sum of squared errors.
"""

import platform
import sys
import time
import warnings

import numpy
import statsmodels
from statsmodels.tsa.holtwinters import Holt

warnings.simplefilter("ignore")
damped = sys.argv[1] == "damped"
print(f"statsmodels {statsmodels.__version__}, Python {platform.python_version()}")
for line in sys.stdin:
    values = numpy.array(line.split(), dtype=float)
    started = time.perf_counter()
    fit = Holt(values, damped_trend=damped, initialization_method="estimated").fit(optimized=True)
    print(1e6 * (time.perf_counter() - started), float(fit.sse))
