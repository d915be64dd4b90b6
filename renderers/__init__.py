"""What people and systems see: forms, codebook, review pack, web, command line."""
