# Writes public series as CSV files, a time and a column for each series, into the folder
# that is named: Rscript public.R FOLDER. They come with Debian's r-cran-modeldata,
# r-cran-forecast and r-cran-surveillance. TestPublicSeries reads them.
suppressMessages({library(modeldata); library(forecast); library(surveillance)})
folder <- commandArgs(TRUE)[1]
save <- function(name, at, values) {
  write.csv(data.frame(at = at, values), file.path(folder, paste0(name, ".csv")), row.names = FALSE, quote = FALSE, na = "")
}
data(Chicago) # rides at 20 stations a day, 2001 to 2016
save("chicago-daily", format(Chicago$date), Chicago[, 1:21])
half <- as.numeric(taylor) # demand of electricity in England by half hours, 2000
hours <- half[c(TRUE, FALSE)] + half[c(FALSE, TRUE)]
save("taylor-hourly", seq_along(hours), data.frame(taylor = hours))
data(momo) # deaths in Denmark by age
save("deaths-weekly", seq_len(nrow(momo)), observed(momo))
data(rotaBB) # cases of rotavirus in Brandenburg by age
save("rotavirus-weekly", seq_len(nrow(rotaBB)), observed(rotaBB))
months <- list(AirPassengers, gas, wineind, USAccDeaths, ldeaths, mdeaths, fdeaths, UKDriverDeaths, nottem, co2)
n <- max(sapply(months, length))
save("classics-monthly", seq_len(n), sapply(months, function(m) c(rep(NA, n - length(m)), as.numeric(m))))
