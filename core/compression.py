"""gzip for what compresses well. Socket.IO's frames never come by here."""

import gzip

from flask import Flask, Response, request

# Below this the packet is sent whole anyway.
WORTHWHILE_BYTES = 1000
TYPES = ("text/html", "text/css", "text/javascript", "text/plain", "application/json")


def install(app: Flask) -> None:
    """Compress the answers of pages and JSON for clients that take gzip."""
    app.after_request(compress_answer)


def compress_answer(response: Response) -> Response:
    if not _is_compressible(response):
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings.quality("gzip"):
        response.set_data(gzip.compress(response.get_data(), compresslevel=6, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response


def _is_compressible(response: Response) -> bool:
    return (
        response.mimetype in TYPES
        and not response.is_streamed
        and not response.direct_passthrough
        and "Content-Encoding" not in response.headers
        and (response.content_length or 0) >= WORTHWHILE_BYTES
    )
