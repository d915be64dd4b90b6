"""Files of answers of any size against a form's rules: read in pieces, typed, evaluated in Polars, told row by row."""
