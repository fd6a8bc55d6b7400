"""What a file is, told by its first bytes and never by its name; and unpacking of gzip."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

from dagster_project.errors import InputError

GZIP, OLE = b"\x1f\x8b", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BLOCK = 1 << 20
_FREE_SIZE = 256 << 20
_MAX_RATIO = 200


def sniff_kind(head: bytes, name: str) -> str:
    """Return gzip, xlsx, xls, html, xml, json, jsonl, pdf or text for the first bytes (about 4 kB) of a file.

    The name decides only between kinds of text. Raises nothing.
    """
    if head.startswith(GZIP):
        return "gzip"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return "xlsx"
    if head.startswith(OLE):
        return "xls"
    if head.startswith(b"%PDF"):
        return "pdf"
    lowered = name.casefold().removesuffix(".gz")
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = head[2:].replace(b"\x00", b"").lstrip(b" \t\r\n")
    if lowered.endswith((".jsonl", ".ndjson")):
        return "jsonl"
    if lowered.endswith(".json") or start.startswith((b"{", b"[{", b"[\n", b"[ ", b"[\r")):
        return "json"
    if _looks_like_html(start):
        return "html"
    if start.startswith((b"<?xml", b"<Message", b"<msg:Message", "<КоммерческаяИнформация".encode())):
        return "xml"
    return "text"


def _looks_like_html(start: bytes) -> bool:
    lowered = start[:2048].lower()
    return lowered.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<?xml")) and (
        b"<table" in lowered or b"<html" in lowered
    )


def unpack_gzip(source: Path, target: Path) -> None:
    """Unpack a gzip file (also of several members) to `target`.

    Raises InputError when it is damaged, cut, or unpacks to far more than its size (a bomb).
    """
    limit = max(_FREE_SIZE, source.stat().st_size * _MAX_RATIO)
    written = 0
    try:
        with gzip.open(source, "rb") as packed, target.open("wb") as plain:
            while block := packed.read(_BLOCK):
                written += len(block)
                if written > limit:
                    raise InputError(
                        f"unpacks to more than {_MAX_RATIO} times its size, which no export does; "
                        "if it is genuine, put the unpacked file into landing/"
                    )
                plain.write(block)
    except (EOFError, OSError, zlib.error) as error:
        if isinstance(error, OSError) and not isinstance(error, gzip.BadGzipFile):
            raise
        raise InputError("the gzip file is damaged or cut short; copy or export it again") from None
