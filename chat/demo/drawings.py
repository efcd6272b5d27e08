"""The pictures of the demo, drawn here so that they are nobody else's."""

import colorsys
import random
from collections.abc import Callable
from io import BytesIO
from itertools import pairwise

from PIL import Image, ImageDraw

SIDE = 320  # pixels of a profile picture
WIDE, HIGH = 1200, 800  # pixels of a picture in a message
Draw = ImageDraw.ImageDraw


def profile(hue: int, seed: str) -> bytes:
    """A profile picture in this hue: hills under a sun. PNG."""
    chance = random.Random(seed)  # noqa: S311  # the same picture each time
    image = Image.new("RGB", (SIDE, SIDE), _colour(hue, 0.28, 0.95))
    draw = ImageDraw.Draw(image)
    x, y, radius = chance.randint(70, 250), chance.randint(60, 130), chance.randint(34, 58)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=_colour(hue + 30, 0.55, 0.98))
    for layer in range(3):
        _hill(
            draw, chance, SIDE, SIDE, 0.52 + 0.15 * layer, _colour(hue - 8 * layer, 0.5, 0.72 - 0.17 * layer)
        )
    return _png(image)


def poster() -> bytes:
    """A poster with a hill, three beds and a sun. PNG."""
    chance = random.Random("poster")  # noqa: S311
    image = Image.new("RGB", (WIDE, HIGH), _colour(45, 0.12, 0.99))
    draw = ImageDraw.Draw(image)
    draw.ellipse((800, 60, 1060, 320), fill=_colour(42, 0.72, 0.98))
    _hill(draw, chance, WIDE, HIGH, 0.5, _colour(150, 0.35, 0.7))
    _hill(draw, chance, WIDE, HIGH, 0.66, _colour(140, 0.45, 0.52))
    for bed in range(3):
        left = 150 + bed * 320
        draw.rounded_rectangle((left, 620, left + 240, 740), 24, fill=_colour(25, 0.55, 0.42))
        for plant in range(6):
            x = left + 30 + plant * 36
            draw.line((x, 640, x, 600), fill=_colour(130, 0.6, 0.5), width=6)
            draw.ellipse((x - 15, 570, x + 15, 604), fill=_colour(110 + 12 * bed, 0.6, 0.66))
    return _png(image)


def icons() -> bytes:
    """Nine icons in a grid. PNG."""
    image = Image.new("RGB", (WIDE, HIGH), _colour(200, 0.04, 0.98))
    draw = ImageDraw.Draw(image)
    ink = _colour(190, 0.75, 0.36)
    for number in range(9):
        x, y = 260 + number % 3 * 340, 150 + number // 3 * 250
        draw.rounded_rectangle((x - 90, y - 90, x + 90, y + 90), 32, outline=ink, width=6)
        if number % 3 == 0:
            draw.ellipse((x - 44, y - 58, x + 44, y + 22), outline=ink, width=8)
            draw.line((x, y + 22, x, y + 62), fill=ink, width=8)
        elif number % 3 == 1:
            draw.line((x - 46, y, x + 46, y), fill=ink, width=8)
            draw.arc(
                (x - 46, y - 46, x + 46, y + 46),
                180 * (number // 3),
                180 * (number // 3) + 180,
                fill=ink,
                width=8,
            )
        else:
            draw.polygon(((x, y - 52), (x + 50, y + 40), (x - 50, y + 40)), outline=ink, width=8)
    return _png(image)


DRAWINGS: dict[str, Callable[[], bytes]] = {"poster": poster, "icons": icons}


def _hill(draw: Draw, chance: random.Random, wide: int, high: int, top: float, fill: str) -> None:
    """A line of hills from left to right, filled down to the edge."""
    steps = 6
    heights = [high * (top + chance.uniform(-0.08, 0.08)) for _ in range(steps + 1)]
    points = [(wide * step / steps, height) for step, height in enumerate(heights)]
    draw.polygon([(0, high), *_smooth(points), (wide, high)], fill=fill)


def _smooth(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Corners cut off three times (Chaikin)."""
    for _ in range(3):
        cut = [points[0]]
        for (x, y), (right, below) in pairwise(points):
            cut += [(0.75 * x + 0.25 * right, 0.75 * y + 0.25 * below)]
            cut += [(0.25 * x + 0.75 * right, 0.25 * y + 0.75 * below)]
        points = [*cut, points[-1]]
    return points


def _colour(hue: float, saturation: float, value: float) -> str:
    red, green, blue = colorsys.hsv_to_rgb(hue % 360 / 360, saturation, value)
    return f"#{int(red * 255):02x}{int(green * 255):02x}{int(blue * 255):02x}"


def _png(image: Image.Image) -> bytes:
    buffer = BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()
