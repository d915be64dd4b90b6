"""What the rules of a form imply, proved over all answers at once: the only place that knows the prover."""
