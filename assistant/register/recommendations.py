"""All recommendations of all files, each once, with every place that states it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.register.addressees import usual_body
from assistant.register.leads import opens_any
from assistant.register.merging import RESTATES, Draft, assign, between, gather, nearest, records
from assistant.register.stated import Form, Statement
from assistant.register.statements import statements
from assistant.register.units import Unit, units_of
from assistant.register.words import overlap, weights
from assistant.types import DocumentKind, Part, ReadResult, Recommendation

NEAR = 8  # reviews of the municipality that a letter or reply is held against, those with most words in common


@dataclass(slots=True)
class Read:
    """One constituent document with its units and its statements of recommendations."""

    part: Part
    pages: tuple[str, ...]
    units: list[Unit]
    found: list[Statement] = field(default_factory=list)

    @property
    def body(self) -> str | None:
        """The part's own board, else the board that it speaks of most."""
        return self.part.body or usual_body([u.text for u in self.units])


@dataclass(slots=True)
class Matter:
    """A review: the document that holds its recommendations (the report, or failing that its letter or reply)."""

    source: Read
    drafts: list[Draft]
    extra: list[tuple[Read, Draft]] = field(default_factory=list)  # what only the letter asks for


def read_parts(results: Sequence[ReadResult]) -> list[Read]:
    """Every constituent document of every file, with its statements."""
    out = []
    for result in results:
        for part in result.parts:
            read = Read(part, result.file.pages, units_of(result, part, opens_any))
            if _may_state(part):
                read.found = statements(part, read.units, read.pages)
            out.append(read)
    return out


def _may_state(part: Part) -> bool:
    if part.kind in (DocumentKind.REPORT, DocumentKind.LETTER, *RESTATES):
        return True
    told = "granskning" in part.title.lower() or "revision" in part.title.lower()
    if part.kind is DocumentKind.OTHER:
        return told or part.auditor is not None
    return (
        part.kind in (DocumentKind.GUIDELINE, DocumentKind.QUALITY_SYSTEM) and told
    )  # a report taken for another kind


def recommendations(reads: Sequence[Read]) -> list[Recommendation]:
    """The records, in the order of the files; numbers run through each file (`document`)."""
    return number(matters(reads))


def matters(reads: Sequence[Read]) -> list[Matter]:
    """Reports first; then letters and replies, each laid to the report it speaks of."""
    found = [Matter(r, gather(r.found)) for r in reads if r.part.kind not in (DocumentKind.LETTER, *RESTATES)]
    found = [m for m in found if m.drafts]
    for kind in (DocumentKind.LETTER, *RESTATES):
        for read in (r for r in reads if r.part.kind is kind and r.found):
            _lay(read, found)
    order = {id(r): i for i, r in enumerate(reads)}
    return sorted(found, key=lambda m: order[id(m.source)])


def _lay(read: Read, found: list[Matter]) -> None:
    """Add a letter's or reply's statements to the review they belong to, or open a matter of its own."""
    matter, pairs = _best_matter(read, found)
    mine = [s for s in read.found if not s.earlier]
    if matter is None:
        if read.part.kind is DocumentKind.LETTER or (
            read.part.kind is DocumentKind.REPLY and any(s.form is not Form.SENTENCE for s in mine)
        ):
            drafts = gather(mine)
            if drafts:
                found.append(Matter(read, drafts))
        return
    everything = [*matter.drafts, *(d for _, d in matter.extra)]
    for i, statement in enumerate(mine):
        if i in pairs:
            everything[pairs[i]].restated.append(statement)
        elif read.part.kind is DocumentKind.LETTER and statement.form is not Form.SENTENCE:
            matter.extra.append((read, Draft([statement])))


def _best_matter(read: Read, found: Sequence[Matter]) -> tuple[Matter | None, dict[int, int]]:
    """The review whose recommendations the document restates best, and which statement is which."""
    mine = [s for s in read.found if not s.earlier]
    best: tuple[float, Matter | None, dict[int, int]] = (0.0, None, {})
    near = [m for m in found if related(read.part, m.source.part)]
    texts = [s.text for s in mine]
    near = sorted(near, key=lambda m: overlap(texts, (d.text for d in m.drafts)), reverse=True)[:NEAR]
    own = [m for m in found if m.source.part.file_id == read.part.file_id]
    for matter in [*own, *(m for m in near if m not in own)]:
        drafts = [*matter.drafts, *(d for _, d in matter.extra)]
        weight = weights({*(s.text for s in mine), *(d.text for d in drafts)})
        pairs: dict[int, int] = {}
        for group in dict.fromkeys(s.group for s in mine):
            index = [i for i, s in enumerate(mine) if s.group == group and s.form is not Form.SENTENCE]
            listed = [mine[i].text for i in index]
            got = between(listed, drafts, assign(listed, drafts, weight, 0.45))
            pairs.update({index[i]: j for i, j in got.items()})
        for i, statement in enumerate(mine):
            if statement.form is Form.SENTENCE and (j := nearest(statement, drafts, weight)) is not None:
                pairs[i] = j
        score = len(set(pairs.values())) / len(mine) + (0.5 if read.part.file_id == matter.source.part.file_id else 0.0)
        if pairs and score > best[0]:
            best = (score, matter, pairs)
    return best[1], best[2]


def related(a: Part, b: Part) -> bool:
    """May `a` (letter, reply) speak of the review `b`? Same municipality, or one file where it is not named."""
    if a.municipality and b.municipality:
        return a.municipality == b.municipality
    return a.file_id == b.file_id or (a.municipality is None and b.municipality is None)


def number(found: Sequence[Matter]) -> list[Recommendation]:
    """Records with their numbers: a file's reviews one after another, then what only a letter asks for."""
    last: dict[str, int] = defaultdict(int)
    made: list[Recommendation] = []
    for matter in found:
        part = matter.source.part
        batch = records(matter.drafts, part, last[part.document] + 1, matter.source.body)
        last[part.document] = batch[-1].number if batch else last[part.document]
        made.extend(batch)
        for read, draft in matter.extra:
            count = max(last[part.document], last[read.part.document]) + 1
            made.extend(records([draft], read.part, count, read.body or matter.source.body))
            last[part.document] = last[read.part.document] = count
    return made
