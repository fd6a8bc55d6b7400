"""What WeasyPrint leaves open in a tagged archive PDF, closed right before the file is written.

`finish` is given to `Document.write_pdf(finisher=...)`. It needs no reading back of the file: it works on
the objects that are about to be written.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf
from weasyprint import Document

_UA_XMP = b"""<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" pdfuaid:part="1"/>
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about="">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Indicates which part of ISO 14289 standard is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
_SCOPE = {"/THead": "/Column", "/TBody": "/Row", "/TFoot": "/Row"}


def finish(document: Document, pdf: pydyf.PDF) -> None:
    """Close all known gaps: header scopes, running headers, links, attachments, PDF/UA mark.

    Raises ValueError when the PDF has no structure tree or no metadata (it was not written as PDF/A-3a).
    """
    if "StructTreeRoot" not in pdf.catalog or "Metadata" not in pdf.catalog:
        raise ValueError("only a tagged PDF with metadata can be finished")
    scope_headers(pdf)
    settle_small_tables(pdf)
    retire_running_text(pdf)
    describe_links(document, pdf)
    list_attachments_once(pdf)
    mark_as_ua(pdf)


def _deref(pdf: pydyf.PDF, reference: Any) -> Any:
    """The object behind `b"12 0 R"`, or the thing itself when it is no reference."""
    if isinstance(reference, bytes) and reference.endswith(b" R"):
        return pdf.objects[int(reference.split()[0])]
    return reference


def _elements(pdf: pydyf.PDF) -> Iterator[pydyf.Dictionary]:
    for element in pdf.objects:
        if isinstance(element, pydyf.Dictionary) and element.get("Type") == "/StructElem":
            yield element


def scope_headers(pdf: pydyf.PDF) -> None:
    """Give every header cell a scope: Column inside a table head, Row inside a table body."""
    for element in _elements(pdf):
        if element["S"] != "/TH":
            continue
        parent = _deref(pdf, element["P"])
        while parent.get("S") not in (None, "/Table", *_SCOPE):
            parent = _deref(pdf, parent["P"])
        scope = _SCOPE.get(parent.get("S"))
        if scope:
            element.setdefault("A", pydyf.Dictionary({"O": "/Table"}))["Scope"] = scope


def settle_small_tables(pdf: pydyf.PDF) -> None:
    """In a table with more header cells than data cells, turn the row headers into data.

    One row, or two columns: there a row header names nothing that its neighbour does not, and a reader program
    takes so many headers for a heading torn to pieces. Column headers stay.
    """
    for table in _elements(pdf):
        if table["S"] != "/Table":
            continue
        cells = [pdf.objects[number] for number in sorted(_reached(pdf, table["K"]))]
        headers = [cell for cell in cells if cell["S"] == "/TH"]
        data = [cell for cell in cells if cell["S"] == "/TD"]
        rows = [cell for cell in headers if cell["A"].get("Scope") == "/Row"]
        if len(headers) <= len(data) or len(rows) == len(headers):
            continue
        former = {id(cell.get("ID")) for cell in rows}
        for cell in rows:
            cell["S"] = "/TD"
            del cell["A"]["Scope"]
        for cell in data:
            if "Headers" in cell["A"]:
                cell["A"]["Headers"] = pydyf.Array(key for key in cell["A"]["Headers"] if id(key) not in former)


def retire_running_text(pdf: pydyf.PDF) -> None:
    """Turn headers and footers of pages into pagination artifacts and take them out of the structure.

    WeasyPrint builds structure elements for margin boxes but does not hang them into the tree, so they
    are those that the tree does not reach.
    """
    root = _deref(pdf, pdf.catalog["StructTreeRoot"])
    reached = _reached(pdf, root["K"])
    numbers = _deref(pdf, root["ParentTree"])["Nums"]
    pages = [_deref(pdf, reference) for reference in pdf.page_references]
    for page in pages:
        parents = numbers[numbers.index(page["StructParents"]) + 1]
        stray = {mcid for mcid, parent in enumerate(parents) if int(parent.split()[0]) not in reached}
        _make_artifacts(_deref(pdf, page["Contents"]), stray)
        for mcid in stray:
            parents[mcid] = "null"
        while parents and parents[-1] == "null":
            parents.pop()
    for element in list(_elements(pdf)):
        if element.number not in reached:
            element.clear()


def _reached(pdf: pydyf.PDF, kids: Any) -> set[int]:
    """Numbers of all structure elements below `kids`."""
    found: set[int] = set()
    waiting = list(kids)
    while waiting:
        child = _deref(pdf, waiting.pop())
        if isinstance(child, pydyf.Dictionary) and child.get("Type") == "/StructElem" and child.number not in found:
            found.add(child.number)
            waiting.extend(child["K"])
    return found


def _make_artifacts(stream: pydyf.Stream, stray: set[int]) -> None:
    parts = stream.stream
    for index, part in enumerate(parts):
        if isinstance(part, pydyf.Dictionary) and part.get("MCID") in stray and parts[index + 1] == b"BDC":
            parts[index - 1] = "/Artifact"
            parts[index] = pydyf.Dictionary({"Type": "/Pagination"})


def describe_links(document: Document, pdf: pydyf.PDF) -> None:
    """Describe each link by its own words and let it print."""
    for page in document.pages:
        for box in page._page_box.descendants():
            annotation = getattr(box, "link_annotation", None)
            if annotation is None or box.element is None:
                continue
            words = " ".join("".join(box.element.itertext()).split())
            if words:
                annotation["Contents"] = pydyf.String(words)
            annotation["F"] = 4


def list_attachments_once(pdf: pydyf.PDF) -> None:
    """Name each attached file once in the catalogue's list of associated files."""
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def mark_as_ua(pdf: pydyf.PDF) -> None:
    """Add the PDF/UA-1 identification and its extension schema to the one `rdf:RDF` of the metadata."""
    metadata = _deref(pdf, pdf.catalog["Metadata"])
    content = b"".join(metadata.stream)
    head, end, tail = content.rpartition(b"</rdf:RDF>")
    if not end:
        raise ValueError("the metadata has no rdf:RDF")
    metadata.stream = [head + _UA_XMP + end + tail]
