"""From an answer's Markdown to HTML in which nothing of a document or a question can become active.

Raw HTML, links and images are switched off in the parser, so they stay the characters they are; `[2]` becomes a button.
The only file that knows markdown-it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

_MARK = re.compile(r"\s?\[(\d{1,3})\]")
_OFF = [
    "link",
    "image",
    "autolink",
    "html_inline",
    "html_block",
    "reference",
    "code",
    "fence",
    "lheading",
    "entity",
    "backticks",
]


def escape(text: object) -> str:
    """Safe inside elements and quoted attributes. NUL, which no browser shows, vanishes."""
    return html.escape(str(text).replace("\0", ""), quote=True)


def inline_marks(text: str, buttons: Mapping[int, str]) -> str:
    """Plain text as HTML where each [n] known to `buttons` is that button's HTML."""
    out, place = [], 0
    for mark in _MARK.finditer(text):
        button = buttons.get(int(mark[1]))
        if button is not None:
            out += [escape(text[place : mark.start()]), "\u00a0" if text[: mark.start()].strip() else "", button]
            place = mark.end()
    return "".join([*out, escape(text[place:])])


def render_markdown(text: str, buttons: Mapping[int, str]) -> str:
    """Paragraphs, lists, emphasis and tables; headings become level 3 at the highest."""
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table").disable(_OFF)

    def text_rule(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: object, env: object) -> str:
        return inline_marks(tokens[index].content, buttons)

    parser.add_render_rule("text", text_rule)
    tokens = parser.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + 3)}"
    return str(parser.renderer.render(tokens, parser.options, {}))


def plain_text(markdown: str) -> str:
    """The answer as people paste it into a letter: without asterisks, with its [n] marks."""
    text = re.sub(r"\*\*(.+?)\*\*", r"\1", markdown)
    text = re.sub(r"(?<!\w)\*(?!\s)(.+?)(?<!\s)\*(?!\w)", r"\1", text)
    return re.sub(r"(?m)^[-*] ", "• ", text)


def button(label: str, event: str, *, css: str = "", name: str = "", disabled: bool = False, **data: object) -> str:
    """A button whose data-* attributes travel to the server as the event's data. `label` is text; `name` is read."""
    fields = "".join(f' data-{key}="{escape(value)}"' for key, value in data.items())
    aria = f' aria-label="{escape(name)}" title="{escape(name)}"' if name else ""
    off = " disabled" if disabled else ""
    return f'<button type="button" class="{css}" data-event="{event}"{fields}{aria}{off}>{escape(label)}</button>'
