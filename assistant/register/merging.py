"""Which statements are one and the same recommendation, across summary, conclusion, assessment, letter and reply.

Items of one list are different by definition, so two lists are matched one to one, best pairs first: two
recommendations that share their first dozen words each find their own twin, and what is left over is one of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from assistant.register.addressees import GENERIC, resolve
from assistant.register.stated import Form, Statement
from assistant.register.words import held, likeness, weights
from assistant.types import DocumentKind, Part, Quote, Recommendation

SAME_LIST = 0.55  # list against list
SAME_SENTENCE = 0.5  # a sentence in an assessment against the list
SAME_HELD = 0.75  # or nearly all that the shorter one says
SAME_PLACE = 0.9  # two sentences of one paragraph are two recommendations unless they say the same
SAME_ALONE = 0.75  # a sentence against another where no list holds either
REWORDED = 0.15  # and what stands at the same place between the same neighbours
RESTATES = (DocumentKind.REPLY, DocumentKind.STATEMENT, DocumentKind.MINUTES)


@dataclass(slots=True)
class Draft:
    """A recommendation while its statements are being gathered; the first statement is the one it is known by."""

    statements: list[Statement]
    restated: list[Statement] = field(default_factory=list)  # in letters and replies

    @property
    def text(self) -> str:
        return self.best.text

    @property
    def best(self) -> Statement:
        """The list's wording; the fullest of them where one list says clearly more."""
        lists = [s for s in self.statements if s.form is not Form.SENTENCE] or self.statements
        first = lists[0]
        fullest = max(lists, key=lambda s: len(s.text))
        return fullest if len(fullest.text) > 1.25 * len(first.text) else first


def gather(found: Sequence[Statement]) -> list[Draft]:
    """One document's statements as recommendations, in the order of its lists and then of its sentences."""
    current = [s for s in found if not s.earlier]
    lists = [s for s in current if s.form is not Form.SENTENCE]
    weight = weights({s.text for s in current})
    drafts: list[Draft] = []
    for _, group in groupby(lists, key=lambda s: s.group):
        items = list(group)
        pairs = assign([s.text for s in items], drafts, weight, SAME_LIST, [s.addressees for s in items])
        for i, item in enumerate(items):
            if i in pairs:
                drafts[pairs[i]].statements.append(item)
            else:
                drafts.append(Draft([item]))
    for sentence in (s for s in current if s.form is Form.SENTENCE):
        index = nearest(sentence, drafts, weight)
        if index is None:
            drafts.append(Draft([sentence]))
        else:
            drafts[index].statements.append(sentence)
    return drafts


def assign(
    texts: Sequence[str],
    drafts: Sequence[Draft],
    weight: Mapping[str, float],
    least: float,
    names: Sequence[tuple[str, ...]] = (),
) -> dict[int, int]:
    """Index of text → index of draft, one to one, best pairs first; a pair counts from `least` likeness."""
    scored = []
    for i, text in enumerate(texts):
        for j, draft in enumerate(drafts):
            if names and not _same_addressee(names[i], draft.best.addressees):
                continue
            like = max(likeness(text, s.text, weight) for s in draft.statements)
            if like >= least:
                scored.append((like, -abs(i - j), i, j))
    pairs: dict[int, int] = {}
    for _, _, i, j in sorted(scored, reverse=True):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def between(texts: Sequence[str], drafts: Sequence[Draft], pairs: Mapping[int, int]) -> dict[int, int]:
    """`pairs`, with what a letter words anew: what is left over at the same place between the same neighbours."""
    found = dict(pairs)
    placed = {-1: -1, len(texts): len(drafts), **pairs}
    for i, text in enumerate(texts):
        if i in found:
            continue
        j = placed.get(i - 1, -2) + 1
        if placed.get(i + 1) == j + 1 and j not in found.values() and likeness(text, drafts[j].text) >= REWORDED:
            found[i] = placed[i] = j
    return found


def nearest(sentence: Statement, drafts: Sequence[Draft], weight: Mapping[str, float]) -> int | None:
    """The draft that a single sentence restates, or None."""
    best, score = None, 0.0
    for j, draft in enumerate(drafts):
        if not _same_addressee(sentence.addressees, draft.best.addressees):
            continue
        like = likeness(sentence.text, draft.text, weight)
        within = max(held(sentence.text, draft.text, weight), held(draft.text, sentence.text, weight))
        value = max(like, within * 0.99 if within >= SAME_HELD else 0.0)
        if any(s.group == sentence.group for s in draft.statements) and like < SAME_PLACE:
            continue
        if all(s.form is Form.SENTENCE for s in draft.statements) and like < SAME_ALONE:
            continue
        if value > score:
            best, score = j, value
    return best if score >= SAME_SENTENCE else None


def _same_addressee(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    return not a or not b or bool(set(a) & set(b))


def records(drafts: Sequence[Draft], part: Part, first: int, own_body: str | None) -> list[Recommendation]:
    """Finished records, numbered from `first`, or as printed where that is further on.

    `own_body` stands in where no words name an addressee.
    """
    made: list[Recommendation] = []
    number = first - 1
    for draft in drafts:
        best = draft.best
        number = max(number + 1, best.number or 0)
        said = [s.addressees for s in [best, *draft.statements, *draft.restated] if s.addressees]
        named = next((names for names in said if not set(names) <= GENERIC), said[0] if said else ())
        names = resolve(named, own_body) or ((own_body,) if own_body else ())
        sections = tuple(dict.fromkeys(n for s in draft.statements for n in s.sections))
        quotes = [best.quote, *(s.quote for s in [*draft.statements, *draft.restated] if s is not best)]
        made.append(
            Recommendation(
                f"{part.document}#{number}",
                part.document,
                part.id,
                part.municipality,
                names,
                number,
                best.text,
                sections,
                tuple(_once(quotes)),
                priority=next((s.priority for s in draft.statements if s.priority), None),
                responsible=next((s.responsible for s in draft.statements if s.responsible), None),
            )
        )
    return made


def _once(quotes: list[Quote]) -> list[Quote]:
    return list(dict.fromkeys(quotes))
