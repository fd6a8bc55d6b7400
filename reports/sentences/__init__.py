"""Generated sentences: what each number means, in correct Russian and English, never more certain than the data."""

from reports.sentences.changes import Voice
from reports.sentences.reasons import but, reason, remarks, short_reason

__all__ = ["Voice", "but", "reason", "remarks", "short_reason"]
