"""What a page loads: its stylesheets and, where they are not bundled, all of its modules named at once."""

from functools import cache
from pathlib import Path

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from chatsite import bundles

register = template.Library()


@cache
def modules() -> list[str]:
    """Their paths under static/."""
    root = Path(settings.BASE_DIR) / "static"
    return sorted(str(path.relative_to(root)) for path in (root / "js").rglob("*.js"))


@register.simple_tag
def preload_modules(script: str) -> SafeString:
    """The browser need not find the modules that `script` imports import by import."""
    names = [] if bundles.is_bundled(script) else modules()
    links = ((static(name),) for name in names)
    return format_html_join("\n", '<link rel="modulepreload" href="{}">', links)


@register.simple_tag
def stylesheets(source: str) -> SafeString:
    """Links to what a stylesheet of imports consists of: its bundle, or each part by itself."""
    links = ((static(name),) for name in bundles.served(source))
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', links)
