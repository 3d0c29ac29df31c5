import pytest

from member_portal.addresses import own_path


@pytest.mark.parametrize("address", ["/issues", "/issues?status=open", "/chat/redirect/abc#title"])
def test_own_paths_are_followed(address: str) -> None:
    assert own_path(address) == address


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "issues",
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "/issues\\..",
        "/issues\r\nSet-Cookie: a=b",
        "javascript:alert(1)",
        " /issues",
    ],
)
def test_everything_else_is_refused(address: str | None) -> None:
    assert own_path(address) is None
