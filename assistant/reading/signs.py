"""The signs that a document starts or ends, each worth the points that data/divider.toml gives it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from assistant.reading.lookup import pattern, table
from assistant.reading.model import Block, BlockKind
from assistant.types import DocumentKind

ANCHORED = 24  # signs that look further than so many lines say nothing of where a document starts
TITLE_WORDS = 18


def first_lines(blocks: Sequence[Block], limit: int, own: bool = True) -> list[tuple[str, Block]]:
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


def stands_alone(text: str, block: Block) -> bool:
    """Set as a heading, or a short line without a full stop that is no list item."""
    if block.kind is BlockKind.HEADING:
        return True
    return block.kind is BlockKind.PARAGRAPH and len(text.split()) <= 14 and not text.endswith((".", ",", ";"))


def points_for_start(blocks: Sequence[Block], words: int, before: frozenset[str], anchored: bool) -> dict[str, float]:
    """Points by kind for the signs of a first page among the first lines.

    `before` are lines that the page before shows too: running headers say nothing. `anchored`: the first line
    itself must be part of the sign.
    """
    points: dict[str, float] = {}
    for rule in table("divider")["start"]:
        if words > rule.get("max_words", words) or (anchored and rule["lines"] > ANCHORED):
            continue
        lines = [(t, b) for t, b in first_lines(blocks, rule["lines"]) if normalised(t) not in before]
        if anchored:  # the text proper says nothing
            lines = list(takewhile(lambda line: len(line[0].split()) <= TITLE_WORDS, lines))
        if rule.get("first"):
            lines = lines[:1]
        if rule.get("heading"):
            lines = [(t, b) for t, b in lines if stands_alone(t, b)]
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


def normalised(text: str) -> str:
    return re.sub(r"[\d\s]+", " ", text).strip().lower()


def chapter_numbers(blocks: Sequence[Block]) -> list[int]:
    """Chapter numbers of the headings, in order: "3.2" counts as 3."""
    found = []
    for block in blocks:
        if block.kind is BlockKind.HEADING and block.number and (match := re.match(r"\d+", block.number)):
            found.append(int(match[0]))
    return found


def words_in(blocks: Sequence[Block]) -> int:
    return sum(len(b.text.split()) for b in blocks if b.kind is not BlockKind.FURNITURE)


def points_for_chapters(current: Sequence[Block], new: Sequence[Block], kind: DocumentKind) -> float:
    """Do the chapter numbers start again, or go on?"""
    rules, had, have = table("divider"), chapter_numbers(current), chapter_numbers(new[:40])
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


def points_for_repeats(current: Sequence[Block], new: Sequence[Block], kind: DocumentKind) -> float:
    """A second contents list, a second "Syfte": the first things of another document."""
    rules, points = table("divider"), 0.0
    window = [b for b in new if b.kind is not BlockKind.FURNITURE][:6]
    if any(b.kind is BlockKind.CONTENTS for b in window):
        had = any(b.kind is BlockKind.CONTENTS for b in current[:-1]) and chapter_numbers(current)
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


def title_like_first(current: Sequence[Block], new: Sequence[Block]) -> bool:
    """An unnumbered heading first on the page, as large as the largest that the document has had."""
    first = next((b for b in new if b.kind is not BlockKind.FURNITURE), None)
    if first is None or first.kind is not BlockKind.HEADING or first.number:
        return False
    had = [line.size or 0.0 for b in current if b.kind is BlockKind.HEADING for line in b.lines]
    return bool(had) and (first.lines[0].size or 0.0) >= max(had) > 0


def has_ended(current: Sequence[Block]) -> bool:
    """Signatures or a list of recipients among the last lines."""
    rules = table("divider")
    tail = [line.text.strip() for b in current[-14:] if b.kind is not BlockKind.FURNITURE for line in b.lines][-14:]
    return any(pattern(rules["signature"]).search(t) or pattern(rules["end_section"]).search(t) for t in tail)
