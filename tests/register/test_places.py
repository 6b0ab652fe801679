"""A place under a sub-heading without number is named by the numbered section above it."""

from __future__ import annotations

from made import Doc, read_made

from assistant.register.places import naming

TEXT = "# 3 Resultat\n\n## 3.1 Mål\n\nText.\n\n### Vår bedömning\n\nVi bedömer.\n\n# Bilaga\n\nText."


def test_the_nearest_numbered_section_names_the_place() -> None:
    sections = {s.id: s for s in read_made("p", Doc(TEXT)).sections}
    named = {sections[key].heading: section.title for key, section in naming(sections).items()}
    assert named == {"Resultat": "3 Resultat", "Mål": "3.1 Mål", "Vår bedömning": "3.1 Mål", "Bilaga": "Bilaga"}
