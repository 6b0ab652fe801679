"""One file that holds several documents → its constituent documents.

Every possible border (the top of a page; in files without pages, a heading or a short line) gathers points from the
evidence in data/divider.toml: another running header, a page count or chapter numbers that start again, the first
lines of a letter, an e-mail, minutes, a cover. A border stands where the points reach the threshold.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from assistant.reading.kinds import evidence_of, kind_of
from assistant.reading.lookup import pattern, table
from assistant.reading.model import Block, BlockKind, RawDocument
from assistant.reading.signs import (
    chapter_numbers,
    first_lines,
    has_ended,
    normalised,
    points_for_chapters,
    points_for_repeats,
    points_for_start,
    stands_alone,
    title_like_first,
    words_in,
)
from assistant.reading.spans import clean
from assistant.types import DocumentKind

_COUNTER = re.compile(
    r"^(?:.*\bsid(?:a|an|or)?\.?:?\s*)?(\d{1,3})\s*(?:\(\s*(\d{1,3})\s*\)|av\s+(\d{1,3})|/\s*(\d{1,3}))$", re.I
)

TELLING = 200  # blocks that are enough to tell a document's kind
LISTED = 12  # lines at most in a list of documents


@dataclass(frozen=True, slots=True)
class Page:
    """What a page shows a reader who looks for the first page of a document."""

    number: int
    blocks: tuple[Block, ...]  # those that begin on the page
    header: frozenset[str]
    words: int
    counter: tuple[int, int] | None  # (1, 4) for "1 (4)"
    continues: bool  # a paragraph or table from the page before runs on here


def divide(document: RawDocument) -> list[tuple[Block, ...]]:
    """The blocks of each constituent document, in reading order; together they are all the file's blocks."""
    if not document.blocks:
        return []
    borders: list[int] = []
    if not document.file.paged:
        return _cut(document.blocks, _block_borders(document.blocks))
    blocks = document.blocks
    for page in _page_borders(document):
        blocks = _split_at(blocks, page, document.file.pages)
        borders.append(next(i for i, b in enumerate(blocks) if b.page == page))
    return _cut(blocks, borders)


def _cut(blocks: tuple[Block, ...], borders: Sequence[int]) -> list[tuple[Block, ...]]:
    edges = [0, *borders, len(blocks)]
    return [blocks[a:b] for a, b in pairwise(edges) if a < b]


def _split_at(blocks: tuple[Block, ...], page: int, pages: Sequence[str]) -> tuple[Block, ...]:
    """Take apart a paragraph that the layout ran over the border, and put what begins on `page` after what does not."""
    before: list[Block] = []
    after: list[Block] = []
    for block in blocks:
        old = tuple(line for line in block.lines if line.page < page)
        new = block.lines[len(old) :]
        if old and new and block.table is None:
            before.append(replace(block, lines=old, text=clean(pages, [line.span for line in old])))
            after.insert(0, replace(block, lines=new, text=clean(pages, [line.span for line in new]), marker=""))
        else:
            (before if old else after).append(block)
    return (*before, *after)


# ---------------------------------------------------------------- files with pages


def _pages(document: RawDocument) -> list[Page]:
    by_page: dict[int, list[Block]] = {}
    continued: set[int] = set()
    for block in document.blocks:
        pages_of = sorted({line.page for line in block.lines})
        for page in pages_of:
            lines = tuple(line for line in block.lines if line.page == page)
            part = block if len(pages_of) == 1 else replace(block, lines=lines, text="\n".join(x.text for x in lines))
            by_page.setdefault(page, []).append(part)
        if block.kind is not BlockKind.FURNITURE:
            continued.update(pages_of[1:])
    tops = {n: _top_raw(document.file.pages[n - 1]) for n in by_page}
    pages = []
    for number in sorted(by_page):
        blocks = tuple(by_page[number])
        furniture = {normalised(line.text) for b in blocks if b.kind is BlockKind.FURNITURE for line in b.lines}
        shared = set(tops[number][:5]) & (set(tops.get(number - 1, [])[:5]) | set(tops.get(number + 1, [])[:5]))
        edge = [line for b in blocks if b.kind is BlockKind.FURNITURE for line in b.lines]
        texts = [line.text.strip() for line in edge] + [t for t, _ in first_lines(blocks, 30)[:4]]
        counter = _counter(texts, number, len(document.file.pages))
        pages.append(
            Page(number, blocks, frozenset((furniture | shared) - {""}), words_in(blocks), counter, number in continued)
        )
    return pages


def _top_raw(page: str) -> list[str]:
    return [n for n in (normalised(line) for line in page.splitlines()) if n]


def _counter(texts: Sequence[str], page: int, pages: int) -> tuple[int, int] | None:
    for text in texts:
        if match := _COUNTER.match(text):
            k, n = int(match[1]), int(next(g for g in match.groups()[1:] if g))
            if (k, n) != (page, pages) and 1 <= k <= n:  # a count of the whole file says nothing
                return k, n
    return None


def _page_borders(document: RawDocument) -> list[int]:
    """The pages on which a new constituent document starts."""
    pages = _pages(document)
    usual = median(page.words for page in pages) or 1
    borders: list[int] = []
    start = 0
    for i in range(1, len(pages)):
        current = [b for page in pages[start:i] for b in page.blocks]
        if _border_points(pages, start, i, current, usual) >= table("divider")["threshold"]:
            borders.append(pages[i].number)
            start = i
    return borders


def _border_points(pages: Sequence[Page], start: int, i: int, current: Sequence[Block], usual: float) -> float:
    rules = table("divider")
    page, before = pages[i], pages[i - 1]
    first = next((line.text.strip() for b in page.blocks if b.kind is not BlockKind.FURNITURE for line in b.lines), "")
    repeated = frozenset(normalised(t) for t, _ in first_lines(before.blocks, 4)) | before.header
    starts = points_for_start(page.blocks, page.words, repeated, anchored=False)
    start_points = max(starts.values(), default=0.0)
    if first[:1].islower() and start_points < rules["threshold"]:
        return -9.0  # the middle of a sentence
    kind = kind_of(evidence_of(current[:TELLING]))
    points: dict[str, float] = rules["points"]
    total = start_points + _header_points(pages, start, i) + _counter_points(before, page)
    total += points_for_chapters(current, page.blocks, kind)
    total += points_for_repeats(current, page.blocks, kind)
    if any(pattern(rules["appendix"]).search(t) for t, _ in first_lines(page.blocks, 2)):
        total += points["appendix"]
    if page.continues:
        total += points["runs_on"]
    if not (start_points or total >= 2):
        return total
    if has_ended(current):
        total += points["end_before"]
    if title_like_first(current, page.blocks):
        total += points["title_again"]
    if before.words < 0.4 * usual:
        total += points["short_page_before"]
    if _only_cover(current, kind) and start_points < rules["certain"]:
        return min(total, 0.0)
    return total


def _only_cover(current: Sequence[Block], kind: DocumentKind) -> bool:
    """A report's cover and contents list belong to what follows."""
    unfit = (DocumentKind.LETTER, DocumentKind.EMAIL, DocumentKind.MINUTES, DocumentKind.STATEMENT, DocumentKind.REPLY)
    if kind in unfit or chapter_numbers(current):
        return False
    own = sum(len(b.text.split()) for b in current if b.kind not in (BlockKind.FURNITURE, BlockKind.CONTENTS))
    return own < int(table("divider")["cover_words"])


def _header_points(pages: Sequence[Page], start: int, i: int) -> float:
    points: dict[str, float] = table("divider")["points"]
    new, old = pages[i].header, pages[i - 1].header
    if not new and not old:
        return 0.0
    if not new or not old:
        earlier = any(p.header & new for p in pages[start:i]) if new else False
        return 0.0 if earlier else points["header_came_or_went"]
    for page in pages[max(start, i - 2) : i]:  # left and right pages may differ
        if page.header and len(new & page.header) / len(new | page.header) >= 0.5:
            return 0.0
    held = i - start >= 2 and pages[i - 2].header == old
    holds = i + 1 == len(pages) or pages[i + 1].header == new
    return points["header_changed"] + points["header_stays"] * (held and holds)


def _counter_points(before: Page, page: Page) -> float:
    points: dict[str, float] = table("divider")["points"]
    if page.counter is None:
        return 0.0
    if before.counter and page.counter[0] == before.counter[0] + 1 and page.counter[1] == before.counter[1]:
        return points["counter_continues"]
    return points["counter_restarts"] if page.counter[0] == 1 and before.counter != page.counter else 0.0


# ---------------------------------------------------------------- files without pages


def _block_borders(blocks: Sequence[Block]) -> list[int]:
    """As `_page_borders`, for DOCX and text files: each heading and short line may start a document."""
    rules = table("divider")
    borders: list[int] = []
    start = 0
    for i in range(1, len(blocks)):
        block = blocks[i]
        if not (block.kind is BlockKind.HEADING or stands_alone(block.text, block)):
            continue
        current = blocks[start:i]
        if words_in(current) < 30 or pattern(rules["closing_heading"]).search(block.text):
            continue
        if _listed(current, block):
            continue
        if _inner_points(blocks, i, current) >= rules["threshold"]:
            borders.append(i)
            start = i
    return borders


def _listed(current: Sequence[Block], block: Block) -> bool:
    """Is this line one of those under "Beslutsunderlag" or "Bilagor", which name documents without being them?"""
    for distance, before in enumerate(reversed(current), 1):
        if before.kind is BlockKind.HEADING and not before.text.startswith("§"):
            if not pattern(table("divider")["listing"]).search(before.text):
                return False
            return distance == 1 or (block.kind is not BlockKind.HEADING and distance <= LISTED)
    return False


def _inner_points(blocks: Sequence[Block], i: int, current: Sequence[Block]) -> float:
    rules = table("divider")
    points: dict[str, float] = rules["points"]
    block, new = blocks[i], blocks[i : i + 12]
    if _next_paragraph(current, block):
        return -9.0
    starts = points_for_start(new, 0, frozenset(), anchored=True)
    total = max(starts.values(), default=0.0)
    if block.kind is BlockKind.HEADING and _section_over(current):
        total += points["end_section_before"]
    elif (total or chapter_numbers([block]) == [1]) and has_ended(current):
        total += points["end_before"]
    if total or chapter_numbers([block]) == [1] or block.kind is BlockKind.CONTENTS:
        kind = kind_of(evidence_of(current[:TELLING]))
        if chapter_numbers([block]):
            total += points_for_chapters(current, new, kind)
        total += points_for_repeats(current, new, kind)
    return total


def _section_over(current: Sequence[Block]) -> bool:
    """The last heading was "Beslutet skickas till" and its few recipients have been listed."""
    rules = table("divider")
    last = max((k for k, b in enumerate(current) if b.kind is BlockKind.HEADING), default=None)
    if last is None or not pattern(rules["end_section"]).search(current[last].text):
        return False
    return 0 < words_in(current[last + 1 :]) <= int(rules["end_section_words"])


def _next_paragraph(current: Sequence[Block], block: Block) -> bool:
    """§ 142 after § 141 is the same minutes."""
    new = re.match(r"§+\s?(\d+)", block.text)
    old = [re.match(r"§+\s?(\d+)", b.text) for b in current if b.kind is BlockKind.HEADING]
    numbers = [int(m[1]) for m in old if m]
    return bool(new and numbers and int(new[1]) == numbers[-1] + 1)
