"""The web chat: Gradio tabs over `assistant.pipeline`, with the cited page beside the answer."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.settings import Settings

# Read by gradio and huggingface_hub as they are imported: no telemetry, no version check, no hub.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["DO_NOT_TRACK"] = "1"


def serve(settings: Settings | None = None) -> None:
    """Open the web chat and stay until interrupted; see `assistant.web.app.serve`."""
    from assistant.web.app import serve as opened

    opened(settings)
