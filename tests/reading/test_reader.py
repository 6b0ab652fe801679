"""read(): the whole way from a file to documents, sections and passages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from reading_bundles import FILLER, Sheet, body, make_pdf

from assistant.errors import ReadingError
from assistant.reading import citation_section, read
from assistant.reading.reader import of_one_municipality
from assistant.settings import Settings
from assistant.types import DocumentKind, PassageKind, Role


def test_the_ids_build_on_the_file_id(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "rapport.pdf", [Sheet(body("1 Sammanfattning", "2 Bakgrund"))])
    result = read(path, Settings(), file_id="rapport.pdf")
    assert (result.file.id, result.file.document) == ("rapport.pdf", "rapport")
    assert [part.id for part in result.parts] == ["rapport.pdf:1"]
    assert [section.id for section in result.sections] == ["rapport.pdf:1:s1", "rapport.pdf:1:s2"]
    assert result.passages[0].id == "rapport.pdf:p1:1"


def test_text_under_a_heading_is_in_its_section(tmp_path: Path) -> None:
    text = "Rutinen för avvikelser är beslutad av nämnden och gäller för alla verksamheter i egen regi."
    chapters = body("1 Sammanfattning") + body("2 Iakttagelser") + [("h2", "2.1 Avvikelser"), ("p", text)]
    result = read(make_pdf(tmp_path / "rapport.pdf", [Sheet(chapters)]), Settings())
    passage = next(p for p in result.passages if text in p.text)
    by_id = {section.id: section for section in result.sections}
    section = by_id[passage.section_id or ""]
    assert (section.number, section.role, passage.kind) == ("2.1", Role.OBSERVATION, PassageKind.PROSE)
    assert citation_section(section, by_id) is section


def test_a_text_file_has_no_pages(tmp_path: Path) -> None:
    path = tmp_path / "svar.txt"
    path.write_bytes(f"Svar på granskning av hemtjänsten\n\nOmsorgsnämnden instämmer. {FILLER}\n".encode("cp1252"))
    (part,) = read(path, Settings()).parts
    assert (part.kind, part.paged, part.body) == (DocumentKind.REPLY, False, "omsorgsnämnden")


@pytest.mark.parametrize(
    ("towns", "shared"),
    [
        ((None, "Ekdala", None), ("Ekdala", "Ekdala", "Ekdala")),
        (("Norrvik", None, "Ekdala"), ("Norrvik", None, "Ekdala")),
        ((None, None), (None, None)),
    ],
)
def test_parts_of_a_bundle_share_its_only_municipality(
    tmp_path: Path, towns: tuple[str | None, ...], shared: tuple[str | None, ...]
) -> None:
    path = make_pdf(tmp_path / "svar.pdf", [Sheet(body("1 Sammanfattning"))])
    (part,) = read(path, Settings()).parts
    parts = [replace(part, municipality=town) for town in towns]
    assert tuple(part.municipality for part in of_one_municipality(parts)) == shared


def test_a_broken_file_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "trasig.pdf"
    path.write_bytes(b"%PDF-1.4 nothing more")
    with pytest.raises(ReadingError) as raised:
        read(path, Settings())
    assert raised.value.advice
