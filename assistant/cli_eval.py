"""`eval …`: the terminal of the evaluation harness in evals/, beside the package in its repository.

Exit codes of these commands: 0 passed, 1 a gate (or a proof) failed, 2 bad input, 3 could not be run.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.markdown import Markdown

from assistant import cli_eval_parts as parts
from assistant import cli_output

app = typer.Typer(
    cls=cli_output.SwedishGroup,
    name="eval",
    help="Mät svaren mot guld: köra, jämföra, pröva mot krav och skriva rapport.\n\n"
    "Utgångskoder: 0 godkänt, 1 krav ej uppfyllt, 2 fel i indata, 3 gick inte att köra.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode="rich",
    options_metavar="[VÄLJARE]",
    subcommand_metavar="KOMMANDO …",
    pretty_exceptions_enable=False,
)

Gold = Annotated[Path | None, typer.Option(metavar="SÖKVÄG", help="Guldmapp eller frågefil; förval: evals/sample.")]
Corpus = Annotated[Path | None, typer.Option(metavar="MAPP", help="Handlingarna; förval: corpus/exempel.")]
Split = Annotated[str, typer.Option(metavar="URVAL", help="open, test eller all.")]
Data = Annotated[Path | None, typer.Option("--data", metavar="MAPP", help="Mapp för index, mellanlager och körningar.")]
Json = Annotated[bool, typer.Option("--json", help="Sista raden är ett JSON-objekt med måtten.")]
Thresholds = Annotated[Path | None, typer.Option(metavar="FIL", help="Krav; förval: evals/thresholds.toml.")]
Fresh = Annotated[bool, typer.Option("--fresh", help="Fråga om allt på nytt, också det som redan är besvarat.")]
Baselines = Annotated[bool, typer.Option("--baselines/--no-baselines", help="Kör också jämförelsesystemen.")]
Seed = Annotated[int, typer.Option(metavar="TAL", help="Frö för dragningarna.")]


def _command(name: str, *examples: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    shown = "\n".join(f"  python -m assistant eval {name} {example}".rstrip() for example in examples)
    foot = f"[bold]Exempel[/bold]\n{shown}"
    return app.command(name, cls=cli_output.SwedishCommand, options_metavar="[VÄLJARE]", epilog=foot)


@_command("run", "", "--gold mitt/guld --corpus mina/handlingar --json", "--thresholds evals/thresholds.toml")
def run(
    ctx: typer.Context,
    gold: Gold = None,
    corpus: Corpus = None,
    split: Split = "all",
    baselines: Baselines = True,
    fresh: Fresh = False,
    thresholds: Annotated[Path | None, typer.Option(metavar="FIL", help="Pröva körningen mot dessa krav.")] = None,
    seed: Seed = 0,
    as_json: Json = False,
    data: Data = None,
) -> None:
    """Ställ guldets frågor, bedöm svaren och spara körningen under data/evals/runs.

    Det som redan är besvarat av samma kod över samma handlingar hämtas ur mellanlagret: en avbruten körning går vidare.
    """
    with parts.codes():
        done = parts.make_run(ctx, data, gold, corpus, split, baselines, fresh, seed)
        found = parts.gates_of(done, thresholds) if thresholds else []
        parts.write_reports(done, found)
        parts.show_run(done, found, as_json)


@_command("score", "--outputs svar.jsonl", "--outputs svar.jsonl --gold mitt/guld --corpus mina/handlingar --json")
def score(
    outputs: Annotated[Path, typer.Option(metavar="FIL", help="Svarsobjekt, ett per rad, från valfritt system.")],
    gold: Gold = None,
    corpus: Corpus = None,
    split: Split = "all",
    thresholds: Annotated[Path | None, typer.Option(metavar="FIL", help="Pröva mot dessa krav.")] = None,
    out: Annotated[Path | None, typer.Option(metavar="MAPP", help="Spara rapporterna här.")] = None,
    seed: Seed = 0,
    as_json: Json = False,
) -> None:
    """Bedöm lagrade svar utan att köra systemet; svaren kan komma från vad som helst."""
    with parts.codes():
        runner = parts.evals("runner")
        done = runner.score_file(gold or parts.sample_gold(), corpus or parts.sample_corpus(), outputs, split, seed)
        found = parts.gates_of(done, thresholds) if thresholds else []
        if out:
            done = runner.save(done, out)
            parts.write_reports(done, found)
        parts.show_run(done, found, as_json)


@_command("compare", "data/evals/runs/A data/evals/runs/B", "data/evals/runs/A data/evals/runs/B --json")
def compare(
    first: Annotated[Path, typer.Argument(metavar="KÖRNING", help="En sparad körning.")],
    second: Annotated[Path, typer.Argument(metavar="KÖRNING", help="Den som jämförs med den första.")],
    seed: Seed = 0,
    as_json: Json = False,
) -> None:
    """Jämför två körningar över samma frågor; skillnader som kan vara slump sägs vara det."""
    with parts.codes():
        module = parts.evals("compare")
        found = module.compare(module.read_scores(first), module.read_scores(second), seed)
        labels = parts.evals("report").LABELS | {"refusal": "avstår när det ska"}
        lines = [f"Jämför {first} med {second}.", ""]
        for one in found:
            bounds = f" [{one.interval.low:+.3f}–{one.interval.high:+.3f}]" if one.interval else ""
            lines.append(
                f"{labels[one.name]}: {one.a:.3f} → {one.b:.3f} ({one.b - one.a:+.3f}{bounds}, n={one.n}, "
                f"p={one.p:.3f}, {one.test}): {one.verdict}"
            )
        print("\n".join(lines))
        if as_json:
            parts.print_json([parts.plain(one) for one in found])


@_command("gate", "", "data/evals/runs/A", "--thresholds krav.toml")
def gate(
    ctx: typer.Context,
    saved: Annotated[
        Path | None, typer.Argument(metavar="KÖRNING", help="En sparad körning; utan den körs exemplet.")
    ] = None,
    thresholds: Thresholds = None,
    as_json: Json = False,
    data: Data = None,
) -> None:
    """Pröva en körning mot kraven; utgångskoden är den utskrivna domen."""
    with parts.codes():
        module, runner = parts.evals("gate"), parts.evals("runner")
        demands = module.read_thresholds(thresholds or parts.evals_folder() / "thresholds.toml")
        figures = parts.figures_of(saved) if saved else None
        if figures is None:
            done = parts.make_run(ctx, data, None, None, "all", True, False, 0)
            figures = runner.figures_object(done)
            parts.write_reports(done, module.gates(figures, demands))
        found = module.gates(figures, demands)
        held = module.passed(found)
        for one in found:
            value = "saknas" if one.value is None else f"{one.value:.3f}"
            print(f"{'ja ' if one.passed else 'NEJ'} {one.name}: {value} ({one.demand})")
        if as_json:
            parts.print_json({"passed": held, "gates": [parts.plain(one) for one in found]})
        parts.verdict(held, as_json)


@_command("lint", "", "mitt/guld --corpus mina/handlingar")
def lint(
    gold: Annotated[Path | None, typer.Argument(metavar="GULD", help="Guldmapp; förval: evals/sample.")] = None,
    corpus: Corpus = None,
    as_json: Json = False,
) -> None:
    """Bevisa att guldets citat står ordagrant i handlingarna, att id är unika och att det obesvarbara är det."""
    with parts.codes():
        found = parts.evals("lint").lint(gold or parts.sample_gold(), corpus or parts.sample_corpus())
        for one in found:
            print(f"{one.where}: {one.what}")
        if as_json:
            parts.print_json({"findings": [parts.plain(one) for one in found]})
        parts.verdict(not found, as_json)


@_command("selfcheck", "", "--corpus mina/handlingar --json")
def selfcheck(
    ctx: typer.Context,
    corpus: Corpus = None,
    limit: Annotated[int, typer.Option(min=1, metavar="ANTAL", help="Högst så många påståenden av varje slag.")] = 200,
    seed: Seed = 0,
    thresholds: Thresholds = None,
    as_json: Json = False,
    data: Data = None,
) -> None:
    """Mät källkontrollen själv: hur många förvanskade påståenden den fäller, och hur många riktiga."""
    with parts.codes():
        module, gates = parts.evals("selfcheck"), parts.evals("gate")
        with cli_output.progress_bar() as progress:
            folder = corpus or parts.sample_corpus()
            store = parts.data_folder(ctx, data) / "evals" / "stores" / parts.evals("runner").store_name(folder)
            found = module.selfcheck(folder, store, limit, seed, progress)
        print(module.table(found))
        limits = gates.read_thresholds(thresholds or parts.evals_folder() / "thresholds.toml").get("selfcheck", {})
        held = gates.passed(gates.gates({"system": module.as_figures(found)}, {"figures": limits}))
        if as_json:
            parts.print_json(module.as_object(found))
        parts.verdict(held, as_json)


@_command("retrieval", "evals/sample", "../shared/benchmarks/swefaq_dev --json")
def retrieval(
    ctx: typer.Context,
    where: Annotated[
        Path, typer.Argument(metavar="MÄNGD", help="Mapp med documents.jsonl, queries.jsonl och qrels.tsv, eller guld.")
    ],
    corpus: Corpus = None,
    as_json: Json = False,
    data: Data = None,
) -> None:
    """Mät sökningen för sig: produktens egen bredvid enkla byggen (BM25 på ord och stammar, all-MiniLM-L6-v2)."""
    with parts.codes():
        module = parts.evals("retrieval")
        kept = parts.data_folder(ctx, data) / "evals" / "vectors"
        with cli_output.progress_bar() as progress:
            if (where / "qrels.tsv").exists():
                found = module.on_set(where, progress=progress, kept=kept)
            else:
                folder = corpus or parts.sample_corpus()
                store = parts.data_folder(ctx, data) / "evals" / "stores" / parts.evals("runner").store_name(folder)
                found = module.on_gold(where, folder, store, progress, kept)
        for name, figures in (("system", found["system"]), *found["baselines"].items()):
            print(f"{name:12s} " + "  ".join(f"{k} {v:.3f}" for k, v in figures.items() if k != "questions"))
        for name, why in found["absent"].items():
            print(f"{name:12s} kördes inte: {why}")
        if as_json:
            parts.print_json({key: found[key] for key in ("system", "baselines")})


@_command("report", "", "data/evals/runs/A --html rapport.html", "--readme")
def report(
    ctx: typer.Context,
    saved: Annotated[
        Path | None, typer.Argument(metavar="KÖRNING", help="En sparad körning; förval: den senaste.")
    ] = None,
    html: Annotated[Path | None, typer.Option(metavar="FIL", help="Kopiera HTML-rapporten hit.")] = None,
    readme: Annotated[bool, typer.Option("--readme", help="Kör exemplet och skriv evals/README.md.")] = False,
    data: Data = None,
) -> None:
    """Visa rapporten för en sparad körning, eller skriv den senaste tabellen i evals/README.md."""
    with parts.codes():
        if readme:
            done = parts.make_run(ctx, data, None, None, "all", True, False, 0)
            found = parts.gates_of(done, parts.evals_folder() / "thresholds.toml")
            parts.write_reports(done, found)
            parts.evals("report").write_readme(parts.evals_folder() / "README.md", done, found)
        folder = saved or parts.latest(parts.data_folder(ctx, data) / "evals" / "runs")
        text = parts.read(folder / "report.md")
        if html:
            html.write_text(parts.read(folder / "report.html"), encoding="utf8")
        out = cli_output.console()
        out.print(Markdown(text)) if out.is_terminal else print(text)


@_command("robustness", "", "--suite ocr --suite injektion --json")
def robustness(
    ctx: typer.Context,
    gold: Gold = None,
    corpus: Corpus = None,
    suite: Annotated[list[str] | None, typer.Option(metavar="SVIT", help="Bara denna svit. Kan upprepas.")] = None,
    seed: Seed = 0,
    as_json: Json = False,
    data: Data = None,
) -> None:
    """Mät hur svaren ändras av skanningsfel, dubbletter, motsägelser, stavfel och instruktioner i handlingarna."""
    with parts.codes():
        module = parts.evals("robustness")
        with cli_output.progress_bar() as progress:
            work = parts.data_folder(ctx, data) / "evals" / "robustness"
            found = module.robustness(
                gold or parts.sample_gold(), corpus or parts.sample_corpus(), work, suite or (), seed, progress
            )
        print(module.table(found))
        if as_json:
            parts.print_json(module.as_object(found))
        parts.verdict(module.held(found), as_json)
