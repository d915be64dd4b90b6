"""What an author says was meant by a change, when two states of a catalogue cannot tell."""
