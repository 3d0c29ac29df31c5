"""Files in Chromium: picked, dropped and pasted, with progress, removal, and nothing ever lost."""

import base64
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import sideways_scroll, violations
from tests.browser.conftest import Windows
from tests.pictures import noise, picture

pytestmark = [pytest.mark.browser, pytest.mark.server]

# What a browser does when somebody lets go of files over the page, or presses Ctrl V.
DROP = """([selector, files, kind]) => {
  const transfer = new DataTransfer();
  for (const { name, type, content } of files) {
    const bytes = Uint8Array.from(atob(content), (one) => one.charCodeAt(0));
    transfer.items.add(new File([bytes], name, { type }));
  }
  const place = document.querySelector(selector);
  const about = { bubbles: true, cancelable: true };
  if (kind === 'paste') {
    place.dispatchEvent(new ClipboardEvent('paste', { ...about, clipboardData: transfer }));
  } else {
    for (const type of ['dragover', 'drop']) {
      place.dispatchEvent(new DragEvent(type, { ...about, dataTransfer: transfer }));
    }
  }
}"""


def file(name: str, content: bytes, media_type: str = "image/png") -> dict[str, object]:
    return {"name": name, "mimeType": media_type, "buffer": content}


def let_fall(page: Page, kind: str, *files: tuple[str, bytes], on: str = "textarea") -> None:
    given = [
        {"name": name, "type": "image/png", "content": base64.b64encode(content).decode()}
        for name, content in files
    ]
    page.evaluate(DROP, [on, given, kind])


def rows(page: Page) -> Locator:
    return page.locator(".files > .file")


def expect_uploaded(page: Page, *names: str) -> None:
    expect(page.locator(".files .file__name")).to_have_text(list(names))
    expect(page.locator(".files .file__meta", has_text="Uploaded")).to_have_count(len(names))


def new_issue(windows: Windows) -> Page:
    page = windows.sign_in("maya", "/issues/new")
    page.fill("#title", "English - the cart becomes empty")
    page.get_by_label("Detailed description").fill("I add points, and everything is gone.")
    return page


def send(page: Page) -> None:
    page.get_by_role("button", name="Submit Tech Issue").click()


def test_files_are_picked_dropped_and_pasted_several_at_once(windows: Windows) -> None:
    page = new_issue(windows)
    page.set_input_files("#files", [file("one.png", picture()), file("two.png", picture(80, 80))])
    expect_uploaded(page, "one.png", "two.png")
    let_fall(page, "drop", ("three.png", picture(90, 90)), on=".drop")
    let_fall(page, "paste", ("image.png", picture(70, 70)))
    expect_uploaded(page, "one.png", "two.png", "three.png", "image.png")
    expect(rows(page).locator("img")).to_have_count(4)
    send(page)
    page.wait_for_url(re.compile("/issues/IT-.*sent=1"))
    expect(page.locator(".thumb")).to_have_count(4)
    expect(page.locator(".thumb").first).to_contain_text("one.png")
    expect(page.locator(".thumb img").first).to_have_js_property("naturalWidth", 320)


def test_a_file_that_is_removed_is_not_sent(windows: Windows) -> None:
    page = new_issue(windows)
    page.set_input_files("#files", [file("keep.png", picture()), file("drop.png", picture(9, 9))])
    expect_uploaded(page, "keep.png", "drop.png")
    page.get_by_role("button", name="Remove drop.png").click()
    expect_uploaded(page, "keep.png")
    expect(page.get_by_role("button", name="Remove keep.png")).to_be_focused()
    send(page)
    page.wait_for_url(re.compile("/issues/IT-"))
    expect(page.locator(".thumb")).to_have_count(1)


def test_limits_are_told_beforehand_and_at_the_file_itself(windows: Windows) -> None:
    page = new_issue(windows)
    expect(page.locator("#files-hint")).to_contain_text("Up to 5 files: PNG, JPEG, WebP or GIF")
    expect(page.locator("#files-hint")).to_contain_text("10 MB each")
    large = b"\x89PNG\r\n\x1a\n" + b"x" * (14 * 1024 * 1024 + 300_000)
    page.set_input_files(
        "#files", [file("large.png", large), file("a.pdf", b"%PDF-", "application/pdf")]
    )
    expect(rows(page).nth(0)).to_contain_text("The file is too large: 14.3 MB. The limit is 10 MB.")
    expect(rows(page).nth(1)).to_contain_text("not a picture that we can show")
    page.set_input_files("#files", [file("disguised.png", b"MZ" + b"\0" * 500)])
    expect(rows(page).nth(2)).to_contain_text("not a picture that we can show")
    send(page)
    expect(page.get_by_role("button", name="Remove large.png")).to_be_focused()
    told = page.locator("file-drop").get_by_role("status")
    expect(told).to_contain_text("Not every file could be uploaded.")
    expect(told).not_to_have_class("vh")  # Whoever sees the page must see why nothing was sent.
    assert violations(page) == []
    for name in ("large.png", "a.pdf", "disguised.png"):
        page.get_by_role("button", name=f"Remove {name}").click()
    page.set_input_files("#files", [file(f"{n}.png", picture(20 + n, 20)) for n in range(6)])
    expect(rows(page).nth(5)).to_contain_text("Choose at most 5 files at once.")


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (320, True)])
def test_every_state_of_a_file_can_be_read_by_everybody(
    windows: Windows, width: int, dark: bool
) -> None:
    page = windows.sign_in("maya", "/issues/new", width=width, dark=dark)
    assert violations(page) == []
    page.set_input_files("#files", [file("a name that is too long for a phone " * 3, picture())])
    expect(page.locator(".files .file__meta", has_text="Uploaded")).to_be_visible()
    page.set_input_files("#files", [file("a.pdf", b"%PDF-", "application/pdf")])
    page.route("**/issues/attachments", lambda route: None)  # Never answered.
    page.set_input_files("#files", [file("slow.png", picture(9, 9))])
    expect(rows(page).nth(2).locator("progress")).to_be_visible()
    assert violations(page) == []
    assert sideways_scroll(page) == 0
    page.get_by_role("button", name="Cancel the upload of slow.png").click()


def test_an_error_in_another_field_keeps_the_files(windows: Windows) -> None:
    page = new_issue(windows)
    page.fill("#title", "")
    page.set_input_files("#files", [file("one.png", picture())])
    expect_uploaded(page, "one.png")
    send(page)
    expect(page.locator(".error-summary")).to_be_visible()
    expect_uploaded(page, "one.png")
    page.fill("#title", "English - the cart")
    send(page)
    page.wait_for_url(re.compile("/issues/IT-"))
    expect(page.locator(".thumb")).to_have_count(1)


def test_a_reload_keeps_the_files_and_sending_forgets_them(windows: Windows) -> None:
    page = new_issue(windows)
    page.set_input_files("#files", [file("one.png", picture())])
    expect_uploaded(page, "one.png")
    page.reload()
    expect_uploaded(page, "one.png")
    send(page)
    page.wait_for_url(re.compile("/issues/IT-"))
    expect(page.locator(".thumb")).to_have_count(1)
    page.goto("/issues/new")
    expect(page.locator("#title")).to_have_value("")
    expect(rows(page)).to_have_count(0)


def test_a_form_waits_for_its_files_with_progress_and_cancel(windows: Windows) -> None:
    page = new_issue(windows)
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    quick = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    network.send("Network.emulateNetworkConditions", {**quick, "uploadThroughput": 20_000})
    large = noise(640, 480)
    page.set_input_files("#files", [file("slow.png", large), file("never.png", noise(900, 900))])
    expect(rows(page).nth(0).locator("progress")).to_be_visible()
    expect(rows(page).nth(0).locator(".file__meta")).to_contain_text(
        re.compile("Uploading · .* of")
    )
    page.get_by_role("button", name="Cancel the upload of never.png").click()
    expect(rows(page)).to_have_count(1)
    send(page)
    expect(page.locator("file-drop [role=status]")).to_contain_text("still on their way")
    network.send("Network.emulateNetworkConditions", quick)
    page.wait_for_url(re.compile("/issues/IT-"))
    expect(page.locator(".thumb")).to_have_count(1)


def test_a_lost_connection_is_told_and_tried_again(windows: Windows) -> None:
    page = new_issue(windows)
    page.route("**/issues/attachments", lambda route: route.abort())
    page.set_input_files("#files", [file("one.png", picture())])
    expect(rows(page)).to_contain_text("the connection was lost")
    page.unroute("**/issues/attachments")
    page.get_by_role("button", name="Try again").click()
    expect_uploaded(page, "one.png")


def test_without_script_files_come_with_the_form(windows: Windows) -> None:
    page = windows.sign_in("maya", "/issues/new", scripts=False)
    expect(page.locator("#files")).to_be_visible()
    page.get_by_label("Detailed description").fill("I add points, and everything is gone.")
    page.set_input_files("#files", [file("one.png", picture()), file("two.txt", b"hello")])
    send(page)
    expect(page.locator(".error-summary")).to_contain_text("two.txt: This file is not a picture")
    expect(page.get_by_label("Send one.png")).to_be_checked()
    page.fill("#title", "English - the cart becomes empty")
    send(page)
    page.wait_for_url(re.compile("/issues/IT-"))
    expect(page.locator(".thumb")).to_have_count(1)


def test_agents_answer_and_note_with_pictures(windows: Windows) -> None:
    member = new_issue(windows)
    send(member)
    member.wait_for_url(re.compile("/issues/IT-"))
    number = re.findall(r"IT-\d+", member.url)[0]
    agent = windows.sign_in("ana@desk.example", f"/console/tickets/{number}")
    agent.set_input_files("#reply-files", [file("fix.png", picture())])
    expect_uploaded(agent, "fix.png")
    agent.get_by_role("button", name="Send", exact=True).click()
    expect(agent.locator(".thumb")).to_have_count(1)
    agent.locator("summary", has_text="Internal note").click()
    agent.set_input_files("#note-files", [file("secret.png", picture(33, 33))])
    expect_uploaded(agent, "secret.png")
    agent.get_by_role("button", name="Add note").click()
    expect(agent.locator(".thumb")).to_have_count(2)
    member.reload()
    expect(member.locator(".thumb")).to_have_count(1)
    expect(member.locator(".thumb")).to_contain_text("fix.png")


def test_a_picture_chosen_before_the_chat_is_with_the_question(windows: Windows) -> None:
    page = windows.open("/chat")
    page.get_by_label("What is your name?").fill("Gus Vermeer")
    page.get_by_label("Email address").fill("gus@example.com")
    page.get_by_label("How can we help?").fill("My cart becomes empty when I use my points.")
    let_fall(page, "paste", ("image.png", picture()))
    expect_uploaded(page, "image.png")
    page.get_by_role("button", name="Start chat").click()
    page.wait_for_url(re.compile("/chat/.+"))
    messages = page.evaluate(
        "JSON.parse(document.getElementById('page-state').textContent).messages"
    )
    [attachment] = messages[0]["attachments"]
    assert attachment["name"] == "image.png"
    assert page.request.get(attachment["url"]).status == 200
    stranger = windows.open("/")
    assert stranger.request.get(attachment["url"]).status == 404
