"""A plan becomes a draft: the form's fixed phrases, verified facts with citations, gaps where nobody has decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assistant.drafting.background import _bare as bare
from assistant.drafting.checking import check_draft
from assistant.drafting.citing import Citer
from assistant.drafting.lookup import phrase, table
from assistant.drafting.model import (
    Block,
    Choices,
    Draft,
    Fact,
    Grid,
    Item,
    Own,
    Paragraph,
    Plan,
    Run,
    RunKind,
    Status,
    Style,
)
from assistant.drafting.plan import missing
from assistant.drafting.replying import reply_runs
from assistant.drafting.sources import Sources
from assistant.drafting.working import work_blocks
from assistant.types import Stance

SLOTS = ("rubrik", "beslut", "sammanfattning", "ärende", "yttrande", "tabell", "bilagor", "skickas", "arbetsmaterial")


@dataclass
class Pen:
    """What the parts of the form share while they are written."""

    plan: Plan
    choices: Choices
    citer: Citer
    used: dict[str, dict[str, tuple[int, ...]]] = field(default_factory=dict)

    def keep(self, item: Item, name: str, run: Run) -> None:
        """Remember that a recommendation's answer rests on the run's citations."""
        mine = self.used.setdefault(item.recommendation.id, {})
        mine[name] = tuple(dict.fromkeys((*mine.get(name, ()), *run.citations)))


def write(sources: Sources, plan: Plan, choices: Choices | None = None) -> Draft:
    """Write the draft of a plan with the drafter's choices. Deterministic; facts that fail the check are left out."""
    choices = choices or Choices()
    pen = Pen(plan, choices, Citer(sources))
    title = phrase("title", title=bare(plan.report.title))
    slots: dict[str, tuple[Block, ...]] = {
        "rubrik": (Paragraph((Run(title, RunKind.FIELD),), Style.TITLE),),
        "beslut": _decision(pen),
        "sammanfattning": _summary(pen),
        "ärende": _matter(pen),
        "yttrande": _statement(pen),
    }
    slots["tabell"] = _table(pen)
    slots["bilagor"] = _attachments(sources, pen)
    slots["skickas"] = _sent(sources, pen)
    gaps = {item.recommendation.id: missing(item, choices) for item in plan.items}
    report = check_draft(plan, choices, slots, pen.citer, gaps)
    for _ in range(2):  # the page shows the check of the whole draft, itself included
        slots["arbetsmaterial"] = work_blocks(pen.plan, choices, pen.citer, report, gaps, pen.keep)
        report = check_draft(plan, choices, slots, pen.citer, gaps)
    return Draft(
        plan, choices, slots, tuple(pen.citer.citations), report, title, _fields(plan, choices, title), pen.used, gaps
    )


def _fields(plan: Plan, choices: Choices, title: str) -> dict[str, str]:
    """The fields of a template by name; what is not known is a gap."""
    known = {
        "rubrik": title,
        "nämnd": plan.body[:1].upper() + plan.body[1:],
        "kommun": plan.municipality or "[KOMPLETTERA: kommun]",
        "granskning": bare(plan.report.title),
        "svarsdatum": plan.answer_due.isoformat() if plan.answer_due else "[KOMPLETTERA: svarsdatum]",
    }
    open_ = {name: f"[KOMPLETTERA: {name}]" for name in ("diarienummer", "datum", "handläggare", "förvaltning")}
    return {**open_, **known, **choices.fields}


# ---------------------------------------------------------------- the parts of the form


def heading(key: str, style: Style = Style.HEADING1, **values: object) -> Paragraph:
    """A heading of the form, by its key in phrases.toml."""
    return Paragraph((Run(str(table("phrases")["heading"][key]).format(**values)),), style)


def text(key: str, style: Style = Style.NORMAL, **values: object) -> Paragraph:
    """A paragraph of fixed words; what stands as "[KOMPLETTERA: …]" is a gap."""
    words = phrase(key, **values)
    return Paragraph((Run(words, RunKind.GAP if words.startswith("[KOMPLETTERA") else RunKind.FIXED),), style)


def _capital(plan: Plan) -> str:
    return plan.body[:1].upper() + plan.body[1:]


def _facts(pen: Pen, names: Sequence[str], comments: Mapping[str, str] | None = None) -> list[Run]:
    """The background facts of those names that hold, as one paragraph's runs."""
    runs: list[Run] = []
    for name in names:
        fact = pen.plan.background.get(name)
        run = pen.citer.run(fact, comment=(comments or {}).get(name, "")) if fact else None
        if run:
            runs += [Run(" "), run] if runs else [run]
    return runs


def _decision(pen: Pen) -> tuple[Block, ...]:
    return (
        heading("decision"),
        text("decide", Body=_capital(pen.plan)),
        text("decide_adopt", Style.BULLET),
        text("decide_send", Style.BULLET),
    )


def _summary(pen: Pen) -> tuple[Block, ...]:
    doubts = {"due": _about(pen.plan, "Svarsdagen"), "count": _about(pen.plan, "Missivet")}
    blocks: list[Block] = [heading("summary")]
    if runs := _facts(pen, ("review", "count", "due"), doubts):
        blocks.append(Paragraph(tuple(runs)))
    judgement = pen.plan.background.get("judgement")
    if judgement and (run := pen.citer.run(judgement, quoted=True)):
        blocks.append(Paragraph((Run(phrase("judgement_lead")), run)))
    blocks += [text("summary_stance"), text("summary_structure")]
    return tuple(blocks)


def _about(plan: Plan, word: str) -> str:
    return " ".join(doubt for doubt in plan.doubts if doubt.startswith(word))


def _matter(pen: Pen) -> tuple[Block, ...]:
    blocks: list[Block] = [heading("matter")]
    if runs := _facts(pen, ("firm",)):
        blocks.append(Paragraph(tuple(runs)))
    purpose = pen.plan.background.get("purpose")
    if purpose and (run := pen.citer.run(purpose, quoted=True)):
        blocks.append(Paragraph((Run(phrase("purpose_lead")), run)))
    key = "matter_facts" if any(item.evidence for item in pen.plan.items) else "matter_none"
    blocks.append(text(key, body=pen.plan.body))
    return tuple(blocks)


def _statement(pen: Pen) -> tuple[Block, ...]:
    blocks: list[Block] = [heading("statement")]
    for item in pen.plan.items:
        blocks += _answer(pen, item)
    return tuple(blocks)


def _answer(pen: Pen, item: Item) -> list[Block]:
    """One recommendation: quoted, the auditors' grounds, the stance, what is in place, what is to be done."""
    own = pen.choices.own.get(item.recommendation.id, Own())
    blocks: list[Block] = [heading("recommendation", Style.HEADING2, number=item.number)]
    stated = Fact(item.recommendation.id, item.stated[0].text, item.stated[:1], item.stated[0].part_id)
    if run := pen.citer.run(stated, quoted=True, comment=" ".join(item.doubts)):
        blocks.append(Paragraph((run,), Style.QUOTE))
        pen.keep(item, "recommendation", run)
    blocks += _grounds(pen, item)
    blocks.append(heading("stance", Style.HEADING3))
    blocks.append(Paragraph(_stance(pen, own, item)))
    if own.comment:
        blocks.append(Paragraph((Run(own.comment, RunKind.OWN),)))
    blocks.append(heading("present", Style.HEADING3))
    blocks += _present(pen, item, own)
    blocks.append(heading("measures", Style.HEADING3))
    for label, runs in zip(("Åtgärd: ", "Ansvarig: ", "Klart senast: "), measure_runs(pen, item), strict=True):
        blocks.append(Paragraph((Run(label, bold=True), *runs)))
    return blocks


def _grounds(pen: Pen, item: Item) -> list[Block]:
    blocks: list[Block] = []
    for lead, facts in (("criticism_lead", item.criticism), ("observation_lead", item.observations)):
        runs = [run for fact in facts if (run := pen.citer.run(fact, quoted=True))]
        for run in runs:
            pen.keep(item, "criticism", run)
        if runs:
            spaced = [piece for run in runs for piece in (Run(" "), run)][1:]
            blocks.append(Paragraph((Run(phrase(lead)), *spaced)))
    return [heading("assessment", Style.HEADING3), *blocks] if blocks else []


def _stance(pen: Pen, own: Own, item: Item) -> tuple[Run, ...]:
    if own.stance is None:
        ways = tuple(
            phrase(f"stance_{way}", Body=_capital(pen.plan)) for way in ("delar", "delar_delvis", "delar_inte")
        )
        said = item.reply.stance if item.reply else Stance.UNSTATED
        known = "" if said is Stance.UNSTATED else phrase("stance_said", stance=said.value)
        return (Run(phrase("stance"), RunKind.GAP, choices=ways, comment=known),)
    key = "stance_" + own.stance.value.replace(" ", "_")
    return (Run(phrase(key, Body=_capital(pen.plan)), RunKind.OWN),)


def _present(pen: Pen, item: Item, own: Own) -> list[Block]:
    """The evidence as lists: one for each document and what it says of it (done, under way, planned …)."""
    facts = [fact for fact in item.evidence if fact.id not in pen.choices.left_out]
    blocks: list[Block] = []
    group: tuple[str, object] | None = None
    left = [fact for fact in item.reported if fact.id not in pen.choices.left_out]
    told = [run for fact in left if (run := pen.citer.run(fact, quoted=True))]
    for fact in facts:
        run = pen.citer.run(fact)
        if run is None:
            continue
        pen.keep(item, "evidence", run)
        mine = ("" if fact.status is Status.EXISTS else fact.part_id, fact.status)
        if group != mine:
            group = mine
            key = f"status_{fact.status.name.lower()}" if fact.status else "status_result"
            title = bare(pen.citer.sources.parts[fact.part_id].title)
            blocks.append(Paragraph((Run(phrase(key, document=title), RunKind.FIELD),)))
        blocks.append(Paragraph((run,), Style.BULLET))
    if told:
        blocks.append(text("reported"))
        blocks += [Paragraph((run,), Style.BULLET) for run in told]
        for run in told:
            pen.keep(item, "criticism", run)
    if not facts and not own.comment:
        blocks.append(text("no_evidence"))
    return blocks


def measure_runs(pen: Pen, item: Item) -> tuple[tuple[Run, ...], tuple[Run, ...], tuple[Run, ...]]:
    """Measure, responsible and due: the drafter's words, else what the body has already answered, else a gap."""
    own = pen.choices.own.get(item.recommendation.id, Own())
    replied = reply_runs(pen.citer, item)
    given = (own.measure, own.responsible, own.due)
    gaps = (phrase("measure"), phrase("responsible"), phrase("due_gap"))
    runs = []
    for mine, stated, gap in zip(given, replied, gaps, strict=True):
        runs.append((Run(mine, RunKind.OWN),) if mine else stated or (Run(gap, RunKind.GAP),))
    return runs[0], runs[1], runs[2]


def _table(pen: Pen) -> tuple[Block, ...]:
    rows = []
    for item in pen.plan.items:
        own = pen.choices.own.get(item.recommendation.id, Own())
        stated = Fact(item.recommendation.id, item.stated[0].text, item.stated[:1], item.stated[0].part_id)
        run = pen.citer.run(stated)
        name = (Run(f"{item.number}. "), run) if run else (Run(f"{item.number}."),)
        stance = _stance(pen, own, item) if own.stance else (Run("[KOMPLETTERA: ställningstagande]", RunKind.GAP),)
        rows.append((name, stance, *measure_runs(pen, item)))
    header = ("Rekommendation", "Svar", "Åtgärd", "Ansvarig", "Klart senast")
    grid = Grid(header, tuple(rows), (0.24, 0.19, 0.19, 0.19, 0.19), phrase("table_caption"))
    return (heading("table"), grid)


def _attachments(sources: Sources, pen: Pen) -> tuple[Block, ...]:
    """The report, its letter and the own documents that are cited."""
    plan = pen.plan
    cited = {c.part_id for c in pen.citer.citations}
    parts = [plan.report, *([plan.letter] if plan.letter and plan.letter.id != plan.report.id else [])]
    parts += [part for part in plan.searched if part.id in cited]
    names = {"missiv": "Revisorernas missiv", "revisionsrapport": "Revisionsrapport"}
    lines = [f"{names[p.kind.value]}: {bare(p.title)}" if p.kind.value in names else bare(p.title) for p in parts]
    return (heading("attachments"), *(Paragraph((Run(line, RunKind.FIELD),), Style.BULLET) for line in lines))


def _sent(sources: Sources, pen: Pen) -> tuple[Block, ...]:
    letter = pen.plan.letter
    words = " ".join(p.text for p in sources.passages_of(letter.id)).lower() if letter else ""
    council = "kännedom" in words and "fullmäktige" in words
    keys = ["sent_auditors", *(["sent_council"] if council else []), "sent_more"]
    return (heading("sent"), *(text(key, Style.BULLET) for key in keys))
