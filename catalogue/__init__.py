"""What is declared: the catalogue's language, its model, and what can be said of it without answers or a database."""
