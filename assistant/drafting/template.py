"""A municipality's own Word template: fields in double braces, filled where they stand. See docs/mall.md."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.errors import InputError

FIELD = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
WHOLE = "innehåll"  # the block field that stands for all parts of the form


@dataclass(frozen=True, slots=True)
class Place:
    """Where a part of the form goes: the paragraph that holds only its field."""

    name: str
    paragraph: Any  # docx.text.paragraph.Paragraph


def places(document: Any, slots: Sequence[str], fields: Mapping[str, str]) -> list[Place]:
    """Fill the simple fields of `document` and return the places of the block fields, in order.

    Raises InputError for a field that is neither, or a block field that shares its paragraph with other text.
    """
    found: list[Place] = []
    unknown: list[str] = []
    known = {name.casefold(): name for name in (*slots, WHOLE)}
    simple = {name.casefold(): value for name, value in fields.items()}
    for paragraph in list(_paragraphs(document)):
        names = FIELD.findall(paragraph.text)
        if not names:
            continue
        blocks = [n for n in names if n.casefold() in known and not (n.casefold() in simple and len(names) > 1)]
        alone = len(names) == 1 and FIELD.fullmatch(paragraph.text.strip()) is not None
        if alone and names[0].casefold() in known and not _is_title(names[0], simple, paragraph):
            found.append(Place(known[names[0].casefold()], paragraph))
            continue
        unknown += [n for n in names if n.casefold() not in simple and n not in blocks]
        crowded = [n for n in names if n.casefold() in known and n.casefold() not in simple]
        if crowded:
            raise InputError(
                f"Fältet {{{{{crowded[0]}}}}} i mallen måste stå ensamt i sitt stycke.", "Flytta det till en egen rad."
            )
        if not unknown:
            _fill(paragraph, simple)
    if unknown:
        listed = ", ".join(sorted({*fields, *slots, WHOLE}))
        raise InputError(f"Mallen har ett okänt fält: {{{{{unknown[0]}}}}}.", f"Fält som finns: {listed}.")
    return found


def _is_title(name: str, simple: Mapping[str, str], paragraph: Any) -> bool:
    """ "rubrik" is both a field and a part of the form: in a heading of the template's own it is the field."""
    return (
        name.casefold() in simple and paragraph.style is not None and paragraph.style.name not in ("Normal", "normal")
    )


def _fill(paragraph: Any, values: Mapping[str, str]) -> None:
    text = FIELD.sub(lambda match: values[match[1].casefold()], paragraph.text)
    runs = paragraph.runs
    if not runs:
        paragraph.add_run(text)
        return
    runs[0].text = text  # a field may be spread over several runs: the first one's look is kept
    for run in runs[1:]:
        run.text = ""


def _paragraphs(document: Any) -> Iterator[Any]:
    """Every paragraph of the body, its tables, and the headers and footers."""
    yield from _within(document)
    for section in document.sections:
        for area in (section.header, section.footer, section.first_page_header, section.first_page_footer):
            if not area.is_linked_to_previous:
                yield from _within(area)


def _within(container: Any) -> Iterator[Any]:
    yield from container.paragraphs
    for table in container.tables:
        for row in table.rows:
            for cell in row.cells:
                yield from _within(cell)
