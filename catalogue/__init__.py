"""What is declared: the catalogue's language, its model, and what can be said about it without answers or a database."""
