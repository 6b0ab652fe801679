"""How a place in a document is named: by the nearest numbered section around it, as answers' citations are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from assistant.reading.sections import citation_section, template_headings
from assistant.types import Section


def naming(sections: Mapping[str, Section]) -> dict[str, Section]:
    """Section id → the section that a citation names ("Vår bedömning" under 3.1 → 3.1)."""
    by_part: dict[str, dict[str, Section]] = defaultdict(dict)
    for section in sections.values():
        by_part[section.part_id][section.id] = section
    named: dict[str, Section] = {}
    for own in by_part.values():
        recurring = template_headings(list(own.values()))
        named |= {key: citation_section(section, own, recurring) for key, section in own.items()}
    return named
