"""What Word's styles and numbering say of a paragraph: heading level, list mark, table of contents."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

_HEADING = re.compile(r"^(?:heading|rubrik|överskrift)\s*(\d)", re.I)
_TITLE = re.compile(r"^(?:title|titel|dokumenttitel|rubrik)$", re.I)
_CONTENTS = re.compile(r"^(?:toc|innehåll)\s*(?:\d|heading)?$|^innehållsförteckning", re.I)
_LIST = re.compile(r"^(?:list (?:bullet|number)|punktlista|numrerad lista)", re.I)


_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def qn(name: str) -> str:
    """The full name of an element of WordprocessingML: "w:p" with its name space."""
    return _WORD + name.removeprefix("w:")


@dataclass(frozen=True, slots=True)
class StyleOf:
    """`level` 1 outermost for headings, else None. `numbering` is the style's own (numId, level), or None."""

    name: str
    level: int | None = None
    contents: bool = False
    bold: bool = False
    numbering: tuple[str, int] | None = None
    listed: str = ""  # "bullet" or "number" by the style's name, where no numbering is defined


@dataclass(frozen=True, slots=True)
class Mark:
    """A list mark or heading number as Word shows it."""

    label: str
    bullet: bool


class Styles:
    """The document's paragraph styles, looked up by id and resolved through what they are based on."""

    def __init__(self, document: Any) -> None:
        self._elements: dict[str, Any] = {}
        try:
            root = document.styles.element
        except Exception:  # no styles part: everything is plain
            root = []
        for style in root:
            if style.tag == qn("w:style"):
                self._elements[style.get(qn("w:styleId"))] = style
        self._known: dict[str, StyleOf] = {}

    def of(self, paragraph: Any) -> StyleOf:
        """The paragraph's style, with an outline level of its own counted."""
        properties = paragraph.find(qn("w:pPr"))
        style_id = _value(properties, "w:pStyle") or ""
        if style_id not in self._known:
            self._known[style_id] = self._resolve(style_id)
        found = self._known[style_id]
        outline = _value(properties, "w:outlineLvl")
        if outline is not None and outline.isdigit() and int(outline) < 9 and found.level is None:
            return StyleOf(found.name, int(outline) + 1, found.contents, found.bold, found.numbering, found.listed)
        return found

    def _resolve(self, style_id: str) -> StyleOf:
        name, level, contents, bold, listed = "", None, False, False, ""
        numbering: tuple[str, int] | None = None
        seen: set[str] = set()
        at: str | None = style_id
        while at and at not in seen and at in self._elements:
            seen.add(at)
            element = self._elements[at]
            shown = _value(element, "w:name") or at
            name = name or shown
            heading = _HEADING.match(shown)
            if level is None and heading:
                level = int(heading.group(1))
            elif level is None and _TITLE.match(shown):
                level = 1
            contents = contents or bool(_CONTENTS.match(shown))
            if _LIST.match(shown) and not listed:
                listed = "number" if re.search(r"number|numrerad", shown, re.I) else "bullet"
            properties = element.find(qn("w:pPr"))
            outline = _value(properties, "w:outlineLvl")
            if level is None and outline is not None and outline.isdigit() and int(outline) < 9:
                level = int(outline) + 1
            numbering = numbering or _num(properties)
            run = element.find(qn("w:rPr"))
            bold = bold or (run is not None and _on(run.find(qn("w:b"))))
            at = _value(element, "w:basedOn")
        return StyleOf(name or style_id, None if contents else level, contents, bold, numbering, listed)

    def all_bold(self, paragraph: Any) -> bool:
        """Whether every word of the paragraph is bold, by its runs or by its style."""
        base = self.of(paragraph).bold
        found = False
        for run in paragraph.iter(qn("w:r")):
            if not "".join(t.text or "" for t in run.iter(qn("w:t"))).strip():
                continue
            found = True
            properties = run.find(qn("w:rPr"))
            own = properties.find(qn("w:b")) if properties is not None else None
            if not (base if own is None else _on(own)):
                return False
        return found


def _value(parent: Any, tag: str) -> str | None:
    child = parent.find(qn(tag)) if parent is not None else None
    return child.get(qn("w:val")) if child is not None else None


def _on(element: Any) -> bool:
    return element is not None and element.get(qn("w:val")) not in ("0", "false", "off")


def _num(properties: Any) -> tuple[str, int] | None:
    node = properties.find(qn("w:numPr")) if properties is not None else None
    if node is None:
        return None
    level = _value(node, "w:ilvl") or "0"
    return _value(node, "w:numId") or "", int(level) if level.isdigit() else 0


class Numbering:
    """Counts the document's lists, so that an item's number and a heading's number can be told."""

    def __init__(self, document: Any) -> None:
        self._formats: dict[tuple[str, int], tuple[str, str, int]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._plain = 0
        self._abstract_of: dict[str, str] = {}
        try:
            root = document.part.numbering_part.element
        except Exception:  # no lists in the document
            return
        levels: dict[str, list[tuple[int, tuple[str, str, int]]]] = {}
        for abstract in root.iter(qn("w:abstractNum")):
            found = []
            for level in abstract.iter(qn("w:lvl")):
                start = _value(level, "w:start") or "1"
                shape = (
                    _value(level, "w:numFmt") or "decimal",
                    _value(level, "w:lvlText") or "",
                    int(start) if start.isdigit() else 1,
                )
                found.append((int(level.get(qn("w:ilvl")) or 0), shape))
            levels[abstract.get(qn("w:abstractNumId"))] = found
        for num in root.iter(qn("w:num")):
            key, abstract_id = num.get(qn("w:numId")), _value(num, "w:abstractNumId") or ""
            self._abstract_of[key] = abstract_id
            for depth, shape in levels.get(abstract_id, []):
                self._formats[key, depth] = shape

    def next(self, paragraph: Any, style: StyleOf) -> Mark | None:
        """The paragraph's mark, counted on; None where it is no item and no numbered heading."""
        own = _num(paragraph.find(qn("w:pPr")))
        key = own or style.numbering
        if key is not None and own is not None and not own[0] and style.numbering:
            key = (style.numbering[0], own[1])
        if key is None or key[0] in ("", "0"):
            if own is not None and own[0] == "0":
                return None
            return self._by_name(style)
        shape = self._formats.get(key)
        if shape is None:
            return self._by_name(style)
        return self._count(key[0], key[1], shape)

    def _by_name(self, style: StyleOf) -> Mark | None:
        if style.listed == "bullet":
            return Mark("•", True)
        if style.listed == "number":
            self._plain += 1
            return Mark(f"{self._plain}.", False)
        self._plain = 0
        return None

    def _count(self, key: str, depth: int, shape: tuple[str, str, int]) -> Mark:
        kind, pattern, start = shape
        if kind in ("bullet", "none"):
            return Mark("•" if kind == "bullet" else "", True)
        counts = self._counts[key]
        counts[depth] = counts.get(depth, start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]

        def shown(match: re.Match[str]) -> str:
            level = int(match.group(1)) - 1
            form, _, first = self._formats.get((key, level), ("decimal", "", 1))
            return _written(counts.get(level, first), form)

        return Mark(re.sub(r"%(\d)", shown, pattern), False)


def _written(number: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter") and 1 <= number <= 26:
        letter = chr(96 + number)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman") and 1 <= number <= 39:
        roman = "x" * (number // 10) + ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"][number % 10]
        return roman.upper() if form == "upperRoman" else roman
    return str(number)
