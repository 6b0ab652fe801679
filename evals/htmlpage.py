"""One self-contained HTML file of a run: no script, no network, charts as inline SVG."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from evals.baselines import NAMES
from evals.gate import Gate
from evals.model import Figure, Output, Question, Score
from evals.report import BY_KIND, LABELS, PLAIN_NUMBERS, missed, rate, why, with_interval
from evals.runner import Run

STYLE = """
:root{color-scheme:light dark;--bar:#2f6f9f;--soft:#8884;--bad:#b3261e;--good:#1b6e3c}
body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;margin:1rem 0;font-variant-numeric:tabular-nums}
th,td{border-bottom:1px solid var(--soft);padding:.3rem .7rem;text-align:left;vertical-align:top}
.sides{display:grid;grid-template-columns:repeat(auto-fit,minmax(18rem,1fr));gap:1rem}
blockquote{margin:.3rem 0;padding-left:.8rem;border-left:3px solid var(--bar)}
details{border-bottom:1px solid var(--soft);padding:.5rem 0}summary{cursor:pointer}
.no{color:var(--bad)}.yes{color:var(--good)}svg text{fill:currentColor;font-size:13px}
.scroll{overflow-x:auto}
"""
CHARTED = ("accuracy", "citation_f1", "balanced_accuracy")


def page(run: Run, gates: Sequence[Gate] = ()) -> str:
    """The report as one HTML document."""
    verdict = ""
    if gates:
        held = all(g.passed for g in gates)
        name, word = ("yes", "Godkänt") if held else ("no", "Underkänt")
        verdict = f'<h2>Krav: <span class="{name}">{word}</span></h2>' + _gates(gates)
    body = [
        f"<h1>Utvärdering {escape(run.started)}</h1>",
        _about(run),
        verdict,
        "<h2>Sammanfattning</h2>",
        _summary(run),
        "<h2>Efter slag av fråga</h2>",
        _kinds(run),
    ]
    if run.baselines:
        body += ["<h2>Jämförelsesystem</h2>", *(_chart(run, name) for name in CHARTED), _baselines(run)]
    body += ["<h2>Missar</h2>", *(_miss(*one) for one in missed(run)), "<h2>Körningen</h2>", _manifest(run)]
    return (
        '<!doctype html>\n<html lang="sv"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>Utvärdering {escape(run.started)}</title><style>{STYLE}</style></head>\n<body>"
        + "\n".join(body)
        + "</body></html>\n"
    )


def _about(run: Run) -> str:
    counts = run.system.figures
    return (
        f"<p>{len(run.questions)} frågor ur {escape(str(run.manifest['gold']))}. "
        f"Fel svar: {counts['wrong'].value:g}. Kunde inte bedömas: {counts['unscored'].value:g}. "
        "Intervallen är 95 % och drar om hela kommuner; med få kommuner är de grova.</p>"
    )


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Cells are HTML already."""
    top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<div class="scroll"><table><tr>{top}</tr>{lines}</table></div>'


def _summary(run: Run) -> str:
    rows = []
    for name, label in LABELS.items():
        figure = run.system.figures[name]
        counted = name in PLAIN_NUMBERS and figure.value is not None
        value = f"{figure.value:g}" if counted else with_interval(figure)
        rows.append((escape(label), value, _bar(figure) if name not in PLAIN_NUMBERS else ""))
    return _table(("mått", "värde [95 %] (antal)", ""), rows)


def _bar(figure: Figure, width: int = 220) -> str:
    if figure.value is None:
        return ""
    whisker = ""
    if figure.interval:
        a, b = figure.interval.low * width, figure.interval.high * width
        whisker = f'<path d="M{a:.1f} 9H{b:.1f}M{a:.1f} 5v8M{b:.1f} 5v8" stroke="currentColor" fill="none"/>'
    return (
        f'<svg width="{width + 2}" height="18" role="img" aria-label="{figure.value:.3f}">'
        f'<rect width="{width}" height="18" fill="var(--soft)"/>'
        f'<rect width="{figure.value * width:.1f}" height="18" fill="var(--bar)"/>{whisker}</svg>'
    )


def _kinds(run: Run) -> str:
    rows = [
        (escape(kind), f"{found['questions'].value:g}", *(escape(rate(found[name])) for name in BY_KIND))
        for kind, found in run.system.by_kind.items()
    ]
    return _table(("slag", "frågor", *(LABELS[name] for name in BY_KIND)), rows)


def _baselines(run: Run) -> str:
    rows = [
        (escape(NAMES.get(one.system, one.system)), *(escape(with_interval(one.figures[n])) for n in CHARTED))
        for one in (run.system, *run.baselines)
    ]
    return _table(("system", *(LABELS[n] for n in CHARTED)), rows)


def _chart(run: Run, name: str) -> str:
    rows = []
    for place, one in enumerate((run.system, *run.baselines)):
        figure, y = one.figures[name], 24 * place
        label = escape(NAMES.get(one.system, one.system))
        bar = _bar(figure, 320).replace("<svg ", f'<svg x="250" y="{y}" ', 1)
        rows.append(f'<text x="0" y="{y + 14}">{label}</text>{bar}')
    height = 24 * (len(run.baselines) + 1)
    return (
        f'<figure><figcaption>{escape(LABELS[name])}</figcaption><svg viewBox="0 0 580 {height}" width="580" '
        f'style="max-width:100%">{"".join(rows)}</svg></figure>'
    )


def _miss(question: Question, output: Output, score: Score) -> str:
    gold = "".join(
        f"<p>{escape(c.document)} {escape(c.section or '')}</p><blockquote>{escape(c.quotes[0])}</blockquote>"
        for c in question.citations
    )
    cited = "".join(
        f"<p>[{c.n}] {escape(c.document)} {escape(c.section or '')} s. {c.page or '–'}</p>"
        f"<blockquote>{escape(c.quote)}</blockquote>"
        for c in output.citations
    )
    asked = " → ".join((*question.history, question.question))
    return (
        f"<details><summary><b>{escape(question.id)}</b> {escape(question.question)} "
        f'<span class="no">{escape(why(score))}</span></summary>'
        f"<p><b>Fråga:</b> {escape(asked)}</p><p><b>Svar:</b> {escape(output.answer) or '–'}</p>"
        f'<div class="sides"><div><b>Guldets källor</b>{gold or "<p>–</p>"}</div>'
        f"<div><b>Citerade källor</b>{cited or '<p>–</p>'}</div></div></details>"
    )


def _gates(gates: Sequence[Gate]) -> str:
    rows = [
        (
            escape(g.name),
            escape(g.demand),
            "saknas" if g.value is None else f"{g.value:.3f}",
            f'<span class="{"yes" if g.passed else "no"}">{"ja" if g.passed else "nej"}</span>',
        )
        for g in gates
    ]
    return _table(("krav", "gräns", "värde", "uppfyllt"), rows)


def _manifest(run: Run) -> str:
    return _table(("uppgift", "värde"), [(escape(k), escape(str(v))) for k, v in run.manifest.items()])
