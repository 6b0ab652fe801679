"""Make corpus/exempel from tools/sample_corpus/texts: `python tools/make_corpus.py [FOLDER]`.

Needs the Debian packages fonts-liberation and fonts-dejavu-core, and the `dev` extra (ReportLab). Two runs give the
same bytes.
"""

from __future__ import annotations

import hashlib
import json
import sys
from importlib.metadata import version
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))

from sample_corpus.markup import read
from sample_corpus.pages import font_files
from sample_corpus.pdf import write_pdf
from sample_corpus.word import write_docx

TEXTS = Path(__file__).parent / "sample_corpus" / "texts"
TARGET = Path(__file__).parent.parent / "corpus" / "exempel"
BUILT_WITH = Path(__file__).parent / "sample_corpus" / "built_with.json"


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


def builders() -> dict[str, str]:
    """What decides the bytes besides the texts: library versions and the fonts' contents."""
    libraries = {name: version(name) for name in ("reportlab", "pillow", "python-docx")}
    return libraries | {path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:16] for path in font_files()}


def main() -> None:
    """Write into the folder named on the command line; without one, renew the committed files."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    for made in make(folder):
        print(f"{made.stat().st_size:8d}  {made}")
    if folder == TARGET:
        BUILT_WITH.write_text(json.dumps(builders(), indent=1) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
