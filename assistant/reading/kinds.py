"""What a constituent document is: every rule of data/kinds.toml that holds gives its kind points; most points win."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.reading.lookup import pattern, table
from assistant.reading.model import Block, BlockKind
from assistant.reading.titles import front_lines
from assistant.types import DocumentKind

TOP_LINES = 16


@dataclass(frozen=True, slots=True)
class Evidence:
    """The places of a document that tell its kind, each as text with one printed line a line."""

    header: str  # running headers and footers, each once
    top: str  # its first lines
    headings: str
    body: str
    words: int  # of the body


def evidence_of(blocks: Sequence[Block]) -> Evidence:
    """Gather the evidence from a document's blocks; its contents list counts for nothing."""
    header = dict.fromkeys(
        line.text.strip() for block in blocks if block.kind is BlockKind.FURNITURE for line in block.lines
    )
    own = [b for b in blocks if b.kind not in (BlockKind.FURNITURE, BlockKind.CONTENTS)]
    top = [line.text for line in front_lines(blocks)][:TOP_LINES]
    headings = [b.text for b in own if b.kind is BlockKind.HEADING]
    body = "\n".join(b.text for b in own)
    return Evidence("\n".join(header), "\n".join(top), "\n".join(headings), body, len(body.split()))


def kind_scores(evidence: Evidence) -> Counter[DocumentKind]:
    """Points by kind. Only comparable within one document."""
    scores: Counter[DocumentKind] = Counter()
    fields = {
        "header": evidence.header,
        "top": evidence.top,
        "headings": evidence.headings,
        "body": evidence.body[:60000],
        "front": f"{evidence.header}\n{evidence.top}",
    }
    for rule in table("kinds")["rule"]:
        if not rule.get("min_words", 0) <= evidence.words <= rule.get("max_words", evidence.words):
            continue
        if "pattern" not in rule or pattern(rule["pattern"]).search(fields[rule["where"]]):
            scores[DocumentKind(rule["kind"])] += rule["points"]
    return scores


def kind_of(evidence: Evidence) -> DocumentKind:
    """The kind with most points, OTHER where no kind reaches the table's floor."""
    scores = kind_scores(evidence)
    best = max(scores.items(), key=lambda item: item[1], default=(DocumentKind.OTHER, 0))
    return best[0] if best[1] >= table("kinds")["floor"] else DocumentKind.OTHER
