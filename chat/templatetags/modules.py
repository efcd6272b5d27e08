"""All modules of the page named at once: the browser need not find them import by import."""

from functools import cache
from pathlib import Path

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@cache
def modules() -> list[str]:
    """Their paths under static/."""
    root = Path(settings.BASE_DIR) / "static"
    return sorted(str(path.relative_to(root)) for path in (root / "js").rglob("*.js"))


@register.simple_tag
def preload_modules() -> SafeString:
    return format_html_join(
        "\n", '<link rel="modulepreload" href="{}">', ((static(path),) for path in modules())
    )
