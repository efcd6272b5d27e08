"""Pictures, statuses and cards of people on open pages."""

import io
import re
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from tests.actions_process import ActionsProcess
from tests.browser.conftest import TOUCH, OpenPage, OpenRoom, say
from tests.workspace import Accounts, Workspace


def choose_picture(page: Page, color: str = "green") -> None:
    """Of one color, by the form of the settings."""
    content = io.BytesIO()
    Image.new("RGB", (400, 200), color).save(content, "PNG")
    page.goto("/settings/")
    page.set_input_files(
        "#id_picture", {"name": "a.png", "mimeType": "image/png", "buffer": content.getvalue()}
    )
    expect(page.locator(".crop__square")).to_be_visible()
    page.get_by_role("button", name="Save picture").click()
    expect(page.get_by_text("Picture saved.")).to_be_visible()


def test_a_new_picture_shows_on_open_pages(
    open_room: OpenRoom, open_page: OpenPage, accounts: Accounts, workspace: Workspace
) -> None:
    somebody = workspace.new_account()
    ann, other = open_room(somebody), open_room(accounts.member)
    say(ann, "hello")
    face = other.locator(".message .message__avatar")
    expect(face).to_have_text("P")  # the initial of their name
    choose_picture(open_page(somebody, "/settings/"))
    expect(face.locator("img")).to_have_attribute("src", re.compile(r"^/pictures/\w+/\w+-64\.webp$"))
    other.reload()
    expect(face.locator("img")).to_have_js_property("naturalWidth", 64)


def test_the_square_is_moved_by_keys_and_enlarged(
    open_page: OpenPage, workspace: Workspace, tmp_path: Path
) -> None:
    """Of a picture that is red and, to the right, blue: from the middle to the right end."""
    picture = Image.new("RGB", (400, 200), "red")
    picture.paste("blue", (200, 0, 400, 200))
    picture.save(tmp_path / "a.png")
    somebody = workspace.new_account()
    page = open_page(somebody, "/settings/")
    page.set_input_files("#id_picture", tmp_path / "a.png")
    square = page.get_by_role("img", name="Your picture as it will be shown.")
    for _ in range(20):  # farther than it goes
        square.press("ArrowLeft")
    page.get_by_label("Size").press("ArrowRight")
    page.get_by_role("button", name="Save picture").click()
    shown = page.locator(".picture-form img")
    expect(shown).to_have_js_property("naturalWidth", 128)
    answer = page.request.get(shown.get_attribute("src") or "")
    left = Image.open(io.BytesIO(answer.body())).convert("RGB").crop((2, 64, 3, 65)).tobytes()
    assert left[2] > 200 > 50 > left[0]


def test_a_card_opens_where_a_name_is_pressed(
    open_room: OpenRoom, accounts: Accounts, workspace: Workspace, actions: ActionsProcess
) -> None:
    somebody = workspace.new_account()
    actions("set_status", user=somebody.id, emoji="🌱", text="Planting")
    ann, bob = open_room(somebody), open_room(accounts.member)
    say(ann, "hello")
    bob.locator(".message .person-name").click()
    card = bob.get_by_role("dialog", name=somebody.name)
    expect(card).to_be_focused()
    expect(card).to_contain_text("🌱 Planting")
    expect(card.locator("[data-presence]")).to_have_text("Online")
    bob.keyboard.press("Escape")
    expect(card).to_have_count(0)
    bob.locator(".message .message__avatar").click()
    card.get_by_role("button", name="Mention").click()
    expect(card).to_have_count(0)
    expect(bob.locator("#message-text")).to_have_value(f"@{somebody.username} ")
    bob.locator(".message .person-name").click()
    card.get_by_role("button", name="Message").click()
    bob.wait_for_url(re.compile("/conversations/"))


def test_a_card_opens_on_a_phone_and_by_keys(
    open_room: OpenRoom, accounts: Accounts, workspace: Workspace
) -> None:
    somebody = workspace.new_account()
    ann, bob = open_room(somebody), open_room(accounts.member, **TOUCH)
    say(ann, "hello")
    bob.locator(".message .message__avatar").tap()
    card = bob.get_by_role("dialog", name=somebody.name)
    expect(card).to_be_in_viewport()
    bob.keyboard.press("Escape")
    ann.click("#details-toggle")
    ann.locator(".details a[data-person]").first.press("Enter")
    expect(ann.locator(".person-card")).to_be_visible()
    ann.keyboard.press("Escape")
    expect(ann.locator(".details a[data-person]").first).to_be_focused()


def test_moderators_ban_from_the_card(open_room: OpenRoom, accounts: Accounts, workspace: Workspace) -> None:
    somebody = workspace.new_account()
    ann, mo = open_room(somebody), open_room(accounts.moderator)
    say(ann, "cheap keys")
    mo.locator(".message .person-name").click()
    mo.get_by_role("dialog", name=somebody.name).get_by_role("link", name="Ban…").click()
    mo.get_by_label("Reason (kept in the audit log)").fill("advertising")
    mo.keyboard.press("Enter")
    expect(ann.locator(".status--bad")).to_contain_text("You are banned from this room.")


def test_do_not_disturb_is_a_bar_beside_the_picture(
    open_room: OpenRoom, accounts: Accounts, workspace: Workspace, actions: ActionsProcess
) -> None:
    somebody = workspace.new_account()
    ann, bob = open_room(somebody), open_room(accounts.member)
    say(ann, "hello")
    bob.click("#details-toggle")
    dot = bob.locator(f'.details [data-avatar="{somebody.username}"] .presence')
    expect(dot).to_be_visible()
    expect(dot).not_to_have_class(re.compile("presence--quiet"))
    actions("set_quiet", user=somebody.id, seconds=3600)
    expect(dot).to_have_class(re.compile("presence--quiet"))
