"""What an agent has typed is there in every browser, until it is sent or the chat ends."""

import re
from typing import Any

from accounts.models import Account
from tests.chat.loopback import cookie_of
from tests.chat.stage import Agent, Stage, Visitor


class Desktop:
    """One of an agent's browsers: its console's requests."""

    def __init__(self, stage: Stage, account: Account) -> None:
        self.client = stage.app.test_client()
        name, _, value = cookie_of(stage.app, account).partition("=")
        self.client.set_cookie(name, value)
        page = self.client.get("/console")
        found = re.search(r'"csrf_token": ?"([^"]+)"', page.text)
        assert found, page.text
        self.token = found[1]

    def keeps(self, chat_id: str, text: str, kind: str = "text") -> Any:
        return self.client.put(
            f"/console/api/chats/{chat_id}/draft",
            json={"kind": kind, "text": text},
            headers={"X-CSRFToken": self.token},
        )

    def finds(self) -> dict[tuple[str, str], str]:
        answer = self.client.get("/console/api/drafts").json
        return {(one["chat_id"], one["kind"]): one["text"] for one in answer["drafts"]}


def desktop(stage: Stage, first_name: str = "ana") -> Desktop:
    return Desktop(stage, stage.account(first_name))


def test_reply_and_note_each_have_a_draft_in_every_browser(
    stage: Stage, gus: Visitor, ana: Agent
) -> None:
    here = desktop(stage)
    assert here.keeps(gus.chat_id, "Dear Gus").status_code == 200
    here.keeps(gus.chat_id, "Ask the web team", kind="note")
    here.keeps(gus.chat_id, "Dear Gus, try again")
    kept = {(gus.chat_id, "text"): "Dear Gus, try again", (gus.chat_id, "note"): "Ask the web team"}
    assert desktop(stage).finds() == kept
    assert desktop(stage, "bea").finds() == {}
    here.keeps(gus.chat_id, "")
    assert desktop(stage).finds() == {(gus.chat_id, "note"): "Ask the web team"}


def test_a_sent_draft_is_gone_and_the_other_one_stays(
    stage: Stage, gus: Visitor, ana: Agent
) -> None:
    here = desktop(stage)
    here.keeps(gus.chat_id, "Dear Gus")
    here.keeps(gus.chat_id, "Ask the web team", kind="note")
    assert ana.says(gus.chat_id, "Dear Gus")["ok"]
    assert here.finds() == {(gus.chat_id, "note"): "Ask the web team"}
    assert ana.note(gus.chat_id, "Ask the web team")["ok"]
    assert here.finds() == {}


def test_nothing_unsent_outlives_its_chat(stage: Stage, gus: Visitor, ana: Agent) -> None:
    here = desktop(stage)
    here.keeps(gus.chat_id, "Dear Gus")
    assert gus.ask("leave")["ok"]
    assert here.finds() == {}
    refused = here.keeps(gus.chat_id, "Too late")
    assert (refused.status_code, refused.json["error"]["code"]) == (409, "not_active")
    assert here.finds() == {}


def test_a_draft_is_only_for_chats_that_one_may_read(
    stage: Stage, gus: Visitor, ana: Agent
) -> None:
    assert desktop(stage, "bea").keeps(gus.chat_id, "Mine?").status_code == 404
    assert desktop(stage, "sam").keeps(gus.chat_id, "A note", kind="note").status_code == 200
    assert desktop(stage).keeps("nonsense", "Hello").status_code == 404


def test_a_draft_holds_no_card_number_and_nothing_unstorable(
    stage: Stage, gus: Visitor, ana: Agent
) -> None:
    here = desktop(stage)
    here.keeps(gus.chat_id, "4111 1111 1111 1111 does not work")
    assert "4111 1111" not in here.finds()[gus.chat_id, "text"]
    assert here.keeps(gus.chat_id, "a\0b").status_code == 422
    assert here.keeps(gus.chat_id, "x" * 20_001).status_code == 422
