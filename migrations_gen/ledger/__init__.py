"""What has been decided, by whom, on what digest: a chain of signed entries that nobody can alter unseen."""
