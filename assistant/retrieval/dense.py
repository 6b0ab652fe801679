"""The vector store. The only file that knows Chroma.

Chroma is the store; asking it means importing it (one second) and, for a few thousand vectors, an index that is slower
than multiplying a matrix. So up to `EXACT` vectors are also kept as a matrix file beside the store, stamped with the
state it was taken at, and searched exactly. A stamp that does not match only means that Chroma is asked instead.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import numpy as np

from assistant.errors import StoreError
from assistant.retrieval.encoder import Matrix

EXACT = 100_000  # vectors searched as a matrix: 256 dimensions make 100 MB and some 10 ms
COLLECTION = "passages"


class Dense:
    """Vectors by passage key. `url` empty: embedded in `folder`; else a Chroma server."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self._folder, self._url = folder, url
        self._cache = folder.parent / "vectors.npz"
        self._chroma: Any = None
        self._collection: Any = None
        self._matrix: tuple[np.ndarray, np.ndarray, Matrix] | None = None  # keys, part ids, vectors

    # ------------------------------------------------------------ writing

    def count(self) -> int:
        """Number of vectors in the store. Raises StoreError when it cannot be reached."""
        return int(self._ask("count"))

    def add(self, keys: Sequence[int], file_ids: Sequence[str], part_ids: Sequence[str], vectors: Matrix) -> None:
        """Add vectors of unit length, one per key."""
        metadata = [{"file_id": f, "part_id": p} for f, p in zip(file_ids, part_ids, strict=True)]
        for start in range(0, len(keys), self._batch):
            chunk = slice(start, start + self._batch)
            ids = [str(key) for key in keys[chunk]]
            self._ask("upsert", ids=ids, embeddings=vectors[chunk], metadatas=metadata[chunk])

    def delete_files(self, file_ids: Iterable[str]) -> None:
        """Remove every vector of these files; unknown files are no error."""
        wanted = list(file_ids)
        if wanted:
            self._ask("delete", where={"file_id": {"$in": wanted}})

    def clear(self) -> None:
        """Remove every vector, also from a store that cannot be opened."""
        self._cache.unlink(missing_ok=True)
        self._matrix = None
        if self._url:
            client = self._client()
            if COLLECTION in [c.name for c in client.list_collections()]:
                client.delete_collection(COLLECTION)
        else:
            from chromadb.api.shared_system_client import SharedSystemClient

            self.close()
            SharedSystemClient.clear_system_cache()  # it keeps clients that failed to open, and would hand them out
            shutil.rmtree(self._folder, ignore_errors=True)
        self._collection = None

    def save_matrix(self, stamp: str) -> None:
        """Keep the vectors as a matrix file, valid for as long as `open_matrix` is given the same stamp."""
        if self.count() > EXACT:
            self._cache.unlink(missing_ok=True)
            return
        keys, part_ids, vectors = self._matrix = self._fetch()
        partial = self._cache.with_suffix(".partial.npz")
        np.savez(partial, stamp=np.array(stamp), keys=keys, parts=part_ids, vectors=vectors)
        os.replace(partial, self._cache)

    def holds_matrix(self, stamp: str) -> bool:
        """Is the matrix file there and of this state?"""
        self.open_matrix(stamp)
        return self._matrix is not None

    # ------------------------------------------------------------ searching

    def open_matrix(self, stamp: str) -> None:
        """Read the matrix file if it is of this state; else the vectors are asked of Chroma as they are needed."""
        try:
            with np.load(self._cache, allow_pickle=False) as saved:
                if str(saved["stamp"]) == stamp:
                    self._matrix = saved["keys"], saved["parts"], saved["vectors"]
        except (OSError, ValueError, KeyError):
            self._matrix = None

    def search(self, vector: Matrix, part_ids: Collection[str] | None, limit: int) -> dict[int, float]:
        """Cosine by key of the `limit` nearest, in -1..1, higher is nearer. `vector` is one row of unit length."""
        if self._matrix is None and self.count() <= EXACT:
            self._matrix = self._fetch()
        if self._matrix is not None:
            keys, parts, vectors = self._matrix
            if part_ids is not None:
                chosen = np.isin(parts, np.array(sorted(part_ids), dtype=str))
                keys, vectors = keys[chosen], vectors[chosen]
            return _nearest(keys, vectors, vector.reshape(-1), limit)
        where = None if part_ids is None else {"part_id": {"$in": sorted(part_ids)}}
        found = self._ask(
            "query", query_embeddings=vector.reshape(1, -1), n_results=limit, where=where, include=["distances"]
        )
        return {int(k): 1.0 - float(d) for k, d in zip(found["ids"][0], found["distances"][0], strict=True)}

    def of_keys(self, keys: Collection[int]) -> dict[int, np.ndarray]:
        """The vectors of some keys, where the matrix is at hand; else none."""
        if self._matrix is None:
            return {}
        wanted = np.isin(self._matrix[0], np.array(sorted(keys)))
        return {int(k): v for k, v in zip(self._matrix[0][wanted], self._matrix[2][wanted], strict=True)}

    def close(self) -> None:
        """Let go of the store's files or connections; it opens again when asked."""
        if self._chroma is not None:
            self._chroma.close()
        self._chroma = self._collection = None

    # ------------------------------------------------------------ Chroma

    def _fetch(self) -> tuple[np.ndarray, np.ndarray, Matrix]:
        ids: list[int] = []
        parts: list[str] = []
        rows: list[Any] = []
        total = self.count()
        for offset in range(0, total, self._batch):
            got = self._ask("get", include=["embeddings", "metadatas"], limit=self._batch, offset=offset)
            ids += [int(i) for i in got["ids"]]
            parts += [str(m["part_id"]) for m in got["metadatas"]]
            rows.append(np.asarray(got["embeddings"], dtype=np.float32))
        vectors = np.concatenate(rows) if rows else np.zeros((0, 0), dtype=np.float32)
        return np.array(ids, dtype=np.int64), np.array(parts, dtype=str), vectors

    def _ask(self, method: str, **arguments: Any) -> Any:
        try:
            if self._collection is None:
                self._collection = self._client().get_or_create_collection(
                    COLLECTION, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
                )
            return getattr(self._collection, method)(**arguments)
        except Exception as error:  # Chroma raises errors of its own, of its Rust core and of httpx
            raise self._error(error) from error

    def _client(self) -> Any:
        if self._chroma is None:
            self._chroma = self._connect()
        return self._chroma

    def _connect(self) -> Any:
        os.environ["ANONYMIZED_TELEMETRY"] = "False"
        import chromadb
        from chromadb.config import Settings

        settings = Settings(anonymized_telemetry=False)
        if not self._url:
            self._folder.mkdir(parents=True, exist_ok=True)
            return chromadb.PersistentClient(path=str(self._folder), settings=settings)
        url = urlparse(self._url)
        host, ssl = url.hostname or "localhost", url.scheme == "https"
        return chromadb.HttpClient(host=host, port=url.port or 8000, ssl=ssl, settings=settings)

    @property
    def _batch(self) -> int:
        return 5_000  # below Chroma's own ceiling for SQLite, and a request of 5 MB to a server

    def _error(self, error: Exception) -> StoreError:
        if self._url:
            return StoreError(
                f"Vektordatabasen på {self._url} svarar inte som väntat.",
                "Kontrollera att Chroma-servern är igång och att ASSISTANT_CHROMA_URL stämmer.",
            )
        cause = (str(error).splitlines() or [type(error).__name__])[0][:200]
        return StoreError(
            f"Vektorindexet kan inte läsas ({cause}).", "Kör 'python -m assistant index': det byggs upp på nytt."
        )


def _nearest(keys: np.ndarray, vectors: Matrix, vector: np.ndarray, limit: int) -> dict[int, float]:
    if not len(keys):
        return {}
    cosines = vectors @ vector
    best = np.argpartition(-cosines, limit - 1)[:limit] if limit < len(cosines) else np.arange(len(cosines))
    best = best[np.argsort(-cosines[best], kind="stable")]
    return {int(keys[i]): float(cosines[i]) for i in best}
