"""A draft as one HTML page: headings, a marked table header, footnotes with links back."""

from __future__ import annotations

from html import escape

from assistant.drafting.model import Draft, Grid, Run, RunKind, Style
from assistant.drafting.notes import note

_TAGS = {
    Style.TITLE: "h1",
    Style.HEADING1: "h2",
    Style.HEADING2: "h3",
    Style.HEADING3: "h4",
    Style.QUOTE: "blockquote",
    Style.BULLET: "li",
    Style.NORMAL: "p",
}
_LOOK = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse}"
    "td,th{border:1px solid #888;padding:.3rem .5rem;text-align:left;vertical-align:top}mark{background:#ff0}"
    "ins{text-decoration:none;border-bottom:2px dotted}.tvekan{color:#8a2b00}section{font-size:.85rem}"
)


def to_html(draft: Draft, body_only: bool = False) -> str:
    """The draft as a page, or (`body_only`) as what stands within its body. Every text is escaped."""
    by_number = {c.n: c for c in draft.citations}
    notes: list[str] = []
    quoted: dict[int, int] = {}

    def words(run: Run) -> str:
        text = escape(run.text)
        if run.kind is RunKind.GAP:
            text = f"<mark>{text}</mark>"
        elif run.kind is RunKind.OWN:
            text = f'<ins title="Handläggarens egna ord">{text}</ins>'
        text = f"<strong>{text}</strong>" if run.bold else text
        if run.citations:
            n = len(notes) + 1
            said = escape(note(run.citations, by_number, quoted))
            notes.append(f'<li id="fn{n}">{said} <a href="#r{n}" aria-label="Tillbaka till texten">↩</a></li>')
            for number in run.citations:
                quoted.setdefault(number, n)
            text += (
                f'<sup id="r{n}"><a href="#fn{n}" data-citations="{",".join(map(str, run.citations))}">{n}</a></sup>'
            )
        return text + (f' <em class="tvekan">(Kontrollera: {escape(run.comment)})</em>' if run.comment else "")

    out: list[str] = []
    bullets = False
    for block in draft.blocks:
        bullet = not isinstance(block, Grid) and block.style is Style.BULLET
        if bullet != bullets:
            out.append("<ul>" if bullet else "</ul>")
            bullets = bullet
        if isinstance(block, Grid):
            head = "".join(f'<th scope="col">{escape(h)}</th>' for h in block.header)
            rows = "".join(
                "<tr>" + "".join(f"<td>{''.join(words(r) for r in cell)}</td>" for cell in row) + "</tr>"
                for row in block.rows
            )
            out.append(
                f"<table><caption>{escape(block.caption)}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
            )
        else:
            tag = _TAGS[block.style]
            out.append(f"<{tag}>{''.join(words(r) for r in block.runs)}</{tag}>")
    if bullets:
        out.append("</ul>")
    body = "\n".join(out) + f'\n<section aria-label="Fotnoter"><ol>{"".join(notes)}</ol></section>'
    if body_only:
        return body
    return (
        f'<!doctype html>\n<html lang="sv"><head><meta charset="utf-8"><title>{escape(draft.title)}</title>'
        f"<style>{_LOOK}</style></head>\n<body>\n{body}\n</body></html>\n"
    )
