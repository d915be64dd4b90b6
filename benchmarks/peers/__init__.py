"""The same form as our peers declare it, one file per peer; each leaves out what the peer cannot say."""
