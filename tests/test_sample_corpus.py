"""The sample corpus is what its script makes, and its gold stands in it word for word."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path

import docx
import pypdf
import pytest

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "corpus" / "exempel"
GOLD = ROOT / "evals" / "sample"
KINDS = {
    "fact", "figure", "deadline", "recommendations", "recurrence", "comparison",
    "assessment", "response", "definition", "followup", "unanswerable",
}  # fmt: skip


def _lines(name: str) -> list[dict]:
    return [json.loads(line) for line in (GOLD / name).read_text(encoding="utf8").splitlines()]


def _squash(text: str) -> str:
    """The text without what line ends do to it: white space and hyphens go, quotation marks become one."""
    text = re.sub("[“”„»«]", '"', unicodedata.normalize("NFKC", text))
    return re.sub(r"[\s\-\u00ad\u2010-\u2015]+", "", text).lower()


def _pages(path: Path) -> list[str]:
    if path.suffix == ".pdf":
        return [page.extract_text() for page in pypdf.PdfReader(path).pages]
    word = docx.Document(str(path))
    rows = []
    for table in word.tables:
        for row in table.rows:
            cells = [cell for i, cell in enumerate(row.cells) if i == 0 or cell._tc is not row.cells[i - 1]._tc]
            rows.append(" ".join(cell.text for cell in cells))
    return ["\n".join([paragraph.text for paragraph in word.paragraphs] + rows)]


@cache
def _texts() -> dict[str, list[str]]:
    return {path.stem: _pages(path) for path in sorted(SAMPLE.iterdir()) if path.suffix in (".pdf", ".docx")}


def _holds(document: str, quote: str) -> bool:
    return _squash(quote) in "".join(_squash(page) for page in _texts()[document])


def _part(citation: dict) -> dict:
    rows = [
        r for r in _lines("documents.jsonl") if (r["document"], r["part"]) == (citation["document"], citation["part"])
    ]
    assert rows, citation
    return rows[0]


def test_every_quote_stands_verbatim_in_its_document():
    missing = []
    for question in _lines("questions.jsonl"):
        for citation in question["citations"]:
            for quote in [citation["quote"], *citation.get("alternatives", [])]:
                if not _holds(citation["document"], quote):
                    missing.append((question["id"], quote))
    assert not missing


def test_a_quote_that_is_not_there_is_noticed():
    assert not _holds("askebro-2023-placerade-barn", "överväganden har gjorts i rätt tid i 31 av 20 granskade akter")


def test_every_citation_names_a_document_of_the_gold():
    for question in _lines("questions.jsonl"):
        for citation in question["citations"]:
            _part(citation)


def test_questions_have_unique_ids_every_kind_and_facts():
    questions = _lines("questions.jsonl")
    assert len({question["id"] for question in questions}) == len(questions) >= 80
    assert {question["kind"] for question in questions} == KINDS
    assert len({question["question"] + str(question["history"]) for question in questions}) == len(questions)
    for question in questions:
        answerable = not question["unanswerable"]
        assert bool(question["facts"]) == bool(question["citations"]) == answerable, question["id"]
        assert bool(question["history"]) == (question["kind"] == "followup"), question["id"]
        assert question["municipality"] in {"Askebro", "Norrsala", "Lindvalla", "Västerhamra", None}


def test_facts_stand_in_the_quotes_or_are_said_to_be_derived():
    """The gold's own quotes answer its questions, but for names of municipalities and what derived.json explains."""
    derived = json.loads((GOLD / "derived.json").read_text(encoding="utf8"))
    unexplained = []
    for question in _lines("questions.jsonl"):
        words = [quote for c in question["citations"] for quote in [c["quote"], *c.get("alternatives", [])]]
        names = [_part(citation)["municipality"] or "" for citation in question["citations"]]
        said = " ".join([*words, *names]).lower()
        for alternatives in question["facts"]:
            if not any(fact.lower() in said for fact in alternatives) and question["id"] not in derived:
                unexplained.append((question["id"], alternatives))
    assert not unexplained
    assert set(derived) <= {question["id"] for question in _lines("questions.jsonl")}


def test_recommendations_stand_in_their_document_and_are_numbered_in_order():
    recommendations = _lines("recommendations.jsonl")
    for row in recommendations:
        assert _holds(row["document"], row["text"]), row
        _part(row)
    for document, count in Counter(row["document"] for row in recommendations).items():
        numbers = [row["number"] for row in recommendations if row["document"] == document]
        assert numbers == list(range(1, count + 1))


def test_themes_point_at_recommendations_of_the_same_municipality():
    owners = {f"{row['document']}#{row['number']}": row["municipality"] for row in _lines("recommendations.jsonl")}
    themes = json.loads((GOLD / "themes.json").read_text(encoding="utf8"))
    for groups in themes.values():
        for municipality, identifiers in groups.items():
            assert {owners[identifier] for identifier in identifiers} == {municipality}
    assert {identifier for groups in themes.values() for ids in groups.values() for identifier in ids} == set(owners)


def test_documents_cover_every_page_of_every_file_once():
    rows = _lines("documents.jsonl")
    assert {row["document"] for row in rows} == set(_texts())
    for document, pages in _texts().items():
        spans = [row["pages"] for row in rows if row["document"] == document]
        if (SAMPLE / f"{document}.pdf").exists():
            assert [page for first, last in spans for page in range(first, last + 1)] == list(range(1, len(pages) + 1))
        else:
            assert spans == [None]


def test_first_words_and_diarienummer_stand_where_the_document_begins():
    for row in _lines("documents.jsonl"):
        page = _squash(_texts()[row["document"]][row["pages"][0] - 1 if row["pages"] else 0])
        assert _squash(row["first_words"]) in page, row["first_words"]
        if row["diarienummer"]:
            assert _squash(row["diarienummer"]) in page, row


def test_one_quality_report_never_names_its_municipality():
    with_header = docx.Document(str(SAMPLE / "kvalitetsberattelse-lss-2023.docx"))
    header = " ".join(paragraph.text for section in with_header.sections for paragraph in section.header.paragraphs)
    everything = (header + " ".join(_texts()["kvalitetsberattelse-lss-2023"])).lower()
    assert not any(name.lower() in everything for name in ("Askebro", "Norrsala", "Lindvalla", "Västerhamra", "kommun"))


def test_the_traps_are_in_place():
    texts = {name: " ".join(" ".join(pages).split()) for name, pages in _texts().items()}
    assert "2016:1154" in texts["vasterhamra-2025-upphandling"]
    assert "2016:1145" in texts["vasterhamra-2022-riktlinje-inkop"]
    shares = re.search(
        r"(\d+) procent av inköpen.*?(\d+) procent.*?(\d+) procent", texts["vasterhamra-2025-upphandling"]
    )
    assert sum(map(int, shares.groups())) == 92
    assert _texts()["vasterhamra-2025-upphandling"][-1].strip() == "", "the scanned page has no text layer"
    assert any(re.search(r"[a-zåäö]-\n[a-zåäö]", page) for page in _texts()["askebro-2023-placerade-barn"])
    wide = pypdf.PdfReader(SAMPLE / "norrsala-2024-kvalitetsberattelse.pdf").pages
    assert any(page.mediabox.width > page.mediabox.height for page in wide)


@pytest.fixture(scope="module")
def maker():
    pytest.importorskip("reportlab", reason="ReportLab comes with the dev extra")
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        spec = importlib.util.spec_from_file_location("make_corpus", ROOT / "tools" / "make_corpus.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        from sample_corpus.pages import font_files
    finally:
        sys.path.remove(str(ROOT / "tools"))
    if not all(path.exists() for path in font_files()):
        pytest.skip("the fonts are missing: apt install fonts-liberation fonts-dejavu-core")
    return module


def test_running_the_script_reproduces_the_committed_files(maker, tmp_path):
    made = maker.make(tmp_path / "once")
    assert sorted(path.name for path in made) == sorted(
        p.name for p in SAMPLE.iterdir() if p.suffix in (".pdf", ".docx")
    )
    for path in made:
        assert _pages(path) == _pages(SAMPLE / path.name), path.name
    if maker.builders() == json.loads(maker.BUILT_WITH.read_text(encoding="utf8")):
        changed = [path.name for path in made if path.read_bytes() != (SAMPLE / path.name).read_bytes()]
        assert not changed, "same libraries and fonts, other bytes: run tools/make_corpus.py"


def test_two_runs_give_the_same_bytes(maker, tmp_path):
    first, second = maker.make(tmp_path / "a"), maker.make(tmp_path / "b")
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_the_sample_stays_small():
    assert sum(path.stat().st_size for path in SAMPLE.iterdir()) < 2_000_000
