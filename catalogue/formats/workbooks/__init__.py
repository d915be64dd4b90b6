"""Workbooks (XLSX): the one place that sees openpyxl. What comes in is bounded, what goes out is the same every time."""
