"""How wide a text is, roughly: the widths of Helvetica, close enough to most faces to tell a full line."""

from __future__ import annotations

_EM = {
    **dict.fromkeys("ijl'|", 0.222),
    **dict.fromkeys("ftI ,.:;/\\!()[]-·", 0.278),
    **dict.fromkeys('r*"”“', 0.333),
    **dict.fromkeys("ckszxyvJ", 0.5),
    **dict.fromkeys("wCDHNRUÜ", 0.722),
    **dict.fromkeys("mM", 0.833),
    **dict.fromkeys("ABEKPSVXYÅÄ&", 0.667),
    **dict.fromkeys("GOQÖ", 0.778),
    **dict.fromkeys("FTZ", 0.611),
    **dict.fromkeys("W—", 0.944),
    "%": 0.889,
    "•": 0.35,
    "@": 1.015,
}


def text_width(text: str, size: float) -> float:
    """Width in points of `text` set in Helvetica at `size` points; other faces differ by some per cent."""
    return size * sum(_EM.get(char, 0.556) for char in text)
