"""The last page: for the drafter alone. Inspiration from others, what to check, what is open, and the check."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from assistant.drafting.citing import Citer
from assistant.drafting.lookup import phrase, table
from assistant.drafting.model import Block, CheckReport, Choices, Item, Paragraph, Plan, Run, RunKind, Style


def work_blocks(
    plan: Plan,
    choices: Choices,
    citer: Citer,
    report: CheckReport,
    gaps: Mapping[str, tuple[str, ...]],
    keep: Callable[[Item, str, Run], None],
) -> tuple[Block, ...]:
    """The blocks of the page; `keep` is told which citations each recommendation's inspiration rests on."""
    blocks: list[Block] = [_heading("work", Style.HEADING1), Paragraph((Run(phrase("work_intro")),))]
    blocks += [_heading("check", Style.HEADING2), *(_line(words) for words in check_lines(report))]
    open_ = [(item, gaps[item.recommendation.id]) for item in plan.items if gaps[item.recommendation.id]]
    if open_:
        blocks.append(_heading("gaps", Style.HEADING2))
        blocks += [_line(f"Rekommendation {item.number}: {', '.join(names)}.") for item, names in open_]
    doubts = [*plan.doubts, *(f"Rekommendation {i.number}: {d}" for i in plan.items for d in i.doubts)]
    if doubts:
        blocks.append(_heading("doubts", Style.HEADING2))
        blocks += [_line(words) for words in doubts]
    blocks.append(_heading("precedents", Style.HEADING2))
    blocks += _precedents(plan, citer, keep)
    return tuple(blocks)


def check_lines(report: CheckReport) -> tuple[str, ...]:
    """The check report in words."""
    lines = [
        f"Rekommendationer besvarade: {report.answered} av {report.recommendations}.",
        f"Uppgifter med kontrollerad källa: {report.verified} av {report.sentences}.",
        f"Siffror och namn utan källa: {', '.join(report.unsourced) or 'inga'}.",
        f"Öppna luckor: {len(report.gaps)}.",
    ]
    return tuple(lines)


def _precedents(plan: Plan, citer: Citer, keep: Callable[[Item, str, Run], None]) -> list[Block]:
    blocks: list[Block] = []
    for item in plan.items:
        for one in item.precedents:
            run = citer.run(one.fact, quoted=True)
            if run is None:
                continue
            keep(item, "precedents", run)
            lead = phrase("precedent_lead", municipality=one.municipality, body=one.body)
            runs = (Run(f"Rekommendation {item.number}. ", bold=True), Run(lead, RunKind.FIELD), run)
            blocks.append(Paragraph(runs))
    if not blocks:
        return [Paragraph((Run(phrase("precedent_none")),))]
    return [Paragraph((Run(phrase("precedent_intro", body=plan.body)),)), *blocks]


def _heading(key: str, style: Style) -> Paragraph:
    return Paragraph((Run(str(table("phrases")["heading"][key])),), style)


def _line(words: str) -> Paragraph:
    return Paragraph((Run(words, RunKind.FIELD),), Style.BULLET)
