"""Answers from another system's dump into the tables: whose they are, what they are, and what stands in the way."""
