"""Makes pictures anew from their pixels, as a program of its own, which writes what comes of one:

    python reencode.py squares 64 128 < picture     # WebP files of these sizes, of the middle of the picture
    python reencode.py image 720 < picture          # its format and size, the picture, and a small WebP file

What it reads comes from strangers, so it runs apart from everything (chatsite.pictures), with little memory
and time, and imports nothing of ours. Before each file stands its length in four bytes. It ends with
UNREADABLE where the content is no picture that it takes, and with TOO_LARGE for too many pixels.
"""

import io
import json
import resource
import sys

from PIL import Image, ImageCms, ImageOps, ImageSequence

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
PIXELS = 40_000_000
MOVING_PIXELS = 80_000_000  # of all frames together
FRAMES = 600
SIDE = 16_383  # pixels: WebP has no longer ones
MEMORY = 1024 * 1024 * 1024  # bytes of address space
SECONDS = 12  # of a processor
UNREADABLE, TOO_LARGE = 3, 4
SAVED: dict[str, dict[str, object]] = {
    "JPEG": {"quality": 90, "progressive": True},
    "PNG": {"compress_level": 4},
    "WEBP": {"quality": 90, "method": 2},
    "GIF": {},
}


class TooLarge(Exception):
    """More pixels than are taken."""


def bound() -> None:
    """No more memory or time, and no files."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def opened(data: bytes) -> Image.Image:
    """The picture, of which nothing is decoded yet. Raises TooLarge."""
    Image.MAX_IMAGE_PIXELS = None  # we look ourselves, before anything is decoded
    picture = Image.open(io.BytesIO(data), formats=FORMATS)
    if picture.width * picture.height > PIXELS or max(picture.size) > SIDE:
        raise TooLarge
    return picture


def squares(data: bytes, sizes: list[int]) -> list[bytes]:
    """WebP files of these sizes, without anything but the pixels."""
    with opened(data) as picture:
        picture.draft("RGB", (max(sizes) * 2, max(sizes) * 2))
        plain = upright(picture)
        return [encoded(ImageOps.fit(plain, (size, size), Image.Resampling.LANCZOS)) for size in sizes]


def image(data: bytes, longest: int) -> list[bytes]:
    """What is said of the picture in JSON, the picture without anything but its pixels, and a WebP file of it
    whose sides are `longest` pixels at most."""
    with opened(data) as picture:
        kind = str(picture.format)
        if kind in ("GIF", "WEBP") and getattr(picture, "n_frames", 1) > 1:
            first, content = moving(picture, kind)
        else:
            first = upright(picture)
            content = saved(first, kind)
    small = first.copy()
    small.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    said = {"format": kind, "width": first.width, "height": first.height}
    return [json.dumps(said).encode(), content, encoded(small)]


def moving(picture: Image.Image, kind: str) -> tuple[Image.Image, bytes]:
    """The first frame of an animation, and all of it. Raises TooLarge."""
    count: int = getattr(picture, "n_frames", 1)
    if count > FRAMES or count * picture.width * picture.height > MOVING_PIXELS:
        raise TooLarge
    frames, times = [], []
    for frame in ImageSequence.Iterator(picture):
        frames.append(clean(frame.convert("RGBA")))
        times.append(max(20, int(frame.info.get("duration") or 100)))
    file, loop = io.BytesIO(), int(picture.info.get("loop", 1 if kind == "GIF" else 0))
    more = {"append_images": frames[1:], "duration": times, "loop": loop, "disposal": 2}
    frames[0].save(file, kind, save_all=True, **more, **SAVED[kind])
    return frames[0], file.getvalue()


def upright(picture: Image.Image) -> Image.Image:
    """As it is to be seen: turned as its metadata say, in sRGB."""
    turned = ImageOps.exif_transpose(picture)
    has_alpha = turned.has_transparency_data
    return in_srgb(turned).convert("RGBA" if has_alpha else "RGB")


def in_srgb(picture: Image.Image) -> Image.Image:
    """The colours that a profile within the file means."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "RGBA"):
        return picture
    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        found = ImageCms.profileToProfile(picture, given, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError):
        return picture
    return found or picture


def clean(picture: Image.Image) -> Image.Image:
    """Pasted into a new picture, which has no metadata to keep."""
    new = Image.new(picture.mode, picture.size)
    new.paste(picture)
    return new


def encoded(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    clean(picture).save(file, "WEBP", quality=84, method=4)
    return file.getvalue()


def saved(picture: Image.Image, kind: str) -> bytes:
    file = io.BytesIO()
    clean(picture.convert("RGB") if kind == "JPEG" else picture).save(file, kind, **SAVED[kind])
    return file.getvalue()


def main() -> int:
    mode, sizes = sys.argv[1], [int(each) for each in sys.argv[2:]]
    data = sys.stdin.buffer.read()
    bound()
    try:
        made = squares(data, sizes) if mode == "squares" else image(data, sizes[0])
    except TooLarge:
        return TOO_LARGE
    except Exception:  # whatever a decoder makes of strange content
        return UNREADABLE
    for file in made:
        sys.stdout.buffer.write(len(file).to_bytes(4, "big") + file)
    return 0


if __name__ == "__main__":
    sys.exit(main())
