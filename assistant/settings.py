"""All settings in one place: environment variables with the prefix ASSISTANT_, or a .env file."""

from __future__ import annotations

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

PACKAGE = Path(__file__).parent
DEFAULT_ENCODER = PACKAGE / "retrieval" / "models" / "sv-static-256"


class Settings(BaseSettings):
    """Read once at start and passed on; nothing else in the package reads the environment.

    `data` holds every store and may be deleted at any time: `index` builds it again from the files.
    """

    model_config = SettingsConfigDict(env_prefix="ASSISTANT_", env_file=".env", extra="ignore")

    data: Path = Path("data")
    corpus: Path = Path("corpus")
    register_url: str = ""  # empty: SQLite file in `data`; else a SQLAlchemy URL, e.g. postgresql+psycopg://…
    chroma_url: str = ""  # empty: embedded in `data`; else http://host:port of a Chroma server
    encoder: str = str(DEFAULT_ENCODER)  # sentence-transformers name or folder
    query_prompt: str = ""  # put before a question for encoders that want it ("query: ")
    passage_prompt: str = ""
    max_file_mb: int = 200
    ocr: bool = True  # use Tesseract where it is installed
    host: str = "127.0.0.1"
    port: int = 7860

    @property
    def database_url(self) -> str:
        """SQLAlchemy URL of the register."""
        return self.register_url or f"sqlite:///{(self.data / 'register.sqlite').absolute()}"
