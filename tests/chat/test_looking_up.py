"""The palette finds chats once they have ended; the open ones are on the console already."""

from chat.looking_up import look_up
from core.database import db
from tests.chat.stage import Agent, Stage, Visitor


def found(stage: Stage, words: str) -> list[str]:
    with stage.app.app_context():
        chats = look_up(words)["chats"]
        db.session.remove()
    return [one["name"] for one in chats]


def test_an_ended_chat_is_found_by_name_and_words(stage: Stage, gus: Visitor, ana: Agent) -> None:
    ana.says(gus.chat_id, "Please clear the cache")
    assert found(stage, "gus") == []
    assert ana.ask("close_chat", {"chat_id": gus.chat_id})["ok"]
    for words in ("gus", "clear the cache"):
        assert found(stage, words) == ["Gus"], words
    assert found(stage, "gus nothing") == []
