"""Extracts of answers as files: which kinds there are, and the texts that go with them."""
