"""The register at scale: python benchmarks/register_scale.py [--reports 2000] [--folder DIR]

Writes synthetic audit reports in the four layouts of the sample corpus (as many of each), every one with a known list
of recommendations, and indexes them. Prints one line of JSON: F1 over recommendations (a match is the whole text, in
the right document), the share of matches with the right addressee and sections, and the milliseconds of whole-register
queries: every recommendation as a row, the theme × municipality matrix, what is open, the web's table sorted.
Needs the `dev` extra and the fonts that tools/make_corpus.py needs.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))

FIRMS = ("granit", "kvist", "nordkontroll", "ekberg")
STARTS = (
    "Ask",
    "Björk",
    "Dal",
    "Ek",
    "Furu",
    "Gran",
    "Hassel",
    "Järn",
    "Käll",
    "Lind",
    "Mo",
    "Näs",
    "Ox",
    "Ris",
    "Sten",
)
ENDS = ("arp", "boda", "bro", "dala", "eda", "fors", "holm", "ryd", "torp", "vik")
BODIES = (
    "socialnämnden", "vård- och omsorgsnämnden", "kommunstyrelsen", "barn- och utbildningsnämnden",
    "tekniska nämnden", "miljö- och byggnadsnämnden", "kultur- och fritidsnämnden",
)  # fmt: skip
SUBJECTS = (
    "hemtjänsten", "placerade barn", "inköp och upphandling", "informationssäkerhet", "intern kontroll",
    "underhåll av gator", "bygglovshanteringen", "skolans elevhälsa", "föreningsstödet", "arbetsmiljön",
)  # fmt: skip
DOING = (  # infinitive, imperative
    ("revidera", "Revidera"), ("stärka", "Stärk"), ("utveckla", "Utveckla"), ("förtydliga", "Förtydliga"),
    ("följa upp", "Följ upp"), ("dokumentera", "Dokumentera"), ("se över", "Se över"), ("besluta om", "Besluta om"),
    ("upprätta", "Upprätta"), ("säkerställa", "Säkerställ"),
)  # fmt: skip
THINGS = (
    "rutinerna för avvikelsehantering", "delegationsordningen", "internkontrollplanen", "målen för verksamheten",
    "kompetensförsörjningen", "samverkan med regionen", "den ekonomiska uppföljningen", "egenkontrollen",
    "riktlinjerna för handläggning", "informationsklassningen", "bevakningen av avtal",
    "arbetet med barnets rättigheter", "dokumentationen i ärenden", "handlingsplanen för underhåll",
    "introduktionen av nyanställda",
    "uppföljningen av externa utförare", "rapporteringen till nämnden", "krisledningens övningar",
    "kontrollen av behörigheter", "förebyggande insatser för unga",
)  # fmt: skip
TAILS = (
    "så att den är känd i hela verksamheten", "minst en gång per år", "och redovisa resultatet för nämnden",
    "i enlighet med gällande lagstiftning", "inför kommande budgetarbete", "tillsammans med berörda förvaltningar",
    "med tydligt utpekat ansvar", "utifrån en dokumenterad riskanalys", "i god tid före nästa mandatperiod",
)  # fmt: skip
FILLER = (
    "Verksamheten omfattade under året {n} ärenden, vilket är fler än året innan. Handläggarna beskriver läget som "
    "ansträngt men hanterbart, och flera tjänster har tillsatts under våren.",
    "Enligt intervjuade chefer borde nämnden ha begärt tätare rapporter om {thing}. Någon sådan begäran framgår inte "
    "av protokollen för {year}.",
    "Av {n} granskade ärenden var {k} handlagda inom den tid som nämnden själv har bestämt. I övriga ärenden saknas en "
    "förklaring till dröjsmålet.",
    "Kommunens revisorer har tidigare granskat området. Iakttagelserna i den rapporten gällde främst {thing}.",
)


@dataclass(frozen=True)
class Asked:
    """One recommendation as written; `sections` as the report points to them."""

    text: str
    addressee: str
    sections: tuple[str, ...] = ()


def report(number: int) -> tuple[str, list[Asked]]:
    """The markup of report `number` (tools/sample_corpus/markup.py) and its recommendations; the same every time."""
    rng = random.Random(number)
    firm = FIRMS[number % 4]
    town = rng.choice(STARTS) + rng.choice(ENDS)
    body, other = rng.sample(BODIES, 2)
    subject, year = rng.choice(SUBJECTS), rng.randint(2015, 2025)
    asked = []
    for i, thing in enumerate(rng.sample(THINGS, rng.randint(3, 8))):
        infinitive, imperative = rng.choice(DOING)
        tail = rng.choice(TAILS)
        if firm == "granit":
            pointed = tuple(sorted({f"3.{rng.randint(1, 3)}" for _ in range(rng.randint(1, 2))}))
            asked.append(Asked(f"att {infinitive} {thing} {tail}", body, pointed))
        else:
            to = other if firm == "nordkontroll" and i > 2 else body
            asked.append(Asked(f"{imperative} {thing} {tail}.", to))
    head = (
        f'+++\nfile = "rapport-{number:05d}.pdf"\ntitle = "Granskning av {subject}"\nauthor = "{firm}"\n+++\n'
        f'::: part\nlayout = "{firm}"\nheader_left = "Granskning av {subject}"\nfooter_right = "{{page}}"\n'
        'page = "{page}"\n:::\n'
    )
    cover = (
        f"::: title Granskning av {subject}\n\n::: subtitle {town} kommun\n\n"
        f"Revisionsrapport\\\n{year}-05-{number % 28 + 1:02d}\n\n"
        "::: pagebreak\n\n"
    )
    return head + cover + _BODIES[firm](rng, asked, town, body, subject, year), asked


def _prose(rng: random.Random, year: int, count: int) -> str:
    return "\n\n".join(
        rng.choice(FILLER).format(n=rng.randint(20, 90), k=rng.randint(3, 19), thing=rng.choice(THINGS), year=year)
        for _ in range(count)
    )


def _granit(rng: random.Random, asked: list[Asked], town: str, body: str, subject: str, year: int) -> str:
    points = "\n".join(f"* {one.text}, se avsnitt {' och '.join(one.sections)}" for one in asked)
    areas = "\n\n".join(
        f"## 3.{i} Område {i}\n\n{_prose(rng, year, 2)}\n\n### 3.{i}.1 Bedömning\n\n"
        "Vi bedömer att arbetet behöver utvecklas."
        for i in (1, 2, 3)
    )
    return (
        f"# 1 Sammanfattning\n\nVi har av revisorerna i {town} kommun fått uppdraget att granska {subject}.\n\n"
        f"Mot bakgrund av granskningens resultat rekommenderar vi {body}:\n\n{points}\n\n"
        f"# 2 Bakgrund\n\n{_prose(rng, year, 2)}\n\n# 3 Resultat\n\n{areas}\n\n# 4 Slutsats och rekommendationer\n\n"
        f"Vår slutsats är att {body} delvis har en tillräcklig styrning.\n\n"
        f"Utifrån granskningen lämnar vi följande rekommendationer till {body}:\n\n{points}\n"
    )


def _kvist(rng: random.Random, asked: list[Asked], town: str, body: str, subject: str, year: int) -> str:
    points = "\n".join(f"- {one.text}" for one in asked)
    return (
        f"# Sammanfattning\n\nKvist & Partner har på uppdrag av revisorerna i {town} kommun granskat {subject}.\n\n"
        f"Vår sammanfattande bedömning leder till följande rekommendationer till {body}:\n\n{points}\n\n"
        f"# Inledning\n\n{_prose(rng, year, 3)}\n\n# Iakttagelser\n\n{_prose(rng, year, 4)}\n\n"
        "# Revisionell bedömning\n\nVi bedömer att verksamheten i huvudsak bedrivs på ett ändamålsenligt sätt.\n"
    )


def _nordkontroll(rng: random.Random, asked: list[Asked], town: str, body: str, subject: str, year: int) -> str:
    lists = "\n\n".join(
        f"Vi rekommenderar **{to}** att:\n\n" + "\n".join(f"- {one.text}" for one in asked if one.addressee == to)
        for to in dict.fromkeys(one.addressee for one in asked)
    )
    return (
        f"# 1. Sammanfattning och rekommendationer\n\nNordkontroll har granskat {subject} i {town} kommun.\n\n"
        f"{lists}\n\n# 2. Inledning\n\n{_prose(rng, year, 2)}\n\n# 3. Iakttagelser\n\n{_prose(rng, year, 4)}\n\n"
        "> **Vår bedömning**\n>\n> Vi bedömer att styrningen inte är tillräcklig.\n"
    )


def _ekberg(rng: random.Random, asked: list[Asked], town: str, body: str, subject: str, year: int) -> str:
    rows = "\n".join(f"| {i} | {one.text} | {rng.choice(('Hög', 'Medel', 'Låg'))} |" for i, one in enumerate(asked, 1))
    return (
        f"# Sammanfattning\n\nPå uppdrag av revisorerna i {town} kommun har Ekberg Revision granskat {subject}.\n\n"
        f"Granskningen har resulterat i de rekommendationer till {body} som framgår av tabellen nedan.\n\n"
        f"| Nr | Rekommendation | Prioritet |\n|---|-------------------------|------|\n{rows}\n\n"
        f"# Bakgrund\n\n{_prose(rng, year, 2)}\n\n# Observationer\n\n{_prose(rng, year, 4)}\n\n"
        "## Bedömning\n\nVi bedömer att den interna kontrollen har brister.\n"
    )


_BODIES: dict[str, Callable[[random.Random, list[Asked], str, str, str, int], str]] = {
    "granit": _granit, "kvist": _kvist, "nordkontroll": _nordkontroll, "ekberg": _ekberg,
}  # fmt: skip


def write(number: int, folder: Path) -> None:
    """Make the PDF of report `number`."""
    from sample_corpus.markup import read
    from sample_corpus.pdf import write_pdf

    text = folder / f"{number}.md"
    text.write_text(report(number)[0], encoding="utf8")
    write_pdf(read(text), folder / f"rapport-{number:05d}.pdf")
    text.unlink()


def plain(text: str) -> str:
    return " ".join(text.lower().rstrip(".").split())


def milliseconds(work: Callable[[], object], times: int = 5) -> float:
    """The median of some runs, after one that is not counted."""
    work()
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - started))
    return round(sorted(taken)[times // 2], 1)


def measure(data: Path, reports: int) -> dict[str, object]:
    """F1, shares and milliseconds of an index over the first `reports` reports."""
    from assistant import export, pipeline
    from assistant.register.recurring import recurring, within_municipality
    from assistant.register.unanswered import still_open
    from assistant.settings import Settings
    from assistant.web.ledger import Choice, chosen, lines

    gold = {(f"rapport-{number:05d}", plain(one.text)): one for number in range(reports) for one in report(number)[1]}
    with pipeline.open_library(Settings(data=data)) as library:
        started = time.perf_counter()
        records, parts, sections = library.recommendations, library.parts, library.sections
        loaded = time.perf_counter() - started
        found = {(one.document, plain(one.text)): one for one in records}
        both = gold.keys() & found.keys()
        made = lines(library)
        return {
            "reports": reports,
            "recommendations": len(gold),
            "found": len(records),
            "f1": round(2 * len(both) / (len(gold) + len(records)), 4),
            "addressee": round(sum(found[key].addressees == (gold[key].addressee,) for key in both) / len(both), 4),
            "sections": round(sum(found[key].sections == gold[key].sections for key in both) / len(both), 4),
            "ms": {
                "load": round(1000 * loaded, 1),
                "rows": milliseconds(lambda: [export.recommendation_row(one, parts, sections) for one in records]),
                "recurring": milliseconds(lambda: (recurring(records, parts, 2), within_municipality(records))),
                "unanswered": milliseconds(
                    lambda: still_open(records, library.responses, library.follow_ups, parts, date(2024, 1, 1))
                ),
                "web": milliseconds(lambda: chosen(made, Choice(ord="avvikelse", sort="kommun"))),
            },
        }


def main() -> None:
    """Write, index, measure."""
    from assistant import pipeline
    from assistant.settings import Settings

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=2000)
    parser.add_argument("--folder", type=Path, help="keep the files and the index here, and go on where it stopped")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        root = given.folder or Path(scratch)
        folder = root / "corpus"
        folder.mkdir(parents=True, exist_ok=True)
        left = [n for n in range(given.reports) if not (folder / f"rapport-{n:05d}.pdf").exists()]
        started = time.perf_counter()
        with ProcessPoolExecutor() as pool:
            list(pool.map(write, left, [folder] * len(left), chunksize=20))
        written = time.perf_counter() - started
        pipeline.index([folder], Settings(data=root / "data", corpus=folder))
        seconds = {"write": round(written), "index": round(time.perf_counter() - started - written)}
        print(json.dumps(measure(root / "data", given.reports) | {"seconds": seconds}, ensure_ascii=False))


if __name__ == "__main__":
    main()
