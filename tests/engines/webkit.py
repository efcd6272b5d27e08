"""WebKit, the engine of Safari, by WebDriver: WebKitGTK's small browser on a display of its own."""

import os
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from selenium.webdriver import Remote, WebKitGTKOptions
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.remote_connection import RemoteConnection
from selenium.webdriver.webkitgtk.service import Service

from deploy.local.process import ends_with_parent

DRIVER = "/usr/bin/WebKitWebDriver"
BROWSERS = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.*/MiniBrowser"
KEYS = {"Enter": Keys.ENTER, "ArrowUp": Keys.ARROW_UP, "Escape": Keys.ESCAPE, "Tab": Keys.TAB}


class Display:
    """An X server without a screen, for as long as the browsers are there."""

    def __init__(self) -> None:
        reader, writer = os.pipe()
        self._process = subprocess.Popen(
            ends_with_parent(("Xvfb", "-displayfd", str(writer), "-screen", "0", "1280x900x24")),
            pass_fds=(writer,),
            stderr=subprocess.DEVNULL,
        )
        os.close(writer)
        with os.fdopen(reader) as file:
            self.name = f":{file.readline().strip()}"

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(20)


class WebKit:
    """Each tab is a browser of its own."""

    def __init__(self) -> None:
        self._display = Display()
        self._tabs: list[WebKitTab] = []

    def open(self, url: str, session: str) -> "WebKitTab":
        options = WebKitGTKOptions()
        options.binary_location = str(next(iter(sorted(Path("/").glob(BROWSERS.lstrip("/"))))))
        options.add_argument("--automation")
        environ = {**os.environ, "DISPLAY": self._display.name, "GDK_BACKEND": "x11"}
        environ["WEBKIT_DISABLE_COMPOSITING_MODE"] = "1"  # there is no graphics card
        service = Service(DRIVER, env=environ)
        service.start()
        place = RemoteConnection(client_config=ClientConfig(service.service_url))
        driver = Remote(command_executor=place, options=options)
        tab = WebKitTab(driver, service)
        self._tabs.append(tab)
        site = urlsplit(url)
        tab.go(f"{site.scheme}://{site.netloc}/healthz")  # a cookie needs a page of the site
        driver.add_cookie({"name": "sessionid", "value": session, "path": "/"})
        tab.go(url)
        return tab

    def close(self) -> None:
        for tab in self._tabs:
            tab.driver.quit()
            tab.service.stop()
        self._display.close()


class WebKitTab:
    def __init__(self, driver: Remote, service: Service) -> None:
        self.driver, self.service = driver, service

    def go(self, url: str) -> None:
        self.driver.get(url)

    def evaluate(self, script: str) -> Any:
        return self.driver.execute_script(script)

    def click(self, selector: str) -> None:
        self.driver.find_element(By.CSS_SELECTOR, selector).click()

    def type(self, selector: str, text: str) -> None:
        self.driver.find_element(By.CSS_SELECTOR, selector).send_keys(text)

    def press(self, selector: str, key: str) -> None:
        self.driver.find_element(By.CSS_SELECTOR, selector).send_keys(KEYS[key])

    def chord(self, key: str) -> None:
        ActionChains(self.driver).key_down(Keys.CONTROL).send_keys(key).key_up(Keys.CONTROL).perform()

    def finger_down(self, selector: str) -> None:
        self._finger("pointerdown", selector)

    def finger_up(self) -> None:
        self._finger("pointerup", "body")

    def _finger(self, event: str, selector: str) -> None:
        """The driver of this browser knows no touch: the page is sent the event that a finger makes."""
        options = "{ pointerType: 'touch', isPrimary: true, bubbles: true, clientX: 100, clientY: 100 }"
        target = f"document.querySelector({selector!r})"
        self.evaluate(f"{target}.dispatchEvent(new PointerEvent({event!r}, {options}))")
