# Skjema
# Testregister, 1.0.0
# Reads 'ut.csv', which must lie where R stands: setwd("...") first, or give the path to read_test_skjema().

if (!requireNamespace("haven", quietly = TRUE)) stop("Install the package haven: install.packages(\"haven\")")

reason_letters <- c(unknown = "a", declined = "b", not_applicable = "c", not_answered = "d", not_asked = "e", not_collected = "f")
reason_labels <- c(unknown = "Vet ikke", declined = "Vil ikke", not_applicable = "Gjelder ikke", not_answered = "Ubesvart", not_asked = "Ikke spurt", not_collected = "Ikke samlet")

# Where there is a reason instead of a number: an NA that is tagged with the reason's letter.
tagged <- function(numbers, reasons) {
  there <- is.na(numbers) & reasons %in% names(reason_letters)
  numbers[there] <- haven::tagged_na(reason_letters[reasons[there]])
  numbers
}

as_numbers <- function(values, reasons, codes, label) {
  numbers <- suppressWarnings(as.double(values))
  labels <- codes
  if (!is.null(reasons)) {
    numbers <- tagged(numbers, reasons)
    tags <- haven::tagged_na(unname(reason_letters))
    names(tags) <- unname(reason_labels)
    labels <- c(labels, tags)
  }
  haven::labelled(numbers, labels = labels, label = label)
}

as_texts <- function(values, codes, label) {
  values[values == ""] <- NA_character_
  if (is.null(codes)) structure(values, label = label) else haven::labelled(values, labels = codes, label = label)
}

as_days <- function(values, reasons, label) {
  values[values == ""] <- NA_character_
  days <- as.double(as.Date(values))
  structure(tagged(days, reasons), class = "Date", label = label)
}

as_moments <- function(values, reasons, label) {
  seconds <- as.double(as.POSIXct(values, format = "%Y-%m-%d %H:%M", tz = "UTC"))
  structure(tagged(seconds, reasons), class = c("POSIXct", "POSIXt"), tzone = "UTC", label = label)
}

# Times of day as seconds after midnight.
as_times <- function(values, reasons, label) {
  parts <- strsplit(values, ":", fixed = TRUE)
  seconds <- vapply(parts, function(part) if (length(part) == 2) sum(as.double(part) * c(3600, 60)) else NA_real_, 0)
  structure(tagged(seconds, reasons), class = "difftime", units = "secs", label = label)
}

read_test_skjema <- function(file = "ut.csv") {
  raw <- utils::read.csv(file, colClasses = "character", na.strings = character(), check.names = FALSE,
                         encoding = "UTF-8")
  data <- raw[, integer(), drop = FALSE]
  data[["timepoint"]] <- as_texts(raw[["timepoint"]], setNames(c("preop"), c("F\U{f8}r")), "timepoint")
  data[["hoyde"]] <- as_numbers(raw[["hoyde"]], raw[["hoyde_missing"]], NULL, "Hvor h\U{f8}y er du?")
  attr(data[["hoyde"]], "unit") <- "cm"
  data[["hoyde_missing"]] <- as_texts(raw[["hoyde_missing"]], setNames(c("unknown", "declined", "not_applicable", "not_answered", "not_asked", "not_collected"), c("Vet ikke", "Vil ikke", "Gjelder ikke", "Ubesvart", "Ikke spurt", "Ikke samlet")), "why: Hvor h\U{f8}y er du?")
  data[["royk"]] <- as_numbers(raw[["royk"]], raw[["royk_missing"]], setNames(c(0, 1), c("Nei", "Ja")), "R\U{f8}yker du \"ofte\"?")
  data[["royk_missing"]] <- as_texts(raw[["royk_missing"]], setNames(c("unknown", "declined", "not_applicable", "not_answered", "not_asked", "not_collected"), c("Vet ikke", "Vil ikke", "Gjelder ikke", "Ubesvart", "Ikke spurt", "Ikke samlet")), "why: R\U{f8}yker du \"ofte\"?")
  data[["bokstav"]] <- as_texts(raw[["bokstav"]], setNames(c("a", "b"), c("\U{c6}re", "Bok")), "Bokstav")
  data[["bokstav_missing"]] <- as_texts(raw[["bokstav_missing"]], setNames(c("unknown", "declined", "not_applicable", "not_answered", "not_asked", "not_collected"), c("Vet ikke", "Vil ikke", "Gjelder ikke", "Ubesvart", "Ikke spurt", "Ikke samlet")), "why: Bokstav")
  data[["dato"]] <- as_days(raw[["dato"]], raw[["dato_missing"]], "Dato")
  data[["dato_missing"]] <- as_texts(raw[["dato_missing"]], setNames(c("unknown", "declined", "not_applicable", "not_answered", "not_asked", "not_collected"), c("Vet ikke", "Vil ikke", "Gjelder ikke", "Ubesvart", "Ikke spurt", "Ikke samlet")), "why: Dato")
  data[["dobbel"]] <- as_numbers(raw[["dobbel"]], NULL, NULL, "Dobbel")
  data
}

# The reasons of a column as a factor, whatever the column holds.
reason_of <- function(data, column) {
  reasons <- names(reason_letters)[match(haven::na_tag(data[[column]]), reason_letters)]
  factor(reasons, names(reason_labels), reason_labels)
}

test_skjema <- read_test_skjema()
