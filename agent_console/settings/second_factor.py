"""One's own second factor: set up with the app, confirmed by a code, removed with both."""

from typing import Any

from flask import Response, redirect
from werkzeug.wrappers import Response as AnyResponse

from accounts import choosing, second_factor
from accounts.models import Account
from agent_console.settings.forms import CodeForm, RemovalForm, SetUpForm
from agent_console.settings.pages import drawn, me
from agent_console.settings.square import square
from core.database import reading, transaction
from core.errors import Invalid
from core.forms import COMES_BACK, redrawn_by, sent_back

_HOME = "/console/settings/second-factor"


def own_second_factor() -> Response:
    return _drawn()


def _again(sentence: str) -> Response:
    form = CodeForm(formdata=None)
    form.form_errors.append(sentence)
    return _drawn(confirm=form, status=403)


@redrawn_by(_again)
def begin_second_factor() -> AnyResponse:
    account, form = me(), SetUpForm()
    if not form.validate():
        return _drawn(set_up=form, status=422)
    try:
        _check_password(account, form)
        with transaction():
            second_factor.begin(account.id)
    except COMES_BACK as refused:
        form.add_refusal(refused)
        return sent_back(_drawn(set_up=form), refused)
    return redirect(_HOME, code=303)


@redrawn_by(_again)
def confirm_second_factor() -> Response:
    """The recovery codes are in this one answer and nowhere else."""
    return _with_codes(second_factor.confirm, "confirm")


@redrawn_by(_again)
def renew_recovery_codes() -> Response:
    return _with_codes(second_factor.renew_codes, "renew")


@redrawn_by(_again)
def remove_second_factor() -> AnyResponse:
    account, form = me(), RemovalForm()
    if not form.validate():
        return _drawn(removal=form, status=422)
    try:
        _check_password(account, form)
        _count(account)
        with transaction():
            second_factor.remove(account.id, form.code.data or "")
    except COMES_BACK as refused:
        form.add_refusal(refused)
        return sent_back(_drawn(removal=form), refused)
    return redirect(f"{_HOME}?saved=removed", code=303)


def _with_codes(act: Any, name: str) -> Response:
    account, form = me(), CodeForm()
    if not form.validate():
        return _drawn(**{name: form}, status=422)
    try:
        _count(account)
        with transaction():
            codes = act(account.id, form.code.data or "")
    except COMES_BACK as refused:
        form.add_refusal(refused)
        return sent_back(_drawn(**{name: form}), refused)
    return _drawn(codes=codes)


def _check_password(account: Account, form: SetUpForm) -> None:
    with transaction():
        choosing.count_old_password(account)
    try:
        choosing.check_old_password(account, form.password.data or "")
    except choosing.WrongOldPassword as wrong:
        raise Invalid(wrong.message, fields={"password": [wrong.message]}) from None


def _count(account: Account) -> None:
    with transaction():
        second_factor.count_try(account.id)


def _drawn(*, codes: list[str] | None = None, status: int = 200, **forms: Any) -> Response:
    account = me()
    with reading():
        secret = second_factor.secret_to_confirm(account.id)
        is_on = second_factor.is_on(account.id)
        left = second_factor.codes_left(account.id)
    page = drawn(
        "second_factor",
        account=account,
        status=status,
        is_on=is_on,
        is_required=second_factor.is_required(account.role),
        codes=codes,
        codes_left=left,
        secret=secret,
        square=square(second_factor.address_for_app(secret, email=account.email))
        if secret
        else None,
        set_up=forms.get("set_up") or SetUpForm(formdata=None),
        confirm=forms.get("confirm") or CodeForm(formdata=None),
        renew=forms.get("renew") or CodeForm(formdata=None),
        removal=forms.get("removal") or RemovalForm(formdata=None),
    )
    page.headers["Cache-Control"] = "no-store"
    return page
