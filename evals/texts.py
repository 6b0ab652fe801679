"""The corpus as the harness reads it: straight from the files, without the reader that is under evaluation."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from evals.errors import RunError
from evals.metrics.text import squash
from evals.model import Cited

SUFFIXES = (".pdf", ".docx", ".txt", ".md")


@dataclass(frozen=True)
class Texts:
    """Pages of raw text by document (file stem). `unread` are files that could not be read, with the reason."""

    pages: dict[str, tuple[str, ...]]
    unread: dict[str, str] = field(default_factory=dict)
    paged: frozenset[str] = frozenset()
    _seen: dict[tuple[str, Cited], Any] = field(default_factory=dict)
    _squashed: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def holds(self, cited: Cited) -> bool:
        """Do the cited words stand on the cited page (or run over to the next)? Without a page: in the document.

        Of a quote that runs over a page's end, where headers and footers stand between, half must be on its page.
        """
        return bool(self._once("holds", cited, self._holds))

    def _once(self, what: str, cited: Cited, look: Callable[[Cited], Any]) -> Any:
        """A corpus is looked through once for each citation, however many answers give it."""
        key = (what, replace(cited, n=0))
        if key not in self._seen:
            self._seen[key] = look(cited)
        return self._seen[key]

    def _page_texts(self, document: str) -> tuple[str, ...]:
        if document not in self._squashed:
            self._squashed[document] = tuple(squash(page) for page in self.pages.get(document, ()))
        return self._squashed[document]

    def _holds(self, cited: Cited) -> bool:
        pages, quote = self._page_texts(cited.document), squash(cited.quote)
        if not pages or not quote:
            return False
        if cited.page is None or not 1 <= cited.page <= len(pages):
            return quote in "".join(pages)
        here, following = pages[cited.page - 1], pages[min(cited.page, len(pages) - 1)]
        near = here + (following if cited.page < len(pages) else "")
        half = len(quote) // 2
        return quote in near or quote[:half] in here or quote[half:] in following

    def resolves(self, cited: Cited) -> bool:
        """Can a reader get there: the document exists, has the page, and holds the section's label?"""
        return bool(self._once("resolves", cited, self._resolves))

    def _resolves(self, cited: Cited) -> bool:
        pages = self._page_texts(cited.document)
        if not pages or (cited.page is not None and not 1 <= cited.page <= len(pages)):
            return False
        return not cited.section or squash(cited.section) in "".join(pages)

    def first_page(self, cited: Cited) -> int | None:
        """The page on which the cited words begin, nearest the cited one; None where they stand on none."""
        found: int | None = self._once("first_page", cited, self._first_page)
        return found

    def _first_page(self, cited: Cited) -> int | None:
        quote = squash(cited.quote)[:80]
        if not quote or cited.document not in self.paged:
            return None
        found = [n for n, page in enumerate(self._page_texts(cited.document), 1) if quote in page]
        return min(found, key=lambda n: abs(n - (cited.page or 1)), default=None)


def read_texts(folder: Path) -> Texts:
    """Every readable file under the folder. Raises RunError when there is none."""
    pages: dict[str, tuple[str, ...]] = {}
    unread: dict[str, str] = {}
    paged = set()
    for file in files(folder):
        try:
            pages[file.stem] = read_pages(file)
        except Exception as error:  # each library has errors of its own; the run goes on and says so
            unread[file.name] = f"{type(error).__name__}: {error}"
        if file.suffix.lower() == ".pdf":
            paged.add(file.stem)
    if not pages:
        raise RunError(f"Inga läsbara handlingar i {folder}.", "Ange mappen med --corpus.")
    return Texts(pages, unread, frozenset(paged))


def files(folder: Path) -> list[Path]:
    """Files of known formats under a folder, in order of path."""
    return sorted(f for f in folder.rglob("*") if f.is_file() and f.suffix.lower() in SUFFIXES)


def read_pages(file: Path) -> tuple[str, ...]:
    """Raw text by page; formats without pages have one."""
    suffix = file.suffix.lower()
    if suffix == ".pdf":
        import pypdf

        return tuple(page.extract_text() for page in pypdf.PdfReader(file).pages)
    if suffix == ".docx":
        import docx

        document = docx.Document(str(file))
        table_rows = [" ".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows]
        return ("\n".join([paragraph.text for paragraph in document.paragraphs] + table_rows),)
    data = file.read_bytes()
    try:
        return (data.decode("utf8"),)
    except UnicodeDecodeError:
        return (data.decode("cp1252"),)


def corpus_hash(folder: Path) -> str:
    """Changes when any document's name or bytes do."""
    lines = [f"{f.relative_to(folder)}:{hashlib.sha256(f.read_bytes()).hexdigest()}" for f in files(folder)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
