"""Word documents beyond what the golden file shows."""

from __future__ import annotations

import io
from pathlib import Path

import docx

from assistant.reading.docx import read_docx
from assistant.reading.model import BlockKind

FIXTURES = Path(__file__).parent.parent / "fixtures"


def _bytes(document: object) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def test_paragraphs_and_rows_stand_verbatim_in_the_raw_text() -> None:
    (text,), _, metadata = read_docx((FIXTURES / "word.docx").read_bytes())
    assert metadata["title"] == "Rapport"
    document = docx.Document(str(FIXTURES / "word.docx"))
    for paragraph in document.paragraphs[2:]:
        assert paragraph.text in text
    for row in document.tables[0].rows[2:]:
        assert " ".join(cell.text for cell in row.cells) in text


def test_swedish_style_names_and_outline_levels() -> None:
    document = docx.Document()
    style = document.styles.add_style("Rubrik 2 KPMG", 1)
    style.base_style = document.styles["Normal"]
    document.add_paragraph("Vår bedömning", style="Rubrik 2 KPMG")
    document.add_paragraph("Nämnden styr sin verksamhet.")
    _, blocks, _ = read_docx(_bytes(document))
    assert [(b.kind, b.level) for b in blocks] == [(BlockKind.HEADING, 2), (BlockKind.PARAGRAPH, None)]


def test_sentence_parted_in_two_paragraphs_is_one() -> None:
    document = docx.Document()
    document.add_paragraph("Nämnden ska varje år följa upp hur målen")
    document.add_paragraph("har nåtts i verksamheten.")
    document.add_paragraph("att besluta är inte en fortsättning efter punkt.")
    _, blocks, _ = read_docx(_bytes(document))
    assert blocks[0].text == "Nämnden ska varje år följa upp hur målen har nåtts i verksamheten."
    assert len(blocks) == 2


def test_frame_of_one_cell_is_running_text() -> None:
    document = docx.Document()
    document.add_table(rows=1, cols=1).cell(0, 0).text = "Vår bedömning är att styrningen är god."
    _, blocks, _ = read_docx(_bytes(document))
    assert [b.kind for b in blocks] == [BlockKind.PARAGRAPH]
