"""From decisions to a release: what is lacking before a state may be put in use, the release frozen, and the gate that
lets nothing else through.
"""
