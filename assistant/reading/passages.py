"""Passages: the paragraphs, lists, tables and footnotes of one constituent document, each tied to its raw words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.reading.calls import tie_footnotes
from assistant.reading.dates import MONTHS
from assistant.reading.lookup import pattern, table
from assistant.reading.model import Block, BlockKind
from assistant.reading.sections import cover_length
from assistant.reading.sentences import sentences as sentence_spans
from assistant.reading.spans import clean, clean_with_map, slice_spans
from assistant.reading.tablerows import row_spans
from assistant.types import Footnote, Part, Passage, PassageKind, SourceFile, Span, Table

WORDS = 120  # what a passage aims at; a list item or table row is never cut
LEAD_WORDS = 60  # a longer paragraph before a list lends only its last sentence
_DAY = re.compile(rf"\d ({'|'.join(MONTHS)})$")
_YEAR = re.compile(r"(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Draft:
    """A passage before it has its id."""

    kind: PassageKind
    spans: tuple[Span, ...]
    section_id: str | None
    context: str = ""
    table: Table | None = None
    mark: str | None = None  # footnotes


class Numbering:
    """Gives passages their ids: the running number of passages that start on a page of the file."""

    def __init__(self, file_id: str) -> None:
        self._file_id = file_id
        self._count: dict[int, int] = defaultdict(int)

    def next(self, page: int) -> str:
        self._count[page] += 1
        return f"{self._file_id}:p{page}:{self._count[page]}"


def passages_of(
    blocks: Sequence[Block],
    owner: Sequence[str | None],
    part: Part,
    file: SourceFile,
    numbering: Numbering,
) -> tuple[list[Passage], list[Footnote]]:
    """The passages of a part in reading order, and its footnotes tied to the passages that call them.

    `owner[i]` is the id of the section that `blocks[i]` stands in, as `sections_of` gives it. For every passage
    `text == clean(file.pages, spans)`.
    """
    passages: list[Passage] = []
    notes: list[tuple[Passage, str]] = []
    for draft in _drafts(blocks, owner, part.title, file.pages):
        text = clean(file.pages, draft.spans)
        if not text:
            continue
        page = draft.spans[0].page
        passage = Passage(
            id=numbering.next(page),
            file_id=file.id,
            part_id=part.id,
            section_id=draft.section_id,
            kind=draft.kind,
            text=text,
            spans=draft.spans,
            page=page,
            context=draft.context,
            table=draft.table,
        )
        passages.append(passage)
        if draft.mark is not None:
            notes.append((passage, draft.mark))
    return tie_footnotes(passages, notes)


# ---------------------------------------------------------------- from blocks to drafts


def _drafts(blocks: Sequence[Block], owner: Sequence[str | None], title: str, pages: Sequence[str]) -> Iterator[Draft]:
    cover = cover_length(blocks, title)
    flow: list[int] = []  # paragraphs and list items of one section, in order
    held: list[Draft] = []  # footnotes that stand between them
    for i in [*range(len(blocks)), None]:
        block = blocks[i] if i is not None else None
        broken = block is None or block.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM) or i == cover
        if block is not None and block.kind in (BlockKind.FURNITURE, BlockKind.CONTENTS, BlockKind.FOOTNOTE):
            broken = False  # they stand between, they do not end a list
        if flow and (broken or (i is not None and owner[flow[-1]] != owner[i])):
            yield from _flow(_joined([blocks[k] for k in flow], pages), owner[flow[0]], pages)
            yield from held
            flow, held = [], []
        if block is None or i is None:
            break
        if i < cover:
            if block.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.LIST_ITEM, BlockKind.TABLE):
                yield from _cover(blocks, owner, i, cover, pages)
        elif block.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
            flow.append(i)
        elif block.kind is BlockKind.TABLE:
            yield from _table(block, owner[i], pages, _caption(blocks, i))
        elif block.kind is BlockKind.FOOTNOTE:
            spans = _tight(pages, block.spans)
            note = Draft(PassageKind.FOOTNOTE, spans, owner[i], mark=block.number or block.marker or "")
            if flow:
                held.append(note)
            else:
                yield note


def _cover(
    blocks: Sequence[Block], owner: Sequence[str | None], i: int, cover: int, pages: Sequence[str]
) -> Iterator[Draft]:
    """One passage for the cover lines of a page; yielded at the first of them."""
    same = [
        k
        for k in range(cover)
        if blocks[k].page == blocks[i].page and blocks[k].kind not in (BlockKind.FURNITURE, BlockKind.CONTENTS)
    ]
    if same and same[0] == i:
        spans = _tight(pages, [s for k in same for s in blocks[k].spans])
        yield Draft(PassageKind.HEADING, spans, owner[i])


def _joined(blocks: Sequence[Block], pages: Sequence[str]) -> list[Block]:
    """Paragraphs that the layout parted in mid-sentence, at a page end or a figure, made one again."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.kind is block.kind is BlockKind.PARAGRAPH
            and (block.text[:1].islower() or (_DAY.search(last.text) and _YEAR.match(block.text)))
            and not last.text.endswith((".", "!", "?", ":", ";"))
            and len(last.text.split()) > 5
        ):
            lines = (*last.lines, *block.lines)
            joined[-1] = replace(last, lines=lines, text=clean(pages, [line.span for line in lines]))
        else:
            joined.append(block)
    return joined


def _flow(blocks: Sequence[Block], section: str | None, pages: Sequence[str]) -> Iterator[Draft]:
    """Paragraphs and lists of one section."""
    i = 0
    while i < len(blocks):
        items = i + 1 if blocks[i].kind is BlockKind.PARAGRAPH else i
        end = items
        while end < len(blocks) and blocks[end].kind is BlockKind.LIST_ITEM:
            end += 1
        if end > items:
            lead = blocks[i] if items > i else None
            yield from _list(lead, blocks[items:end], section, pages)
            i = end
            continue
        run = i
        while run < len(blocks) and _short(blocks[run]) and not _leads(blocks, run):
            run += 1
        if run - i >= 2:
            yield from _short_lines(blocks[i:run], section, pages)
            i = run
            continue
        yield from _prose(blocks[i].spans, section, pages)
        i += 1


def _short(block: Block) -> bool:
    words = block.text.split()
    return block.kind is BlockKind.PARAGRAPH and len(words) <= 10 and not block.text.endswith((".", "?", ";"))


def _leads(blocks: Sequence[Block], i: int) -> bool:
    return i + 1 < len(blocks) and blocks[i + 1].kind is BlockKind.LIST_ITEM


def _short_lines(blocks: Sequence[Block], section: str | None, pages: Sequence[str]) -> Iterator[Draft]:
    """Signatures, addressees, labels of a figure: lines that say something only together."""
    signed = any(pattern(table("divider")["signature"]).search(block.text) for block in blocks)
    kind = PassageKind.HEADING if signed else PassageKind.PROSE
    for group in _groups([block.spans for block in blocks], pages):
        yield Draft(kind, _tight(pages, group), section)


def _groups(items: Sequence[Sequence[Span]], pages: Sequence[str], first: int = 0) -> Iterator[list[Span]]:
    """Items gathered until about WORDS words; `first` words are already spent in the first group."""
    group: list[Span] = []
    count = first
    for spans in items:
        words = len(clean(pages, spans).split())
        if group and count + words > WORDS:
            yield group
            group, count = [], 0
        group.extend(spans)
        count += words
    if group:
        yield group


def _list(lead: Block | None, items: Sequence[Block], section: str | None, pages: Sequence[str]) -> Iterator[Draft]:
    lead_spans: tuple[Span, ...] = ()
    if lead is not None:
        text, _ = clean_with_map(pages, lead.spans)
        sentences = sentence_spans(text)
        introduces = not text.endswith((".", "!", "?"))
        if not introduces:
            yield from _prose(lead.spans, section, pages)
        elif len(text.split()) > LEAD_WORDS and len(sentences) > 1:
            cut = sentences[-1][0]
            yield from _prose(slice_spans(pages, lead.spans, 0, cut), section, pages)
            lead_spans = slice_spans(pages, lead.spans, cut, len(text))
        else:
            lead_spans = _tight(pages, lead.spans)
    context = clean(pages, lead_spans)
    groups = list(_groups([item.spans for item in items], pages, len(context.split())))
    for number, group in enumerate(groups):
        spans = (*lead_spans, *group) if number == 0 else tuple(group)
        yield Draft(PassageKind.LIST, _tight(pages, spans), section, context=context if number else "")


def _prose(spans: Sequence[Span], section: str | None, pages: Sequence[str]) -> Iterator[Draft]:
    """A paragraph, cut at sentence ends into pieces of like length where it is long."""
    text, _ = clean_with_map(pages, spans)
    words = len(text.split())
    if words <= 1.25 * WORDS:
        yield Draft(PassageKind.PROSE, _tight(pages, spans), section)
        return
    aim = words / -(-words // WORDS)
    start, count = 0, 0
    sentences = sentence_spans(text)
    for i, (a, b) in enumerate(sentences):
        count += len(text[a:b].split())
        rest = i + 1 < len(sentences)
        following = len(text[sentences[i + 1][0] : sentences[i + 1][1]].split()) if rest else 0
        if not rest or count + following / 2 > aim:
            yield Draft(PassageKind.PROSE, slice_spans(pages, spans, start, b), section)
            start, count = (sentences[i + 1][0], 0) if rest else (b, 0)


def _tight(pages: Sequence[str], spans: Sequence[Span]) -> tuple[Span, ...]:
    """The same words in as few contiguous spans as possible."""
    text, _ = clean_with_map(pages, spans)
    tight = slice_spans(pages, spans, 0, len(text))
    return tight if clean(pages, tight) == text else tuple(spans)


def _caption(blocks: Sequence[Block], i: int) -> str:
    """The line or sentence just before a table that introduces it, or ""."""
    for block in reversed(blocks[:i]):
        if block.kind in (BlockKind.FURNITURE, BlockKind.FOOTNOTE):
            continue
        if block.kind is BlockKind.HEADING:
            return block.text
        if block.kind is BlockKind.PARAGRAPH:
            sentences = sentence_spans(block.text)
            return block.text[sentences[-1][0] :] if sentences else block.text
        return ""
    return ""


def _table(block: Block, section: str | None, pages: Sequence[str], caption: str) -> Iterator[Draft]:
    """One passage, or one for each group of rows where the table is large."""
    if block.table is None:
        yield from _prose(block.spans, section, pages)
        return
    whole = block.table if block.table.caption else replace(block.table, caption=caption)
    heads = " ".join(dict.fromkeys(text for row in whole.header for text in row if text))
    context = " ".join(x for x in (whole.caption, heads) if x)
    rows = row_spans(block)
    groups: list[list[int]] = [[]]
    words = 0
    for row in sorted(rows):
        size = len(clean(pages, rows[row]).split())
        if groups[-1] and words + size > WORDS:
            groups.append([])
            words = 0
        groups[-1].append(row)
        words += size
    for group in groups:
        spans = [span for row in group for span in rows[row]]
        part = replace(whole, cells=tuple(cell for cell in whole.cells if cell.row_index in group))
        yield Draft(PassageKind.TABLE, _tight(pages, spans), section, context=context, table=part)
