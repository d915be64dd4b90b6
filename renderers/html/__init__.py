"""Forms and pages as HTML: pure functions of the catalogue, the answers and a language."""
