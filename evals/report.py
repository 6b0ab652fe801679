"""Reports of a run: Markdown for reading in a terminal or a repository, JUnit for CI. HTML is in htmlpage.py."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from evals.baselines import NAMES
from evals.gate import Gate
from evals.model import Figure, Output, Question, Score
from evals.runner import Run

# The figures of the summary, in order, with their Swedish names.
LABELS: Mapping[str, str] = {
    "accuracy": "rätt svar (av alla besvarbara)",
    "precision": "rätt svar (av de besvarade)",
    "citation_f1": "källor, F1 (citat eller avsnitt)",
    "citation_recall": "källor, täckning",
    "citation_precision": "källor, precision",
    "quote_f1": "källor, F1 på citat",
    "section_f1": "källor, F1 på avsnitt",
    "verbatim": "ordagranna citat",
    "resolvable": "källor som går att slå upp",
    "page_accuracy": "rätt sida",
    "refusal_recall": "rätt avstådda",
    "false_refusal": "felaktigt avstådda",
    "balanced_accuracy": "avstår rätt, balanserat",
    "alce_recall": "påståenden med stöd (ALCE)",
    "alce_precision": "behövda källor (ALCE)",
    "weighted_precision": "viktad precision (TREC)",
    "weighted_recall": "viktad täckning (TREC)",
    "median_words": "ord i svaret, median",
    "p50_seconds": "svarstid p50 (s)",
    "p95_seconds": "svarstid p95 (s)",
}
PLAIN_NUMBERS = {"median_words", "p50_seconds", "p95_seconds"}
BY_KIND = ("accuracy", "citation_recall", "citation_precision", "refusal_recall", "false_refusal")


def markdown(run: Run, gates: Sequence[Gate] = (), misses: bool = True) -> str:
    """The whole report; without `misses`, the tables alone."""
    blocks = [f"# Utvärdering {run.started}", _head(run), summary_table(run), kind_table(run)]
    if run.baselines or run.absent:
        blocks.append(baseline_table(run))
    if run.registers:
        blocks.append(register_table(run))
    if gates:
        blocks.append(gate_table(gates))
    if misses:
        blocks.append(_misses(run))
    return "\n\n".join(blocks) + "\n"


def _head(run: Run) -> str:
    told, counts = run.manifest, run.system.figures
    unscored = int(counts["unscored"].value or 0)
    return (
        f"System: {run.system.system}. Guld: {told['gold']} ({told['split']}), {len(run.questions)} frågor; "
        f"handlingar: {told['corpus']} ({told['corpus_hash']}); commit {(told['commit'] or 'okänd')[:12]}"
        f"{' med ändringar' if told['dirty'] else ''}. Fel svar: {int(counts['wrong'].value or 0)}. "
        f"Kunde inte bedömas: {unscored}. Tid: {run.seconds:.1f} s."
    )


def summary_table(run: Run) -> str:
    """Every figure with its 95 % interval and size."""
    rows = [(LABELS[name], *_cells(name, run.system.figures[name])) for name in LABELS]
    return _table(("mått", "värde", "95 %", "antal"), rows)


def kind_table(run: Run) -> str:
    """The main figures by kind of question, with sizes."""
    head = ("slag", "frågor", *(LABELS[name] for name in BY_KIND))
    rows = [
        (kind, _number(found["questions"].value), *(rate(found[name]) for name in BY_KIND))
        for kind, found in run.system.by_kind.items()
    ]
    return "## Efter slag av fråga\n\n" + _table(head, rows)


def baseline_table(run: Run) -> str:
    """The system beside the systems that must lose."""
    names = ("accuracy", "citation_f1", "balanced_accuracy")
    rows = [
        (NAMES.get(one.system, one.system), *(with_interval(one.figures[n]) for n in names), _words(one.figures))
        for one in (run.system, *run.baselines)
    ]
    rows += [(NAMES.get(name, name), f"kördes inte: {why}", "", "", "") for name, why in run.absent.items()]
    head = ("system", *(LABELS[n] for n in names), LABELS["median_words"])
    return "## Jämförelsesystem\n\n" + _table(head, rows)


def register_table(run: Run) -> str:
    """Documents, recommendations and themes."""
    rows = [(name, key, f"{value:.3f}") for name, found in run.registers.items() for key, value in found.items()]
    return "## Register\n\n" + _table(("vad", "mått", "värde"), rows)


def gate_table(gates: Sequence[Gate]) -> str:
    """Every demand, its value and the verdict."""
    rows = [(g.name, g.demand, _value(g.value), "ja" if g.passed else "NEJ") for g in gates]
    verdict = "Godkänt" if all(g.passed for g in gates) else "Underkänt"
    return f"## Krav: {verdict}\n\n" + _table(("krav", "gräns", "värde", "uppfyllt"), rows)


def missed(run: Run) -> Iterator[tuple[Question, Output, Score]]:
    """Questions answered wrongly, refused wrongly, not refused, or not scored."""
    scores = {s.id: s for s in run.system.scores}
    for question in run.questions:
        score = scores[question.id]
        if not (score.correct or (score.unanswerable and score.refused)):
            yield question, run.system.outputs.get(question.id, Output(question.id, error="svar saknas")), score


def why(score: Score) -> str:
    """In a few Swedish words, what was wrong."""
    if score.unscored:
        return f"kunde inte bedömas: {score.unscored}"
    if score.unanswerable:
        return "skulle ha avstått"
    if score.refused:
        return "avstod fast svaret finns"
    parts = [f"saknar {' / '.join(ways)}" for ways in score.missing] + [f"säger {one}" for one in score.forbidden]
    return "; ".join(parts)


def _misses(run: Run) -> str:
    blocks = ["## Missar"]
    for question, output, score in missed(run):
        gold = [f"> guld: {c.document} {c.section or ''}: ”{c.quotes[0]}”" for c in question.citations]
        cited = [f"> citerat: {c.document} {c.section or ''} s. {c.page or '–'}: ”{c.quote}”" for c in output.citations]
        asked = " → ".join((*question.history, question.question))
        answer = " ".join(output.answer.split()) or "–"
        lines = [f"### {question.id} ({question.kind}): {why(score)}", f"**Fråga:** {asked}", f"**Svar:** {answer}"]
        blocks.append("\n\n".join(lines) + "\n\n" + "\n".join([*gold, *cited]))
    return "\n\n".join(blocks if len(blocks) > 1 else [*blocks, "Inga."])


def junit(run: Run, gates: Sequence[Gate] = ()) -> str:
    """One suite a kind with a case a question, and one suite of gates. Could-not-be-scored are errors, not failures."""
    root = ET.Element("testsuites", name="eval")
    wrong = {q.id: (q, o, s) for q, o, s in missed(run)}
    for kind in run.system.by_kind:
        suite = ET.SubElement(root, "testsuite", name=f"eval.{kind}")
        for question in (q for q in run.questions if q.kind == kind):
            _, output, score = wrong.get(question.id, (None, None, None))
            case = ET.SubElement(suite, "testcase", classname=f"eval.{kind}", name=question.id)
            if score and output:
                tag = "error" if score.unscored else "failure"
                ET.SubElement(case, tag, message=why(score)).text = f"{question.question}\n\n{output.answer}"
        _tally(suite)
    suite = ET.SubElement(root, "testsuite", name="eval.krav")
    for gate in gates:
        case = ET.SubElement(suite, "testcase", classname="eval.krav", name=gate.name)
        if not gate.passed:
            ET.SubElement(case, "failure", message=f"{gate.demand}, är {_value(gate.value)}")
    _tally(suite)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _tally(suite: ET.Element) -> None:
    for name, tag in (("tests", "testcase"), ("failures", "testcase/failure"), ("errors", "testcase/error")):
        suite.set(name, str(len(suite.findall(tag))))


README_START, README_END = "<!-- tabell: skriven av eval report -->", "<!-- slut på tabellen -->"


def write_readme(file: Path, run: Run, gates: Sequence[Gate] = ()) -> None:
    """Put the latest tables between the markers of evals/README.md."""
    text = file.read_text(encoding="utf8")
    head, _, rest = text.partition(README_START)
    _, _, tail = rest.partition(README_END)
    tables = markdown(run, gates, misses=False).replace("# Utvärdering", "### Körning", 1).replace("\n## ", "\n#### ")
    file.write_text(f"{head}{README_START}\n\n{tables}\n{README_END}{tail}", encoding="utf8")


# ---------------------------------------------------------------- cells


def rate(figure: Figure) -> str:
    """A value with its size: "0.83 (12)"; a dash where nothing bears on it."""
    return "–" if figure.value is None else f"{figure.value:.2f} ({figure.n:g})"


def with_interval(figure: Figure) -> str:
    """A value with its interval and size."""
    if figure.value is None:
        return "–"
    bounds = f" [{figure.interval.low:.2f}–{figure.interval.high:.2f}]" if figure.interval else ""
    return f"{figure.value:.3f}{bounds} ({figure.n:g})"


def _cells(name: str, figure: Figure) -> tuple[str, str, str]:
    if figure.value is None:
        return "–", "", f"{figure.n:g}"
    if name in PLAIN_NUMBERS:
        return _number(figure.value), "", f"{figure.n:g}"
    bounds = f"{figure.interval.low:.3f}–{figure.interval.high:.3f}" if figure.interval else "för få kommuner"
    return f"{figure.value:.3f}", bounds, f"{figure.n:g}"


def _words(figures: Mapping[str, Figure]) -> str:
    value = figures["median_words"].value
    return "–" if value is None else _number(value)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:g}" if value == int(value) else f"{value:.3f}"


def _value(value: float | None) -> str:
    return "saknas" if value is None else f"{value:.3f}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "|".join("---" for _ in head) + "|"]
    lines += ["| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines)
