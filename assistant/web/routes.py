"""What the page fetches by address: page images with marked words, whole texts, the files themselves."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import FileResponse, HTMLResponse, Response

from assistant.errors import AssistantError
from assistant.reading.render import render_page
from assistant.types import SourceFile
from assistant.web import texts
from assistant.web.markup import escape
from assistant.web.panel import IMAGE_WIDTH, headings, marked_text, read_marks
from assistant.web.register_export import EXPORTS, exported
from assistant.web.shelf import Shelf, source_file

# Nothing is fetched from elsewhere, whatever a document or a question holds. Gradio builds its templates with
# new Function and writes inline styles.
_PAGE_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; media-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
_INERT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
_MEDIA = {".pdf": "application/pdf", ".txt": "text/plain; charset=utf-8", ".md": "text/plain; charset=utf-8"}
_WIDEST = 3000

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


def add_routes(app: FastAPI, shelf: Shelf) -> None:
    """Serve indexed files and nothing else: a file is named by its id, never by a path."""

    def found(file_id: str) -> SourceFile:
        file = source_file(shelf.library, file_id) if shelf.library else None
        if file is None:
            raise HTTPException(404, texts.FILE_GONE)
        return file

    @app.get("/sida/{file_id:path}/{page}.png")
    def page_image(file_id: str, page: int, m: str = "", b: int = IMAGE_WIDTH) -> Response:
        try:
            image = render_page(found(file_id), page, read_marks(m, page), max(200, min(b, _WIDEST)))
        except (ValueError, AssistantError) as error:
            raise HTTPException(404, str(error)) from error
        return Response(image.png, media_type="image/png", headers=_safe("private, max-age=86400"))

    @app.get("/fil/{file_id:path}")
    def whole_file(file_id: str) -> Response:
        file = found(file_id)
        path = Path(file.path)
        if not path.is_file():
            raise HTTPException(404, texts.FILE_GONE)
        shown = file.suffix in _MEDIA
        policy = {} if file.suffix == ".pdf" else {"Content-Security-Policy": _INERT_POLICY}
        return FileResponse(
            path,
            media_type=_MEDIA.get(file.suffix, "application/octet-stream"),
            filename=path.name,
            content_disposition_type="inline" if shown else "attachment",
            headers=_safe("no-cache") | policy,
        )

    @app.get("/register/rekommendationer.{kind}")
    def register_file(kind: str, request: Request) -> Response:
        library, given = shelf.library, request.query_params
        if library is None or kind not in EXPORTS:
            raise HTTPException(404, texts.FILE_GONE)
        made = exported(library, kind, given.multi_items())
        name = {"Content-Disposition": f'attachment; filename="rekommendationer.{kind}"'}
        return Response(made, media_type=EXPORTS[kind], headers=_safe("no-store") | name)

    @app.get("/text/{file_id:path}")
    def whole_text(file_id: str, m: str = "") -> Response:
        file = found(file_id)
        try:
            titles = headings(shelf.library, file) if shelf.library else ()
            body = marked_text(file.pages[0], read_marks(m, 1), titles=titles)
        except ValueError as error:
            raise HTTPException(404, str(error)) from error
        name = escape(file.document + file.suffix)
        html = (
            f'<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>{name}</title><style>{_TEXT_STYLE}'
            f"</style></head><body><h1>{name}</h1>{body}</body></html>"
        )
        return HTMLResponse(html, headers=_safe("no-cache") | {"Content-Security-Policy": _INERT_POLICY})


_TEXT_STYLE = (
    "body{font:1rem/1.6 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#1c2530}"
    "h1{font-size:1.1rem}.raw{white-space:pre-wrap;overflow-wrap:anywhere}.raw p{margin:.4rem 0}"
    ".title{font-weight:650}mark{background:#ffe669}"
)


def _safe(cache: str) -> dict[str, str]:
    return {"Cache-Control": cache, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}


class SwedishPage:
    """Around Gradio: its page says that it is Swedish, names no address elsewhere, and may fetch only from here."""

    def __init__(self, app: Callable[[Scope, Receive, Send], Awaitable[None]]) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != "/":
            await self._app(scope, receive, send)
            return
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        start: MutableMapping[str, Any] = {}
        body = b""

        async def rewritten(message: MutableMapping[str, Any]) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
                return
            body += message.get("body", b"")
            if message.get("more_body"):
                return
            page = swedish(body.decode("utf-8")).encode("utf-8")
            headers = [(n, v) for n, v in start["headers"] if n.lower() != b"content-length"]
            headers += [
                (b"content-length", str(len(page)).encode()),
                (b"content-security-policy", _PAGE_POLICY.encode()),
            ]
            await send({**start, "headers": headers})
            await send({"type": "http.response.body", "body": page})

        await self._app({**scope, "headers": plain}, receive, rewritten)


def swedish(page: str) -> str:
    """Gradio's page with the language set and its cards for social media taken out."""
    page = page.replace('lang="en"', 'lang="sv"', 1)
    return re.sub(r'<meta\s+(?:property="og:|name="twitter:)[^>]*/>\s*', "", page)
