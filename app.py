"""The help desk: settings → extensions → doors. `python app.py` serves it."""

if __name__ == "__main__":  # Before everything else, so that no unpatched lock or socket is left.
    from core import loop

    loop.patch()

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

import accounts.commands
import accounts.login
import agent_console.routes
import chat.commands
import chat.models
import chat.people_models
import chat.writing_models
import core.commands
import core.letters
import core.routes
import member_portal.api
import member_portal.busy
import member_portal.errors
import member_portal.routes
from chat import board, demo, intake
from core import (
    assets,
    compression,
    database,
    disk,
    figures,
    files,
    headers,
    languages,
    loop,
    lost_sync,
    readiness,
    saved_settings,
    schema,
    signing,
    storage,
    uploads,
    writer,
)
from core.hosts import KnownHosts
from core.settings import SettingError, Settings, from_process
from core.settings import settings as current_settings
from core.turns import Turns
from live import delivery

FORM_LIMIT_BYTES = 128 * 1024
FORM_PARTS = 50
_STDOUT = 1


def create_app(settings: Settings | None = None, *, serving: bool = False) -> Flask:
    """The whole app. `serving` adds what only the process with the listener has: live connections.

    Raises SettingError or StorageError with the lines that stop the start.
    """
    settings = settings or from_process()
    root = Path(__file__).parent
    app = Flask("livedesk", root_path=str(root), template_folder="templates", static_folder=None)
    _configure(app, settings)
    _install_storage(app, settings, serving=serving)
    board.install(app)
    delivery.install(app, None)
    accounts.login.install(app)
    _speak_languages(app)
    member_portal.errors.install(app)
    for door in (core.routes, member_portal.routes, member_portal.api, agent_console.routes):
        app.register_blueprint(door.blueprint)
    for commands in (core.commands, accounts.commands, chat.commands):
        commands.install(app)
    core.commands.answer_in_one_line(app)
    CSRFProtect(app).exempt(member_portal.api.blueprint)
    compression.install(app)
    assets.install(app)
    if serving:
        _open_live_doors(app, settings)
    _wrap(app, settings)
    return app


def _speak_languages(app: Flask) -> None:
    languages.install(
        app,
        account_language=accounts.login.current_language,
        offered_codes=lambda: current_settings().languages,
    )


def _configure(app: Flask, settings: Settings) -> None:
    https = settings.url.startswith("https:")
    app.secret_key = storage.secret_key(settings.data_dir)
    app.config.update(
        LIVEDESK=settings,
        MAX_CONTENT_LENGTH=FORM_LIMIT_BYTES,
        MAX_FORM_MEMORY_SIZE=FORM_LIMIT_BYTES,
        MAX_FORM_PARTS=FORM_PARTS,
        SESSION_COOKIE_NAME="__Host-livedesk" if https else "livedesk_session",
        SESSION_COOKIE_SECURE=https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,  # The token lives as long as the session does.
        WTF_CSRF_SSL_STRICT=False,  # The Origin is checked against our own list instead.
    )
    signing.install(app)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.jinja_env.globals["brand"] = settings.brand


def _install_storage(app: Flask, settings: Settings, *, serving: bool) -> None:
    database.install(app, settings, serving=serving)
    schema.install(app)
    writer.install(app)
    readiness.install(app)
    disk.install(app, settings)
    saved_settings.install(app, settings)
    files.install(app, settings)
    uploads.install(app)


def _wrap(app: Flask, settings: Settings) -> None:
    """What must also hold for answers that never reach Flask; the last one is outermost."""
    app.wsgi_app = Turns(  # type: ignore[method-assign]
        app.wsgi_app,
        may_wait=member_portal.busy.may_wait,
        busy=member_portal.busy.install(app),
    )
    app.wsgi_app = KnownHosts(app.wsgi_app, settings.hosts)  # type: ignore[method-assign]
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops, x_port=0, x_prefix=0
        )
    headers.install(app, settings.url)


def _open_live_doors(app: Flask, settings: Settings) -> None:
    # Only a serving process imports these: they are of no use to commands.
    from flask_socketio import SocketIO

    import agent_console.sockets
    import agent_console.ticket_sockets
    import chat.sockets
    import tickets.sockets
    from core.transport import engine

    socketio = SocketIO(
        app,
        cors_allowed_origins=settings.origins,
        message_queue=settings.redis_url,
        **engine.options(loop.mode()),
    )
    server: Any = socketio.server
    is_of_team = partial(accounts.login.is_handshake_of_team, app)
    engine.tune(server, brakes=settings.rate_limits, is_of_team=is_of_team)
    delivery.install(app, server)
    for gate in (
        chat.sockets.gate,
        agent_console.sockets.gate,
        agent_console.ticket_sockets.gate,
        tickets.sockets.gate,
    ):
        gate.install(app, server, brakes=settings.rate_limits)
    _hire_jobs(app, server)


def _hire_jobs(app: Flask, server: Any) -> None:
    """What goes on by itself; `_serve` starts it."""
    import agent_console.sockets
    import chat.sockets
    from accounts.jobs import Registrar
    from chat.jobs import Eraser, Sweeper
    from core.mail.jobs import Postman
    from core.transport import engine
    from tickets.jobs import FileSweeper
    from tickets.mailbox.jobs import Postbox

    app.extensions["livedesk_sweeper"] = Sweeper(
        app,
        visitors=chat.sockets.gate,
        agents=agent_console.sockets.gate,
        last_pong=lambda connection: engine.last_pong(server, connection.sid),
    )
    app.extensions["livedesk_file_sweeper"] = FileSweeper(app)
    app.extensions["livedesk_mail"] = [
        Postman(app),
        Postbox(app),
        Registrar(app),
        Eraser(app),
    ]


def main() -> int:
    """Serve with the settings of the environment. Returns the exit code."""
    try:
        settings = from_process()
        with _data_dir(settings):
            app = create_app(settings, serving=True)
            schema.bring_up_to_date(app)
            with app.app_context():
                notes = _opening_notes(settings)
            intake.language_gate()
            _serve(app, settings, notes)
    except (SettingError, storage.StorageError, loop.CannotListen) as error:
        for line in str(error).splitlines():
            print(f"livedesk: {line}", file=sys.stderr)
        return error.start_ends_with
    return 0


@contextmanager
def _data_dir(settings: Settings) -> Iterator[None]:
    """SQLite's folder is nobody else's meanwhile, and what can be read there is on the disk."""
    if settings.database_url is None:
        with storage.claim_data_dir(settings.data_dir):
            lost_sync.make_sure(settings.database_file)
            yield
    else:
        yield


def _serve(app: Flask, settings: Settings, notes: list[str]) -> None:
    from core import serving

    def on_ready() -> None:
        saved_settings.start(app)
        disk.disk_of(app).start()
        figures.watch_loop()
        app.extensions["livedesk_sweeper"].start()
        app.extensions["livedesk_file_sweeper"].start()
        for job in app.extensions["livedesk_mail"]:
            job.start()
        _say(notes)

    def on_stop() -> None:
        readiness.readiness_of(app).is_leaving = True
        with app.app_context():
            delivery.delivery().announce_restart()
        for job in app.extensions["livedesk_mail"]:
            job.stop()

    serving.serve(
        app.wsgi_app,
        host=settings.host,
        port=settings.port,
        behind_proxy=settings.trusted_proxies > 0,
        on_ready=on_ready,
        on_stop=on_stop,
    )


def _say(lines: list[str]) -> None:
    """Past Python's buffer: what cannot be written now would fail again at the end."""
    with suppress(OSError):  # A full disk under the log keeps no desk closed (R66).
        os.write(_STDOUT, ("\n".join(lines) + "\n").encode())


def _opening_notes(settings: Settings) -> list[str]:
    """What is printed at the start. Raises StorageError for demo people off loopback (S27)."""
    if not demo.are_there():
        return [f"Livedesk is open on {settings.url}"]
    if settings.production:
        raise storage.StorageError("there are demo people in this database; it stays on loopback")
    width = max(len(one.username) for one in demo.SIGN_INS)
    people = [f"  {one.username:{width}}  {one.name} ({one.role})" for one in demo.SIGN_INS]
    return [
        f"Livedesk is open on {settings.url}",
        f"Demo people, all with the password {demo.PASSWORD}:",
        *people,
        f"Agents work on {settings.url}/console, visitors begin on {settings.url}/chat",
    ]


if __name__ == "__main__":
    sys.exit(main())
