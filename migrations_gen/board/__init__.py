"""The board of a registry: its seats and who sits in them, what members say, and the statement that comes of it."""
