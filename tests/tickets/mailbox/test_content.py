"""Words, pictures and other files of a mail, however a mail program has packed them."""

from email.message import EmailMessage
from time import perf_counter

import pytest

from tickets.mailbox.content import Content, content_of
from tickets.mailbox.html_text import text_of_html
from tickets.mailbox.incoming import heading_of

LARGE_PICTURE = b"\x89PNG" + bytes(5_000)


def read(mail: EmailMessage | bytes) -> Content:
    raw = mail if isinstance(mail, bytes) else mail.as_bytes()
    return content_of(raw, own_address="help@desk.example", own_name="dōTERRA Tech Support")


def raw(head: str, body: bytes) -> bytes:
    return head.encode() + b"\r\n\r\n" + body


def test_plain_words_are_preferred_to_html():
    mail = EmailMessage()
    mail.set_content("Plain.")
    mail.add_alternative("<p>Rich.</p>", subtype="html")
    assert read(mail).text == "Plain."


def test_html_alone_is_read_without_what_it_quotes():
    mail = EmailMessage()
    mail.set_content(
        "<div>It <b>works</b>.<div>Thank you &amp; bye</div></div><br><div class='gmail_quote'>"
        "<div>On Fri, dōTERRA Tech Support &lt;<a href='mailto:x'>help@desk.example</a>&gt; wrote:"
        "<br></div><blockquote><h1>Your issue</h1></blockquote></div>",
        subtype="html",
    )
    assert read(mail).text == "It works.\nThank you & bye"


def test_words_on_both_sides_of_a_picture_belong_together():
    mail = EmailMessage()
    mail.set_content("Before.")
    mail.add_attachment(LARGE_PICTURE, maintype="image", subtype="png", disposition="inline")
    mail.add_attachment("After.", disposition="inline")
    found = read(mail)
    assert found.text.split() == ["Before.", "After."]
    assert len(found.pictures) == 1


def test_small_pictures_inside_the_text_are_no_pictures_of_anything():
    mail = EmailMessage()
    mail.set_content("Hello.")
    mail.add_attachment(b"\x89PNG", maintype="image", subtype="png", disposition="inline")
    assert read(mail).pictures == ()


def test_a_small_picture_that_was_attached_counts():
    mail = EmailMessage()
    mail.set_content("Hello.")
    mail.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="a.png")
    assert [one.name for one in read(mail).pictures] == ["a.png"]


def test_a_mail_within_the_mail_is_a_file_and_no_words():
    inner = EmailMessage()
    inner.set_content("Somebody else's words.")
    mail = EmailMessage()
    mail.set_content("See below.")
    mail.add_attachment(inner, filename="forwarded.eml")
    found = read(mail)
    assert (found.text, found.others) == ("See below.", ("forwarded.eml",))


@pytest.mark.parametrize(
    ("charset", "body"),
    [
        ("utf-8", "Blåbær".encode()),
        ("iso-8859-1", "Blåbær".encode("iso-8859-1")),
        ("windows-1252", "Blåbær".encode("cp1252")),
        ("no-such-charset", "Blåbær".encode()),
    ],
)
def test_words_of_every_charset_are_read(charset: str, body: bytes):
    assert read(raw(f"Content-Type: text/plain; charset={charset}", body)).text == "Blåbær"


def test_bytes_that_are_no_text_do_not_keep_the_rest_from_being_read():
    assert "ok" in read(raw("Content-Type: text/plain; charset=utf-8", b"\xff\xfe ok")).text


def test_lines_that_a_program_has_folded_are_whole_again():
    folded = b"This line goes \r\non here.\r\n\r\nAnd another.\r\n"
    found = read(raw("Content-Type: text/plain; charset=utf-8; format=flowed", folded))
    assert found.text == "This line goes on here.\n\nAnd another."


def test_names_of_files_are_decoded_however_they_were_written():
    head = "Content-Type: image/png\r\nContent-Disposition: attachment; filename="
    for written, name in [
        ('"=?utf-8?q?bl=C3=A5.png?="', "blå.png"),
        ("plain.png", "plain.png"),
        ('"=?nonsense?q?=FF?="', "=?nonsense?q?=FF?="),
    ]:
        assert [one.name for one in read(raw(head + written, b"x")).pictures] == [name]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("<div>a<br>b<br><br>c</div>", "a\nb\n\nc"),
        ("<ul><li>one<li>two</ul>after", "- one\n- two\nafter"),
        ("<table><tr><td>a<td>b<tr><td>c</table>", "a b\nc"),
        ("<style>p{}</style><script>go()</script><p>seen</p>", "seen"),
        ("<meta charset=utf-16><p>ø 日本", "ø 日本"),
        ("<p>a</p><blockquote>quoted</blockquote>", "a\n\n> quoted"),
        ("no tag at all", "no tag at all"),
        ("", ""),
        ("<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><p>&x;", "]>\n&x;"),
    ],
)
def test_html_becomes_lines(html: str, text: str):
    assert text_of_html(html) == text


@pytest.mark.parametrize("atom", ["<", "<!--", "<a b='", "<p>", "</", "<div ", "<?", "<b>", "&"])
def test_no_html_takes_long_to_read(atom: str):
    began = perf_counter()
    text_of_html("x" + atom * (200_000 // len(atom)))
    assert perf_counter() - began < 5


def sender_of(line: str) -> str | None:
    return heading_of(f"From: {line}\r\n\r\n".encode(), own_addresses=()).sender


@pytest.mark.parametrize(
    "line",
    [
        "maya@example.com",
        "<maya@example.com>",
        "Maya <maya@example.com>",
        '"A, B" <maya@example.com>',
        "=?utf-8?q?M=C3=A5?= <maya@example.com>",
    ],
)
def test_one_sender_is_known(line: str):
    assert sender_of(line) == "maya@example.com"


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Maya",
        "a@x.com, maya@example.com",
        "<a@x.com>, <maya@example.com>",
        "a@x.com (maya@example.com)",
        "maya@example.com\r\nFrom: eve@evil.example",
        "@",
        "maya@example.com eve",
    ],
)
def test_what_is_not_one_sender_is_none(line: str):
    assert sender_of(line) is None


def test_mails_without_an_id_are_told_apart_by_their_headers():
    first, again, other = (
        heading_of(f"Subject: {subject}\r\n\r\n".encode(), own_addresses=()).id
        for subject in ("a", "a", "b")
    )
    assert first == again != other
