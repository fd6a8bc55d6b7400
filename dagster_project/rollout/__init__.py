"""The stages of a roll-out: what was done of each, and what was promised against what was achieved."""
