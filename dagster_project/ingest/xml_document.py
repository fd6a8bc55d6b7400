"""Documents of an XML file, one after the other, without what makes XML dangerous: no DTD, no entities, no depth."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from dagster_project.errors import InputError

_BLOCK = 1 << 16
_MAX_DEPTH = 64
_MAX_SIZE = 2 << 30
_MAX_TEXT = 1 << 20


@dataclass
class Element:
    """An element with its local name, its own text, its children, and the lines where it begins and ends."""

    name: str
    first: int
    last: int = 0
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def child(self, *path: str) -> Element | None:
        """Return the first descendant along a path of local names, or None."""
        here: Element | None = self
        for name in path:
            here = next((one for one in here.children if one.name == name), None) if here else None
        return here

    def value(self, *path: str) -> str | None:
        """Return the trimmed text at the end of a path, or None when it is absent or empty."""
        found = self.child(*path)
        return (found.text.strip() or None) if found else None


def local_name(name: str) -> str:
    """Return a name without the prefix of its namespace."""
    return name.rpartition(":")[2]


def stream_elements(path: Path, encoding: str, is_wanted: Callable[[list[str]], bool]) -> Iterator[Element]:
    """Yield every element for which `is_wanted` holds, complete, in the order of the file.

    `is_wanted` gets the local names from the root down to the element. `encoding` overrides what the file declares.
    Raises InputError when the file is not well-formed, declares a document type, is too deep or too large.
    """
    if path.stat().st_size > _MAX_SIZE:
        raise InputError(f"is an XML file of more than {_MAX_SIZE >> 30} GB; export it for a shorter period")
    collector = _Collector(is_wanted)
    parser = expat.ParserCreate(encoding)
    parser.buffer_text = True
    collector.attach(parser)
    with path.open("rb") as handle:
        while block := handle.read(_BLOCK):
            _parse(parser, block, False)
            yield from collector.take()
    _parse(parser, b"", True)
    yield from collector.take()


def _parse(parser: expat.XMLParserType, block: bytes, is_last: bool) -> None:
    try:
        parser.Parse(block, is_last)
    except expat.ExpatError as error:
        reason = expat.errors.messages[error.code]
        cut = "the file ends too early; " if is_last else ""
        raise InputError(f"is no well-formed XML: {cut}line {error.lineno}, column {error.offset}: {reason}") from None
    except (LookupError, ValueError):
        raise InputError("is XML in an encoding that cannot be read here; save it as UTF-8") from None


class _Collector:
    """Builds the wanted elements; the rest of the file leaves nothing in memory."""

    def __init__(self, is_wanted: Callable[[list[str]], bool]) -> None:
        self._is_wanted = is_wanted
        self._names: list[str] = []
        self._open: list[Element] = []
        self._done: list[Element] = []
        self._parser: expat.XMLParserType

    def attach(self, parser: expat.XMLParserType) -> None:
        self._parser = parser
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = _refuse_doctype

    def take(self) -> list[Element]:
        done, self._done = self._done, []
        return done

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        self._names.append(local_name(name))
        if len(self._names) > _MAX_DEPTH:
            raise InputError(f"is nested too deeply to be an export (more than {_MAX_DEPTH} levels)")
        if self._open or self._is_wanted(self._names):
            element = Element(self._names[-1], self._parser.CurrentLineNumber)
            if self._open:
                self._open[-1].children.append(element)
            self._open.append(element)

    def _end(self, _name: str) -> None:
        self._names.pop()
        if self._open:
            element = self._open.pop()
            element.last = self._parser.CurrentLineNumber
            if not self._open:
                self._done.append(element)

    def _characters(self, text: str) -> None:
        if self._open:
            element = self._open[-1]
            if len(element.text) + len(text) > _MAX_TEXT:
                raise InputError(f"holds a text of more than {_MAX_TEXT >> 20} MB in line {element.first}")
            element.text += text


def _refuse_doctype(*_told: object) -> None:
    raise InputError("declares a document type inside, which no exchange file needs; it is refused")
