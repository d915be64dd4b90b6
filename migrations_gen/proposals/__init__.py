"""Proposals: what somebody wants changed, on its way to the board's table and from there into a release."""
