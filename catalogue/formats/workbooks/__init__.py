"""Workbooks (XLSX): the one place that sees openpyxl. What comes in is bounded; what goes out is always the same."""
