"""Which files there are to index, and which of those indexed before are gone."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from assistant.errors import InputError

CHUNK = 1 << 20


def discover(paths: Sequence[Path], indexed: Collection[str]) -> tuple[list[Path], list[str]]:
    """(files that are there, indexed paths that are gone), sorted; the given paths alone are looked at.

    Folders are searched to any depth. Hidden files, Office's lock files ("~$…") and temporary files are passed over.
    Raises InputError for a path that is not there and of which nothing was indexed before.
    """
    roots = [path.absolute() for path in paths]
    present: set[Path] = set()
    for given, root in zip(paths, roots, strict=True):
        if root.is_dir():
            present.update(f for f in root.rglob("*") if f.is_file() and _wanted(f.relative_to(root)))
        elif root.is_file():
            present.add(root)
        elif not any(_under(Path(path), root) for path in indexed):
            raise InputError(f"{given} finns inte.", "Kontrollera sökvägen, eller ange en annan fil eller mapp.")
    known = {str(f) for f in present}
    gone = [path for path in indexed if path not in known and any(_under(Path(path), root) for root in roots)]
    return sorted(present), sorted(gone)


def _under(path: Path, root: Path) -> bool:
    return path == root or root in path.parents


def _wanted(relative: Path) -> bool:
    hidden = any(part.startswith(".") for part in relative.parts)
    return not hidden and not relative.name.startswith("~") and not relative.name.endswith(("~", ".tmp", ".part"))


def sha256(path: Path) -> str:
    """Hexadecimal digest of a file's bytes. Raises OSError when it cannot be read."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def free_id(path: Path, taken: Collection[str]) -> str:
    """An id for a new file: its stem; with its suffix where the stem is taken; with a number where that is, too."""
    plain = path.stem
    candidates: Iterable[str] = (plain, path.name, *(f"{path.name}-{n}" for n in range(2, len(taken) + 3)))
    return next(c for c in candidates if c not in taken)


def code_digest(*folders: Path) -> str:
    """Changes when code or data tables in these folders change: what they made before is then made again."""
    digest = hashlib.sha256()
    for folder in folders:
        files = (
            [folder] if folder.is_file() else sorted(f for s in ("*.py", "*.toml", "*.txt") for f in folder.rglob(s))
        )
        for file in files:
            digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]
