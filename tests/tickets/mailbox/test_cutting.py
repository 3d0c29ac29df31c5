"""What remains of a mail when the letter it quotes and the signature are cut off."""

from time import perf_counter

import pytest

from tickets.mailbox.cutting import answer_of

US = "dōTERRA Tech Support"
ADDRESS = "help@desk.example"
FULL = f"{US} <{ADDRESS}>"
QUOTE = "> Your issue has been answered\n>\n> IT-1001: cart empties\n>\n> Ana:\n"

INTRODUCTIONS = {
    "gmail en": f"On Fri, 6 Mar 2026 at 10:30, {FULL}\nwrote:\n\n{QUOTE}",
    "gmail nb": f"fre. 6. mars 2026 kl. 10:30 skrev {US} <\n{ADDRESS}>:\n\n{QUOTE}",
    "gmail nb, wrapped": f"fre. 6. mars 2026 skrev dōTERRA Tech\nSupport <{ADDRESS}>:\n\n{QUOTE}",
    "gmail sv": f"Den fre 6 mars 2026 kl 10:30 skrev {FULL}:\n\n{QUOTE}",
    "gmail da": f"Den fre. 6. mar. 2026 kl. 10.30 skrev {FULL}:\n\n{QUOTE}",
    "gmail fi": f"pe 6.3.2026 klo 10.30 {US} ({ADDRESS}) kirjoitti:\n\n{QUOTE}",
    "gmail de": f"Am Fr., 6. März 2026 um 10:30 Uhr schrieb {FULL}:\n\n{QUOTE}",
    "gmail fr": f"Le ven. 6 mars 2026 à 10:30, {FULL} a\nécrit :\n\n{QUOTE}",
    "gmail es": f"El vie, 6 mar 2026 a las 10:30, {US} (<{ADDRESS}>)\nescribió:\n\n{QUOTE}",
    "gmail it": f"Il giorno ven 6 mar 2026 alle ore 10:30 {FULL} ha scritto:\n\n{QUOTE}",
    "gmail nl": f"Op vr 6 mrt 2026 om 10:30 schreef {FULL}:\n\n{QUOTE}",
    "gmail pl": f"pt., 6 mar 2026 o 10:30 {FULL} napisał(a):\n\n{QUOTE}",
    "gmail pt": f"{FULL} escreveu no dia sexta, 6/03/2026 à(s) 10:30:\n\n{QUOTE}",
    "gmail hu": f"{FULL} ezt írta (időpont: 2026. márc. 6., P, 10:30):\n\n{QUOTE}",
    "gmail ja": f"2026年3月6日(金) 10:30 {FULL}:\n\n{QUOTE}",
    "thunderbird en": f"On 3/6/26 10:30, {US} wrote:\n{QUOTE}",
    "thunderbird nb": f"Den 06.03.2026 10:30, skrev {US}:\n{QUOTE}",
    "apple ja": f"> 2026/03/06 10:30、{FULL}のメール:\n> \n{QUOTE}",
    "apple hu": f"> {FULL} írta (2026. márc. 6. dátummal, 10:30 időpontban):\n> \n{QUOTE}",
    "outlook en": f"{'_' * 32}\nFrom: {FULL}\nSent: Friday\nTo: Maya\nSubject: x\n\nYour issue\n",
    "outlook de": f"{'_' * 32}\nVon: {FULL}\nGesendet: Freitag\nAn: Maya\n\nYour issue\n",
    "outlook fi": f"Lähettäjä: {FULL}\nLähetetty: perjantai\n\nYour issue\n",
    "outlook nb": f"*Fra:* {FULL}\n*Sendt:* fredag\n\nYour issue\n",
    "outlook pl": f"-----Wiadomość oryginalna-----\nOd: {FULL}\nWysłano: x\n\nYour issue\n",
    "outlook ja": f"差出人: {FULL}\n送信日時: 2026\n\nYour issue\n",
    "outlook hu": f"Feladó: {US} [mailto:{ADDRESS}]\nKüldve: x\n\nYour issue\n",
}


def cut(text: str) -> str:
    return answer_of(text, own_address=ADDRESS, own_name=US)


@pytest.mark.parametrize("program", INTRODUCTIONS)
def test_the_letter_that_is_quoted_is_cut(program: str):
    assert cut(f"It works.\n\n{INTRODUCTIONS[program]}") == "It works."


@pytest.mark.parametrize("program", INTRODUCTIONS)
def test_whatever_the_line_ends(program: str):
    mail = f"It works.\n\n{INTRODUCTIONS[program]}".replace("\n", "\r\n")
    assert cut(mail) == "It works."


@pytest.mark.parametrize(
    "ending",
    [
        "-- \nMaya Lind\n+47 123 45 678",
        "--\nMaya",
        "Sent from my iPhone",
        "Sendt fra min iPhone",
        "Skickat från min iPhone",
        "Lähetetty iPhonesta",
        "Von meinem iPhone gesendet",
        "Gesendet mit der GMX App",
        "Envoyé de mon iPhone",
        "Enviado desde mi iPhone",
        "Inviato da iPhone",
        "Verstuurd vanaf mijn iPhone",
        "Wysłane z iPhone'a",
        "Enviado do meu iPhone",
        "Elküldve az iPhone-omról",
        "iPhoneから送信",
        "Get Outlook for iOS<https://aka.ms/o0ukef>",
    ],
)
def test_signatures_are_cut(ending: str):
    assert cut(f"It works.\n\n{ending}") == "It works."
    assert cut(f"It works.\n\n{ending}\n\n{INTRODUCTIONS['gmail en']}") == "It works."


def test_an_answer_below_the_quotation_is_found():
    assert cut(f"{INTRODUCTIONS['gmail en']}\nIt works.\n\n-- \nMaya") == "It works."


def test_answers_between_quoted_lines_keep_what_they_answer():
    mail = "> Which browser?\nSafari.\n> Which version?\n17.\n"
    assert cut(mail) == mail.strip()


def test_nothing_but_the_quotation_is_nothing():
    assert cut(INTRODUCTIONS["gmail en"]) == ""
    assert cut(INTRODUCTIONS["outlook de"]) == ""


@pytest.mark.parametrize(
    "words",
    [
        "It works.",
        "Thanks,\nbut it is still broken.",
        "- one\n- two\n- three",
        "Best regards to Ana!\nThe cart is still empty.",
        f"I wrote to {ADDRESS} and to {US} yesterday.\nNothing happened.",
        "It says:\n-----\nFatal\n-----\nWhat now?",
        "From: the shop page I go on.\nThen it fails.",
        "Hi Ana,\n\nOn Monday it worked, then I wrote:\nnothing helped",
        "Sent from my phone it fails, from the laptop it works.\nSo what now?",
        "The order was lost.\nSent from my phone it fails.",
        "Error > 5\na > b",
        "",
    ],
)
def test_no_word_of_an_answer_is_lost(words: str):
    assert cut(words) == words


@pytest.mark.parametrize(
    "atom",
    [
        "On ",
        "On\n",
        "> ",
        ">",
        "From: ",
        "2026/1/1 <@",
        "Op heeft ",
        "-",
        "_",
        "\n",
        "--\n",
        f"{ADDRESS} ",
        f"{ADDRESS}\n",
        f"{US}\n",
        "Sent from ",
        "から送信",
        "a",
    ],
    ids=repr,
)
def test_no_mail_takes_long_to_cut(atom: str):
    mail = "It works.\n" + atom * (200_000 // len(atom))
    began = perf_counter()
    cut(mail)
    assert perf_counter() - began < 5
