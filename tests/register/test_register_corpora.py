"""The register against its gold: the sample corpus always, the real files where they are at hand."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import pytest

from assistant.reading import read
from assistant.register.records import Records, extract
from assistant.register.recurring import recurring
from assistant.settings import Settings
from assistant.types import ReadResult

ROOT = Path(__file__).parents[2]
SETS = {
    "sample": (ROOT / "corpus" / "exempel", ROOT / "evals" / "sample", 0.7),
    "real": (ROOT.parent / "shared" / "corpus", ROOT.parent / "shared" / "evals", 0.85),
}


@pytest.fixture(scope="module", params=SETS)
def corpus(request: pytest.FixtureRequest) -> tuple[Records, list[ReadResult], Path, float]:
    folder, gold, least = SETS[request.param]
    if not folder.exists() or not (gold / "recommendations.jsonl").exists():
        pytest.skip(f"{folder.name} is not at hand")
    results = [read(path, Settings()) for path in sorted(folder.iterdir())]
    return extract(results), results, gold, least


def gold_of(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / "recommendations.jsonl").read_text(encoding="utf8").splitlines()]


def plain(text: object) -> str:
    return " ".join(str(text).lower().rstrip(".").split())


def test_recommendations_as_a_careful_reader_lists_them(corpus: tuple[Records, list[ReadResult], Path, float]) -> None:
    records, _, folder, _ = corpus
    expected = {
        (g["document"], plain(g["text"]), g["addressee"], tuple(g["sections"]))  # type: ignore[arg-type]
        for g in gold_of(folder)
    }
    got = {(r.document, plain(r.text), ", ".join(r.addressees), r.sections) for r in records.recommendations}
    assert got == expected


def test_what_recurs(corpus: tuple[Records, list[ReadResult], Path, float]) -> None:
    records, results, folder, least = corpus
    parts = {p.id: p for r in results for p in r.parts}
    names = {r.id: f"{r.document}#{plain(r.text)}" for r in records.recommendations}
    gold_names = {f"{g['document']}#{g['number']}": f"{g['document']}#{plain(g['text'])}" for g in gold_of(folder)}
    themes = json.loads((folder / "themes.json").read_text(encoding="utf8"))

    def pairs(groups: list[dict[str, list[str]]]) -> set[tuple[str, ...]]:
        return {
            tuple(sorted((a, b)))
            for group in groups
            for one, two in combinations(group.values(), 2)
            for a in one
            for b in two
        }

    expected = pairs([{town: [gold_names[i] for i in ids] for town, ids in by.items()} for by in themes.values()])
    found = recurring(records.recommendations, parts, 2)
    got = pairs([{town: [names[i] for i in ids] for town, ids in t.municipalities.items()} for t in found])
    both = len(expected & got)
    assert 2 * both / (len(expected) + len(got)) >= least


def test_every_quote_is_verbatim(corpus: tuple[Records, list[ReadResult], Path, float]) -> None:
    from assistant.reading.spans import clean

    records, results, _, _ = corpus
    pages = {p.id: r.file.pages for r in results for p in r.parts}
    quotes = [q for r in records.recommendations for q in r.stated_in]
    quotes += [q for a in records.audit_questions for q in (a.question, a.answer) if q]
    quotes += [q for r in records.responses for q in (r.quote, *r.measures)]
    quotes += [d.quote for d in (*records.definitions, *records.law_references, *records.follow_ups)]
    assert quotes
    assert [q for q in quotes if clean(pages[q.part_id], q.spans) != q.text] == []
