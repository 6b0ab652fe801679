"""The web server: one process, one port, this machine alone unless another address is asked for."""

from __future__ import annotations

import errno
import logging
import socket
from contextlib import suppress
from pathlib import Path

import gradio as gr
import uvicorn
from fastapi import FastAPI

from assistant.errors import InputError
from assistant.settings import Settings
from assistant.web import texts
from assistant.web.page import build
from assistant.web.routes import SwedishPage, add_routes
from assistant.web.shelf import Shelf

_HERE = Path(__file__).parent
_TRIES = 20  # ports after the one asked for
_SYSTEM_FONTS = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif"]
_MONO_FONTS = ["ui-monospace", "Consolas", "monospace"]


def serve(settings: Settings | None = None) -> None:
    """Open the chat, print its address and stay until interrupted. A taken port gives way to the next free one.

    Raises InputError where the address cannot be listened on.
    """
    settings = settings or Settings()
    listener = listen(settings.host, settings.port)
    with listener:
        shelf = Shelf(settings)
        shelf.open()
        server = _Server(
            uvicorn.Config(web_app(shelf), log_level="warning", timeout_graceful_shutdown=1, lifespan="on"), settings
        )
        with suppress(KeyboardInterrupt):
            server.run(sockets=[listener])


def web_app(shelf: Shelf) -> FastAPI:
    """The chat with its routes, ready for a server."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    add_routes(app, shelf)
    theme = gr.themes.Base(primary_hue="teal", neutral_hue="slate", font=_SYSTEM_FONTS, font_mono=_MONO_FONTS)
    script = (_HERE / "script.js").read_text(encoding="utf-8")
    app = gr.mount_gradio_app(
        app,
        build(shelf),
        path="/",
        theme=theme,
        css=(_HERE / "style.css").read_text(encoding="utf-8"),
        head=f"<script>{script}</script>",
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        mcp_server=False,
        pwa=False,
        enable_monitoring=False,
    )
    app.add_middleware(SwedishPage)
    return app


def listen(host: str, port: int) -> socket.socket:
    """A socket bound to the port, or, said plainly, to the next free one. Raises InputError where none can be."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    except OSError as error:
        raise InputError(texts.NO_HOST.format(host=host), texts.NO_HOST_ADVICE) from error
    for candidate in range(port, min(port + _TRIES, 65535) + 1):
        bound = socket.socket(family, socket.SOCK_STREAM)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((host, candidate))
        except OSError as error:
            bound.close()
            if isinstance(error, PermissionError) or error.errno == errno.EADDRNOTAVAIL:
                raise InputError(texts.NO_HOST.format(host=f"{host}:{port}"), texts.NO_HOST_ADVICE) from error
            continue
        if candidate != port and port:
            print(texts.PORT_TAKEN.format(port=port, free=candidate), flush=True)
        return bound
    raise InputError(texts.NO_PORT.format(port=port, last=port + _TRIES), texts.NO_PORT_ADVICE)


class _Server(uvicorn.Server):
    """uvicorn that says in Swedish where it listens, once it does."""

    def __init__(self, config: uvicorn.Config, settings: Settings) -> None:
        super().__init__(config)
        self._settings = settings

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if sockets and self.started:
            host = f"[{self._settings.host}]" if ":" in self._settings.host else self._settings.host
            address = f"http://{host}:{sockets[0].getsockname()[1]}"
            print(texts.LISTENING.format(address=address), texts.LEAVE, sep="\n", flush=True)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # Every open page holds an event stream that never ends by itself; cutting it is no error worth a traceback.
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets)
