"""Answers on their way out to analysts: rows of the database or of a file as sheets, each column described.

A sheet has a column for each value and one for each missing reason, so that a value is a value and nothing else. How
one statistics program or another is told of both is shaped here and written beside; what may not leave is not read.
"""
