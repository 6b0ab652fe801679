"""Reading: a file becomes documents, sections and passages, page-true and offset-true."""

from assistant.reading.reader import read
from assistant.reading.sections import citation_section
from assistant.reading.voice import voice_of

__all__ = ["citation_section", "read", "voice_of"]
