"""Proof from the bytes alone that delimited text is clean: every line is one row of the same number of cells.

A few vectorised passes over each block stand in for the reading cell by cell. What the proof refuses is not wrong: it
is left to the strict reader, which decides line by line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

_BLOCK = 1 << 17
_LONGEST_LINE = 64 << 20
_LF, _CR, _QUOTE = 10, 13, 34

_Bytes = npt.NDArray[np.uint8]
_Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Proof:
    """What a clean text, or a block of whole lines of one, holds.

    `cell_bytes` sums, for each column, the bytes of its cells without their quoting; `crlf` counts the lines that end
    with CR LF; `longest` is the longest line in bytes; `first_line` the first one as it stands in the file.
    """

    rows: int
    crlf: int
    cell_bytes: tuple[int, ...]
    longest: int
    first_line: bytes


@dataclass(frozen=True)
class CleanText:
    """The proof of a whole text; `samples` are (row from 1, its line) from all over it."""

    rows: int
    cell_bytes: tuple[int, ...]
    longest: int
    samples: tuple[tuple[int, bytes], ...]


def prove_clean(path: Path, start: int, delimiter: str, width: int, max_samples: int = 64) -> CleanText | None:
    """Prove that each line of a file from byte `start` on is one row of `width` cells, or return None.

    Cells are plain or properly quoted within one line; all lines end alike. The bytes are of an encoding in which
    ASCII stands for itself alone (UTF-8, a code page). Raises OSError.
    """
    rows = crlf = longest = 0
    cell_bytes = np.zeros(width, dtype=np.int64)
    samples: list[tuple[int, bytes]] = []
    for block in _blocks(path, start):
        proof = prove_block(block, delimiter, width) if block is not None else None
        if proof is None:
            return None
        samples.append((rows + 1, proof.first_line))
        if len(samples) > 2 * max_samples:
            samples = samples[::2]
        rows += proof.rows
        crlf += proof.crlf
        longest = max(longest, proof.longest)
        cell_bytes += proof.cell_bytes
    if rows == 0 or crlf not in (0, rows):
        return None
    every = -(-len(samples) // max_samples)
    return CleanText(rows, tuple(map(int, cell_bytes)), longest, tuple(samples[::every]))


def _blocks(path: Path, start: int) -> Iterator[bytes | None]:
    """Whole lines, about a block at a time; None for a line that has no end. A missing last line end is added."""
    with path.open("rb") as handle:
        handle.seek(start)
        rest, end = b"", b"\n"
        while block := handle.read(_BLOCK):
            cut = block.rfind(b"\n") + 1
            if cut:
                whole, rest = rest + block[:cut], block[cut:]
                end = b"\r\n" if whole.endswith(b"\r\n") else b"\n"
                yield whole
            elif len(rest) > _LONGEST_LINE:
                yield None
                return
            else:
                rest += block
        if rest:
            yield rest.removesuffix(b"\r") + end


def prove_block(block: bytes, delimiter: str, width: int) -> Proof | None:
    """Prove one block of whole lines (each ends with LF), or return None."""
    if b"\0" in block:
        return None
    text = np.frombuffer(block, dtype=np.uint8)
    is_end = text == _LF
    cuts = np.flatnonzero((text == ord(delimiter)) | is_end)
    quotes = np.flatnonzero(text == _QUOTE) if b'"' in block else None
    if quotes is not None:
        kept = _outside_quotes(text, cuts, quotes, delimiter)
        if kept is None:
            return None
        cuts = kept
    if cuts.size % width:
        return None
    ends = is_end[cuts].reshape(-1, width)
    if not ends[:, -1].all() or ends[:, :-1].any() or np.count_nonzero(is_end) != len(ends):
        return None
    line_ends = cuts[width - 1 :: width]
    n_returns = np.count_nonzero(text == _CR)
    crlf = np.count_nonzero(text[line_ends - 1] == _CR)
    if crlf != n_returns:
        return None
    cell_bytes = _column_sums_of_differences(cuts, width) - len(ends)
    if quotes is not None:
        n_quotes = np.diff(np.searchsorted(quotes, cuts), prepend=0)
        cell_bytes -= (n_quotes // 2 + (n_quotes > 0)).reshape(-1, width).sum(axis=0)
    cell_bytes[-1] -= crlf
    return Proof(
        rows=len(ends),
        crlf=int(crlf),
        cell_bytes=tuple(map(int, cell_bytes)),
        longest=int(np.diff(line_ends, prepend=-1).max()),
        first_line=block[: int(line_ends[0])],
    )


def _column_sums_of_differences(places: _Places, width: int) -> _Places:
    """For each of `width` columns, the sum of the distances from the place before (-1 before the first)."""
    sums = places.reshape(-1, width).sum(axis=0)
    before_first = sums[-1] - places[-1] - 1
    return np.diff(sums, prepend=before_first)


def _outside_quotes(text: _Bytes, cuts: _Places, quotes: _Places, delimiter: str) -> _Places | None:
    """The delimiters and line ends that stand outside of quotes; None when the quoting breaks a rule.

    A quote opens at the start of a cell and closes at its end; inside, quotes come in pairs. Seen one after the
    other, quotes open and close by turns, and a pair inside a cell is a close with an open right after it.
    """
    if quotes.size % 2:
        return None
    opens, closes = quotes[0::2], quotes[1::2]
    before = text[np.maximum(opens - 1, 0)]
    after = text[closes + 1]
    is_cut = np.zeros(256, dtype=bool)
    is_cut[[ord(delimiter), _LF]] = True
    follows_pair = np.zeros(opens.size, dtype=bool)
    follows_pair[1:] = opens[1:] - 1 == closes[:-1]
    precedes_pair = np.zeros(closes.size, dtype=bool)
    precedes_pair[:-1] = follows_pair[1:]
    if not np.all(is_cut[before] | (opens == 0) | follows_pair):
        return None
    if not np.all(is_cut[after] | (after == _CR) | precedes_pair):
        return None
    return cuts[np.searchsorted(quotes, cuts) % 2 == 0]
