"""The files of a message, as the wire has them. static/js/files/file_kinds.js and format.js do the same."""

from typing import Any
from urllib.parse import quote

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

register = template.Library()

PLAYED = frozenset({"video/mp4", "video/webm", "video/ogg", "video/quicktime"})
MOST_WIDE, MOST_HIGH = 400, 352  # px of an image in a message
UNIT = 1024
NEXT_UNIT = 999.5  # of a unit: from here on the next one is used
File = dict[str, Any]


@register.filter
def file_kind(file: File) -> str:
    """image, video, audio or other."""
    type = file["type"]
    if type.startswith("image/") and file.get("thumb") and file.get("width"):
        return "image"
    if type in PLAYED:
        return "video"
    return "audio" if type.startswith("audio/") else "other"


@register.filter
def images(files: list[File]) -> list[File]:
    return [file for file in files if file_kind(file) == "image"]


@register.filter
def not_images(files: list[File]) -> list[File]:
    return [file for file in files if file_kind(file) != "image"]


@register.filter
def file_address(file: File) -> str:
    return f"/files/{file['id']}/{quote(file['name'], safe='')}"


@register.filter
def described(file: File) -> str:
    """What an image shows, in words, and its name."""
    return f"{file['alt']}, {file['name']}" if file.get("alt") else str(file["name"])


@register.filter
def shown_size(file: File) -> SafeString:
    """The attributes that reserve the room of an image."""
    width, height = file.get("width"), file.get("height")
    if not width or not height:
        return mark_safe("")
    scale = min(1, MOST_WIDE / width, MOST_HIGH / height)
    return format_html('width="{}" height="{}"', max(1, round(width * scale)), max(1, round(height * scale)))


@register.filter
def file_size(size: int) -> str:
    """84 kB."""
    if size < UNIT:
        return ngettext("%(count)s byte", "%(count)s bytes", size) % {"count": number_format(size)}
    kilobytes = size / UNIT
    if kilobytes < NEXT_UNIT:
        return gettext("%(count)s kB") % {"count": _rounded(kilobytes)}
    megabytes = kilobytes / UNIT
    if megabytes < NEXT_UNIT:
        return gettext("%(count)s MB") % {"count": _rounded(megabytes)}
    return gettext("%(count)s GB") % {"count": _rounded(megabytes / UNIT)}


def _rounded(value: float) -> str:
    """With one place behind the point where there is one digit before it."""
    one_digit = 9.95
    number = round(value, 1) if value < one_digit else round(value)
    return number_format(int(number) if number == int(number) else number, force_grouping=True)
