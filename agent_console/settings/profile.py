"""One's own name, password, and where one is logged in."""

from flask import Response, redirect
from werkzeug.wrappers import Response as AnyResponse

from accounts import choosing, login, profile, sessions
from accounts.models import Account
from agent_console.settings.forms import NameForm, PasswordForm
from agent_console.settings.pages import drawn, me
from core.database import transaction
from core.errors import NotFound
from core.forms import COMES_BACK, redrawn_by, sent_back

_HOME = "/console/settings"


def own_profile() -> Response:
    return _drawn()


def _again(sentence: str, **_path: str) -> Response:
    form = NameForm(formdata=None)
    form.form_errors.append(sentence)
    return _drawn(name=form, status=403)


@redrawn_by(_again)
def save_name() -> AnyResponse:
    account, form = me(), NameForm()
    if not form.validate():
        return _drawn(name=form, status=422)
    with transaction():
        profile.set_name(account.id, form.name.data or "")
    return redirect(f"{_HOME}?saved=name", code=303)


@redrawn_by(_again)
def change_password() -> AnyResponse:
    """The old password is asked for here and now, which is the fresh login that S26 wants."""
    account, form = me(), PasswordForm()
    if not form.validate():
        return _drawn(password=form, status=422)
    try:
        token = _changed(account, form)
    except COMES_BACK as refused:
        form.add_refusal(refused)
        return sent_back(_drawn(password=form), refused)
    login.remember(token)
    return redirect(f"{_HOME}?saved=password", code=303)


@redrawn_by(_again)
def end_session(session_id: str) -> AnyResponse:
    account = me()
    with transaction():
        if not sessions.end_one(account.id, session_id):
            raise NotFound
    return redirect(f"{_HOME}?saved=sessions", code=303)


@redrawn_by(_again)
def end_other_sessions() -> AnyResponse:
    account = me()
    with transaction():
        sessions.end_others(account.id, kept=login.current_session_id() or "")
    return redirect(f"{_HOME}?saved=sessions", code=303)


def _changed(account: Account, form: PasswordForm) -> str:
    with transaction():
        choosing.count_old_password(account)
    choosing.check_old_password(account, form.old_password.data or "")
    names = choosing.names_of(account)
    password_hash = choosing.hash_new_password(form.password.data or "", names=names)
    with transaction():
        choosing.change_password(account, password_hash)
        return sessions.begin(account, browser=login.browser())


def _drawn(
    *, name: NameForm | None = None, password: PasswordForm | None = None, status: int = 200
) -> Response:
    account = me()
    return drawn(
        "profile",
        account=account,
        status=status,
        name=name or NameForm(formdata=None, data={"name": account.name}),
        password=password or PasswordForm(formdata=None),
        sessions=sessions.of(account.id),
        this_session=login.current_session_id(),
    )
