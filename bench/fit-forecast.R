# Fits each window with holt() of R's package forecast as its users do; see fit-peers.ts.
#
# Argument: damped or linear. Standard input: a window a line, its values separated by blanks. Standard output: the versions,
# then for each window the microseconds of the fit and its sum of squared errors.

suppressWarnings(suppressMessages(library(forecast)))
damped <- commandArgs(trailingOnly = TRUE)[1] == "damped"
cat(sprintf("forecast %s, R %s.%s\n", packageVersion("forecast"), R.version$major, R.version$minor))
for (line in readLines(file("stdin"))) {
  values <- as.numeric(strsplit(line, " ")[[1]])
  started <- Sys.time()
  fit <- holt(values, h = 1, damped = damped)
  micros <- 1e6 * as.numeric(difftime(Sys.time(), started, units = "secs"))
  cat(sprintf("%.1f %.17g\n", micros, sum(residuals(fit)^2)))
}
