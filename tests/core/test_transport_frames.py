"""WebSocket frames: what is put together, and what is refused before it costs anything."""

import os
import struct

import pytest

from core.transport import frames
from core.transport.frames import BINARY, CLOSE, FRAGMENT, PING, TEXT, Broken, Reader
from tests.core.wire import frame

LIMIT = 16 * 1024


def read(data: bytes, limit: int = LIMIT) -> list[tuple[int, bytes]]:
    return list(Reader(limit).read(data))


def broken(data: bytes, limit: int = LIMIT) -> int:
    with pytest.raises(Broken) as refusal:
        read(data, limit)
    return refusal.value.code


def byte_by_byte(payload: bytes, mask: bytes) -> bytes:
    return bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload))


@pytest.mark.parametrize("size", [*range(130), 1000, 4095, 4096, 4097, LIMIT])
def test_unmasking_is_the_same_as_byte_by_byte(size: int):
    payload = os.urandom(size)
    for mask in (b"\0\0\0\0", b"\xff\0\x80\x01", os.urandom(4)):
        assert frames.unmask(payload, mask) == byte_by_byte(payload, mask)


def test_leading_zero_bytes_survive_unmasking():
    assert frames.unmask(b"\1\2\3\4\1", b"\1\2\3\4") == b"\0\0\0\0\0"


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 255, 256, LIMIT])
def test_a_frame_of_each_kind_of_length_is_read(size: int):
    payload = os.urandom(size)
    assert read(frame(payload, BINARY)) == [(BINARY, payload)]


@pytest.mark.parametrize("step", [1, 2, 3, 7, 64])
def test_messages_are_the_same_however_the_bytes_arrive(step: int):
    sent = frame(b"one") + frame(b"x" * 300) + frame(b"", PING) + frame(b"three")
    reader = Reader(LIMIT)
    got = [one for at in range(0, len(sent), step) for one in reader.read(sent[at : at + step])]
    assert got == [(TEXT, b"one"), (TEXT, b"x" * 300), (PING, b""), (TEXT, b"three")]


def test_fragments_are_put_together_with_a_ping_between_them():
    sent = (
        frame(b"on", last=False)
        + frame(b"e", FRAGMENT, last=False)
        + frame(b"?", PING)
        + frame(b"!", FRAGMENT)
    )
    assert read(sent) == [(FRAGMENT, b""), (FRAGMENT, b""), (PING, b"?"), (TEXT, b"one!")]


def test_a_message_after_a_fragmented_one_begins_afresh():
    sent = frame(b"a", last=False) + frame(b"b", FRAGMENT) + frame(b"c", BINARY)
    assert read(sent) == [(FRAGMENT, b""), (TEXT, b"ab"), (BINARY, b"c")]


def test_a_frame_over_the_limit_is_refused_by_its_head_alone():
    assert broken(frame(b"", size=LIMIT + 1)) == frames.TOO_BIG
    assert broken(frame(b"", size=1 << 62)) == frames.TOO_BIG


def test_fragments_together_may_not_pass_the_limit():
    half = frame(b"x" * 5, last=False)
    assert broken(half + frame(b"x" * 6, FRAGMENT), limit=10) == frames.TOO_BIG


UNACCEPTABLE = {
    "compressed": bytes([0xC1, 0x80]) + b"\0\0\0\0",
    "reserved bit": bytes([0xA1, 0x80]) + b"\0\0\0\0",
    "unknown kind": frame(b"", 3),
    "unknown control kind": frame(b"", 11),
    "not masked": b"\x81\x01x",
    "long ping": frame(b"x" * 126, PING),
    "fragmented ping": frame(b"", PING, last=False),
    "continues nothing": frame(b"x", FRAGMENT),
    "text within a message": frame(b"x", last=False) + frame(b"y"),
}


@pytest.mark.parametrize("sent", list(UNACCEPTABLE.values()), ids=UNACCEPTABLE)
def test_what_the_protocol_forbids_is_refused(sent: bytes):
    assert broken(sent) == frames.PROTOCOL_ERROR


def test_a_million_empty_fragments_keep_nothing():
    reader = Reader(LIMIT)
    list(reader.read(frame(b"", last=False)))
    nothing = frame(b"", FRAGMENT, last=False) * 1000
    for _ in range(100):
        assert all(one == (FRAGMENT, b"") for one in reader.read(nothing))
    assert len(reader._message) == len(reader._rest) == 0


@pytest.mark.parametrize("size", [0, 125, 126, 65535, 65536])
def test_what_is_packed_tells_its_length(size: int):
    head = {0: b"\x81\x00", 125: b"\x81\x7d", 126: b"\x81\x7e\x00\x7e", 65535: b"\x81\x7e\xff\xff"}
    payload = b"x" * size
    expected = head.get(size, b"\x81\x7f" + struct.pack("!Q", size)) + payload
    assert frames.pack(TEXT, payload) == expected


def test_goodbye_carries_its_code():
    assert frames.goodbye(1001) == bytes([0x80 | CLOSE, 2]) + b"\x03\xe9"


OPENING = {
    "HTTP_UPGRADE": "websocket",
    "HTTP_CONNECTION": "keep-alive, Upgrade",
    "HTTP_SEC_WEBSOCKET_VERSION": "13",
    "HTTP_SEC_WEBSOCKET_KEY": "dGhlIHNhbXBsZSBub25jZQ==",
    "HTTP_SEC_WEBSOCKET_EXTENSIONS": "permessage-deflate; client_max_window_bits",
}


def test_the_opening_of_the_rfc_is_agreed_to_without_extensions():
    answer = frames.agree(OPENING)
    assert answer.startswith(b"HTTP/1.1 101 ")
    assert b"\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n" in answer
    assert b"Extensions" not in answer


@pytest.mark.parametrize(
    "wrong",
    [
        {"HTTP_UPGRADE": "h2c"},
        {"HTTP_CONNECTION": "close"},
        {"HTTP_SEC_WEBSOCKET_VERSION": "8"},
        {"HTTP_SEC_WEBSOCKET_KEY": ""},
        {"HTTP_SEC_WEBSOCKET_KEY": "dGhlIHNhbXBsZQ=="},
        {"HTTP_SEC_WEBSOCKET_KEY": "not base64, not base64 at"},
        {"HTTP_SEC_WEBSOCKET_KEY": "é" * 24},
    ],
)
def test_another_opening_is_not(wrong: dict[str, str]):
    assert frames.agree(OPENING | wrong) is None
