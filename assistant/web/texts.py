"""Every Swedish word of the web chat that does not come from a document or from the engine."""

from __future__ import annotations

from assistant.types import DocumentKind, Refusal

TITLE = "Fråga handlingarna"
TAGLINE = (
    "Svar ur kommunala revisionshandlingar. Varje uppgift visar sin källa: handling, avsnitt, sida och exakta ord."
)
TAB_CHAT = "Fråga"
TAB_DOCUMENTS = "Handlingar"
MORE_TABS = "Fler flikar"
SHORTCUTS = "Genvägar"
SKIP_TO_QUESTION = "Hoppa till frågan"
SKIP_TO_SOURCE = "Hoppa till källan"

KINDS = {
    DocumentKind.REPORT: "Revisionsrapport",
    DocumentKind.LETTER: "Missiv",
    DocumentKind.REPLY: "Yttrande",
    DocumentKind.STATEMENT: "Tjänsteutlåtande",
    DocumentKind.MINUTES: "Protokollsutdrag",
    DocumentKind.QUALITY_REPORT: "Kvalitetsberättelse",
    DocumentKind.PATIENT_SAFETY_REPORT: "Patientsäkerhetsberättelse",
    DocumentKind.QUALITY_SYSTEM: "Ledningssystem",
    DocumentKind.GUIDELINE: "Riktlinje",
    DocumentKind.ROUTINE: "Rutin",
    DocumentKind.EMAIL: "E-post",
    DocumentKind.OTHER: "Övrigt",
}

# ---------------------------------------------------------------- question and answer
QUESTION = "Din fråga"
QUESTION_HINT = "Skriv en fråga om handlingarna"
ASK = "Fråga"
STOP = "Stopp"
NEW = "Ny konversation"
FILTERS = "Begränsa sökningen"
MUNICIPALITY, BODY, KIND, YEAR = "Kommun", "Nämnd eller styrelse", "Slag av handling", "År"
CLEAR_FILTERS = "Rensa filter"
LIMITED_TO = "Begränsat till: {what}."
CONVERSATION = "Samtal"
YOU_ASKED = "Du frågade"
WELCOME = "Vad vill du veta?"
WELCOME_LEAD = "{parts} från {municipalities} är inlästa. Prova en av frågorna, eller skriv en egen."
WELCOME_LEAD_NO_PLACE = "{parts} är inlästa. Prova en av frågorna, eller skriv en egen."
EXAMPLES = "Exempelfrågor"
SEARCHING = "Söker i handlingarna …"
ANSWER_READY = "Svaret är klart, med {sources}."
ANSWER_REFUSED = "Frågan kunde inte besvaras ur handlingarna."
STOPPED = "Svaret stoppades."
NOTES = "Observera"
SOURCES = "Källor"
CITATION = "Källa {n}: {place}"
COPY = "Kopiera svaret med källor"
COPY_PLAIN = "Kopiera svaret"
COPIED = "Kopierat"
COPY_FAILED = "Kunde inte kopiera: markera texten och kopiera själv"
COVERAGE = "Detta söktes igenom och utelämnades"
SEARCHED = "{parts} söktes igenom."
NOTHING_LEFT_OUT = "Inget utelämnades: alla filer i mappen kunde läsas."
LEFT_OUT = "Detta utelämnades:"
UNEXPECTED = "Något gick fel, och frågan kunde inte besvaras."
UNEXPECTED_ADVICE = "Försök igen. Händer det på nytt: starta om programmet och se felet i terminalen."

REFUSALS: dict[Refusal, tuple[str, str]] = {  # heading, what to do
    Refusal.NO_EVIDENCE: (
        "Inget stöd i handlingarna",
        "Prova andra ord för samma sak, eller se under Handlingar vad som är inläst.",
    ),
    Refusal.OUT_OF_SCOPE: (
        "Frågan handlar om något annat",
        "Här finns bara det som står i de inlästa handlingarna. Se dem under Handlingar.",
    ),
    Refusal.WRONG_MUNICIPALITY: (
        "Kommunen finns inte bland handlingarna",
        "Se under Handlingar vilka kommuner som är inlästa, eller lägg till fler filer och uppdatera.",
    ),
    Refusal.WRONG_YEAR: (
        "Inga uppgifter för det året",
        "Fråga utan årtal för att se vilka år handlingarna gäller, eller lägg till fler filer och uppdatera.",
    ),
    Refusal.NOT_STATED: (
        "Det framgår inte",
        "Handlingen är inläst, men uppgiften står inte där. Den kan finnas i en annan handling som inte är inläst.",
    ),
    Refusal.EMPTY_QUESTION: ("Frågan är tom", "Skriv en fråga, eller välj en av exempelfrågorna."),
    Refusal.EMPTY_INDEX: ("Inga handlingar är inlästa", "Läs in handlingar under fliken Handlingar."),
}
REFUSED_WITH_FILTERS = "Sökningen var begränsad. Rensa filtren för att söka i alla handlingar."

# ---------------------------------------------------------------- example questions, filled from what is indexed
EXAMPLE_RECURRING = "Vilka rekommendationer återkommer i flera kommuner?"
EXAMPLE_RECOMMENDATIONS = "Vilka rekommendationer lämnade revisorerna till {body} i {municipality}?"
EXAMPLE_DUE = "När ska {body} i {municipality} senast svara revisorerna?"
EXAMPLE_REPLY = "Håller {body} i {municipality} med revisorerna?"
EXAMPLE_FOLLOW_UP = "Vilka rekommendationer har åtgärdats i {municipality}?"
EXAMPLE_GENERAL = ("Vilka rekommendationer lämnar revisorerna?", "Vilken är revisorernas sammanfattande bedömning?")

# ---------------------------------------------------------------- source panel
PANEL = "Källan"
PANEL_EMPTY = "Här visas sidan som svaret bygger på"
PANEL_EMPTY_LEAD = "Ställ en fråga och klicka på en siffra i svaret, så öppnas källan med de citerade orden markerade."
CITATION_OF = "Källa {n} av {total}"
PREVIOUS_CITATION, NEXT_CITATION = "Föregående källa", "Nästa källa"
PREVIOUS_PAGE, NEXT_PAGE = "Föregående sida", "Nästa sida"
PAGE_OF = "Sida {page} av {total}"
BACK_TO_CITED = "Till den citerade sidan"
SECTION = "avsnitt {section}"
PAGE = "s. {page}"
ZOOM_OUT, ZOOM_IN = "Förminska", "Förstora"
OPEN_PAGE = "Öppna sidan"
OPEN_FILE = "Öppna filen"
OPEN_TEXT = "Öppna hela texten"
FETCH_FILE = "Hämta filen"
NEW_TAB = "öppnas i ny flik"
BACK_TO_ANSWER = "Tillbaka till svaret"
CITED_WORDS = "De citerade orden"
PAGE_ALT = "Sida {page} av {total} i {document}. Markerade ord: ”{quote}”"
PAGE_ALT_PLAIN = "Sida {page} av {total} i {document}."
NOT_MARKED = "Orden kan inte markeras i bilden: sidan är inskannad eller ritad. De står ordagrant ovan."
OTHER_PAGE = "Du ser en annan sida än den citerade."
QUOTE_GOES_ON = "Citatet fortsätter på nästa sida."
FILE_GONE = "Källan kan inte visas: filen finns inte längre i indexet."
SURROUNDING = "Texten omkring citatet"

# ---------------------------------------------------------------- documents
DOCUMENTS_LEAD = "{parts} i {files}. Det som inte står i handlingen lämnas tomt."
COLUMNS = (
    "Handling",
    "Slag",
    "Kommun",
    "Nämnd eller styrelse",
    "År",
    "Datum",
    "Svar senast",
    "Diarienummer",
    "Revisor",
    "Sidor",
)
SEARCH_DOCUMENTS = "Filtrera listan"
SEARCH_DOCUMENTS_HINT = "Kommun, nämnd, årtal …"
SHOWN = "{shown} av {total} visas"
SORT_BY = "Sortera efter {column}"
FILE = "Fil"
PROBLEMS = "Filer som inte kunde läsas helt"
PROBLEM_PAGES = "sidor {pages}"
REFRESH = "Uppdatera"
REFRESH_LEAD = "Läser om mappen {folder}. Bara det som har ändrats läses på nytt."
REFRESHING = "Uppdaterar …"
REFRESH_DONE = "Klart: {added} nya, {changed} ändrade, {removed} borttagna och {unchanged} oförändrade filer."
EMPTY = "Inga handlingar är inlästa ännu"
EMPTY_STEPS = (
    "Lägg filerna (PDF, DOCX, TXT eller MD) i mappen {folder}.",
    "Öppna fliken Handlingar och välj Uppdatera, eller kör python -m assistant index i terminalen.",
    "Kom tillbaka hit och ställ en fråga.",
)
TROUBLE = "Indexet kan inte användas"

# ---------------------------------------------------------------- start
LISTENING = "Chatten är öppen på {address}"
LEAVE = "Avsluta med Ctrl+C."
PORT_TAKEN = "Port {port} är upptagen av ett annat program. Chatten öppnas på port {free} i stället."
NO_PORT = "Ingen ledig port hittades från {port} till {last}."
NO_PORT_ADVICE = "Stäng programmet som använder porten, eller välj en annan med --port."
NO_HOST = "Det går inte att lyssna på adressen {host}."
NO_HOST_ADVICE = "Kontrollera --host (förval: 127.0.0.1)."


def count(number: int, one: str, many: str) -> str:
    """ "1 handling", "12 handlingar"."""
    return f"{number} {one if number == 1 else many}"


def seconds(taken: float) -> str:
    """ "under 0,1 s", "1,4 s"."""
    return "under 0,1 s" if taken < 0.1 else f"{taken:.1f} s".replace(".", ",")


def documents(number: int) -> str:
    return count(number, "handling", "handlingar")


def listed(words: list[str], limit: int = 6) -> str:
    """ "A, B och C"; beyond `limit` the rest is counted."""
    if len(words) > limit:
        words = [*words[:limit], f"{len(words) - limit} till"]
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + f" och {words[-1]}" if words else ""
