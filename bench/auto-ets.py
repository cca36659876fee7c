"""Forecasts with statsforecast's AutoETS, which chooses among the 30 models of exponential smoothing; see auto-ets.ts.

Standard input: how far ahead, then a history a line, its values separated by blanks. Standard output: the version, then
for each history the forecasts of the next value and of the last.
"""

import sys
import warnings

import numpy
import statsforecast
from statsforecast.models import AutoETS

warnings.simplefilter("ignore")
steps = int(sys.stdin.readline())
print(f"statsforecast {statsforecast.__version__}")
for line in sys.stdin:
    values = numpy.array(line.split(), dtype=float)
    try:
        path = AutoETS(season_length=1).forecast(y=values, h=steps)["mean"]
    except Exception:
        # no model can be fitted to a history that never moves
        path = [values[-1]] * steps
    print(float(path[0]), float(path[-1]))
