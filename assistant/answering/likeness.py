"""How alike two Swedish stems are: endings the stemmer leaves, compounds, derivations and slips of the finger."""

from __future__ import annotations

from functools import lru_cache

_ENDINGS = frozenset(
    [
        "tet",
        "ten",
        "net",
        "nen",
        "et",
        "en",
        "t",
        "n",
        "s",
        "a",
        "e",
        "er",
        "ar",
        "or",
        "ets",
        "ens",
        "na",
        "erna",
        "arna",
    ]
)

_DERIVING = frozenset(["ing", "ning", "ande", "ende", "else", "are", "het", "lig", "bar"])


def one_edit(a: str, b: str) -> bool:
    """True when a single insertion, deletion, replacement or swap of neighbours turns one word into the other."""
    if a == b:
        return True
    if abs(len(a) - len(b)) > 1:
        return False
    i = next((k for k, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    swapped = a[i + 1 : i + 2] + a[i : i + 1] + a[i + 2 :]
    return a[i + 1 :] == b[i + 1 :] or a[i:] == b[i + 1 :] or a[i + 1 :] == b[i:] or swapped == b[i:]


@lru_cache(maxsize=500_000)
def likeness(sought: str, stem_: str) -> float:
    """How well a document's stem matches a sought one: 1 equal, less for compounds and derivations, 0 for no match."""
    if sought == stem_:
        return 1.0
    if sought[:1].isdigit() or stem_[:1].isdigit() or len(stem_) < 4 or len(sought) < 4:
        return 0.0
    short, long = sorted((sought, stem_), key=len)
    if len(short) >= 5 and long.startswith(short) and long[len(short) :] in _ENDINGS:
        return 0.95  # endings that the stemmer leaves: "underskottet", "utfallet"
    if len(sought) >= 9 and len(stem_) >= 9 and one_edit(sought, stem_):
        return 0.9
    if len(short) >= 5 and long.startswith(short) and long[len(short) :] in _DERIVING:
        return 0.8  # the verb and its noun: "registrering", "registreras"
    if stem_.startswith(sought) or stem_.endswith(sought):
        return 0.85 if len(sought) >= 5 else 0.6
    if sought.startswith(stem_) or sought.endswith(stem_):
        if len(stem_) < 4:
            return 0.0
        first = sought.startswith(stem_)  # a compound's first part says which, its last part only what sort of thing
        return (0.58 if first else 0.5) if len(stem_) >= 5 else 0.35
    common = 0
    for a, b in zip(sought, stem_, strict=False):
        if a != b:
            break
        common += 1
    shorter, longer = sorted((len(sought), len(stem_)))
    if common >= 5 and common / longer >= 0.6:
        return 0.75
    return 0.6 if common >= 5 and common / shorter >= 0.75 else 0.0
