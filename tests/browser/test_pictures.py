"""Pictures in a live chat: picked, dropped, pasted, seen by both sides, looked at in full."""

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import Windows
from tests.browser.test_story import ask

pytestmark = [pytest.mark.browser, pytest.mark.server]

# What the browser does when a person pastes or drops a file on the message field.
BRING = """(form, [kind, bytes, name]) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([new Uint8Array(bytes)], name, { type: 'image/png' }));
  const event = kind === 'paste'
    ? new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true })
    : new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true });
  form.querySelector('textarea').dispatchEvent(event);
}"""

DROP = """(log, [bytes, name]) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([new Uint8Array(bytes)], name, { type: 'image/png' }));
  for (const type of ['dragover', 'drop']) {
    const event = new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true });
    if (log.dispatchEvent(event)) throw new Error(`${type} is left to the browser`);
  }
}"""


def picture(colour: str = "teal") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (640, 400), colour).save(file, "PNG")
    return file.getvalue()


def bring(page: Page, kind: str, name: str, content: bytes | None = None) -> None:
    content = picture() if content is None else content
    page.locator(".composer").evaluate(BRING, [kind, list(content), name])


def meet(windows: Windows) -> tuple[Page, Page]:
    gus = windows.open("/chat")
    ask(gus)
    expect(gus.get_by_role("heading", name="You are next")).to_be_visible()
    ana = windows.agent("ana")
    ana.keyboard.press("c")
    expect(gus.get_by_role("log")).to_contain_text("Ana joined the chat")
    return gus, ana


def test_pictures_come_by_every_way_and_are_seen_by_both(windows: Windows, tmp_path: Path) -> None:
    gus, ana = meet(windows)
    file = tmp_path / "picked.png"
    file.write_bytes(picture("tomato"))
    gus.locator(".composer input[type=file]").set_input_files(file)
    bring(gus, "paste", "pasted.png")
    bring(gus, "drop", "dropped.png", picture("gold"))
    expect(gus.locator(".composer .file progress")).to_have_count(0)
    gus.reload()  # What has arrived is kept until the message is sent.
    expect(gus.locator(".composer .file")).to_have_count(3)
    gus.get_by_role("button", name="Remove dropped.png").click()
    gus.get_by_label("Write a message").fill("Here it is")
    gus.keyboard.press("Enter")
    expect(gus.locator(".composer .file")).to_have_count(0)
    for page in (gus, ana):
        expect(page.locator("[role=log] .attach__img")).to_have_count(2)
        expect(page.get_by_role("log")).to_contain_text("picked.png")
        box = page.locator("[role=log] .attach__img").first.bounding_box()
        assert box is not None
        assert box["width"] / box["height"] == pytest.approx(1.6, abs=0.05)
    assert violations(gus) == []

    ana.locator("[role=log] .attach").first.click()
    viewer = ana.locator("dialog.viewer")
    expect(viewer).to_contain_text("1 of 2")
    ana.keyboard.press("ArrowRight")
    expect(viewer).to_contain_text("pasted.png")
    ana.keyboard.press("Escape")
    expect(viewer).to_have_count(0)

    # Beside the field the browser would leave the chat to show what is dropped.
    gus.locator("[role=log]").evaluate(DROP, [list(picture("navy")), "beside.png"])
    expect(gus.get_by_role("button", name="Remove beside.png")).to_be_visible()
    gus.get_by_role("button", name="Remove beside.png").click()

    bring(ana, "paste", "from-ana.png", picture("navy"))
    expect(ana.locator(".composer .file progress")).to_have_count(0)
    ana.get_by_role("button", name="Send", exact=True).click()
    expect(gus.locator("[role=log] .attach__img")).to_have_count(3)


def test_what_is_no_picture_is_refused_with_the_reason_and_sends_nothing(windows: Windows) -> None:
    gus, ana = meet(windows)
    bring(gus, "drop", "notes.png", b"only words")
    expect(gus.locator(".composer .file--error")).to_contain_text("not a picture")
    gus.get_by_label("Write a message").fill("Without it, then")
    gus.keyboard.press("Enter")
    expect(ana.get_by_role("log")).to_contain_text("Without it, then")
    expect(ana.locator("[role=log] .attach")).to_have_count(0)
