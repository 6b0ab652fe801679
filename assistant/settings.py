"""All settings in one place: environment variables with the prefix ASSISTANT_, or a .env file."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import SettingsError

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


def load_settings(**given: object) -> Settings:
    """Settings from the environment, with `given` before them; None counts as not given.

    Raises SettingsError that names the variable.
    """
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        names = ", ".join("ASSISTANT_" + str(one["loc"][0]).upper() for one in error.errors())
        raise SettingsError(f"Inställningen {names} har ett värde som inte går att använda.", _ADVICE) from error


def debugging() -> bool:
    """True when errors are to be shown with their traceback (ASSISTANT_DEBUG=1); never raises."""
    return os.environ.get("ASSISTANT_DEBUG", "") not in ("", "0")


_ADVICE = "Se tabellen över inställningar i README.md och rätta miljövariabeln eller filen .env."
