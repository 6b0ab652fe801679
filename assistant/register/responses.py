"""What boards answered: each recommendation's part of the reply, with stance, measures, who and by when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.reading.sentences import sentence_spans
from assistant.register.cues import cue
from assistant.register.dates import dates
from assistant.register.recommendations import NEAR, Read, related
from assistant.register.rows import Cell, column, quoted, rows
from assistant.register.units import Unit, UnitKind, quote_of
from assistant.register.words import content, held, likeness, overlap, tokens, weights
from assistant.types import DocumentKind, Part, Quote, Recommendation, Response, Role, Stance

RESTATED = 0.66  # how much of a recommendation's weight one sentence must repeat to open its answer
HEADED = 0.5  # how much of a heading's weight the recommendation must hold


@dataclass(frozen=True, slots=True)
class Segment:
    """Consecutive units of a reply that answer one recommendation; the first is what is quoted."""

    recommendation: Recommendation
    units: tuple[Unit, ...]
    opener: str = ""  # a heading above the units


def responses(reads: Sequence[Read], found: Sequence[Recommendation]) -> list[Response]:
    """Responses in the order of the replies; one for each recommendation and replying document."""
    parts = {read.part.id: read.part for read in reads}
    out: list[Response] = []
    for read in reads:
        if read.part.kind not in (DocumentKind.REPLY, DocumentKind.MINUTES):
            continue
        mine = _asked(read, found, parts)
        if mine:
            out.extend(_answers(read, mine))
    return out


def _asked(read: Read, found: Sequence[Recommendation], parts: dict[str, Part]) -> list[Recommendation]:
    """The recommendations of the one review that the document answers, as far as they concern its board."""
    near = [r for r in found if related(read.part, parts[r.part_id]) and _concerns(read.part, r)]
    text = " ".join(u.text for u in read.units)
    heads = f"{read.part.title} {' '.join(u.text for u in read.units[:6])}"
    by_review: dict[str, list[Recommendation]] = {}
    for record in near:
        by_review.setdefault(record.document, []).append(record)
    best: tuple[float, list[Recommendation]] = (0.0, [])
    likely = sorted(by_review.values(), key=lambda rs: overlap((r.text for r in rs), [text]) / len(rs), reverse=True)[
        :NEAR
    ]
    own = [rs for rs in by_review.values() if parts[rs[0].part_id].file_id == read.part.file_id or _restated(read, rs)]
    for records in [*own, *(rs for rs in likely if rs not in own)]:
        part = parts[records[0].part_id]
        if _before(read.part, part):
            continue
        score = sum(held(r.text, text) for r in records) / len(records)
        score += 2 * likeness(part.title, heads) + held(part.title, heads)
        score += sum(any(q.part_id == read.part.id for q in r.stated_in) for r in records)
        score += 1.0 if part.file_id == read.part.file_id else 0.0
        if score > best[0]:
            best = (score, records)
    return best[1]


def _restated(read: Read, records: Sequence[Recommendation]) -> bool:
    return any(q.part_id == read.part.id for r in records for q in r.stated_in)


def _concerns(part: Part, record: Recommendation) -> bool:
    """Was the recommendation put to the replying board (or to none by name)?"""
    if not part.body or not record.addressees:
        return True
    return any(part.body.startswith(name.removesuffix("n")) or name in part.body for name in record.addressees)


def _before(reply: Part, report: Part) -> bool:
    if reply.date and report.date:
        return reply.date < report.date
    return bool(reply.year and report.year and reply.year < report.year)


def _answers(read: Read, mine: Sequence[Recommendation]) -> list[Response]:
    made: dict[str, Response] = {}
    for response in [*_tabled(read, mine), *(_response(read, s) for s in _segments(read, mine))]:
        made.setdefault(response.recommendation_id, response)
    order = {r.id: i for i, r in enumerate(mine)}
    return sorted(made.values(), key=lambda r: order[r.recommendation_id])


# ---------------------------------------------------------------- prose


def _segments(read: Read, mine: Sequence[Recommendation]) -> list[Segment]:
    """The reply cut at its openers: numbered headings, headings that name the matter, sentences that restate."""
    weight = weights([r.text for r in mine])
    restated = {q.spans for r in mine for q in r.stated_in}
    segments: list[Segment] = []
    current: Recommendation | None = None
    units: list[Unit] = []
    opener, level = "", 0

    def close() -> None:
        nonlocal units, current
        if current is not None and units:
            segments.append(Segment(current, tuple(units), opener))
        units, current = [], None

    for unit in read.units:
        if unit.kind is UnitKind.HEADING:
            of = _headed(unit.text, mine, weight)
            depth = unit.section.level if unit.section else 1
            if of is not None or depth <= level or current is None or opener == "":
                close()
                current, opener, level = of, unit.text if of else "", depth if of else 0
            continue
        if unit.kind not in (UnitKind.PROSE, UnitKind.ITEM) or unit.spans in restated or _about_all(unit):
            continue
        if unit.section and unit.section.role in (Role.DECISION, Role.ATTACHMENT):
            close()
            continue
        of = None if opener else _restates(unit.text, mine, weight)
        if of is not None and of is not current:
            close()
            current, opener = of, ""
        elif current is not None and cue("replies", "closing").match(unit.text) and not opener:
            close()
        if current is not None:
            units.append(unit)
    close()
    return segments


def _about_all(unit: Unit) -> bool:
    """A heading-like passage or a summary speaks of all recommendations, not of one."""
    return bool(unit.passage and unit.passage.kind == "heading") or bool(
        unit.section and unit.section.role is Role.SUMMARY and unit.kind is UnitKind.ITEM
    )


def _headed(heading: str, mine: Sequence[Recommendation], weight: dict[str, float]) -> Recommendation | None:
    """The recommendation that a heading names, by number or by its words."""
    match = cue("replies", "numbered").search(heading)
    if match:
        return next((r for r in mine if r.number == int(match.group(1))), None)
    words = content(heading)
    if not words:
        return None
    best = max(mine, key=lambda r: (held(heading, r.text, weight), likeness(heading, r.text, weight)))
    known = [w for w in words if held(w, best.text) > 0]
    if held(heading, best.text, weight) >= HEADED and (len(known) >= 2 or len(words) == 1):
        return best
    return None


def _restates(text: str, mine: Sequence[Recommendation], weight: dict[str, float]) -> Recommendation | None:
    """The recommendation that a paragraph takes up: in one of its sentences, by number, or in its opening words."""
    first = text[: sentence_spans(text)[0][1]] if text else ""
    if len(first.split()) <= 8 and (named := _headed(first.rstrip(".:"), mine, weight)) is not None:
        return named
    match = cue("replies", "numbered").search(first)
    if match and (numbered := next((r for r in mine if r.number == int(match.group(1))), None)):
        return numbered
    best, score = None, 0.0
    for start, end in sentence_spans(text):
        for record in mine:
            value = held(record.text, text[start:end], weight)
            if value > score:
                best, score = record, value
    return best if score >= RESTATED else None


def _response(read: Read, segment: Segment) -> Response:
    first = segment.units[0]
    measures: list[Quote] = []
    told: list[str] = []
    for unit in segment.units:
        for start, end in sentence_spans(unit.text):
            sentence = unit.text[start:end]
            told.append(sentence)
            if _promises(sentence, segment.recommendation, read.part):
                measures.append(quote_of(unit, read.pages, start, end))
    texts = [m.text for m in measures]
    return Response(
        segment.recommendation.id,
        quote_of(first, read.pages),
        stance(" ".join(u.text for u in segment.units)),
        tuple(measures),
        responsible(texts),
        due(texts or told, read.part),
    )


def _promises(sentence: str, record: Recommendation, reply: Part) -> bool:
    """Does the sentence tell of a measure, taken or planned, in words of its own?"""
    if held(record.text, sentence) >= RESTATED:
        said = set(tokens(record.text))
        sentence = " ".join(w for w in sentence.split() if w.lower().strip(".,;:") not in said)
    if cue("replies", "nothing").search(sentence):
        return False
    if stance(sentence) is not Stance.UNSTATED and len(sentence.split()) < 10:
        return False
    return bool(cue("replies", "measure").search(sentence)) or due([sentence], reply) is not None


def stance(text: str) -> Stance:
    """How the board stands to the recommendation, by its own words."""
    for name, value in (("disagrees", Stance.DISAGREES), ("partly", Stance.PARTLY), ("agrees", Stance.AGREES)):
        if cue("replies", name).search(text):
            return value
    return Stance.UNSTATED


def responsible(sentences: Sequence[str]) -> str | None:
    """Who is to carry a measure out, as written; None where no sentence says so."""
    for sentence in sentences:
        for match in cue("replies", "responsible").finditer(sentence):
            near = cue("replies", "role").search(sentence, match.end())
            if near and near.start() - match.end() <= 25:
                return near.group(0).lower()
        ordered = re.search(r"\b(\w+) (?:får|ges|har fått) i uppdrag", sentence)
        if ordered and cue("replies", "role").fullmatch(ordered.group(1)):
            return ordered.group(1).lower()
    for sentence in sentences:
        if dates(sentence) and (named := cue("replies", "role").search(sentence)) and named.group(0).endswith("n"):
            return named.group(0).lower()
    return None


def due(sentences: Sequence[str], reply: Part) -> date | None:
    """By when the measures are to be done: a date with words such as "senast" first, else the first that lies ahead."""
    since = reply.date or (date(reply.year, 1, 1) if reply.year else None)
    ahead: list[date] = []
    for sentence in sentences:
        for start, when in dates(sentence):
            if (since and when < since) or cue("replies", "since").search(sentence[:start]):
                continue
            if re.search(
                r"\b(?:senast|klar\w*|avslut\w*|i drift|före|innan|läggas? fram|redovisa\w*)\b", sentence[:start]
            ):
                return when
            ahead.append(when)
    return ahead[0] if ahead and since else None


# ---------------------------------------------------------------- tables


def _tabled(read: Read, mine: Sequence[Recommendation]) -> list[Response]:
    out: list[Response] = []
    for unit in read.units:
        if unit.kind is not UnitKind.TABLE or unit.passage is None:
            continue
        for row in rows(unit.passage, read.pages):
            record = _row_of(row, mine)
            if record is None:
                continue
            restated = column(row, "recommendation", but=("answer",))
            told = [c for c in row if c is not restated and cue("columns", "answer").search(c.heading) and _says(c)]
            if told:
                out.append(_row_response(unit, row, told, record, read))
    return out


def _says(cell: Cell) -> bool:
    """More than a dash."""
    return bool(re.search(r"\w{2}", cell.text))


def _row_of(row: list[Cell], mine: Sequence[Recommendation]) -> Recommendation | None:
    restated = column(row, "recommendation", but=("answer",))
    if restated is not None and len(restated.text) > 3:
        best = max(mine, key=lambda r: likeness(restated.text, r.text))
        if likeness(restated.text, best.text) >= 0.4 or held(restated.text, best.text) >= 0.6:
            return best
    cell = column(row, "number")
    match = re.search(r"\d+", cell.text if cell else restated.text if restated else "")
    return next((r for r in mine if r.number == int(match.group(0))), None) if match else None


def _row_response(unit: Unit, row: list[Cell], told: list[Cell], record: Recommendation, read: Read) -> Response:
    quotes = [quoted([c], unit, read.pages) for c in told]
    whole = " ".join(c.text for c in told)
    measures = tuple(q for q in quotes if len(q.text.split()) > 3)
    who, when = column(row, "responsible"), column(row, "due", but=("answer",))
    found = dates(when.text) if when else []
    return Response(
        record.id,
        quoted(told, unit, read.pages),
        stance(whole),
        measures,
        who.text if who and _says(who) else responsible([whole]),
        found[0][1] if found else due([whole], read.part),
    )
