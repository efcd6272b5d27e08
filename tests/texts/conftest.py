"""The site in accented English."""

from pathlib import Path
from typing import Any

import pytest

from chat.views import catalog
from chatsite import languages
from tests.mailbox import mailbox
from tests.texts import pseudo
from tests.texts import site as sites
from tests.views.conftest import ann, as_ann, as_bob, bob, forgotten_attempts, garden, quick_hashes

__all__ = ["ann", "as_ann", "as_bob", "bob", "forgotten_attempts", "garden", "mailbox", "quick_hashes"]


@pytest.fixture(scope="session")
def locale(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the catalogs of accented English."""
    return pseudo.make(tmp_path_factory.mktemp("locale"))


@pytest.fixture
def accented(locale: Path, settings: Any) -> None:
    """The pages of this process are in accented English."""
    settings.LOCALE_PATHS = [locale, *settings.LOCALE_PATHS]
    settings.LANGUAGES = languages.offered(settings.LOCALE_PATHS)
    settings.LANGUAGE_CODE = pseudo.CODE
    catalog.script.cache_clear()
    catalog.version.cache_clear()


@pytest.fixture
def site(accented: None, transactional_db: None, settings: Any) -> sites.Site:
    """The site, with a name in which there is no Latin letter either."""
    settings.SITE_NAME, settings.DEBUG, settings.VERSION = sites.SITE, False, "0"
    settings.ALLOWED_HOSTS = ["testserver"]
    return sites.fill()
