"""What does not fit the contract is refused, changes nothing, and ends no connection."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent_console.sockets import gate as agent_gate
from chat.sockets import gate as visitor_gate
from tests.chat.contract import AGENTS, CODES, UNKNOWN_EVENTS, VISITOR, right, wrong
from tests.chat.loopback import Line
from tests.chat.stage import Stage

SIDES = [("visitor", event) for event in VISITOR] + [("agent", event) for event in AGENTS]
CONTRACT = {"visitor": VISITOR, "agent": AGENTS}
LONG = "x" * 4001
UNSTORABLE = ("a\0b", "a\x07b", "a\x7fb", "a\x9fb", "a\ud800b", "\udfff")
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


class Scene:
    """Gus talks with Ana; Gil waits, Ida's chat is over. `line` is Gus's or Ana's."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.gus = stage.guest("Gus")
        self.ana = stage.agent("ana")
        self.bea = stage.agent("bea")
        assert self.ana.ask("claim_next")["ok"]
        self.gil = stage.guest("Gil")
        self.chat_id = self.gus.chat_id

    def line(self, side: str) -> Line:
        return self.gus if side == "visitor" else self.ana


@pytest.fixture
def scene(stage: Stage) -> Scene:
    return Scene(stage)


@pytest.fixture
def nothing_changes(scene: Scene) -> Iterator[None]:
    before = scene.stage.dump()
    heard = [len(line.heard) for line in scene.stage.loopback.lines]
    yield
    assert scene.stage.dump() == before
    assert [len(line.heard) for line in scene.stage.loopback.lines] == heard


def test_every_event_of_the_contract_has_a_gate_and_no_other_has():
    assert visitor_gate.names == sorted(VISITOR)
    assert agent_gate.names == sorted(AGENTS)


def test_no_event_can_be_registered_without_its_right_and_its_rate():
    with pytest.raises(TypeError):
        visitor_gate.event("new", dict)  # type: ignore[call-arg]
    with pytest.raises(ValueError, match="sideways"):
        visitor_gate.event("new", dict, right=print, rate=None, way="sideways")  # type: ignore[arg-type]
    assert "new" not in visitor_gate.names


@pytest.mark.parametrize(("side", "event"), SIDES)
def test_the_payload_of_the_contract_is_taken(scene: Scene, side: str, event: str):
    payload = right(event, CONTRACT[side][event], scene.chat_id)
    if event == "rate":
        scene.gus.ask("leave")
    if event == "claim":
        payload["chat_id"] = scene.gil.chat_id
    answer = scene.line(side).ask(event, payload)
    assert answer["ok"], answer


@pytest.mark.parametrize(("side", "event"), SIDES)
def test_any_other_payload_is_invalid(scene: Scene, nothing_changes: None, side: str, event: str):
    line = scene.line(side)
    for sent in wrong(event, CONTRACT[side][event], scene.chat_id):
        answer = line.ask_raw(event, *sent)
        assert answer["ok"] is False, sent
        assert answer["error"]["code"] == "invalid", (sent, answer)
        assert answer["error"]["message"], sent
    assert line.ask("sync", {"after_seq": 0} if side == "visitor" else {})["ok"]


@pytest.mark.parametrize("side", ["visitor", "agent"])
def test_an_unknown_event_is_invalid(scene: Scene, nothing_changes: None, side: str):
    line = scene.line(side)
    sids = [
        one.sid for one in (*visitor_gate.connections.values(), *agent_gate.connections.values())
    ]
    for event in (*UNKNOWN_EVENTS, *sids):
        for payloads in ([], [{}], ["text"], [{}, {}], [sids[0], {}], [{}] * 5):
            answer = line.ask_raw(event, *payloads)
            assert answer["error"]["code"] == "invalid", (event[:40], payloads, answer)
    assert line.ask("sync", {"after_seq": 0} if side == "visitor" else {})["ok"]


@pytest.mark.parametrize("event", sorted(set(AGENTS) - set(VISITOR)))
def test_a_visitor_has_no_event_of_the_agents(scene: Scene, nothing_changes: None, event: str):
    answer = scene.gus.ask(event, right(event, AGENTS[event], scene.chat_id))
    assert answer["error"]["code"] == "invalid"


@pytest.mark.parametrize("body", UNSTORABLE, ids=repr)
def test_text_that_cannot_be_stored_is_invalid_everywhere(
    scene: Scene, nothing_changes: None, body: str
):
    chat = {"chat_id": scene.chat_id}
    sam = {"chat_id": scene.gil.chat_id}
    answers = [
        scene.gus.says(body),
        scene.ana.says(scene.chat_id, body),
        scene.ana.note(scene.chat_id, body),
        scene.ana.ask("transfer", {**chat, "to": "queue", "note": body}),
        scene.ana.ask("convert_to_ticket", {**chat, "title": body}),
        scene.ana.ask("convert_to_ticket", {**chat, "description": body}),
        scene.ana.ask("claim", {**sam, "reason": body}),
    ]
    assert {answer["error"]["code"] for answer in answers} == {"invalid"}


@pytest.mark.parametrize("body", ["", " ", "\n\t\u2003"], ids=repr)
def test_a_message_says_something(scene: Scene, nothing_changes: None, body: str):
    assert scene.gus.says(body)["error"]["code"] == "invalid"
    assert scene.ana.says(scene.chat_id, body)["error"]["fields"] == {
        "body": ["Please write something."]
    }


def test_a_message_that_is_too_long_is_told_by_how_much(scene: Scene, nothing_changes: None):
    for answer in (scene.gus.says(LONG), scene.ana.note(scene.chat_id, LONG)):
        assert answer["error"]["code"] == "too_long"
        assert "4,001 characters" in answer["error"]["message"]


def test_what_else_is_too_long_is_refused(scene: Scene, nothing_changes: None):
    chat = {"chat_id": scene.chat_id}
    ask = scene.ana.ask
    answers = [
        ask("transfer", {**chat, "to": "queue", "note": LONG}),
        ask("convert_to_ticket", {**chat, "title": "x" * 121}),
        ask("convert_to_ticket", {**chat, "description": "x" * 5001}),
        ask("claim", {"chat_id": scene.gil.chat_id, "reason": "x" * 501}),
        ask("redirect_to_ticket", {**chat, "language": "x" * 36}),
    ]
    assert {answer["error"]["code"] for answer in answers} <= {"too_long", "invalid"}


def test_an_unknown_language_is_invalid(scene: Scene, nothing_changes: None):
    wish = {"chat_id": scene.chat_id, "language": "tlh-Piqd"}
    assert scene.ana.ask("redirect_to_ticket", wish)["error"]["code"] == "invalid"


@pytest.mark.parametrize("payload", [{}, {"after_seq": 0, "before_seq": 9}])
def test_a_sync_goes_one_way(scene: Scene, nothing_changes: None, payload: dict):
    assert scene.gus.ask("sync", payload)["error"]["code"] == "invalid"


def test_an_agents_sync_goes_one_way_and_a_transfer_to_one(scene: Scene, nothing_changes: None):
    chat = {"chat_id": scene.chat_id}
    answers = [
        scene.ana.ask("sync", {"after": {}, "before": {}}),
        scene.ana.ask("transfer", chat),
        scene.ana.ask("transfer", {**chat, "to": "queue", "agent_id": scene.bea.id}),
    ]
    assert {answer["error"]["code"] for answer in answers} == {"invalid"}


@settings(max_examples=300, suppress_health_check=[*HealthCheck], deadline=None)
@given(side_event=st.sampled_from(SIDES), payloads=st.lists(JSON, max_size=2))
def test_whatever_is_sent_is_answered_with_a_code_of_the_contract(
    scene: Scene, side_event: tuple[str, str], payloads: list
):
    side, event = side_event
    answer = scene.line(side).ask_raw(event, *payloads)
    assert answer["ok"] or answer["error"]["code"] in CODES - {"unavailable"}


def test_a_fault_of_ours_ends_its_event_only_and_tells_nothing(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def fail(*_: object, **__: object) -> Callable[[], None]:
        raise ZeroDivisionError("SECRET of the house")

    monkeypatch.setattr("chat.messaging.post_as_visitor", fail)
    answer = scene.gus.says("a private word")
    assert answer["error"]["code"] == "unavailable"
    assert "SECRET" not in str(answer)
    assert "a private word" not in caplog.text
    assert len([one for one in caplog.records if one.name == "livedesk"]) == 1
    monkeypatch.undo()
    assert scene.gus.ask("typing", {"is_typing": True})["ok"]
    assert scene.gus.sync()["ok"]


def test_nesting_beyond_reason_is_dropped_like_anything_that_is_not_json(
    scene: Scene, nothing_changes: None
):
    deep = "[" * 3000 + "]" * 3000
    for packet in (f'["send_message",{{"body":{deep}}}]', '["send_message",{]', "{}", "[1]", ""):
        scene.gus.say_raw(f"2/visitor,7{packet}")
        assert scene.gus.acknowledgement(7) is None
    assert scene.gus.sync()["ok"]


def test_binary_parts_are_not_waited_for_and_invalid(scene: Scene, nothing_changes: None):
    for side, line in (("visitor", scene.gus), ("agent", scene.ana)):
        line.say_raw(f'51-/{side},7["send_message",{{"_placeholder":true,"num":0}}]')
        answer = line.acknowledgement(7)
        assert answer is not None
        assert answer["error"]["code"] == "invalid"
