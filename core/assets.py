"""Style sheets, scripts, fonts and icons: read once at the start, served for ever under one name.

An own file lives at `/static/<build>/…`, where the build is a hash over all own files, a file of an
npm package at `/static/vendor/<name>@<version>/…`. So every address can be cached for a year.
"""

import gzip
import hashlib
import re
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import brotli
from flask import Flask
from werkzeug.http import parse_accept_header

from core import icons
from core.packages import Packages

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ROOT = Path(__file__).parents[1]
PREFIX = "/static/"
ICON_MODULE = "js/live/icon-nodes.js"
# One file for the three sheets: one request, and smaller than three when packed.
STYLES = "css/styles.css"
SHEETS = ("css/tokens.css", "css/components.css", "css/product.css")

# Always the same types, whatever the machine's own table says.
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/vnd.microsoft.icon",
    ".webmanifest": "application/manifest+json",
    ".mp3": "audio/mpeg",
}
PACKED = {".woff2", ".png", ".mp3"}

# Static imports, in our own files and in minified ones.
IMPORT = re.compile(
    rb"""(?:^|;)\s*(?:import|export)\b(?:[^"'();=]*\bfrom)?\s*["']([^"']+)["']""", re.MULTILINE
)

# Comments that stand on lines of their own: a good part of what our scripts weigh, and of use to
# nobody who only runs them. A house rule keeps template texts free of such lines.
CSS_COMMENTS = re.compile(rb"/\*.*?\*/", re.DOTALL)
COMMENTS = re.compile(rb"^[ \t]*(?:/\*\*.*?\*/[ \t]*|//[^\n]*)\n", re.MULTILINE | re.DOTALL)


class Asset:
    """One file, ready to be sent."""

    def __init__(self, suffix: str, content: bytes) -> None:
        self.content = content
        self.type = TYPES[suffix]
        self._packed = suffix in PACKED

    @cached_property
    def gzipped(self) -> bytes | None:
        """Compressed once, when the first client asks; None where it gains nothing."""
        return None if self._packed else gzip.compress(self.content, mtime=0)

    @cached_property
    def brotlied(self) -> bytes | None:
        """Likewise, and a tenth smaller; offered by browsers over https and on loopback."""
        packed: bytes | None = None if self._packed else brotli.compress(self.content)
        return packed

    def packed_for(self, accepted: str) -> tuple[bytes, str | None]:
        """The body for this Accept-Encoding, and the name of its encoding."""
        takes = parse_accept_header(accepted)
        if takes.quality("br") and self.brotlied is not None:
            return self.brotlied, "br"
        if takes.quality("gzip") and self.gzipped is not None:
            return self.gzipped, "gzip"
        return self.content, None


class Assets:
    """All files that browsers may get from us."""

    def __init__(self, static: Path, packages: Packages) -> None:
        self.icons = icons.load(packages.folder / "lucide-static")
        self._own = {
            path.relative_to(static).as_posix(): _as_served(path)
            for path in sorted(static.rglob("*"))
            if path.suffix in TYPES
        }
        self._own[ICON_MODULE] = icons.as_module(self.icons)
        joined = b"".join(self._own.get(sheet, b"") for sheet in SHEETS)
        self._own[STYLES] = CSS_COMMENTS.sub(b"", joined)
        self._bare = packages.imports()
        self.build = _digest(self._own)
        self.files = {
            f"{self.build}/{name}": Asset(Path(name).suffix, content)
            for name, content in self._own.items()
        }
        for address, path in packages.files().items():
            self.files[address] = Asset(path.suffix, path.read_bytes())

    def static_url(self, name: str) -> str:
        """The address of an own file; a name that does not exist is an error at once."""
        if name not in self._own:
            raise LookupError(f"static/{name} does not exist")
        return f"{PREFIX}{self.build}/{name}"

    def import_map(self) -> dict[str, dict[str, str]]:
        return {"imports": {bare: PREFIX + address for bare, address in self._bare.items()}}

    def modulepreloads(self, entry: str) -> list[str]:
        """The address of every module that `entry` leads to, itself first."""
        found = [f"{self.build}/{entry}"]
        for address in found:  # grows while it is walked
            for imported in self._imported_by(address):
                if imported not in found:
                    found.append(imported)
        return [PREFIX + address for address in found]

    def _imported_by(self, address: str) -> Iterable[str]:
        folder = address.rpartition("/")[0]
        for match in IMPORT.finditer(self.files[address].content):
            name = match.group(1).decode()
            imported = _joined(folder, name) if name.startswith(".") else self._bare.get(name)
            if imported in self.files:
                yield imported


class AssetServer:
    """Answers `/static/` before the app: no session, no cookie, no hook."""

    def __init__(self, wsgi_app: "WSGIApplication", assets: Assets) -> None:
        self._wsgi_app = wsgi_app
        self._files = assets.files

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        asset = self._files.get(path[len(PREFIX) :]) if path.startswith(PREFIX) else None
        if asset is None or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self._wsgi_app(environ, start_response)
        body, headers = _answer(asset, environ.get("HTTP_ACCEPT_ENCODING", ""))
        start_response("200 OK", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def install(app: Flask) -> Assets:
    """Serve the files, and give templates their functions.

    Raises NotInstalled, a SettingError, when `make setup` has not run.
    """
    assets = Assets(ROOT / "static", Packages(ROOT / "node_modules"))
    functions: dict[str, Callable[..., object]] = {
        "static_url": assets.static_url,
        "import_map": assets.import_map,
        "modulepreloads": assets.modulepreloads,
        "icon": icons.drawer(app, assets.icons),
    }
    app.jinja_env.globals.update(functions)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.wsgi_app = AssetServer(app.wsgi_app, assets)  # type: ignore[method-assign]
    return assets


def _as_served(path: Path) -> bytes:
    content = path.read_bytes()
    return COMMENTS.sub(b"", content) if path.suffix == ".js" else content


def _answer(asset: Asset, accepted: str) -> tuple[bytes, list[tuple[str, str]]]:
    body, encoding = asset.packed_for(accepted)
    headers = [
        ("Content-Type", asset.type),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "public, max-age=31536000, immutable"),
        # A file that is opened by itself may do nothing; and 70 of these go with a chat page.
        ("Content-Security-Policy", "default-src 'none'"),
        ("Vary", "Accept-Encoding"),
    ]
    if encoding is not None:
        headers.append(("Content-Encoding", encoding))
    return body, headers


def _digest(files: dict[str, bytes]) -> str:
    total = hashlib.sha256()
    for name, content in sorted(files.items()):
        total.update(f"{name}\0{len(content)}\0".encode() + content)
    return total.hexdigest()[:12]


def _joined(folder: str, relative: str) -> str:
    parts = folder.split("/")
    for part in relative.split("/"):
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
