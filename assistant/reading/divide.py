"""One file that holds several documents → its constituent documents.

Every possible border (the top of a page; in files without pages, a heading or a short line) gathers points from the
evidence in data/divider.toml: another running header, a page count or chapter numbers that start again, the first
lines of a letter, an e-mail, minutes, a cover. A border stands where the points reach the threshold.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile
from statistics import median

from assistant.reading.kinds import evidence_of, kind_of
from assistant.reading.lookup import pattern, table
from assistant.reading.model import Block, BlockKind, RawDocument
from assistant.reading.spans import clean
from assistant.types import DocumentKind

_COUNTER = re.compile(
    r"^(?:.*\bsid(?:a|an|or)?\.?:?\s*)?(\d{1,3})\s*(?:\(\s*(\d{1,3})\s*\)|av\s+(\d{1,3})|/\s*(\d{1,3}))$", re.I
)

TELLING = 200  # blocks that are enough to tell a document's kind
ANCHORED = 24  # signs that look further than so many lines say nothing of where a document starts
TITLE_WORDS = 18
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


# ---------------------------------------------------------------- evidence shared by both


def _lines(blocks: Sequence[Block], limit: int, own: bool = True) -> list[tuple[str, Block]]:
    """The first printed lines with their blocks; a heading is one line however it was broken."""
    found: list[tuple[str, Block]] = []
    for block in blocks:
        if (own and block.kind is BlockKind.FURNITURE) or block.kind is BlockKind.CONTENTS:
            continue
        if block.kind is BlockKind.HEADING:
            found.append((block.text, block))
        else:
            found.extend((line.text.strip(), block) for line in block.lines if line.text.strip())
        if len(found) >= limit:
            break
    return found[:limit]


def _alone(text: str, block: Block) -> bool:
    """Set as a heading, or a short line without a full stop that is no list item."""
    if block.kind is BlockKind.HEADING:
        return True
    return block.kind is BlockKind.PARAGRAPH and len(text.split()) <= 14 and not text.endswith((".", ",", ";"))


def _start_points(blocks: Sequence[Block], words: int, before: frozenset[str], anchored: bool) -> dict[str, float]:
    """Points by kind for the signs of a first page among the first lines.

    `before` are lines that the page before shows too: running headers say nothing. `anchored`: the first line
    itself must be part of the sign.
    """
    points: dict[str, float] = {}
    for rule in table("divider")["start"]:
        if words > rule.get("max_words", words) or (anchored and rule["lines"] > ANCHORED):
            continue
        lines = [(t, b) for t, b in _lines(blocks, rule["lines"]) if _norm(t) not in before]
        if anchored:  # the text proper says nothing
            lines = list(takewhile(lambda line: len(line[0].split()) <= TITLE_WORDS, lines))
        if rule.get("first"):
            lines = lines[:1]
        if rule.get("heading"):
            lines = [(t, b) for t, b in lines if _alone(t, b)]
        lines = [(t, b) for t, b in lines if b.kind is not BlockKind.LIST_ITEM or rule["lines"] > 20]
        hits = [[t for t, _ in lines if pattern(p).search(t)] for p in rule["patterns"]]
        held = [h for h in hits if h]
        if len(held) < rule.get("least", 1):
            continue
        if anchored and not any(h[0] == lines[0][0] for h in held):
            continue
        if "must" in rule and not any(pattern(rule["must"]).search(t) for t, _ in lines[: 2 if anchored else None]):
            continue
        points[rule["kind"]] = points.get(rule["kind"], 0.0) + rule["points"]
    return points


def _norm(text: str) -> str:
    return re.sub(r"[\d\s]+", " ", text).strip().lower()


def _chapters(blocks: Sequence[Block]) -> list[int]:
    """Chapter numbers of the headings, in order: "3.2" counts as 3."""
    found = []
    for block in blocks:
        if block.kind is BlockKind.HEADING and block.number and (match := re.match(r"\d+", block.number)):
            found.append(int(match[0]))
    return found


def _words(blocks: Sequence[Block]) -> int:
    return sum(len(b.text.split()) for b in blocks if b.kind is not BlockKind.FURNITURE)


def _chapter_points(current: Sequence[Block], new: Sequence[Block], kind: DocumentKind) -> float:
    """Do the chapter numbers start again, or go on?"""
    rules, had, have = table("divider"), _chapters(current), _chapters(new[:40])
    if not have:
        return 0.0
    first = next((b for b in new if b.kind not in (BlockKind.FURNITURE, BlockKind.CONTENTS)), None)
    points: dict[str, float] = rules["points"]
    if have[0] == 1:
        if kind in rules["unchaptered"]:
            at_top = first is not None and first.kind is BlockKind.HEADING
            return points["chapter_after_letter"] if at_top or len(had) == 0 else 0.0
        if had and max(had) >= 2:
            return points["chapter_restarts"]
        if not had and kind in (DocumentKind.REPLY, DocumentKind.STATEMENT):
            return points["chapter_after_other"]
        return 0.0
    return points["chapter_continues"] if had and have[0] in (had[-1], had[-1] + 1) else 0.0


def _again_points(current: Sequence[Block], new: Sequence[Block], kind: DocumentKind) -> float:
    """A second contents list, a second "Syfte": the first things of another document."""
    rules, points = table("divider"), 0.0
    window = [b for b in new if b.kind is not BlockKind.FURNITURE][:6]
    if any(b.kind is BlockKind.CONTENTS for b in window):
        had = any(b.kind is BlockKind.CONTENTS for b in current[:-1]) and _chapters(current)
        if had or kind in rules["unchaptered"] or kind in (DocumentKind.REPLY, DocumentKind.STATEMENT):
            points += rules["points"]["contents_again"]
    opening = pattern(rules["opening_heading"])
    new_heads = [b.text for b in window if b.kind is BlockKind.HEADING and b.number is None]
    old_heads = {b.text.lower() for b in current if b.kind is BlockKind.HEADING}
    if any(opening.search(h) and h.lower() in old_heads for h in new_heads):
        points += rules["points"]["opening_again"]
    elif kind in rules["unchaptered"] and any(opening.search(h) for h in new_heads):
        points += rules["points"]["opening_after_letter"]
    return points


def _title_again(current: Sequence[Block], new: Sequence[Block]) -> bool:
    """An unnumbered heading first on the page, as large as the largest that the document has had."""
    first = next((b for b in new if b.kind is not BlockKind.FURNITURE), None)
    if first is None or first.kind is not BlockKind.HEADING or first.number:
        return False
    had = [line.size or 0.0 for b in current if b.kind is BlockKind.HEADING for line in b.lines]
    return bool(had) and (first.lines[0].size or 0.0) >= max(had) > 0


def _ended(current: Sequence[Block]) -> bool:
    """Signatures or a list of recipients among the last lines."""
    rules = table("divider")
    tail = [line.text.strip() for b in current[-14:] if b.kind is not BlockKind.FURNITURE for line in b.lines][-14:]
    return any(pattern(rules["signature"]).search(t) or pattern(rules["end_section"]).search(t) for t in tail)


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
        furniture = {_norm(line.text) for b in blocks if b.kind is BlockKind.FURNITURE for line in b.lines}
        shared = set(tops[number][:5]) & (set(tops.get(number - 1, [])[:5]) | set(tops.get(number + 1, [])[:5]))
        edge = [line for b in blocks if b.kind is BlockKind.FURNITURE for line in b.lines]
        texts = [line.text.strip() for line in edge] + [t for t, _ in _lines(blocks, 30)[:4]]
        counter = _counter(texts, number, len(document.file.pages))
        pages.append(
            Page(number, blocks, frozenset((furniture | shared) - {""}), _words(blocks), counter, number in continued)
        )
    return pages


def _top_raw(page: str) -> list[str]:
    return [n for n in (_norm(line) for line in page.splitlines()) if n]


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
    repeated = frozenset(_norm(t) for t, _ in _lines(before.blocks, 4)) | before.header
    starts = _start_points(page.blocks, page.words, repeated, anchored=False)
    start_points = max(starts.values(), default=0.0)
    if first[:1].islower() and start_points < rules["threshold"]:
        return -9.0  # the middle of a sentence
    kind = kind_of(evidence_of(current[:TELLING]))
    points: dict[str, float] = rules["points"]
    total = start_points + _header_points(pages, start, i) + _counter_points(before, page)
    total += _chapter_points(current, page.blocks, kind)
    total += _again_points(current, page.blocks, kind)
    if any(pattern(rules["appendix"]).search(t) for t, _ in _lines(page.blocks, 2)):
        total += points["appendix"]
    if page.continues:
        total += points["runs_on"]
    if not (start_points or total >= 2):
        return total
    if _ended(current):
        total += points["end_before"]
    if _title_again(current, page.blocks):
        total += points["title_again"]
    if before.words < 0.4 * usual:
        total += points["short_page_before"]
    if _only_cover(current, kind) and start_points < rules["certain"]:
        return min(total, 0.0)
    return total


def _only_cover(current: Sequence[Block], kind: DocumentKind) -> bool:
    """A report's cover and contents list belong to what follows."""
    unfit = (DocumentKind.LETTER, DocumentKind.EMAIL, DocumentKind.MINUTES, DocumentKind.STATEMENT, DocumentKind.REPLY)
    if kind in unfit or _chapters(current):
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
        if not (block.kind is BlockKind.HEADING or _alone(block.text, block)):
            continue
        current = blocks[start:i]
        if _words(current) < 30 or pattern(rules["closing_heading"]).search(block.text):
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
    starts = _start_points(new, 0, frozenset(), anchored=True)
    total = max(starts.values(), default=0.0)
    if block.kind is BlockKind.HEADING and _section_over(current):
        total += points["end_section_before"]
    elif (total or _chapters([block]) == [1]) and _ended(current):
        total += points["end_before"]
    if total or _chapters([block]) == [1] or block.kind is BlockKind.CONTENTS:
        kind = kind_of(evidence_of(current[:TELLING]))
        if _chapters([block]):
            total += _chapter_points(current, new, kind)
        total += _again_points(current, new, kind)
    return total


def _section_over(current: Sequence[Block]) -> bool:
    """The last heading was "Beslutet skickas till" and its few recipients have been listed."""
    rules = table("divider")
    last = max((k for k, b in enumerate(current) if b.kind is BlockKind.HEADING), default=None)
    if last is None or not pattern(rules["end_section"]).search(current[last].text):
        return False
    return 0 < _words(current[last + 1 :]) <= int(rules["end_section_words"])


def _next_paragraph(current: Sequence[Block], block: Block) -> bool:
    """§ 142 after § 141 is the same minutes."""
    new = re.match(r"§+\s?(\d+)", block.text)
    old = [re.match(r"§+\s?(\d+)", b.text) for b in current if b.kind is BlockKind.HEADING]
    numbers = [int(m[1]) for m in old if m]
    return bool(new and numbers and int(new[1]) == numbers[-1] + 1)
