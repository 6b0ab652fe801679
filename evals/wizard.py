"""From a chat answer to gold: the user marks which passages were right, and the question can be asked again."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from evals.errors import GoldError
from evals.gold import question_of, rows


def gold_from_answer(
    answer: Mapping[str, Any],
    marked: Collection[int],
    kind: str = "fact",
    facts: Sequence[Sequence[str]] = (),
    must_not: Sequence[str] = (),
    municipality: str | None = None,
    history: Sequence[str] = (),
    question_id: str | None = None,
) -> dict[str, Any]:
    """A line of questions.jsonl from an answer object and the numbers `n` of its citations that are right.

    No citation marked on a refusal: an unanswerable question. `facts` left out: the figures of the marked quotes
    that the answer says, else the first marked quote itself; the user should narrow them. Raises GoldError when a
    marked number is not the answer's, or nothing is marked on an answer that was given.
    """
    cited = {int(c["n"]): c for c in answer.get("citations") or []}
    unknown = sorted(set(marked) - set(cited))
    if unknown:
        raise GoldError(f"Svaret har ingen källa {unknown[0]}.", "Markera bland svarets egna källor.")
    if not marked and not answer.get("refused"):
        raise GoldError("Ingen källa är markerad.", "Markera de ställen som ger rätt svar.")
    right = [cited[n] for n in sorted(marked)]
    row = {
        "id": question_id or _id(answer["question"]),
        "kind": kind if right else "unanswerable",
        "municipality": municipality,
        "history": list(history),
        "question": answer["question"],
        "facts": [list(ways) for ways in facts] or _facts(answer, right),
        "must_not": list(must_not),
        "citations": [{k: c.get(k) for k in ("document", "part", "section", "quote")} for c in right],
        "unanswerable": not right,
    }
    question_of(row, row["id"])
    return row


def save_gold(row: Mapping[str, Any], file: Path) -> None:
    """Append to a file of questions. Raises GoldError when the id is taken."""
    question_of(row, str(file))
    if file.exists() and any(str(old.get("id")) == row["id"] for _, old in rows(file)):
        raise GoldError(f"Frågan {row['id']} finns redan i {file}.", "Ge frågan ett annat id.")
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf8") as out:
        out.write(json.dumps(row, ensure_ascii=False) + "\n")


def _facts(answer: Mapping[str, Any], right: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    quotes = " ".join(c["quote"] for c in right)
    figures = [f for f in re.findall(r"\d+(?:[.,:/-]\d+)*", quotes) if f in answer.get("answer", "")]
    if figures:
        return [[one] for one in dict.fromkeys(figures)]
    return [[c["quote"]] for c in right[:1]]


def _id(question: str) -> str:
    words = re.findall(r"\w+", question.lower())[:6]
    return "w-" + "-".join(words)
