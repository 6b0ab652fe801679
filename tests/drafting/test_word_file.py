"""The Word file: what Word and LibreOffice need of it, and a municipality's own template."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from assistant.drafting.drafting import Format, plan_draft, save, write_draft
from assistant.drafting.footnotes import W, next_id, with_notes
from assistant.drafting.model import Choices, Draft, Own
from assistant.drafting.word import to_docx
from assistant.errors import InputError
from assistant.retrieval.library import Library
from assistant.types import Stance


@pytest.fixture(scope="module")
def draft(sample_library: Library) -> Draft:
    planned = plan_draft(sample_library, "askebro-2023-placerade-barn", without=["askebro-2024-svar-placerade-barn"])
    own = Own(Stance.AGREES, measure="Rutinerna samlas")
    return write_draft(
        planned, Choices({planned.plan.items[0].recommendation.id: own}, fields={"handläggare": "E. Exempel"})
    )


@pytest.fixture(scope="module")
def package(draft: Draft) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(to_docx(draft))) as file:
        return {name: file.read(name) for name in file.namelist()}


def tree(package: dict[str, bytes], name: str) -> etree._Element:
    return etree.fromstring(package[name])


def test_every_reference_has_its_footnote(package: dict[str, bytes]) -> None:
    called = [n.get(qn("w:id")) for n in tree(package, "word/document.xml").iter(qn("w:footnoteReference"))]
    notes = [n.get(qn("w:id")) for n in tree(package, "word/footnotes.xml").iter(qn("w:footnote"))]
    assert notes[:2] == ["-1", "0"]
    assert called == notes[2:]
    assert len(called) > 20


def test_the_separators_are_there_and_named_in_the_settings(package: dict[str, bytes]) -> None:
    kinds = [n.get(qn("w:type")) for n in tree(package, "word/footnotes.xml")][:3]
    assert kinds == ["separator", "continuationSeparator", None]
    named = tree(package, "word/settings.xml").find(qn("w:footnotePr"))
    assert [n.get(qn("w:id")) for n in named] == ["-1", "0"]
    assert b"footnotes+xml" in package["[Content_Types].xml"]
    assert b"relationships/footnotes" in package["word/_rels/document.xml.rels"]


def test_a_footnote_names_document_section_page_and_words(package: dict[str, bytes]) -> None:
    words = ["".join(n.itertext()) for n in tree(package, "word/footnotes.xml")][2:]
    assert any(re.search(r"avsnitt 3\.\d .+, s\. \d+: ”.+”", w) for w in words)
    assert all("”" in w or "fotnot" in w for w in words)


def test_no_footnote_is_called_after_a_comment_in_its_paragraph(package: dict[str, bytes]) -> None:
    seen = 0
    for paragraph in tree(package, "word/document.xml").iter(qn("w:p")):
        marks = [n.tag for n in paragraph.iter(qn("w:footnoteReference"), qn("w:commentReference"))]
        if qn("w:commentReference") in marks:
            seen += 1
            assert qn("w:footnoteReference") not in marks[marks.index(qn("w:commentReference")) :]
    assert seen


def test_styles_language_pages_and_header_row(package: dict[str, bytes], draft: Draft) -> None:
    document = Document(io.BytesIO(to_docx(draft)))
    used = {p.style.name for p in document.paragraphs}
    assert {"Title", "Heading 1", "Heading 2", "Heading 3", "Quote", "List Bullet"} <= used
    languages = {n.get(qn("w:val")) for n in tree(package, "word/styles.xml").iter(qn("w:lang"))}
    assert languages == {"sv-SE"}
    assert b"NUMPAGES" in package["word/footer1.xml"]
    rows = list(tree(package, "word/document.xml").iter(qn("w:tr")))
    assert rows[0].find(f".//{qn('w:tblHeader')}") is not None
    assert len(rows) == 7
    assert [n.get(qn("w:val")) for n in tree(package, "word/styles.xml").iter(qn("w:name"))].count("footnote text") == 1


def test_gaps_are_marked_and_the_stance_is_a_choice(package: dict[str, bytes]) -> None:
    body = tree(package, "word/document.xml")
    marked = ["".join(r.itertext()) for r in body.iter(qn("w:r")) if r.find(f".//{qn('w:highlight')}") is not None]
    assert "[KOMPLETTERA: åtgärd]" in marked
    assert not [t for t in body.iter(qn("w:t")) if "KOMPLETTERA" in (t.text or "") and t.text not in marked]
    lists = list(body.iter(qn("w:dropDownList")))
    assert len(lists) == 5  # the first recommendation has its stance
    assert all(len(one) == 4 for one in lists)


def test_own_words_are_in_the_properties_and_not_in_the_notes(package: dict[str, bytes], draft: Draft) -> None:
    properties = Document(io.BytesIO(to_docx(draft))).core_properties
    assert "Rekommendation 1: svar: delar; åtgärd: Rutinerna samlas" in properties.comments
    assert properties.title == draft.title
    assert properties.language == "sv-SE"
    assert b"Rutinerna samlas" not in package["word/footnotes.xml"]


def test_the_contents_lead_to_the_headings(package: dict[str, bytes]) -> None:
    body = tree(package, "word/document.xml")
    anchors = [n.get(qn("w:anchor")) for n in body.iter(qn("w:hyperlink"))]
    names = [n.get(qn("w:name")) for n in body.iter(qn("w:bookmarkStart"))]
    assert anchors
    assert anchors == names


def test_notes_join_those_of_a_template() -> None:
    first = with_notes(None, [(1, "en")], "FootnoteText", "FootnoteReference")
    assert next_id(first) == 2
    both = etree.fromstring(with_notes(first, [(2, "två \x0b")], "FootnoteText", "FootnoteReference"))
    assert [n.get(f"{{{W}}}id") for n in both] == ["-1", "0", "1", "2"]


# ---------------------------------------------------------------- templates


def template(path: Path, *lines: str) -> Path:
    document = Document()
    for line in lines:
        paragraph = document.add_paragraph()
        for piece in re.split(r"(?<=\{)(?=\{)", line):  # Word often spreads a field over several runs
            paragraph.add_run(piece)
    document.sections[0].header.paragraphs[0].text = "{{ kommun }} – {{nämnd}}"
    document.save(str(path))
    return path


def test_a_template_is_filled_where_its_fields_stand(draft: Draft, tmp_path: Path) -> None:
    path = template(
        tmp_path / "mall.docx", "Handläggare: {{handläggare}}", "{{yttrande}}", "Slut på yttrandet", "{{innehåll}}"
    )
    document = Document(io.BytesIO(to_docx(draft, path)))
    texts = [p.text for p in document.paragraphs]
    assert document.sections[0].header.paragraphs[0].text == "Askebro – Socialnämnden"
    assert texts[0] == "Handläggare: E. Exempel"
    assert texts.index("Rekommendation 6") < texts.index("Slut på yttrandet") < texts.index("Förslag till beslut")
    assert texts.count("Rekommendation 1") == 1
    assert not any("{{" in text for text in texts)


def test_an_unknown_field_is_refused_with_the_known_ones(draft: Draft, tmp_path: Path) -> None:
    path = template(tmp_path / "mall.docx", "{{handlaggare}}")
    with pytest.raises(InputError, match=r"okänt fält: \{\{handlaggare\}\}.*handläggare"):
        to_docx(draft, path)


def test_a_block_among_other_words_is_refused(draft: Draft, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="ensamt"):
        to_docx(draft, template(tmp_path / "mall.docx", "Här: {{yttrande}}"))


def test_a_file_that_is_no_word_file_is_refused(draft: Draft, tmp_path: Path) -> None:
    path = tmp_path / "mall.docx"
    path.write_text("nej", encoding="utf-8")
    with pytest.raises(InputError, match="kan inte öppnas"):
        to_docx(draft, path)


def test_a_failure_leaves_what_was_there(draft: Draft, tmp_path: Path) -> None:
    out = tmp_path / "svar.docx"
    out.write_bytes(b"mitt")
    with pytest.raises(InputError):
        save(draft, out, Format.DOCX, template(tmp_path / "mall.docx", "{{okänt}}"))
    assert out.read_bytes() == b"mitt"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["mall.docx", "svar.docx"]


@pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext")), reason="LibreOffice or poppler is not on this machine"
)
def test_libreoffice_shows_each_note_under_its_number(draft: Draft, package: dict[str, bytes], tmp_path: Path) -> None:
    save(draft, tmp_path / "svar.docx")
    profile = f"-env:UserInstallation=file://{tmp_path}/profil"
    convert = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*convert, str(tmp_path / "svar.docx")], check=True, capture_output=True)
    shown = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "svar.pdf"), "-"], check=True, capture_output=True
    ).stdout.decode("utf-8")
    printed = re.sub(r"[\s\-‐]+", "", shown)
    notes = ["".join(n.itertext()) for n in tree(package, "word/footnotes.xml")][2:]
    begins = [re.sub(r"[\s-]+", "", words)[:40] for words in notes]
    assert [n for n, words in enumerate(begins, 1) if f"{n}{words}" not in printed] == []
