"""From bytes to lines of text: byte-order mark, declared code page, or detection that headers must confirm."""

from __future__ import annotations

import codecs
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import repeat
from pathlib import Path
from typing import NamedTuple

from dagster_project.errors import InputError

_BLOCK = 1 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CODE_PAGES = ("cp1251", "cp866", "cp1252", "latin-1", "koi8-r")
SAMPLE = 1 << 18
_LONGEST_LINE = 64 << 20


class Line(NamedTuple):
    """One physical line without its end. `text` is None when the bytes are not text in the file's encoding."""

    number: int
    text: str | None
    raw: bytes
    ended: bool = True


_LINE: Callable[[tuple[int, str | None, bytes, bool]], Line] = partial(tuple.__new__, Line)


@dataclass(frozen=True)
class ByteSurvey:
    """One pass over all bytes: byte-order mark, kind of line ends, and how well UTF-8 fits line by line.

    `n_lines` is counted from the bytes alone, so it can be compared with what the reader saw.
    """

    bom: str | None
    bom_length: int
    n_line_feeds: int
    n_carriage_returns: int
    n_lines_broken_utf8: int
    n_lines_wide_utf8: int
    ends_with_newline: bool
    size: int
    looks_utf16: str | None = None

    @property
    def is_utf8(self) -> bool:
        """Lines that end with LF, in UTF-8, nothing else being possible."""
        is_wide = self.looks_utf16 is not None or self.bom not in (None, "utf-8")
        return self.n_line_feeds > 0 and self.n_lines_broken_utf8 == 0 and not is_wide


def survey_bytes(path: Path) -> ByteSurvey:
    """Read the file once and count what is needed to choose an encoding. Raises OSError."""
    with path.open("rb") as handle:
        return _survey(iter(partial(handle.read, _BLOCK), b""))


def survey_beginning(path: Path) -> ByteSurvey:
    """The same for the whole lines in the first part of the file, and for how the file ends. Raises OSError."""
    with path.open("rb") as handle:
        head = handle.read(SAMPLE)
        handle.seek(-1, os.SEEK_END)
        ends = handle.read(1) == b"\n"
        size = handle.tell()
    survey = _survey(iter([head[: head.rfind(b"\n") + 1]]))
    return replace(survey, ends_with_newline=ends, size=size)


def _survey(blocks: Iterator[bytes]) -> ByteSurvey:
    feeds = returns = broken = wide = size = 0
    rest, head, last = b"", b"", b""
    for block in blocks:
        head = head or block[:SAMPLE]
        size += len(block)
        feeds += block.count(b"\n")
        returns += block.count(b"\r")
        last = block.rstrip(b"\0")[-1:]
        cut = block.rfind(b"\n") + 1
        whole, rest = (rest + block[:cut], block[cut:]) if cut else (b"", rest + block)
        b, w = _utf8_lines(whole)
        broken, wide = broken + b, wide + w
    b, w = _utf8_lines(rest)
    ends = last == b"\n" or (feeds == 0 and last == b"\r")
    bom, length = next(((name, len(mark)) for mark, name in _BOMS if head.startswith(mark)), (None, 0))
    return ByteSurvey(
        bom,
        length,
        feeds,
        returns,
        broken + b,
        wide + w,
        ends,
        size,
        None if bom else _utf16_without_mark(head),
    )


def _utf8_lines(block: bytes) -> tuple[int, int]:
    """Return (lines that are not UTF-8, lines with valid multi-byte letters).

    A block that is UTF-8 as a whole counts with all its lines: so much valid text is no accident.
    """
    if block.isascii():
        return 0, 0
    try:
        block.decode("utf-8")
        return 0, max(1, block.count(b"\n"))
    except UnicodeDecodeError:
        pass
    broken = wide = 0
    for line in block.split(b"\n"):
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
            wide += 1
        except UnicodeDecodeError:
            broken += 1
    return broken, wide


def _utf16_without_mark(head: bytes) -> str | None:
    sample = head[:4096]
    if len(sample) < 20:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    letters = sum(byte == 4 for byte in sample[1::2]), sum(byte == 4 for byte in sample[0::2])
    if odd + letters[0] > 0.7 * half and even < 0.1 * half and odd > 0.05 * half:
        return "utf-16-le"
    if even + letters[1] > 0.7 * half and odd < 0.1 * half and even > 0.05 * half:
        return "utf-16-be"
    return None


def encoding_candidates(survey: ByteSurvey, head: bytes) -> list[str]:
    """Return the encodings to try, best first. A single one is certain; several must be confirmed by headers.

    A file in UTF-8 with a few broken lines stays UTF-8: those lines are refused one by one, never patched.
    """
    if survey.bom:
        return [survey.bom]
    if survey.looks_utf16:
        return [survey.looks_utf16]
    if survey.n_lines_broken_utf8 == 0:
        return ["utf-8"]
    proposals = _detected(head)
    few = max(3, survey.n_line_feeds // 20)
    if survey.n_lines_wide_utf8 >= survey.n_lines_broken_utf8 or (
        survey.n_lines_wide_utf8 == 0 and survey.n_lines_broken_utf8 <= few
    ):
        return ["utf-8", *proposals]
    return proposals


def _detected(head: bytes) -> list[str]:
    from charset_normalizer import from_bytes

    aliases = {"windows_1251": "cp1251", "windows_1252": "cp1252", "latin_1": "latin-1", "iso8859_1": "latin-1"}
    matches = from_bytes(head[:65536], cp_isolation=[page.replace("-", "_") for page in CODE_PAGES])
    named = [aliases.get(match.encoding, match.encoding.replace("koi8_r", "koi8-r")) for match in matches]
    return list(dict.fromkeys([name for name in named if name in CODE_PAGES] + list(CODE_PAGES)))


def read_lines(path: Path, encoding: str, survey: ByteSurvey) -> Iterator[Line]:
    """Yield every physical line of the file in order, numbered from 1. Raises OSError.

    A line ends with LF or CR LF, or with CR in a file that has no LF at all.
    """
    if encoding.startswith(("utf-16", "utf-32")):
        yield from _wide_lines(path, encoding, survey.bom_length)
        return
    end = b"\r" if survey.n_line_feeds == 0 and survey.n_carriage_returns else b"\n"
    number = 0
    with path.open("rb") as handle:
        handle.seek(survey.bom_length)
        rest = b""
        while True:
            block = handle.read(_BLOCK)
            if not block:
                break
            cut = block.rfind(end) + 1
            if not cut:
                rest += block
                if len(rest) > _LONGEST_LINE:
                    raise InputError("has a line of more than 64 MB, so it is no table of text")
                continue
            whole, rest = rest + block[:cut], block[cut:]
            yield from _narrow_lines(whole, encoding, end, number)
            number += whole.count(end)
        if rest:
            yield Line(number + 1, _decoded(rest, encoding), rest, ended=False)


def _narrow_lines(block: bytes, encoding: str, end: bytes, number: int) -> Iterator[Line]:
    raws = block.split(end)
    raws.pop()
    try:
        texts: list[str | None] = list(block.decode(encoding).split(end.decode("ascii")))
    except UnicodeDecodeError:
        texts = [_decoded(raw, encoding) for raw in raws]
    if b"\r" in block:
        texts = [text[:-1] if text is not None and text.endswith("\r") else text for text in texts]
    numbers = range(number + 1, number + len(raws) + 1)
    yield from map(_LINE, zip(numbers, texts, raws, repeat(True), strict=False))


def _decoded(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding).removesuffix("\r")
    except UnicodeDecodeError:
        return None


def _wide_lines(path: Path, encoding: str, bom_length: int) -> Iterator[Line]:
    unit = 4 if "32" in encoding else 2
    end = "\n".encode(encoding)
    number = 0
    with path.open("rb") as handle:
        handle.seek(bom_length)
        rest = b""
        while block := handle.read(_BLOCK):
            rest += block
            start = 0
            while (cut := _aligned_find(rest, end, start, unit)) >= 0:
                number += 1
                raw = rest[start:cut]
                yield Line(number, _decoded(raw, encoding), raw)
                start = cut + unit
            rest = rest[start:]
        if rest:
            yield Line(number + 1, _decoded(rest, encoding), rest, ended=False)


def _aligned_find(data: bytes, end: bytes, start: int, unit: int) -> int:
    position = data.find(end, start)
    while position >= 0 and position % unit:
        position = data.find(end, position + 1)
    return position
