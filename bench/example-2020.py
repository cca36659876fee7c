"""The job of the 2020 example, made again with statsmodels: the rival that README names for the preset tg-brew.

    zcat FILE | head -300 | python3 bench/example-2020.py > /dev/null

Reads lines of one brew, keeps the newest 120 in a pandas frame with a time index, fits a damped Holt at every point from
the tenth on, and writes the line, 40 forecasts and 40 residuals. Prints points per second on stderr.
Needs statsmodels (Debian: python3-statsmodels).
"""

import sys
import time
import warnings

import pandas
from statsmodels.tsa.api import Holt

WINDOW, MINIMUM, HORIZON = 120, 10, 40


def forecast(times, values):
    index = pandas.to_datetime(times)
    index.freq = pandas.Timedelta(seconds=1)
    series = pandas.Series(values, index=index)
    return Holt(series, damped_trend=True, initialization_method="estimated").fit(optimized=True).forecast(HORIZON)


def main():
    warnings.filterwarnings("ignore")
    times, values, fitted = [], [], 0
    start = time.perf_counter()
    for line in sys.stdin:
        print(line, end="", flush=True)
        key, fields, stamp = line.split()
        tags = key.partition(",")[2]
        times = (times + [int(stamp)])[-WINDOW:]
        values = (values + [float(fields.partition("=")[2])])[-WINDOW:]
        if len(values) < MINIMUM:
            continue
        path = forecast(times, values)
        residual = abs(path.iloc[-1] - values[-1])
        for moment, value in path.items():
            print(f"fcast,{tags} temperature={value} {moment.value}")
            print(f"anomaly,{tags} temperature={residual} {moment.value}")
        fitted += 1
    print(f"{fitted / (time.perf_counter() - start):.1f} points/s", file=sys.stderr)


main()
