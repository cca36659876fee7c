/**
 * The rival inside Telegraf: an EWMA and its variance for each host and field in processors.starlark, with the band and the
 * score of plain.ts, the way Telegraf's documentation keeps a state.
 *
 * @returns the stanza
 */
export const starlarkStanza = `
[[processors.starlark]]
  source = '''
load("math.star", "math")

state = {}

def apply(metric):
  host = metric.tags["host"]
  results = {}
  for field, value in metric.fields.items():
    key = host + " " + field
    series = state.get(key)
    if series == None:
      state[key] = [1, value, 0.0]
      continue
    level = series[1]
    residual = value - level
    half = 1.96 * math.sqrt(series[2])
    series[0] += 1
    series[1] = level + 0.3 * residual
    series[2] += 0.05 * (residual * residual - series[2])
    if series[0] < 10:
      continue
    score = abs(residual) / (2.04 * half) if half > 0 else 0.0
    results[field + "_yhat"] = level
    results[field + "_yhat_lower"] = level - half
    results[field + "_yhat_upper"] = level + half
    results[field + "_anomaly_score"] = score
    results[field + "_is_anomaly"] = score >= 1
  for name, value in results.items():
    metric.fields[name] = value
  return metric
'''
`;
