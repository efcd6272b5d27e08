"""Voice messages: recorded with Chromium's microphone for tests, listened to, sent or discarded."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import OpenRoom
from tests.browser.sample_files import wait_until_ready
from tests.workspace import Accounts

STORED = ".message[data-seq]"


@pytest.fixture(scope="module")
def chromium(whole_chromium: Browser) -> Browser:
    return whole_chromium


def test_a_voice_message_is_recorded_played_and_sent(open_room: OpenRoom, accounts: Accounts) -> None:
    ann, bob = open_room(accounts.member, permissions=["microphone"]), open_room(accounts.other)
    ann.get_by_role("button", name="Record a voice message").click()
    expect(ann.get_by_role("timer")).to_have_text(re.compile("0:0[1-9]"))
    ann.get_by_role("button", name="Finish the recording").click()
    wait_until_ready(ann, "Voice message")
    ann.locator(".upload-card audio").evaluate("(player) => { player.muted = true; return player.play(); }")
    ann.click("#send")
    bob.locator(f"{STORED} audio").evaluate("(player) => { player.muted = true; return player.play(); }")


def test_a_recording_is_discarded(open_room: OpenRoom, accounts: Accounts) -> None:
    page = open_room(accounts.member, permissions=["microphone"])
    page.get_by_role("button", name="Record a voice message").click()
    expect(page.get_by_role("timer")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("timer")).to_have_count(0)
    expect(page.locator(".upload-card")).to_have_count(0)
    expect(page.get_by_role("button", name="Record a voice message")).to_be_focused()
