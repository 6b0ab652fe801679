"""The citation check (DESIGN §5): what a statement may differ in from the words it cites, and what it may not."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answering.check import Cited, check, figures_hold, figures_of, objection, quote_holds
from assistant.drafting.lookup import phrase as fixed_phrase
from assistant.reading.sentences import sentences
from assistant.retrieval.library import Library
from assistant.types import Checks, PassageKind, SourceFile, Span

PAGE = """Nämnden antog en delegations-
ordning den 14 mars 2022. Av de 20 akterna
saknade 13 en ”aktuell” plan, och 5,6 mnkr avsattes.
"""
NEXT = """Sidhuvud
Planen gäller till och med 2025."""


def file_of(*pages: str) -> SourceFile:
    return SourceFile("f", "f", "f.pdf", "0", ".pdf", pages, True)


def cited(quote: str, *spans: Span, pages: tuple[str, ...] = (PAGE, NEXT)) -> Cited:
    return Cited(quote, file_of(*pages), spans)


def at(words: str, page: int = 1, pages: tuple[str, ...] = (PAGE, NEXT)) -> Span:
    start = pages[page - 1].index(words)
    return Span(page, start, start + len(words))


# ---------------------------------------------------------------- the quote

FIRST = at("Nämnden antog en delegations-\nordning den 14 mars 2022.")


@pytest.mark.parametrize(
    "quote",
    [
        "Nämnden antog en delegationsordning den 14 mars 2022.",  # the word joined
        "Nämnden antog en delegations-\nordning den 14 mars 2022.",  # as it stands
        "Nämnden  antog en\tdelegationsordning\u00a0den 14 mars 2022. ",  # white space
        "Nämnden antog en delegations\u00adordning den 14 mars 2022.",  # soft hyphen
    ],
)
def test_a_quote_may_differ_in_white_space_and_line_ends(quote: str) -> None:
    assert quote_holds(cited(quote, FIRST))


@pytest.mark.parametrize("marks", ["”aktuell”", '"aktuell"', "“aktuell”", "„aktuell“", "»aktuell«"])
def test_quotation_marks_are_of_one_kind(marks: str) -> None:
    assert quote_holds(cited(f"saknade 13 en {marks} plan", at("saknade 13 en ”aktuell” plan")))


@pytest.mark.parametrize(
    "quote",
    [
        "Nämnden antog en delegationsordning den 41 mars 2022.",
        "Nämnden antog en delegationsordning den 14 mars 2023.",
        "Nämnden antog en delegationsordning den 14 maj 2022.",
        "Nämnden antog inte en delegationsordning den 14 mars 2022.",
        "Nämnden antog en delegationsordning den 14 mars",
        "antog en delegationsordning den 14 mars 2022.",
        "Styrelsen antog en delegationsordning den 14 mars 2022.",
        "Nämnden antog en delegationsordning den 14 mars 2022. Av",
        "",
        " - ",
    ],
)
def test_a_quote_with_other_words_than_the_page_does_not_hold(quote: str) -> None:
    assert not quote_holds(cited(quote, FIRST))


@pytest.mark.parametrize(
    "span",
    [
        Span(2, FIRST.start, FIRST.end),  # the wrong page
        Span(0, FIRST.start, FIRST.end),
        Span(3, FIRST.start, FIRST.end),  # no such page
        Span(1, FIRST.start + 8, FIRST.end),
        Span(1, FIRST.start, FIRST.end - 6),
        Span(1, FIRST.start, FIRST.end + 12),
        Span(1, FIRST.end, FIRST.start),
        Span(1, -54, -1),
        Span(1, 0, 10_000),
    ],
)
def test_a_quote_at_other_spans_does_not_hold(span: Span) -> None:
    assert not quote_holds(cited("Nämnden antog en delegationsordning den 14 mars 2022.", span))


def test_a_quote_without_a_place_does_not_hold() -> None:
    assert not quote_holds(cited("Nämnden antog en delegationsordning den 14 mars 2022."))


def test_a_quote_over_a_page_end_holds_in_its_order() -> None:
    first, second = at("5,6 mnkr avsattes."), at("Planen gäller", 2)
    assert quote_holds(cited("5,6 mnkr avsattes. Planen gäller", first, second))
    assert not quote_holds(cited("5,6 mnkr avsattes. Planen gäller", second, first))


def test_a_sign_is_part_of_a_quoted_figure() -> None:
    page = ("Avvikelsen blev −5,6 procent.",)
    assert not quote_holds(cited("Avvikelsen blev 5,6 procent.", Span(1, 0, len(page[0])), pages=page))


# ---------------------------------------------------------------- the figures

SOURCE = (
    "Under 2022 redovisade Lindvalla ett underskott på 14,7 mnkr, och 13 av 20 akter saknade plan. "
    "Enligt intervjuade är rutinen från 2014 delvis känd av de 118 medarbetarna. "
    "Av 6 kap. 8 § socialtjänstlagen (2001:453) följer att nämnden inte får överlåta ansvaret. "
    "Vi bedömer att styrningen i huvudsak är ändamålsenlig. "
    "Kommunstyrelsen beslutade den 14 december 2022 i ärende KS 2022:311 att avsätta 450 000 kronor. "
    "Nämnden anser att KPMG bör redovisa kostnaden."
)

CHANGES: list[tuple[str, str, str]] = [
    ("digit", "13 av 20", "18 av 20"),
    ("digits swapped", "118 medarbetarna", "181 medarbetarna"),
    ("figure dropped a digit", "118 medarbetarna", "18 medarbetarna"),
    ("year", "Under 2022", "Under 2021"),
    ("year of a routine", "från 2014", "från 2041"),
    ("decimal comma lost", "14,7", "147"),
    ("decimal comma a point", "14,7", "14.7"),
    ("decimals", "14,7", "14,6"),
    ("thousands", "450 000", "450"),
    ("thousands times ten", "450 000", "4 500 000"),
    ("day", "den 14 december", "den 24 december"),
    ("chapter", "6 kap. 8 §", "7 kap. 8 §"),
    ("section of a law", "6 kap. 8 §", "6 kap. 9 §"),
    ("SFS number", "2001:453", "2001:435"),
    ("diarienummer", "KS 2022:311", "KS 2022:312"),
    ("diary", "KS 2022:311", "SN 2022:311"),
    ("place", "Lindvalla", "Norrsala"),
    ("firm", "KPMG", "EY"),
    ("figure added", "saknade plan", "saknade plan i 3 fall"),
    ("number word", "saknade plan", "saknade plan i tre fall"),
    ("negation dropped", "inte får", "får"),
    ("negation added", "är ändamålsenlig", "inte är ändamålsenlig"),
    ("negation by another word", "saknade plan", "saknade ingen plan"),
    ("hedge dropped", "delvis känd", "känd"),
    ("hedge of two words dropped", "i huvudsak är", "är"),
    ("hedge added", "är ändamålsenlig", "är delvis ändamålsenlig"),
    ("hedge changed", "delvis känd", "helt känd"),
    ("may for shall", "bör redovisa", "ska redovisa"),
    ("speaker dropped", "Enligt intervjuade är rutinen", "Rutinen är"),
    ("speaker changed", "Vi bedömer att", "Nämnden bedömer att"),
    ("speaker made the auditors", "Nämnden anser att", "Vi anser att"),
    ("speaker added", "Kommunstyrelsen beslutade", "Enligt uppgift beslutade kommunstyrelsen"),
    ("month", "14 december 2022", "14 november 2022"),
    ("two figures change places", "13 av 20", "20 av 13"),
    ("chapter and section change places", "6 kap. 8 §", "8 kap. 6 §"),
    ("name that begins the sentence", "Kommunstyrelsen beslutade", "Socialnämnden beslutade"),
    ("unit", "14,7 mnkr", "14,7 tkr"),
    ("negation by prefix", "är ändamålsenlig", "är oändamålsenlig"),
]


@pytest.mark.parametrize(("said", "changed"), [(a, b) for _, a, b in CHANGES], ids=[n for n, _, _ in CHANGES])
def test_no_figure_name_negation_hedge_or_speaker_may_change(said: str, changed: str) -> None:
    assert SOURCE.count(said) == 1
    assert not figures_hold(SOURCE.replace(said, changed), [SOURCE]), "in the whole text"
    (sentence,) = (SOURCE[a:b] for a, b in sentences(SOURCE) if said in SOURCE[a:b])
    assert not figures_hold(sentence.replace(said, changed), [SOURCE]), "in its sentence alone"
    assert not figures_hold(sentence.replace(said, changed), [sentence]), "against its sentence alone"


@pytest.mark.parametrize(
    ("quote", "changed"),
    [
        ("Tjugofem ärenden granskades.", "Tjugosex ärenden granskades."),
        ("Avvikelsen blev −5,6 mnkr.", "Avvikelsen blev 5,6 mnkr."),
        ("Lindvalla saknar en samordnare.", "Norrsala saknar en samordnare."),
        ("Under tredje kvartalet ökade kön.", "Under fjärde kvartalet ökade kön."),
        ("Enligt ekonomichefen är det ont om tid.", "Enligt socialchefen är det ont om tid."),
        ("Tvåhundratjugofem ärenden granskades.", "Tvåhundratjugosex ärenden granskades."),
        ("Det tjugofemte ärendet avslogs.", "Det tjugosjätte ärendet avslogs."),
        ("Kostnaden gick från 3 till 5 mnkr.", "Kostnaden gick från 5 till 3 mnkr."),
        ("Det gällde 3–5 fall.", "Det gällde 5–3 fall."),
        ("Andelen ökade med 5 procent.", "Andelen ökade med 5 procentenheter."),
        ("Budgeten är 3 miljoner kronor.", "Budgeten är 3 tusen kronor."),
        ("Svar ges inom 14 dagar.", "Svar ges inom 14 veckor."),
        ("Kraven är uppfyllda.", "Kraven är ouppfyllda."),
        ("Uppgiften är inaktuell.", "Uppgiften är aktuell."),
        ("Socialnämnden uppdrar åt kommunstyrelsen.", "Kommunstyrelsen uppdrar åt socialnämnden."),
        ("Rektorn menar att skolan är trygg.", "Rektorn beslutar att skolan är trygg."),
    ],
)
def test_further_changes_are_caught(quote: str, changed: str) -> None:
    assert figures_hold(quote, [quote])
    assert not figures_hold(changed, [quote])
    assert not figures_hold(changed, [f"Det är bra. {quote} Nästa punkt är en annan."])


def test_a_figure_of_the_next_sentence_is_not_the_statements() -> None:
    quote = "Av 22 akter saknade 4 en plan. Under 2024 granskades 9 akter till."
    assert figures_hold("Av 22 akter saknade 4 en plan", [quote])
    assert not figures_hold("Av 22 akter saknade 9 en plan", [quote])


@pytest.mark.parametrize(
    ("quote", "statement", "reason"),
    [
        ("Den 14 december 2022.", "Den 14 november 2022.", "november"),
        ("Av 20 akter är 13 klara.", "Av 20 akter är 12 klara.", "not cited: 12"),
        ("Lindvalla har en plan.", "Norrsala har en plan.", "not cited: norrsala"),
        ("Nämnden har en plan.", "Nämnden har ingen plan.", "negation"),
        ("Stödet är ändamålsenligt.", "Stödet är oändamålsenligt.", "opposite of a cited word: ändamålsenligt"),
    ],
)
def test_an_objection_says_why(quote: str, statement: str, reason: str) -> None:
    assert objection(quote, [quote]) == ""
    assert reason in objection(statement, [quote])


@pytest.mark.parametrize(
    ("quote", "statement"),
    [
        ("Budgeten var 14,7 mnkr.", "Budgeten var 14,7 miljoner kronor."),
        ("Andelen är 5 procent i år.", "Andelen är 5 % i år."),
        ("Tjugofem ärenden granskades i fjol.", "25 ärenden granskades i fjol."),
        ("Avvikelsen blev −5,6 mnkr under året.", "Avvikelsen blev -5,6 mnkr."),
        ("Fristen är en månad, högst 3 månader.", "Fristen är en månad, högst 3 månad."),
    ],
)
def test_another_way_of_writing_a_figure_is_no_change(quote: str, statement: str) -> None:
    assert figures_hold(statement, [quote])


@pytest.mark.parametrize(
    ("phrase", "fields", "quote", "derived"),
    [
        ("review", {"title": "Granskning av skolan"}, "Granskning av skolan", ()),
        ("review_untitled", {}, "Granskning av skolan", ()),
        ("firm", {"firm": "KPMG"}, "KPMG har för revisorerna i Ekby granskat skolan och bedömer styrningen.", ()),
        ("due", {"date": "20 oktober 2023"}, "Vi önskar svar senast 2023-10-20.", ("20", "2023")),
        ("due", {"date": "20 oktober 2023"}, "Vi önskar svar senast den 20 okt. 2023, ej senare.", ("20", "2023")),
        ("exists", {"title": "Rutin för socialnämndens akter"}, "Rutin för socialnämndens akter", ()),
    ],
)
def test_the_drafts_fixed_phrases_hold(
    phrase: str, fields: dict[str, str], quote: str, derived: tuple[str, ...]
) -> None:
    assert objection(fixed_phrase(phrase, **fields), [quote], derived) == ""


def test_a_fixed_phrase_has_the_month_of_its_source() -> None:
    words, quote = fixed_phrase("due", date="20 november 2023"), "Vi önskar svar senast 2023-10-20."
    assert not figures_hold(words, [quote], ("20", "2023"))


def test_the_negative_test_is_not_vacuous() -> None:
    for a, b in sentences(SOURCE):
        assert figures_hold(SOURCE[a:b], [SOURCE])
        assert figures_hold(SOURCE[a:b], [SOURCE[a:b]])
    assert figures_hold(SOURCE, [SOURCE])


FAITHFUL: list[tuple[str, Callable[[str], str]]] = [
    ("white space", lambda t: t.replace(" ", "  \n")),
    ("line end in a word", lambda t: t.replace("underskott", "under-\nskott").replace("ansvaret", "an\u00adsvaret")),
    ("narrow spaces in figures", lambda t: t.replace("450 000", "450\u00a0000")),
    ("no space in figures", lambda t: t.replace("450 000", "450000")),
    ("quotation marks", lambda t: t.replace("Lindvalla", "”Lindvalla”").replace("rutinen", "rutinen")),
    ("case", lambda t: t.replace("Kommunstyrelsen", "kommunstyrelsen")),
    ("full stop left out", lambda t: t.rstrip(".")),
    ("first sentence alone", lambda t: t.split(". ")[0] + "."),
    ("two sentences", lambda t: ". ".join(t.split(". ")[:2]) + "."),
]


@pytest.mark.parametrize("vary", [v for _, v in FAITHFUL], ids=[n for n, _ in FAITHFUL])
def test_what_leaves_the_words_as_they_are_passes(vary: Callable[[str], str]) -> None:
    assert figures_hold(vary(SOURCE), [SOURCE])


def test_a_number_in_words_is_its_figure() -> None:
    assert figures_hold("Av akterna var 3 försenade.", ["Av akterna var tre försenade."])
    assert not figures_hold("Av akterna var 4 försenade.", ["Av akterna var tre försenade."])


def test_a_name_in_the_genitive_is_the_name() -> None:
    assert figures_of("Under året såg Lindvallas nämnd över KPMG:s råd.").names == {"lindvalla", "kpmg"}


def test_figures_are_read_with_what_binds_them() -> None:
    found = figures_of("I ärende 2022:311 avsattes 450 000 kronor, 5,6 %, den 2022-12-14 enligt 6 kap. 8 §.")
    assert sorted(found.numbers) == ["2022-12-14", "2022:311", "450000", "5,6", "6", "8"]


@given(st.integers(0, 99_999), st.integers(0, 99_999))
def test_no_two_numbers_are_alike(a: int, b: int) -> None:
    quote, statement = f"Nämnden fick {a} ärenden under året.", f"Nämnden fick {b} ärenden under året."
    assert figures_hold(statement, [quote]) is (a == b)


# ---------------------------------------------------------------- tables and sums

ROW = "Typ av beslut 2021 2022 2023 Hemtjänst 18 20 14 Ej verkställda 3 5 2"


def test_a_tabular_statement_takes_its_words_from_the_cells() -> None:
    assert figures_hold("Hemtjänst, 2023: 14", [ROW], tabular=True)
    assert figures_hold("Ej verkställda, 2022: 5", [ROW], tabular=True)


@pytest.mark.parametrize(
    "statement",
    ["Hemtjänst, 2023: 41", "Hemtjänst, 2024: 14", "Hemtjänst, 2023: 14 inte", "Hemtjänst, Lindvalla: 14", "1 814"],
)
def test_a_tabular_statement_adds_nothing(statement: str) -> None:
    assert not figures_hold(statement, [ROW], tabular=True)


def test_cells_beside_each_other_are_not_one_number() -> None:
    assert figures_hold("Hemtjänst, 2022: 402", ["2021 2022 2023 Hemtjänst 355 402 388"], tabular=True)
    assert not figures_hold("Hemtjänst, 2022: 402 388", ["2022 Hemtjänst 355 402 1 388"], tabular=True)


QUARTERS = "Insats 2023 2024 Kv 1 Kv 2 Kv 3 Kv 1 Kv 2 Kv 3 Boende 9 12 14 8 7 5 Växelvård 2 3 1 1 4 2"
DEMANDS = "Krav Uppfyllt Ej uppfyllt Tre leverantörer tillfrågade 24 16 På blankett 18 22"
MONEY = "Mnkr 2020 2021 2022 Budget 412,0 425,5 438,0 Avvikelse -7,3 -10,6 -14,7"


@pytest.mark.parametrize(
    ("table", "right", "wrong"),
    [
        (QUARTERS, "Boende, 2023, Kv 3: 14", "Boende, 2023, Kv 2: 14"),
        (QUARTERS, "Boende, 2024, Kv 2: 7", "Boende, 2023, Kv 2: 7"),
        (QUARTERS, "Växelvård, 2024, Kv 3: 2", "Växelvård, 2024, Kv 4: 2"),
        (DEMANDS, "På blankett, Ej uppfyllt: 22", "På blankett, Uppfyllt: 22"),
        (MONEY, "Budget, 2022: 438,0", "Budget, 2021: 438,0"),
        (MONEY, "Avvikelse, 2022: −14,7", "Avvikelse, 2022: 14,7"),
        (MONEY, "Mnkr, Budget, 2022: 438,0", "Tkr, Budget, 2022: 438,0"),
        (ROW, "Ej verkställda, 2022: 5", "Verkställda, 2022: 5"),
        ("Insats kv 1 kv 2 Boende 3 18", "Boende, kv 2: 18", "kv 3: 18"),
    ],
)
def test_a_value_stands_under_its_own_labels(table: str, right: str, wrong: str) -> None:
    assert objection(right, [table], tabular=True) == ""
    assert objection(wrong, [table], tabular=True) != ""


@pytest.mark.parametrize(
    ("table", "statement"),
    [
        ("Insats HT HT HT 2022 2023 2024 Boende 9 12 14", "Boende, HT 2024: 14"),  # labels over two lines
        ("Insats 2022 2023 2024 Boende 9 14", "Boende, 2024: 14"),  # an empty cell
        ("Insats 2022 2023 2024 Boende 1 148 1 131", "Boende, 2023: 1 131"),  # an empty cell, and thousands
    ],
)
def test_a_table_that_cannot_be_read_from_its_words_is_let_be(table: str, statement: str) -> None:
    assert objection(statement, [table], tabular=True) == ""


def test_derived_figures_keep_their_order() -> None:
    assert not figures_hold("Ja i 5 av 3 akter", ["Finns en plan? Ja Nej Ja Ja Nej akter"], derived=("3", "5"))


def test_a_count_of_yes_loses_no_negation() -> None:
    row = "Finns en aktuell plan? Ja Nej Ja Har beslut fattats? Nej Ej verkställda beslut 3"
    assert figures_hold("Finns en aktuell plan? Ja i 2 av 3 (räknat i tabellraden)", [row], derived=("2", "3"))


def test_a_sum_of_shares_may_say_that_it_is_not_whole() -> None:
    quote = "Av inköpen till skolan skedde 71 procent via avtal, 12 procent direkt och 9 procent utan avtal."
    note = "71 + 12 + 9 = 92 procent: andelarna summerar inte till 100."
    assert figures_hold(note, [quote], derived=("92", "100"))


def test_a_derived_figure_must_be_named_as_derived() -> None:
    cells = "Finns en plan? Ja Nej Ja Ja Nej"
    assert figures_hold("Ja i 3 av 5 akter", [cells], derived=("3", "5"))
    assert not figures_hold("Ja i 3 av 5 akter", [cells])
    assert not figures_hold("Ja i 4 av 5 akter", [cells], derived=("3", "5"))


def test_a_derived_figure_excuses_no_lost_negation() -> None:
    quote = "Planen följs inte i ja nej nej av akterna."
    assert not figures_hold("Planen följs i 2 av 3 akter.", [quote], derived=("2", "3"))


# ---------------------------------------------------------------- the whole check


def test_the_check_says_how_it_went() -> None:
    quote = "Nämnden antog en delegationsordning den 14 mars 2022."
    assert check(quote, [cited(quote, FIRST)]) == Checks(True, True, 1.0)
    assert check(quote, [cited(quote, Span(2, 0, 8))]) == Checks(False, False, 0.0)
    assert check(quote, []) == Checks(False, False, 0.0)
    wrong = check(quote.replace("14", "15"), [cited(quote, FIRST)])
    assert (wrong.quote, wrong.figures) == (True, False)
    assert 0.8 < wrong.support < 1.0


def test_one_bad_citation_fails_them_all() -> None:
    quote = "Nämnden antog en delegationsordning den 14 mars 2022."
    assert not check(quote, [cited(quote, FIRST), cited("Planen gäller", Span(1, 0, 13))]).quote


# ---------------------------------------------------------------- every sentence of the sample corpus


@pytest.fixture(scope="module")
def corpus_sentences(sample_library: Library) -> list[str]:
    texts = [p.text for p in sample_library.passages() if p.kind in (PassageKind.PROSE, PassageKind.LIST)]
    found = [text[a:b] for text in texts for a, b in sentences(text)]
    assert len(found) > 300
    return found


def _digits(sentence: str) -> list[str]:
    """The sentence with each of its numbers changed by one digit, into one that it does not hold."""
    numbers = {m.group() for m in re.finditer(r"\d+", sentence)}
    made = []
    for m in re.finditer(r"\d+", sentence):
        other = m.group()[:-1] + str((int(m.group()[-1]) + 1) % 10)
        if other not in numbers:
            made.append(sentence[: m.start()] + other + sentence[m.end() :])
    return made


def _without(pattern: str) -> Callable[[str], list[str]]:
    return lambda s: [s[: m.start()] + s[m.end() :] for m in re.finditer(pattern, s)]


def _with_inte(sentence: str) -> list[str]:
    words = sentence.split()
    return [" ".join([*words[:i], "inte", *words[i:]]) for i in {1, len(words) // 2, len(words) - 1} if i > 0]


KINDS: dict[str, tuple[Callable[[str], list[str]], int]] = {
    "a digit": (_digits, 200),
    "a comma lost": (_without(r"(?<=\d),(?=\d)"), 5),
    "a negation dropped": (_without(r"\b(?:inte|ej|ingen|inga|saknas)\b ?"), 60),
    "a negation added": (_with_inte, 500),
    "a hedge dropped": (_without(r"\b(?:delvis|i huvudsak|cirka|minst|vissa|kan|bör|endast)\b "), 20),
    "a speaker dropped": (_without(r"(?:[Vv]i bedömer att|[Ee]nligt intervjuade) "), 20),
    "a name changed": (
        lambda s: [s[: m.start()] + "Xylåkra" + s[m.end() :] for m in re.finditer(r"(?<=[a-zåäö,] )[A-ZÅÄÖ]\w+", s)],
        60,
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_change_to_a_verbatim_statement_is_caught(kind: str, corpus_sentences: list[str]) -> None:
    change, least = KINDS[kind]
    tried = [(s, changed) for s in corpus_sentences for changed in change(s)]
    assert len(tried) >= least
    missed = [pair for pair in tried if figures_hold(pair[1], [pair[0]])]
    assert not missed, missed[:3]


@pytest.mark.parametrize("vary", [v for _, v in FAITHFUL[:4]], ids=[n for n, _ in FAITHFUL[:4]])
def test_every_faithful_sentence_passes(vary: Callable[[str], str], corpus_sentences: list[str]) -> None:
    assert all(figures_hold(vary(s), [s]) for s in corpus_sentences)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_quotation_holds_at_its_place_and_nowhere_else(sample_library: Library, data: st.DataObject) -> None:
    passages = [p for p in sample_library.passages() if p.kind is PassageKind.PROSE and len(p.spans) == 1]
    passage = data.draw(st.sampled_from(passages))
    file = sample_library.files[passage.file_id]
    there = SourceFile(file.id, file.document, file.path, file.sha256, file.suffix, sample_library.pages(file.id), True)
    (span,) = passage.spans
    assert quote_holds(Cited(passage.text, there, passage.spans))
    shift = data.draw(st.sampled_from([-7, -3, 5, 11]))
    assert not quote_holds(Cited(passage.text, there, (Span(span.page, span.start + shift, span.end + shift),)))
