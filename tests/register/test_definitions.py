"""What documents themselves explain: abbreviations and terms."""

from __future__ import annotations

import pytest
from made import Doc, read_made

from assistant.reading.spans import clean
from assistant.register.definitions import expanded
from assistant.register.records import extract
from assistant.types import DocumentKind


def defined(text: str) -> dict[str, str]:
    result = read_made("d", Doc(text, kind=DocumentKind.ROUTINE))
    found = extract([result]).definitions
    for definition in found:
        assert clean(result.file.pages, definition.quote.spans) == definition.quote.text
    return {d.term: d.expansion for d in found}


@pytest.mark.parametrize(
    ("text", "term", "expansion"),
    [
        ("Vi använder samordnad individuell plan (SIP) vid behov.", "SIP", "samordnad individuell plan"),
        ("Anmälan görs till Inspektionen för vård och omsorg (IVO).", "IVO", "Inspektionen för vård och omsorg"),
        ("Utredning görs enligt IBIC (individens behov i centrum).", "IBIC", "individens behov i centrum"),
        ("Samverkan med barn- och ungdomspsykiatrin (BUP) sker.", "BUP", "barn- och ungdomspsykiatrin"),
        ("Beslut enligt socialtjänstlagen (SoL) kan överklagas.", "SoL", "socialtjänstlagen"),
        ("Med avvikelse avses en händelse som inte var tänkt.", "avvikelse", "en händelse som inte var tänkt"),
        ("Rutin är en beskrivning av hur ett arbete ska göras.", "Rutin", "en beskrivning av hur ett arbete ska göras"),
        ("Kvalitet definieras som att kraven är uppfyllda.", "Kvalitet", "att kraven är uppfyllda"),
        ("Egenkontroll innebär att arbetet följs upp.", "Egenkontroll", "arbetet följs upp"),
        (
            "Enheten för stöd (nedan kallad stödenheten) växer.",
            "stödenheten",
            "Enheten för stöd",
        ),
        ("ASI, Addiction Severity Index, är en metod.", "ASI", "Addiction Severity Index"),
    ],
)
def test_what_a_sentence_explains(text: str, term: str, expansion: str) -> None:
    assert defined(text)[term] == expansion


@pytest.mark.parametrize(
    "text",
    [
        "Granskningen omfattade tre enheter (KPMG) i kommunen.",
        "Därför är det viktigt att alla känner till rutinen.",
        "Detta innebär att fler får vänta.",
        "Riktlinjerna är ett stöd för handläggarna.",
    ],
)
def test_what_explains_nothing(text: str) -> None:
    assert defined(text) == {}


def test_a_glossary() -> None:
    found = defined("""
|Begrepp|Förklaring|
|Brukare|Den som får en insats.|

# Definitioner

Insats: det som beviljas genom beslut.
""")
    assert found == {"Brukare": "Den som får en insats.", "Insats": "det som beviljas genom beslut"}


def test_letters_must_be_there() -> None:
    assert expanded("MAS", "en medicinskt ansvarig sjuksköterska") == "medicinskt ansvarig sjuksköterska"
    assert expanded("MAS", "en erfaren sjuksköterska") is None
