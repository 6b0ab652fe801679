"""The Swedish words of the tab Rekommendationer."""

from __future__ import annotations

TAB = "Rekommendationer"
VIEWS_LABEL = "Visa som"
VIEWS = {"lista": "Lista", "karta": "Teman och kommuner", "aterkommer": "Återkommer", "tidslinje": "Tidslinje"}
FIELD_LABELS = ("Kommun", "Nämnd eller styrelse", "År", "Revisor", "Tema", "Besvarad", "Uppföljning")
WORDS, WORDS_HINT = "Sök i texten", "Till exempel delegation"
DAY = "Räkna dagar från"
BAD_DAY = "Skriv datumet som 2024-05-31."
CLEAR = "Rensa urvalet"
SHOWN = "{shown} av {total} visas."
FETCH = {"xlsx": "Hämta som Excel", "csv": "Hämta som CSV"}
COVERED = "Finns"
NOTHING = "Inga rekommendationer i urvalet. Rensa urvalet, eller se under Handlingar vad som är inläst."
NOT_INDEXED = "Inga handlingar är inlästa ännu. Läs in dem under fliken Handlingar."
NONE = "Inga."
MORE = "Visa {n} till ({left} kvar)"
SORT = "Sortera efter {column}"
ANSWERED, ANSWERED_OPENLY = "Ja ({stance})", "Ja (ståndpunkt framgår ej)"
UNANSWERED = "Nej"
NO_DAY = "svarsdatum framgår ej"
THEME, TOWNS = "Tema", "Kommuner"
MAP_LEAD = "Antal rekommendationer per tema och kommun. Välj en ruta för att se dem med källor."
CELL = "{theme}, {town}: {n}"
UNKNOWN = "{n} rekommendationer är utan känd kommun och räknas inte här."
LEFT_OUT = "{what}; där kan det finnas fler."
RECURRENCE = ("Återkommer i flera kommuner", "Återkommer inom en kommun i flera granskningar", "Bara i en kommun")
NO_DEADLINES = "Inga svarsdatum eller utlovade datum i urvalet."
TODAY = "i dag"
TIMELINE = ("Datum", "Vad", "Kommun", "Nämnd eller styrelse", "Gäller", "Läge")
ANSWER, PROMISE = "Svar till revisorerna", "Utlovad åtgärd"
GIVEN = "{n} av {of} besvarade"
CARD = "Rekommendationen med källor"
CLOSE = "Stäng"
ADDRESSEE, POINTS_TO, PRIORITY, RESPONSIBLE = "Riktas till", "Hänvisar till avsnitt", "Prioritet", "Ansvarig"
SOURCES = "Källor"
MORE_SOURCES = "{n} källor till"
BACK = "Tillbaka till rekommendationen"


def waits(days: int) -> str:
    """ "12 dagar kvar", "1 dag försenad", "i dag"."""
    if days == 0:
        return TODAY
    return f"{abs(days)} {'dag' if abs(days) == 1 else 'dagar'} {'kvar' if days > 0 else 'försenad'}"
