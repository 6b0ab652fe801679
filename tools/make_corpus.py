"""Make corpus/exempel from tools/sample_corpus/texts: `python tools/make_corpus.py [FOLDER]`.

Needs the Debian packages fonts-liberation and fonts-dejavu, and the `dev` extra (ReportLab). Two runs give the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))

from sample_corpus.markup import read
from sample_corpus.pdf import write_pdf
from sample_corpus.word import write_docx

TEXTS = Path(__file__).parent / "sample_corpus" / "texts"
TARGET = Path(__file__).parent.parent / "corpus" / "exempel"


def make(folder: Path = TARGET) -> list[Path]:
    """Write every document of `texts/` into the folder and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for text in sorted(TEXTS.glob("*.md")):
        document = read(text)
        path = folder / document.meta["file"]
        (write_pdf if path.suffix == ".pdf" else write_docx)(document, path)
        written.append(path)
    return written


if __name__ == "__main__":
    for made in make(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET):
        print(f"{made.stat().st_size:8d}  {made}")
