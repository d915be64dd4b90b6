"""From YAML to the model and back: read, structure, build, check; and the formatter."""
