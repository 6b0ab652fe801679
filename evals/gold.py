"""Reading gold and outputs: JSON Lines in the published schemas (schema/), into the nouns of model.py."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from evals.errors import EmptySetError, GoldError
from evals.model import Cited, GoldCitation, Output, Question, Said

SCHEMAS = Path(__file__).parent / "schema"
SEVERAL = "flera kommuner"
SPLITS = ("open", "test", "all")
_ADVICE = "Se evals/README.md för formatet, och kör 'python -m assistant eval lint'."


@dataclass(frozen=True, slots=True)
class Gold:
    """A gold folder. Only questions must be there; rows of the other files are as written."""

    folder: Path
    questions: tuple[Question, ...]
    documents: tuple[dict[str, Any], ...] = ()
    recommendations: tuple[dict[str, Any], ...] = ()
    themes: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    drafts: tuple[dict[str, Any], ...] = ()


def read_gold(where: Path, split: str = "all") -> Gold:
    """A gold folder, or one file of questions. `split`: "open", "test" or "all".

    Raises GoldError for what cannot be read (with file and line), EmptySetError when no question is left.
    """
    folder, file = (where, where / "questions.jsonl") if where.is_dir() else (where.parent, where)
    documents = tuple(_optional(folder / "documents.jsonl"))
    towns = {row["document"]: str(row["municipality"]) for row in documents if row.get("municipality")}
    asked = tuple(_with_town(question_of(row, f"{file}:{n}"), towns) for n, row in rows(file, "question"))
    chosen = in_split(asked, folder, split)
    if not chosen:
        raise EmptySetError(f"inga frågor i {file} ({split})")
    themes_file = folder / "themes.json"
    themes = json.loads(themes_file.read_text(encoding="utf8")) if themes_file.exists() else {}
    recommendations = tuple(_optional(folder / "recommendations.jsonl"))
    return Gold(folder, chosen, documents, recommendations, themes, tuple(_optional(folder / "drafts.jsonl")))


def in_split(questions: Sequence[Question], folder: Path, split: str) -> tuple[Question, ...]:
    """The questions of the split that `splits.toml` of the folder describes by municipality.

    Questions of the test municipalities are the test; all others, and all where there is no such file, are open.
    """
    if split not in SPLITS:
        raise GoldError(f"Urvalet {split} finns inte.", f"Välj ett av {', '.join(SPLITS)}.")
    table = folder / "splits.toml"
    test = set(tomllib.loads(table.read_text(encoding="utf8"))["test"]) if table.exists() else set()
    if split == "all":
        return tuple(questions)
    return tuple(q for q in questions if (q.municipality in test) == (split == "test"))


def question_of(row: Mapping[str, Any], where: str = "") -> Question:
    """One line of questions.jsonl. Raises GoldError that names the place."""
    validate(row, "question", where)
    return Question(
        id=str(row["id"]),
        kind=row["kind"],
        question=row["question"],
        history=tuple(row.get("history") or ()),
        facts=tuple(tuple(str(way) for way in ways) for ways in row.get("facts") or ()),
        must_not=tuple(str(one) for one in row.get("must_not") or ()),
        citations=tuple(_gold_citation(c) for c in row.get("citations") or ()),
        unanswerable=bool(row.get("unanswerable")),
        municipality=row.get("municipality"),
    )


def _gold_citation(row: Mapping[str, Any]) -> GoldCitation:
    return GoldCitation(
        row["document"], (row["quote"], *row.get("alternatives", ())), row.get("section"), row.get("part")
    )


def _with_town(question: Question, towns: Mapping[str, str]) -> Question:
    """The municipality of the documents cited, or of the question's words, where the gold names none."""
    if question.municipality:
        return question
    cited = {towns[c.document] for c in question.citations if c.document in towns}
    text = " ".join((question.question, *question.history))
    found = cited or {town for town in towns.values() if re.search(rf"\b{re.escape(town)}", text)}
    return replace(question, municipality=SEVERAL if len(found) > 1 else next(iter(found), None))


def output_of(row: Mapping[str, Any], where: str = "") -> Output:
    """One answer object (DESIGN §6) as far as it is scored; `error` in the row makes it one that cannot be."""
    if row.get("error"):
        return Output(str(row.get("id")), error=str(row["error"]))
    validate(row, "answer", where)
    return Output(
        id=str(row["id"]),
        answer=row.get("answer") or "",
        refused=bool(row.get("refused")),
        citations=tuple(_cited(c, i) for i, c in enumerate(row.get("citations") or (), 1)),
        statements=tuple(Said(s["text"], tuple(s.get("citations") or ())) for s in row.get("statements") or ()),
        seconds=row.get("seconds"),
    )


def _cited(row: Mapping[str, Any], place: int) -> Cited:
    page = row.get("page")
    return Cited(
        document=str(row.get("document") or ""),
        quote=row.get("quote") or "",
        section=None if row.get("section") is None else str(row["section"]),
        page=page if isinstance(page, int) else None,
        part=row.get("part"),
        n=int(row.get("n") or place),
    )


def read_outputs(file: Path) -> dict[str, Output]:
    """Answer objects by id, from JSON Lines or one JSON array. A line that is no answer object becomes an error.

    Raises GoldError when the file cannot be read, holds nothing, or holds an id twice.
    """
    found: dict[str, Output] = {}
    for number, row in rows(file):
        if not isinstance(row, dict) or row.get("id") is None:
            raise GoldError(f"{file}:{number}: svaret saknar id.", "Varje rad ska vara ett svarsobjekt med frågans id.")
        try:
            one = output_of(row, f"{file}:{number}")
        except GoldError as error:
            one = Output(str(row["id"]), error=error.message)
        if one.id in found:
            raise GoldError(f"{file}:{number}: id {one.id} finns två gånger.", "Ge varje fråga ett svar.")
        found[one.id] = one
    if not found:
        raise EmptySetError(f"inga svar i {file}")
    return found


def rows(file: Path, _kind: str = "") -> Iterator[tuple[int, Any]]:
    """(line or place, row) of a JSON Lines file or a JSON array. Raises GoldError that names the line."""
    try:
        text = file.read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{file} kan inte läsas ({error}).", "Kontrollera sökvägen.") from error
    if text.startswith("["):
        yield from enumerate(_json(text, str(file)), 1)
        return
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield number, _json(line, f"{file}:{number}")


def _json(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise GoldError(f"{where}: inte JSON ({error}).", _ADVICE) from error


def _optional(file: Path) -> list[dict[str, Any]]:
    return [row for _, row in rows(file)] if file.exists() else []


@cache
def _validator(name: str) -> Any:
    from jsonschema import Draft202012Validator

    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf8"))
    return Draft202012Validator(schema)


def validate(row: object, schema: str, where: str = "") -> None:
    """Raises GoldError with the first place where the row departs from the schema."""
    error = next(iter(sorted(_validator(schema).iter_errors(row), key=lambda e: list(map(str, e.path)))), None)
    if error is not None:
        path = ".".join(map(str, error.absolute_path)) or "raden"
        raise GoldError(f"{where or schema}: {path}: {error.message[:200]}", _ADVICE)
