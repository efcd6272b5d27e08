"""Files as HTTP responses: whole or in part, so that nothing in them can run on this site."""

from collections.abc import AsyncIterator

from django.core.files.base import File
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header, quote_etag

from chat.files.byte_ranges import ByteRange, NotThere, asked_range
from chat.files.content_types import SHOWN, TEXT
from chat.storage.executor import in_thread

KEPT = "private, no-cache"  # it is asked for again each time, and whether one may still see it
POLICY = "default-src 'none'; media-src 'self'; style-src 'unsafe-inline'; sandbox"
AT_ONCE = 1024 * 1024  # bytes that are sent in one piece
PIECE = 256 * 1024  # bytes of each piece of more
HANDED_OVER = "/-/files/"  # where Nginx finds the folder


def respond(request: HttpRequest, file: File, *, name: str, type: str, etag: str) -> HttpResponseBase:
    """The file, or what of it the request asks for. The file is closed afterwards."""
    etag, size = quote_etag(etag), file.size
    if request.headers.get("If-None-Match") == etag:
        file.close()
        return _with_headers(HttpResponse(status=304), etag)
    try:
        part = _asked(request, etag, size)
    except NotThere:
        file.close()
        response = _with_headers(HttpResponse(status=416), etag)
        response["Content-Range"] = f"bytes */{size}"
        return response
    response = _content(request, file, part or ByteRange(0, size))
    _describe(response, request, name, type)
    if part is not None:
        response.status_code = 206
        response["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
    return _with_headers(response, etag)


def hand_over(request: HttpRequest, path: str, *, name: str, type: str) -> HttpResponse:
    """Has Nginx send a file of the folder, which has the same headers there."""
    response = HttpResponse()
    response["X-Accel-Redirect"] = f"{HANDED_OVER}{path}"
    _describe(response, request, name, type)
    response["Cache-Control"] = KEPT
    return response


def _asked(request: HttpRequest, etag: str, size: int) -> ByteRange | None:
    """The part that was asked for; None for all of it, as where the client has a part of another version."""
    condition = request.headers.get("If-Range")
    if condition is not None and condition != etag:
        return None
    return asked_range(request.headers.get("Range", ""), size)


def _content(request: HttpRequest, file: File, part: ByteRange) -> HttpResponseBase:
    length = part.stop - part.start
    response: HttpResponseBase
    if request.method == "HEAD":
        file.close()
        response = HttpResponse()
    else:
        file.seek(part.start)
        if length <= AT_ONCE:
            with file:
                response = HttpResponse(file.read(length))
        else:
            response = StreamingHttpResponse(_pieces(file, length))
    response["Content-Length"] = str(length)
    return response


async def _pieces(file: File, length: int) -> AsyncIterator[bytes]:
    with file:
        while length > 0 and (piece := await in_thread(file.read, min(PIECE, length))):
            length -= len(piece)
            yield piece


def _describe(response: HttpResponseBase, request: HttpRequest, name: str, type: str) -> None:
    is_attachment = type not in SHOWN or "download" in request.GET
    response["Content-Type"] = f"{TEXT}; charset=utf-8" if type == TEXT else type
    response["Content-Disposition"] = content_disposition_header(is_attachment, name) or "inline"


def _with_headers(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    response["ETag"], response["Cache-Control"] = etag, KEPT
    response["Accept-Ranges"] = "bytes"
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
