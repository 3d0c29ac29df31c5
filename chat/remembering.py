"""Ended chats are kept findable: their words, written down when they end and when they change."""

from accounts.rules import folded
from core.database import current
from core.statements import Sql
from tickets.words import words_of

# So that no chat grows the index without end.
MOST_WORDS_KEPT = 20_000

_CHAT = Sql(
    "SELECT place, account_id, name, email, member_id, ticket_number, rating_comment FROM chats"
    " WHERE id = :chat_id AND state = 'closed'"
)
_SAID = Sql("SELECT body FROM messages WHERE chat_id = :chat_id AND kind <> 'system'")
_REMEMBER = Sql(
    "INSERT INTO chat_words (place, chat_id, address, words)"
    " VALUES (:place, :chat_id, :address, :words)"
    " ON CONFLICT (place) DO UPDATE SET address = excluded.address, words = excluded.words"
)
_SQUEEZE = Sql("INSERT INTO chat_index (chat_index) VALUES ('optimize')")
_FORGET = Sql("DELETE FROM chat_words WHERE chat_id = :chat_id")


def remember(chat_id: str) -> None:
    """Let the team find this chat by what it says now; an open one is not found yet."""
    chat = _CHAT.one(chat_id=chat_id)
    if chat is None:
        return
    person = (chat.name, chat.email, chat.member_id or "", chat.ticket_number or "")
    said = [row.body for row in _SAID.all(chat_id=chat_id)]
    texts = [str(chat.place), *person, chat.rating_comment or "", *said]
    words = set[str]().union(*map(words_of, texts))
    _REMEMBER.run(
        place=chat.place,
        chat_id=chat_id,
        address="" if chat.account_id else folded(chat.email),
        words=" ".join(sorted(words)[:MOST_WORDS_KEPT]),
    )


def squeeze_index() -> None:
    """On SQLite the index keeps removed words until its parts are merged."""
    if current().dialect == "sqlite":
        _SQUEEZE.run()


def forget(chat_id: str) -> None:
    """Nobody finds the chat any more."""
    _FORGET.run(chat_id=chat_id)
