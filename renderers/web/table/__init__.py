"""The board's table: proposals written, put before the board, and what its members say of them."""
