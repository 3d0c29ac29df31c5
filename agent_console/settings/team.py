"""The team: inviting people, what they may do, how many chats they hold, and saying goodbye."""

from collections.abc import Callable
from typing import Any

from flask import Response, redirect
from werkzeug.wrappers import Response as AnyResponse

from accounts import team
from accounts.models import Account
from accounts.registering import NewAgent
from agent_console.settings.forms import ColleagueForm, InviteForm
from agent_console.settings.pages import admin, drawn
from chat import staffing
from core.database import reading, transaction
from core.errors import Refused
from core.forms import COMES_BACK, redrawn_by, sent_back

_HOME = "/console/settings/team"


def whole_team() -> Response:
    return _team(InviteForm(formdata=None))


def _team_again(sentence: str) -> Response:
    form = InviteForm()
    form.form_errors.append(sentence)
    return _team(form, 403)


@redrawn_by(_team_again)
def invite() -> AnyResponse:
    account, form = admin(), InviteForm()
    if not form.validate():
        return _team(form, 422)
    wished = NewAgent(
        email=form.email.data or "",
        name=form.name.data or "",
        role=form.role.data,
        capacity=form.capacity.data,
    )
    try:
        with transaction():
            team.invite(wished, by=account)
    except COMES_BACK as refused:
        form.add_refusal(refused)
        return sent_back(_team(form), refused)
    return redirect(f"{_HOME}?saved=invited", code=303)


def colleague(account_id: str) -> Response:
    return _colleague(account_id)


def _colleague_again(account_id: str, sentence: str) -> Response:
    form = ColleagueForm()
    form.form_errors.append(sentence)
    return _colleague(account_id, form, 403)


@redrawn_by(_colleague_again)
def change_colleague(account_id: str) -> AnyResponse:
    account, form = admin(), ColleagueForm()
    if not form.validate():
        return _colleague(account_id, form, 422)
    try:
        with transaction():
            staffing.change(
                account_id,
                by=account,
                role=form.role.data,
                capacity=form.capacity.data,
                version=form.version.data or 0,
            )
    except COMES_BACK as refused:
        return _refused(account_id, form, refused)
    return redirect(f"{_HOME}/{account_id}?saved", code=303)


@redrawn_by(_colleague_again)
def deactivate(account_id: str) -> AnyResponse:
    return _done(account_id, staffing.deactivate, "deactivated")


@redrawn_by(_colleague_again)
def reactivate(account_id: str) -> AnyResponse:
    return _done(account_id, staffing.reactivate, "reactivated")


@redrawn_by(_colleague_again)
def invite_again(account_id: str) -> AnyResponse:
    return _done(account_id, team.invite_again, "invited")


@redrawn_by(_colleague_again)
def reset_second_factor(account_id: str) -> AnyResponse:
    return _done(account_id, team.reset_second_factor, "second_factor")


@redrawn_by(_colleague_again)
def end_colleagues_sessions(account_id: str) -> AnyResponse:
    return _done(account_id, staffing.end_sessions, "sessions")


def _done(account_id: str, act: Callable[..., Any], saved: str) -> AnyResponse:
    account = admin()
    try:
        with transaction():
            act(account_id, by=account)
    except COMES_BACK as refused:
        return _refused(account_id, ColleagueForm(formdata=None), refused)
    return redirect(f"{_HOME}/{account_id}?saved={saved}", code=303)


def _refused(account_id: str, form: ColleagueForm, refused: Refused) -> Response:
    form.add_refusal(refused)
    return sent_back(_colleague(account_id, form), refused)


def _team(form: InviteForm, status: int = 200) -> Response:
    account: Account = admin()
    with reading():
        everybody = team.everybody()
    return drawn("team", account=account, status=status, form=form, team=everybody)


def _colleague(account_id: str, form: ColleagueForm | None = None, status: int = 200) -> Response:
    account = admin()
    with reading():
        found = team.colleague(account_id)
    shown = form or ColleagueForm(formdata=None)
    if form is None or not form.is_submitted() or not form.role.data:
        shown.role.data, shown.capacity.data = found.role, found.capacity
    shown.version.show(found.updated_at)
    return drawn(
        "colleague", account=account, status=status, place="team", form=shown, colleague=found
    )
