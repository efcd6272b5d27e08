"""Days in the timeline, and going to one, in Chromium with a time zone whose clocks change."""

from playwright.sync_api import Page, expect

from tests.actions_process import ActionsProcess
from tests.browser.conftest import OpenRoom
from tests.workspace import Accounts

BERLIN = {"timezone_id": "Europe/Berlin"}

# The rows of messages that are an hour apart, counted by day.
LENGTHS = """async ([first, hours]) => {
  const { rowsOf } = await import("/static/js/timeline/rows.js");
  const author = { id: "a", username: "ann", name: "Ann" };
  const messages = Array.from({ length: hours }, (_, hour) => ({
    kind: "message", seq: hour + 1, rev: hour + 1, author, text: "", html: "", reply_to: null,
    at: new Date(Date.parse(first) + hour * 3600_000).toISOString(),
  }));
  const rows = rowsOf({
    messages, lines: [], pending: [], unreadAfter: null, me: author, complete: false, separateDeleted: false,
    quote: () => null, remover: () => null,
  });
  const counts = [];
  for (const row of rows) {
    if (row.kind === "day") counts.push(0);
    else counts[counts.length - 1] += 1;
  }
  return counts;
}"""


def test_days_are_told_apart_by_the_readers_clock_also_when_it_changes(
    open_room: OpenRoom, accounts: Accounts
) -> None:
    page = open_room(accounts.member, **BERLIN)
    assert page.evaluate(LENGTHS, ["2026-03-28T20:00Z", 54]) == [3, 23, 24, 4]
    assert page.evaluate(LENGTHS, ["2026-10-24T19:00Z", 56]) == [3, 25, 24, 4]


def go_to(page: Page, name: str) -> None:
    page.get_by_role("link", name="Go to a date").click()
    page.get_by_role("button", name=name, exact=True).click()


def test_the_calendar_leads_to_the_beginning_to_a_day_and_to_the_newest_message(
    open_room: OpenRoom, accounts: Accounts, actions: ActionsProcess, room: str
) -> None:
    actions("post", by=accounts.owner.id, room=room, count=120)
    page = open_room(accounts.member)
    expect(page.locator("#m120")).to_be_in_viewport()
    go_to(page, "The beginning")
    expect(page.locator("#m1")).to_be_in_viewport()
    go_to(page, "Newest message")
    expect(page.locator("#m120")).to_be_in_viewport()
    go_to(page, "Go")
    expect(page.locator("#m1")).to_be_in_viewport()
