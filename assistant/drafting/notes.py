"""The words of a footnote: document, section, page and what is quoted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.drafting.background import _bare as bare
from assistant.types import Citation

LONGEST_REPEAT = 25  # words: a longer quotation is given once, and pointed to after that


def place(citation: Citation) -> str:
    """ "Kvalitetsberättelse för året 2022, avsnitt 4.4 Avvikelser, s. 21" """
    words = [bare(citation.part) or citation.document]
    if citation.section:
        title = citation.section_title or ""
        section = (
            f"avsnitt {citation.section} {title}".strip() if citation.section[:1].isdigit() else f"”{citation.section}”"
        )
        words.append(section if citation.section[:1].isdigit() else f"avsnittet {section}")
    if citation.page is not None:
        words.append(f"s. {citation.page}")
    return ", ".join(words)


def note(numbers: Sequence[int], citations: Mapping[int, Citation], before: Mapping[int, int]) -> str:
    """The text of one footnote. `before` gives, by citation, the footnote that has quoted it already."""
    pieces: list[str] = []
    last = ""
    for n in numbers:
        citation = citations[n]
        where = place(citation)
        words = f"”{citation.quote}”"
        if n in before and len(citation.quote.split()) > LONGEST_REPEAT:
            words = f"orden står i fotnot {before[n]}"
        pieces.append(words if where == last else f"{where}: {words}")
        last = where
    words = "; ".join(pieces)
    return words if words.endswith((".”", "?”", "!”")) else words + "."
