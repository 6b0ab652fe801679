"""The section tree of one constituent document: number, heading, level, role and voice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.reading.lookup import pattern, table
from assistant.reading.model import Block, BlockKind
from assistant.reading.titles import may_be_title, same_title
from assistant.types import DocumentKind, Part, Role, Section, Voice

_CALL = re.compile(r"(?<=[a-zåäö)])\d{1,2}$")  # a footnote's mark: "Nyckeltal1"
_NUMBER = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){0,5})\.?\s+(?=\S)")
_ANSWERING = (DocumentKind.REPLY, DocumentKind.STATEMENT, DocumentKind.MINUTES)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as printed: one block, or two where the line was broken. `blocks` index into the part's blocks."""

    blocks: tuple[int, ...]
    number: str | None
    text: str  # without the number
    level: int | None
    look: tuple[float | None, bool, bool]  # size, bold, all capitals
    page: int


def cover_length(blocks: Sequence[Block], title: str) -> int:
    """How many of the first blocks are title page, addressees and the like: all before the first text or section.

    A heading there is a section when it has a number or says what it holds, when others are set like it, or when it
    comes after the title and text follows it.
    """
    own = [i for i, b in enumerate(blocks) if b.kind not in (BlockKind.FURNITURE, BlockKind.CONTENTS)]
    looks = Counter(_look(blocks[i]) for i in own if blocks[i].kind is BlockKind.HEADING and not blocks[i].number)
    seen = False  # a heading, which may be the title
    for place, i in enumerate(own):
        block = blocks[i]
        following = own[place + 1] if place + 1 < len(own) else None
        if block.kind is BlockKind.HEADING:
            if block.number or role_of(block.text, Role.OTHER) not in (Role.OTHER, Role.ATTACHMENT, Role.REPLY):
                return i
            if may_be_title(block.text) and not same_title(block.text, title):
                if looks[_look(block)] >= 3:
                    return i
                if seen and following is not None and _is_text(blocks[following]):
                    return i
            seen = True
        elif _is_text(block):
            return i
    return len(blocks)


def _is_text(block: Block) -> bool:
    words = len(block.text.split())
    if block.kind is BlockKind.PARAGRAPH:
        return words >= 14 or (block.text.endswith((".", ":")) and words > 4)
    return block.kind in (BlockKind.LIST_ITEM, BlockKind.FOOTNOTE)


def _look(block: Block) -> tuple[float | None, bool, bool, int | None]:
    line = block.lines[0]
    return line.size, line.bold, block.text.isupper(), block.level


def headings_of(blocks: Sequence[Block], title: str = "") -> list[Heading]:
    """The headings in order, those broken over two lines made one; none from the cover or a contents list."""
    found: list[Heading] = []
    cover = cover_length(blocks, title)
    for i, block in enumerate(blocks):
        if block.kind is not BlockKind.HEADING or i < cover:
            continue
        number, text = _split_number(block)
        line = block.lines[0]
        look = (line.size, line.bold, text.isupper())
        heading = Heading((i,), number, text, block.level, look, block.page)
        if found and _continues(found[-1], heading, blocks):
            last = found.pop()
            joint = "" if last.text.endswith("-") and text[:1].islower() else " "
            words = (last.text.removesuffix("-") if joint == "" else last.text) + joint + text
            heading = replace(last, blocks=(*last.blocks, i), text=words)
        found.append(heading)
    return found


def _split_number(block: Block) -> tuple[str | None, str]:
    text = _CALL.sub("", block.text.strip())
    if match := re.match(r"^([A-Z])[.:]?\s+(?=[Bb]ilaga)", text):
        return match[1], text[match.end() :]
    if match := _NUMBER.match(text):
        return match[1], text[match.end() :].strip()
    if block.number and text.startswith(block.number):
        return block.number.rstrip("."), text[len(block.number) :].lstrip(". ").strip() or text
    return block.number, text


def _continues(last: Heading, new: Heading, blocks: Sequence[Block]) -> bool:
    if new.number or new.blocks[0] != last.blocks[-1] + 1 or last.look[1:] != new.look[1:]:
        return False
    if last.level != new.level and last.level is not None and new.level is not None:
        return False
    word = last.text.rstrip().rsplit(" ", 1)[-1].lower()
    return word in table("headings")["broken"]["ends"] or last.text.endswith(("-", ",")) or new.text[:1].islower()


def role_of(heading: str, inherited: Role) -> Role:
    """The role that the heading's words say, else the one inherited from the parent."""
    for rule in table("headings")["rule"]:
        if pattern(rule["pattern"]).search(heading.strip()):
            return Role(rule["role"])
    return inherited


def base_voice(kind: DocumentKind) -> Voice:
    """Who speaks in a document of this kind unless a sentence says otherwise."""
    return Voice(table("headings")["voice"].get(kind.value, Voice.UNKNOWN.value))


def sections_of(blocks: Sequence[Block], part: Part) -> tuple[list[Section], list[str | None]]:
    """The sections of a part, and for each of its blocks the id of the section it stands in (None: before the first).

    A numbered heading's level is the depth of its number. An unnumbered one keeps the level its look gives, but
    never above the numbered section that it stands under.
    """
    headings = headings_of(blocks, part.title)
    levels = _levels(headings)
    sections: list[Section] = []
    stack: list[Section] = []
    owner: list[str | None] = [None] * len(blocks)
    starts = {heading.blocks[0]: (heading, level) for heading, level in zip(headings, levels, strict=True)}
    current: str | None = None
    for i in range(len(blocks)):
        if i in starts:
            heading, level = starts[i]
            while stack and stack[-1].level >= level:
                stack.pop()
            section = _section(heading, level, stack, part, len(sections) + 1)
            sections.append(section)
            stack.append(section)
            current = section.id
        owner[i] = current
    return sections, owner


def _section(heading: Heading, level: int, stack: Sequence[Section], part: Part, ordinal: int) -> Section:
    parent = stack[-1] if stack else None
    text = heading.text or heading.number or ""
    inherited = parent.role if parent else Role.OTHER
    role = role_of(text, inherited)
    if parent is not None and parent.role is Role.ATTACHMENT:
        role = Role.ATTACHMENT
    if role is Role.RECOMMENDATIONS and part.kind in _ANSWERING:
        role = Role.REPLY  # "Rekommendation 2: …" as the heading of the answer to it
    label = heading.number or text
    path = (*(parent.path if parent else ()), label)
    return Section(
        id=f"{part.id}:s{ordinal}",
        part_id=part.id,
        number=heading.number,
        heading=text,
        level=level,
        role=role,
        voice=base_voice(part.kind),
        page=heading.page,
        path=path,
    )


def _levels(headings: Sequence[Heading]) -> list[int]:
    """Levels by number depth; unnumbered headings by their look, below the numbered one before them."""
    numbered = [h for h in headings if h.number]
    looks = _look_ranks([h for h in headings if not h.number])
    levels: list[int] = []
    depth = 0  # of the latest numbered heading
    for heading in headings:
        if heading.number:
            depth = 1 if heading.number.isalpha() else heading.number.count(".") + 1
            levels.append(depth)
        elif numbered and depth:
            appendix = bool(re.match(r"bilag(a|or)\b", heading.text, re.I))
            depth = 1 if appendix else depth
            levels.append(1 if appendix else depth + looks[heading.look, heading.level])
        else:
            levels.append(looks[heading.look, heading.level])
    return _nest_templates(headings, levels)


def _look_ranks(headings: Sequence[Heading]) -> dict[tuple[tuple[float | None, bool, bool], int | None], int]:
    """1 for the most prominent look among the unnumbered headings, 2 for the next …"""
    looks = {(h.look, h.level) for h in headings}

    def prominence(key: tuple[tuple[float | None, bool, bool], int | None]) -> tuple[float, float, bool, bool]:
        (size, bold, capitals), level = key
        return (level if level is not None else 9, -(size or 0), not capitals, not bold)

    order = sorted(looks, key=prominence)
    distinct = sorted({prominence(k)[:2] for k in order})
    return {k: distinct.index(prominence(k)[:2]) + 1 for k in order}


def _nest_templates(headings: Sequence[Heading], levels: list[int]) -> list[int]:
    """A heading that recurs is a sub-heading of whatever stands before it, though it is set like a chapter.

    Example: "NÄMNDENS ANSVAR" and "NÄMNDENS ARBETE" under every chapter of a quality report, all in one style. What
    is set lower goes down with it.
    """
    times = Counter(h.text.lower() for h in headings if not h.number)
    least = int(table("headings")["template"]["times"])
    result: list[int] = []
    down = 0
    chapter: int | None = None
    for heading, level in zip(headings, levels, strict=True):
        recurs = heading.number is None and times[heading.text.lower()] >= least
        if recurs and chapter is not None and level <= chapter:
            down = chapter + 1 - level
            result.append(chapter + 1)
        elif chapter is not None and level > chapter and (down or recurs):
            result.append(level + down)
        else:
            chapter, down = level, 0
            result.append(level)
    return result


def citation_section(
    section: Section, by_id: Mapping[str, Section], recurring: frozenset[str] = frozenset()
) -> Section:
    """The section that a citation names: the nearest numbered one, itself included.

    Without any, the nearest that is not a template's sub-heading. `recurring` holds the labels of those, lower
    case (see `template_headings`); when it is empty they are counted among `by_id`.
    """
    chain = _chain(section, by_id)
    for candidate in chain:
        if candidate.number:
            return candidate
    labels = recurring or template_headings([s for s in by_id.values() if s.part_id == section.part_id])
    return next((c for c in chain if c.heading.lower() not in labels), section)


def template_headings(sections: Sequence[Section]) -> frozenset[str]:
    """Unnumbered headings, lower case, that recur under several chapters of one document."""
    times = Counter(s.heading.lower() for s in sections if s.number is None and s.level > 1)
    return frozenset(h for h, n in times.items() if n >= int(table("headings")["template"]["times"]))


def _chain(section: Section, by_id: Mapping[str, Section]) -> list[Section]:
    """The section and its ancestors, innermost first, found by walking back through the part's sections."""
    prefix, _, ordinal = section.id.rpartition(":s")
    chain, level = [section], section.level
    for number in range(int(ordinal) - 1, 0, -1):
        before = by_id.get(f"{prefix}:s{number}")
        if before is not None and before.level < level:
            chain.append(before)
            level = before.level
    return chain
