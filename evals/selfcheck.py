"""The harness measures the checker: true statements made false must be caught, faithful variants must not.

Statements are sentences of the corpus with their own words as citation (the sentence, or the passage around it), so
that every one holds before it is changed. Caught: the citation check (DESIGN §5) says no to quote or figures.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.answering.check import Cited, check
from assistant.reading.sentences import sentences
from assistant.reading.spans import slice_spans
from assistant.types import PassageKind, SourceFile
from evals import engine, perturb
from evals.engine import Library, Progress, silent
from evals.errors import EmptySetError
from evals.perturb import FAITHFUL, FALSE, Change

SHORTEST = 40  # characters of a sentence that is worth changing


@dataclass(frozen=True, slots=True)
class Verified:
    """A sentence that holds, its citation, and the passage around it cited whole."""

    text: str
    own: Cited
    around: Cited
    document: str


@dataclass(frozen=True, slots=True)
class Case:
    """One changed statement that was judged wrongly: a false one let through, or a faithful one stopped."""

    kind: str
    document: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Kind:
    """`right` of `n` were judged as they should be."""

    name: str
    false: bool
    n: int
    right: int
    wrong: tuple[Case, ...]


Checker = Callable[[str, Sequence[Cited]], Any]  # gives an object with `quote` and `figures`


def selfcheck(corpus: Path, store: Path, limit: int = 200, seed: int = 0, progress: Progress = silent) -> list[Kind]:
    """Every kind over the corpus, at most `limit` statements each. Raises EmptySetError without true statements."""
    with engine.opened(corpus, store, None, progress) as library:
        held = list(verified(library))
        names = sorted(
            {p.municipality for p in library.parts.values() if p.municipality}
            | {p.auditor.split()[-1] for p in library.parts.values() if p.auditor}
        )
    return measure(held, names, check, limit, seed, progress)


def verified(library: Library) -> Iterator[Verified]:
    """Sentences of prose and lists that the check lets through as they stand."""
    for part in library.parts.values():
        file = replace(library.files[part.file_id], pages=library.pages(part.file_id))
        for passage in library.passages_of(part.id):
            if passage.kind not in (PassageKind.PROSE, PassageKind.LIST):
                continue
            around = Cited(passage.text, file, passage.spans)
            for start, end in sentences(passage.text):
                text = passage.text[start:end]
                own = Cited(text, file, slice_spans(file.pages, passage.spans, start, end))
                if end - start >= SHORTEST and _passes(check(text, [own])):
                    yield Verified(text, own, around, part.document)


def measure(
    held: Sequence[Verified], names: Sequence[str], checker: Checker, limit: int, seed: int, progress: Progress = silent
) -> list[Kind]:
    """Every kind over the statements. A fake checker can be given: the fixtures of the tests are such."""
    if not held:
        raise EmptySetError("inga påståenden som håller")
    false: dict[str, Callable[[Verified], Change]] = {kind: lambda one, c=change: c for kind, change in FALSE.items()}  # type: ignore[misc]
    false["name"] = lambda one: perturb.name(names)
    false["neighbour_number"] = lambda one: perturb.neighbour_number(one.around.quote)
    found = []
    for place, (kind, changes) in enumerate(false.items(), 1):
        found.append(_of_text(kind, True, held, changes, checker, limit, seed))
        progress(place, len(false) + len(FAITHFUL) + 1, "Prövar källkontrollen")
    found.append(_of_page(held, checker, limit, seed))
    for place, (kind, change) in enumerate(FAITHFUL.items(), len(false) + 2):
        found.append(_of_text(kind, False, held, lambda one, c=change: c, checker, limit, seed))  # type: ignore[misc]
        progress(place, len(false) + len(FAITHFUL) + 1, "Prövar källkontrollen")
    return found


def _of_text(
    kind: str,
    false: bool,
    held: Sequence[Verified],
    changes: Callable[[Verified], Change],
    checker: Checker,
    limit: int,
    seed: int,
) -> Kind:
    """Every other statement cites its sentence, every other the passage around it."""
    chance = random.Random(f"{kind}:{seed}")
    wrong: list[Case] = []
    n = 0
    for one in chance.sample(held, len(held)):
        if n == limit:
            break
        text = changes(one)(one.text, chance)
        cited = one.around if kind == "neighbour_number" or n % 2 else one.own
        if text is None or (false and (text == one.text or text in cited.quote)):
            continue
        n += 1
        if _passes(checker(text, [cited])) == false:
            wrong.append(Case(kind, one.document, one.text, text))
    return Kind(kind, false, n, n - len(wrong), tuple(wrong))


def _of_page(held: Sequence[Verified], checker: Checker, limit: int, seed: int) -> Kind:
    """The right words, said to stand on the page before or after."""
    chance = random.Random(f"page:{seed}")
    wrong: list[Case] = []
    n = 0
    for one in chance.sample(held, len(held)):
        moved = _moved(one.own, chance)
        if n == limit:
            break
        if moved is None:
            continue
        n += 1
        if _passes(checker(one.text, [moved])):
            wrong.append(Case("neighbour_page", one.document, one.text, f"s. {moved.spans[0].page}"))
    return Kind("neighbour_page", True, n, n - len(wrong), tuple(wrong))


def _moved(cited: Cited, chance: random.Random) -> Cited | None:
    file: SourceFile = cited.file
    here = cited.spans[0].page
    pages = [p for p in (here - 1, here + 1) if 1 <= p <= len(file.pages)]
    if not pages:
        return None
    page = chance.choice(pages)
    spans = tuple(replace(span, page=page) for span in cited.spans)
    length = len(file.pages[page - 1])
    inside = tuple(replace(s, start=min(s.start, length - 2), end=min(s.end, length - 1)) for s in spans)
    return replace(cited, spans=inside) if length > 2 else None


def _passes(checks: Any) -> bool:
    return bool(checks.quote and checks.figures)


# ---------------------------------------------------------------- what it comes to


def rate(found: Sequence[Kind], false: bool) -> float:
    """Share of false statements caught, or of faithful ones stopped, over all kinds."""
    chosen = [k for k in found if k.false == false]
    n = sum(k.n for k in chosen)
    if not n:
        raise EmptySetError("inga påståenden att förvanska")
    right = sum(k.right for k in chosen)
    return right / n if false else 1 - right / n


def as_object(found: Sequence[Kind]) -> dict[str, Any]:
    """As `eval selfcheck --json` ends: detection and false alarms, in all and by kind (None: nothing to change)."""
    kinds = {k.name: {"n": k.n, ("detection" if k.false else "false_alarms"): _share(k)} for k in found}
    return {
        "detection": round(rate(found, True), 4),
        "false_alarms": round(rate(found, False), 4),
        "by_kind": kinds,
        "examples": [{"kind": c.kind, "before": c.before, "after": c.after} for k in found for c in k.wrong[:3]],
    }


def _share(kind: Kind) -> float | None:
    if not kind.n:
        return None
    share = kind.right / kind.n
    return round(share if kind.false else 1 - share, 4)


def as_figures(found: Sequence[Kind]) -> Mapping[str, Any]:
    """For the gate."""
    return {"detection": {"value": rate(found, True)}, "false_alarms": {"value": rate(found, False)}}


def table(found: Sequence[Kind], shown: int = 2) -> str:
    """A line a kind, with some that were judged wrongly."""
    lines = []
    for kind in found:
        word = "upptäckta" if kind.false else "falska larm"
        count = kind.right if kind.false else kind.n - kind.right
        lines.append(f"{kind.name:18s} {word:12s} {count:4d} av {kind.n:4d}")
        for case in kind.wrong[:shown]:
            lines += [f"    före:  {case.before[:160]}", f"    efter: {case.after[:160]}"]
    lines.append(f"Upptäckta: {rate(found, True):.4f}. Falska larm: {rate(found, False):.4f}.")
    return "\n".join(lines)
