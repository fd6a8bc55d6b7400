"""Time and memory of every step, on the demo and on simulated companies; not part of the installed product."""
