"""IBM Plex Sans 400 and 600 and IBM Plex Sans Condensed 400, unmodified, under the OFL 1.1 (`OFL.txt`)."""

from __future__ import annotations

from pathlib import Path

FACES: tuple[tuple[str, int, str], ...] = (
    ("IBM Plex Sans", 400, "IBMPlexSans-Regular.ttf"),
    ("IBM Plex Sans", 600, "IBMPlexSans-SemiBold.ttf"),
    ("IBM Plex Sans Condensed", 400, "IBMPlexSansCondensed-Regular.ttf"),
)


def font_path(file_name: str) -> Path:
    """The path of a font file of this package. Raises KeyError for any other name."""
    if file_name not in {face[2] for face in FACES}:
        raise KeyError(file_name)
    return Path(__file__).parent / file_name
