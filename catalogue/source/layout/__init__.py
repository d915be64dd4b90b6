"""How a YAML file looks on the page: reading it with its comments, the order of its keys, and writing it again."""
