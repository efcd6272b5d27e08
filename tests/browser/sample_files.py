"""Files to upload, and the ways in which people hand them to a page."""

import base64
import io
import math
import wave
from typing import TypedDict

from PIL import Image
from playwright.sync_api import Locator, Page, expect

MIB = 1024 * 1024

# Makes a DataTransfer of [name, type, base64] triples, as a clipboard and a drag have it.
TRANSFER = """(files) => {
    const transfer = new DataTransfer();
    for (const [name, type, content] of files) {
        const bytes = Uint8Array.from(atob(content), (letter) => letter.codePointAt(0));
        transfer.items.add(new File([bytes], name, { type }));
    }
    return transfer;
}"""


class SampleFile(TypedDict):
    """As Playwright takes it."""

    name: str
    mimeType: str
    buffer: bytes


def picture(name: str = "chart.png", size: tuple[int, int] = (320, 200), colour: str = "teal") -> SampleFile:
    content = io.BytesIO()
    Image.new("RGB", size, colour).save(content, "PNG")
    return {"name": name, "mimeType": "image/png", "buffer": content.getvalue()}


def text(name: str = "notes.txt", content: bytes = b"some notes") -> SampleFile:
    return {"name": name, "mimeType": "text/plain", "buffer": content}


def large(name: str = "long.txt", mib: int = 3) -> SampleFile:
    """A file that needs `mib` parts."""
    return text(name, b"0123456789abcdef" * (mib * MIB // 16))


def tone(name: str = "tone.wav") -> SampleFile:
    content = io.BytesIO()
    with wave.open(content, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        samples = (int(8000 * math.sin(at / 3)) for at in range(8000))
        sound.writeframes(b"".join(sample.to_bytes(2, "little", signed=True) for sample in samples))
    return {"name": name, "mimeType": "audio/wav", "buffer": content.getvalue()}


def choose(page: Page, *files: SampleFile) -> None:
    """By the button."""
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Attach files").click()
    chooser.value.set_files(list(files))


def drag(page: Page, kind: str, over: str, *files: SampleFile) -> None:
    """One event of a drag of these files over an element: dragenter, drop."""
    given = [[file["name"], file["mimeType"], base64.b64encode(file["buffer"]).decode()] for file in files]
    transfer = page.evaluate_handle(TRANSFER, given)
    page.dispatch_event(over, kind, {"dataTransfer": transfer})


def paste(page: Page, file: SampleFile) -> None:
    given = [[file["name"], file["mimeType"], base64.b64encode(file["buffer"]).decode()]]
    page.evaluate(
        f"""(files) => {{
            const clipboardData = ({TRANSFER})(files);
            const paste = new ClipboardEvent("paste", {{ clipboardData, bubbles: true, cancelable: true }});
            document.getElementById("message-text").dispatchEvent(paste);
        }}""",
        given,
    )


def card(page: Page, name: str) -> Locator:
    """The card of a file that is on its way."""
    return page.locator(".upload-card", has_text=name)


def wait_until_ready(page: Page, name: str) -> None:
    expect(card(page, name)).to_have_attribute("data-state", "ready")
