"""From one version of a catalogue to the next."""
