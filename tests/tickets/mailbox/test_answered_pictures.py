"""Pictures that come with answers by mail."""

from core.letters import WrittenLetter
from tests.factories import committed
from tests.imap_server import ImapServer
from tests.mail_answers import letters_of, reply
from tests.tickets.mailbox.answered import Look, picture, replies, thread
from tickets import rules
from tickets.attachments import of_ticket
from tickets.models import Ticket


def test_pictures_come_along(asked: Ticket, letter: WrittenLetter, mailbox: ImapServer, look: Look):
    mail = reply(letter, "See the picture.")
    mail.add_attachment(picture(), maintype="image", subtype="png", filename="skjerm bilde é.png")
    mail.add_attachment(picture(kind="JPEG"), maintype="image", subtype="jpeg", filename="b.jpg")
    mailbox.deliver(mail.as_bytes())
    look()
    [entry] = [entry for entry in thread(asked) if entry.body == "See the picture."]
    found = committed(of_ticket, asked.id)[entry.id]
    assert [one["name"] for one in found] == ["skjerm bilde é.png", "b.jpg"]
    assert letters_of("ticket_mail_trouble") == []


def test_a_picture_alone_is_an_answer(
    asked: Ticket, letter: WrittenLetter, mailbox: ImapServer, look: Look
):
    mail = reply(letter, "")
    mail.add_attachment(picture(), maintype="image", subtype="png", filename="a.png")
    mailbox.deliver(mail.as_bytes())
    look()
    assert replies(asked) == ["Which browser?", ""]


def test_files_that_are_no_pictures_are_left_out_and_told(
    asked: Ticket, letter: WrittenLetter, mailbox: ImapServer, look: Look
):
    mail = reply(letter, "See the files.")
    mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="bill.pdf")
    mail.add_attachment(b"<svg onload=go()>", maintype="image", subtype="png", filename="x.png")
    mail.add_attachment(b"signed", maintype="application", subtype="pgp-signature")
    mailbox.deliver(mail.as_bytes())
    look()
    assert replies(asked)[-1] == "See the files."
    [trouble] = letters_of("ticket_mail_trouble")
    assert "bill.pdf, x.png" in trouble.text


def test_more_pictures_than_a_form_takes_are_told(
    asked: Ticket, letter: WrittenLetter, mailbox: ImapServer, look: Look
):
    mail = reply(letter, "Many.")
    for number in range(rules.FILES_IN_ONE_GO + 1):
        mail.add_attachment(picture(), maintype="image", subtype="png", filename=f"{number}.png")
    mailbox.deliver(mail.as_bytes())
    look()
    [entry] = [entry for entry in thread(asked) if entry.body == "Many."]
    assert len(committed(of_ticket, asked.id)[entry.id]) == rules.FILES_IN_ONE_GO
    assert "5.png" in letters_of("ticket_mail_trouble")[0].text
