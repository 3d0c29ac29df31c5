"""Files for browsers: their addresses, types, sizes, and what is not given out."""

import gzip
import json
import re
from pathlib import Path

import brotli
import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient

from core import assets, compression
from core.assets import ROOT, Assets
from core.packages import SERVED, NotInstalled, Packages

WEEKS = "public, max-age=31536000, immutable"


def icon() -> str:
    return render_template_string("{{ icon('plus', 'big') }}")


def long() -> str:
    return "All is well. " * 200


def short() -> str:
    return "All is well."


@pytest.fixture(scope="module")
def site() -> Flask:
    app = Flask("site", static_folder=None, template_folder=str(ROOT / "templates"))
    assets.install(app)
    compression.install(app)
    for view in (icon, long, short):
        app.add_url_rule(f"/{view.__name__}", view_func=view)
    return app


@pytest.fixture
def client(site: Flask) -> FlaskClient:
    return site.test_client()


@pytest.fixture(scope="module")
def shelf() -> Assets:
    return Assets(ROOT / "static", Packages(ROOT / "node_modules"))


def test_an_own_file_is_served_for_ever_under_its_build(client: FlaskClient, shelf: Assets):
    answer = client.get(shelf.static_url("css/tokens.css"))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == WEEKS
    assert answer.mimetype == "text/css"
    assert answer.data == (ROOT / "static/css/tokens.css").read_bytes()


@pytest.mark.parametrize(
    ("accepted", "encoding", "unpack"),
    [("gzip, br", "br", brotli.decompress), ("gzip", "gzip", gzip.decompress)],
)
def test_a_script_is_packed_as_the_browser_likes_it_best(
    client: FlaskClient, shelf: Assets, accepted: str, encoding: str, unpack
):
    address = shelf.static_url("js/live/connection.js")
    answer = client.get(address, headers={"Accept-Encoding": accepted})
    assert answer.headers["Content-Encoding"] == encoding
    assert unpack(answer.data) == client.get(address, headers={"Accept-Encoding": ""}).data


def test_comment_lines_stay_at_home_and_the_rest_is_served_as_written(
    client: FlaskClient, shelf: Assets
):
    served = client.get(shelf.static_url("js/live/connection.js")).text
    written = (ROOT / "static/js/live/connection.js").read_text()
    assert "\n//" in written or "/**" in written
    assert not re.search(r"^\s*(//|/\*\*|\* )", served, re.MULTILINE)
    code = [line for line in written.splitlines() if line in served.splitlines()]
    assert code == served.splitlines()


def test_the_build_changes_with_any_file(tmp_path: Path):
    packages = Packages(ROOT / "node_modules")
    (tmp_path / "one.css").write_text("a{}")
    before = Assets(tmp_path, packages).build
    (tmp_path / "one.css").write_text("b{}")
    assert Assets(tmp_path, packages).build != before


def test_scripts_are_always_text_javascript(client: FlaskClient, shelf: Assets):
    addresses = [
        shelf.static_url("js/elements/theme-toggle.js"),
        *shelf.import_map()["imports"].values(),
    ]
    assert {client.get(address).mimetype for address in addresses} == {"text/javascript"}


def test_every_allowed_package_file_is_served_with_its_version(client: FlaskClient):
    lock = json.loads((ROOT / "package-lock.json").read_bytes())["packages"]
    for name, files in SERVED.items():
        version = lock[f"node_modules/{name}"]["version"]
        for file in files:
            answer = client.get(f"/static/vendor/{name}@{version}/{file}")
            assert (answer.status_code, answer.headers["Cache-Control"]) == (200, WEEKS)


@pytest.mark.parametrize(
    "address",
    [
        "/static/",
        "/static/css/tokens.css",
        "/static/000000000000/css/tokens.css",
        "/static/vendor/preact@1.0.0/dist/preact.mjs",
        "/static/vendor/preact@11.2.0/package.json",
        "/static/vendor/axe-core@4.14.1/axe.min.js",
        "/static/vendor/../package.json",
        "/static/{build}/../app.py",
        "/static/{build}//css/tokens.css",
    ],
)
def test_nothing_else_is_given_out(client: FlaskClient, shelf: Assets, address: str):
    assert client.get(address.format(build=shelf.build)).status_code == 404


def test_gzip_goes_only_to_who_takes_it(client: FlaskClient, shelf: Assets):
    address = shelf.static_url("css/components.css")
    packed = client.get(address, headers={"Accept-Encoding": "deflate, gzip"})
    plain = client.get(address, headers={"Accept-Encoding": "gzip;q=0"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"


def test_fonts_are_not_packed_twice(client: FlaskClient, shelf: Assets):
    font = next(f"/static/{address}" for address in shelf.files if address.endswith(".woff2"))
    answer = client.get(font, headers={"Accept-Encoding": "gzip"})
    assert answer.mimetype == "font/woff2"
    assert "Content-Encoding" not in answer.headers


def test_head_tells_the_length_and_sends_nothing(client: FlaskClient, shelf: Assets):
    answer = client.head(shelf.static_url("icon.svg"))
    assert int(answer.headers["Content-Length"]) == (ROOT / "static/icon.svg").stat().st_size
    assert answer.data == b""


def test_pages_are_compressed_when_it_is_worth_it(client: FlaskClient):
    accepted = {"Accept-Encoding": "gzip"}
    assert client.get("/long", headers=accepted).headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in client.get("/short", headers=accepted).headers
    assert "Content-Encoding" not in client.get("/long").headers


def test_every_address_in_our_style_sheets_is_served(client: FlaskClient, shelf: Assets):
    for sheet in (ROOT / "static/css").glob("*.css"):
        for relative in re.findall(r'url\("([^"]+)"\)', sheet.read_text()):
            address = assets._joined(f"{shelf.build}/css", relative)
            assert client.get(f"/static/{address}").status_code == 200, relative


def test_every_import_in_our_scripts_leads_somewhere(shelf: Assets):
    for path in (ROOT / "static/js").rglob("*.js"):
        name = path.relative_to(ROOT / "static").as_posix()
        folder = f"{shelf.build}/{name}".rpartition("/")[0]
        for match in assets.IMPORT.finditer(path.read_bytes()):
            imported = match.group(1).decode()
            known = shelf.import_map()["imports"]
            found = imported in known or assets._joined(folder, imported) in shelf.files
            assert found, f"{name} imports {imported}"


def test_preloads_follow_imports_to_the_packages(tmp_path: Path):
    (tmp_path / "js").mkdir()
    (tmp_path / "js/main.js").write_text(
        "import { b } from './parts/b.js';\nconst word = 'from';\n"
    )
    (tmp_path / "js/parts").mkdir()
    (tmp_path / "js/parts/b.js").write_text(
        "// import nothing from './gone.js'\n"
        "import {\n  h,\n} from 'preact';\nexport { a } from '../a.js';"
    )
    (tmp_path / "js/a.js").write_text(
        "import './main.js';\nimport { useState } from 'preact/hooks';"
    )
    shelf = Assets(tmp_path, Packages(ROOT / "node_modules"))
    names = [address.split("/", 3)[3] for address in shelf.modulepreloads("js/main.js")]
    assert names == [
        "js/main.js",
        "js/parts/b.js",
        "preact@11.2.0/dist/preact.mjs",
        "js/a.js",
        "preact@11.2.0/hooks/dist/hooks.mjs",
    ]


def test_a_file_that_does_not_exist_has_no_address(shelf: Assets):
    with pytest.raises(LookupError, match=r"css/colours\.css"):
        shelf.static_url("css/colours.css")


def test_missing_packages_stop_the_start_with_the_way_out(tmp_path: Path):
    (tmp_path / "package-lock.json").write_bytes((ROOT / "package-lock.json").read_bytes())
    with pytest.raises(NotInstalled, match="preact is not installed; run: make setup"):
        Packages(tmp_path / "node_modules")


def test_another_version_than_the_locked_one_stops_the_start(tmp_path: Path):
    (tmp_path / "package-lock.json").write_bytes((ROOT / "package-lock.json").read_bytes())
    (tmp_path / "node_modules/preact").mkdir(parents=True)
    (tmp_path / "node_modules/preact/package.json").write_text('{"version": "9.0.0"}')
    with pytest.raises(NotInstalled, match=r"preact is 9.0.0, not .*; run: make setup"):
        Packages(tmp_path / "node_modules")


def test_an_icon_is_drawn_inline_and_hidden_from_screen_readers(client: FlaskClient):
    drawn = client.get("/icon").text
    assert drawn.startswith('<svg class="icon big" viewBox="0 0 24 24" aria-hidden="true"')
    assert '<path d="M5 12h14"/>' in drawn


def test_live_parts_get_the_same_icons(client: FlaskClient, shelf: Assets):
    module = client.get(shelf.static_url("js/live/icon-nodes.js")).text
    nodes = json.loads(module.removeprefix("export const nodes = ").rstrip(";\n"))
    assert nodes["plus"] == [["path", {"d": "M5 12h14"}], ["path", {"d": "M12 5v14"}]]
    assert set(nodes) == set((ROOT / "core/icons.txt").read_text().split())


def test_the_style_sheet_holds_the_three_in_their_order(shelf: Assets):
    sheets = [(ROOT / "static" / name).read_bytes() for name in assets.SHEETS]
    served = shelf.files[f"{shelf.build}/{assets.STYLES}"].content
    assert served == assets.CSS_COMMENTS.sub(b"", b"".join(sheets))


def test_style_sheet_and_fonts_stay_in_their_budget(shelf: Assets):
    styles = shelf.files[f"{shelf.build}/{assets.STYLES}"].gzipped
    fonts = [asset for address, asset in shelf.files.items() if address.endswith(".woff2")]
    assert styles is not None
    assert len(styles) < 22 * 1024
    assert sum(len(font.content) for font in fonts) < 64_000
