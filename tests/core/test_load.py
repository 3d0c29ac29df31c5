"""A desk that cannot keep up puts off new chats, files, history, and never a running chat."""

from collections.abc import Iterator

import pytest

from core.load import (
    IN_A_ROW,
    LINE_SECONDS,
    PUTS_OFF_CHATS_SECONDS,
    PUTS_OFF_FILES_SECONDS,
    PUTS_OFF_HISTORY_SECONDS,
    Load,
    load,
)
from tests.chat.conftest import ana, cast, gus, set_up, stage  # noqa: F401 - fixtures
from tests.chat.console import Console
from tests.chat.stage import Agent, Stage, Visitor
from tests.pictures import picture
from tests.sending import as_file, post


@pytest.fixture(autouse=True)
def _calm() -> Iterator[None]:
    yield
    load.lag = 0.0


def test_a_moment_counts_for_nothing_and_a_while_for_what_it_was() -> None:
    busy = Load()
    busy.note(2.0)
    assert not busy.puts_off_chats
    for _ in range(100):
        busy.note(0.6)
    assert busy.puts_off_chats
    for _ in range(100):
        busy.note(0.0)
    assert not busy.puts_off_chats


def test_one_newcomer_who_stood_in_line_counts_for_nothing_and_several_in_a_row_do() -> None:
    busy = Load()
    for _ in range(IN_A_ROW - 1):
        busy.note_wait(LINE_SECONDS)
    assert not busy.puts_off_chats
    busy.note_wait(LINE_SECONDS)
    assert busy.puts_off_chats
    busy.note_wait(0.0)
    assert not busy.puts_off_chats


def upload(stage: Stage, gus: Visitor) -> int:  # noqa: F811
    file = as_file(picture(40, 30), "one.png")
    path = f"/api/v1/chats/{gus.token}/attachments"
    return post(stage.app.test_client(), path, file=file).status_code


def test_new_chats_become_tickets_first_and_keep_the_question(
    stage: Stage,  # noqa: F811
    gus: Visitor,  # noqa: F811
    ana: Agent,  # noqa: F811
) -> None:
    load.lag = PUTS_OFF_CHATS_SECONDS
    answer = stage.start_chat("Gil", question="My cart is empty again, why is that?")
    assert answer["outcome"] == "queue_full"
    page = stage.app.test_client().get(answer["ticket_url"].replace(stage.settings.url, ""))
    assert "My cart is empty again, why is that?" in page.text
    assert upload(stage, gus) == 201
    assert gus.says("Hello")["ok"]
    assert ana.says(gus.chat_id, "Hello Gus")["ok"]


def test_files_wait_next_and_messages_never(
    stage: Stage,  # noqa: F811
    gus: Visitor,  # noqa: F811
    ana: Agent,  # noqa: F811
) -> None:
    load.lag = PUTS_OFF_FILES_SECONDS
    assert upload(stage, gus) == 503
    assert gus.says("Hello")["ok"]
    assert ana.says(gus.chat_id, "Hello Gus")["ok"]
    load.lag = 0.0
    assert upload(stage, gus) == 201
    assert stage.start_chat("Gil")["outcome"] == "queued"


def test_history_waits_last_says_so_and_running_chats_go_on(
    stage: Stage,  # noqa: F811
    gus: Visitor,  # noqa: F811
    ana: Agent,  # noqa: F811
) -> None:
    bea = Console(stage, "bea")
    load.lag = PUTS_OFF_FILES_SECONDS
    bea.get("/console/history")
    assert bea.status == 200
    load.lag = PUTS_OFF_HISTORY_SECONDS
    for address in ("/console/history?q=cart", f"/console/history/{gus.chat_id}"):
        page = bea.get(address)
        assert (bea.status, bea.headers["Retry-After"]) == (503, "10")
        assert "history waits and running chats go on" in page.text
        assert f'href="{address}"' in page.html
    assert gus.says("Hello")["ok"]
    assert ana.says(gus.chat_id, "Hello Gus")["ok"]
    load.lag = 0.0
    bea.get("/console/history")
    assert bea.status == 200


def test_who_is_not_of_the_team_does_not_even_learn_that_history_waits(
    stage: Stage,  # noqa: F811
) -> None:
    load.lag = PUTS_OFF_HISTORY_SECONDS
    answer = stage.app.test_client().get("/console/history")
    assert answer.status_code != 503
    assert "history waits" not in answer.text
