"""What later reviews say became of the recommendations of earlier ones."""

from __future__ import annotations

from made import Doc, read_made

from assistant.register.records import extract
from assistant.types import FollowUpStatus

FIRST = Doc(
    """
Vi rekommenderar nämnden att:
• anta en plan för tillsyn av bassängbad
• följa upp taxan för livsmedel
""",
    year=2021,
)
LATER = """
# 3 Resultat

|Rekommendation 2021|Vår bedömning|
|Plan för tillsyn av bassängbad|Delvis åtgärdad|

# 3.2 Taxan för livsmedel

Vi bedömer att rekommendationen inte har åtgärdats.

# 4 Slutsats

Vi rekommenderar nämnden att:
• slutföra planen
"""


def test_statuses_from_table_and_prose() -> None:
    found = extract([read_made("a", FIRST), read_made("b", Doc(LATER, year=2023, follow_up=True))])
    assert {f.recommendation_id: (f.status, f.words) for f in found.follow_ups} == {
        "a#1": (FollowUpStatus.PARTLY, "Delvis åtgärdad"),
        "a#2": (FollowUpStatus.NOT_DONE, "inte har åtgärdats"),
    }
    assert [r.text for r in found.recommendations if r.document == "b"] == ["slutföra planen"]


def test_another_municipality_follows_up_nothing() -> None:
    later = Doc(LATER, year=2023, follow_up=True, municipality="Lindvalla")
    assert extract([read_made("a", FIRST), read_made("b", later)]).follow_ups == ()
