# What the package sf of R makes of a collection: the classes of its columns, and which rows hold on
# days, a line each. Usage: Rscript sf_days.R URL DAY...
arguments <- commandArgs(trailingOnly = TRUE)
rows <- sf::st_read(paste0("OAPIF:", arguments[1], "/ogc"), "control", quiet = TRUE)
cat(class(rows$valid_from), class(rows$valid_to), fill = TRUE)
for (day in arguments[-1]) {
  holding <- rows$valid_from <= as.Date(day) & (is.na(rows$valid_to) | rows$valid_to > as.Date(day))
  cat(sort(rows$id[holding], method = "radix"), "\n")
}
