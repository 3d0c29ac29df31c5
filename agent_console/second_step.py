"""The second step of signing in: the code of an app, for those who have set it up."""

from flask import Response, make_response, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from accounts import half_way, login, second_factor, signing_in
from accounts.half_way import HalfWay
from accounts.signing_in import Arrived
from agent_console.settings.forms import CodeForm
from agent_console.settings.square import square
from core.database import reading, transaction
from core.forms import COMES_BACK, redrawn_by, sent_back


def code_form(sentence: str | None = None) -> AnyResponse:
    if login.half_way() is None:
        return redirect("/login", code=303)
    form = CodeForm()
    if sentence is not None:
        form.form_errors.append(sentence)
    return _drawn(form, 403 if sentence else 200)


@redrawn_by(code_form)
def sign_in_with_code() -> AnyResponse:
    found, form = login.half_way(), CodeForm()
    if found is None:
        return redirect("/login", code=303)
    if not form.validate():
        return _drawn(form, 422)
    try:
        arrived = _arrived(found, form.code.data or "")
    except COMES_BACK as refused:
        form.add_refusal(refused)
        return sent_back(_drawn(form), refused)
    login.remember(arrived.token)
    response = _recovery_codes(arrived, found.next) or redirect(found.next, code=303)
    login.know_device(response, arrived.account.id)
    return response


def _arrived(found: HalfWay, code: str) -> Arrived:
    with transaction():
        second_factor.count_try(found.account_id)
    with transaction():
        return signing_in.sign_in(
            half_way.checked(found), code=code, browser=login.browser(), device=login.device()
        )


def _recovery_codes(arrived: Arrived, wished: str) -> AnyResponse | None:
    """The only page that shows them, if the second factor has begun just now."""
    if not arrived.recovery_codes:
        return None
    page = render_template(
        "agent_console/login_recovery_codes.html", codes=arrived.recovery_codes, next=wished
    )
    return _unkept(make_response(page))


def _drawn(form: CodeForm, status: int = 200) -> Response:
    form.code.data = None
    found = login.half_way()
    with reading():
        to_set_up = half_way.to_set_up(found) if found else None
    secret, address = to_set_up or (None, None)
    page = render_template(
        "agent_console/login_code.html",
        form=form,
        secret=secret,
        square=square(address) if address else None,
    )
    return _unkept(make_response(page, status))


def _unkept(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
