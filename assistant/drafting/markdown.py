"""A draft as Markdown, with footnotes in the form that most readers know: [^1]."""

from __future__ import annotations

from assistant.drafting.model import Draft, Grid, Paragraph, Run, RunKind, Style
from assistant.drafting.notes import note

_MARKS = {
    Style.TITLE: "# ",
    Style.HEADING1: "## ",
    Style.HEADING2: "### ",
    Style.HEADING3: "#### ",
    Style.QUOTE: "> ",
    Style.BULLET: "- ",
    Style.NORMAL: "",
}


def to_markdown(draft: Draft) -> str:
    """The whole draft; gaps are bold, doubts stand in italics behind what they concern."""
    by_number = {c.n: c for c in draft.citations}
    notes: list[str] = []
    quoted: dict[int, int] = {}

    def words(run: Run) -> str:
        text = run.text.replace("\n", " ")
        if (run.kind is RunKind.GAP or run.bold) and text.strip():
            text = f"**{text.strip()}**" + (" " if text.endswith(" ") else "")
        if run.citations:
            number = len(notes) + 1
            notes.append(f"[^{number}]: {note(run.citations, by_number, quoted)}")
            for n in run.citations:
                quoted.setdefault(n, number)
            text += f"[^{number}]"
        return text + (f" *(Kontrollera: {run.comment})*" if run.comment else "")

    lines: list[str] = []
    last: Style | None = None
    for block in draft.blocks:
        if isinstance(block, Grid):
            rows = ["| " + " | ".join("".join(words(r) for r in cell) for cell in row) + " |" for row in block.rows]
            head = "| " + " | ".join(block.header) + " |"
            lines += ["", head, "|" + " --- |" * len(block.header), *rows]
            last = None
        elif isinstance(block, Paragraph):
            if not (block.style is Style.BULLET and last is Style.BULLET):
                lines.append("")
            lines.append(_MARKS[block.style] + "".join(words(r) for r in block.runs))
            last = block.style
    return "\n".join(lines).strip() + "\n\n" + "\n".join(notes) + "\n"
