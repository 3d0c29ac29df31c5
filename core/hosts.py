"""The names under which this desk answers (S1), `/socket.io/` included.

Flask's TRUSTED_HOSTS would do for pages only, and cuts the names it trusts at their first colon,
so that it can trust no IPv6 address.
"""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from werkzeug.exceptions import BadRequest

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_NAME_AND_PORT = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\[\]:]+)(?::[0-9]{1,5})?")


class KnownHosts:
    """A WSGI layer that lets nobody in who asks for another host."""

    def __init__(self, wsgi_app: "WSGIApplication", hosts: Iterable[str]) -> None:
        self._wsgi_app = wsgi_app
        self._hosts = frozenset(host.encode("idna").decode().lower() for host in hosts)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        named = _NAME_AND_PORT.fullmatch(environ.get("HTTP_HOST", ""))
        if named is not None and named[1].lower() in self._hosts:
            return self._wsgi_app(environ, start_response)
        refused = BadRequest("This desk has another address.")
        return refused(environ, start_response)
