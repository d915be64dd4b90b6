"""Whether answers that were valid in one version are valid in the next, once they are carried there: for each changed
demand proved, refuted by a record that the engine has found broken, or undecided.

`judging.judge` asks the prover, which takes a moment to load; `records` and `matching` know nothing of it.
"""
