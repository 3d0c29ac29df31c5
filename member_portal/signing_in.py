"""Signing in and out, for members and for the team."""

from flask import Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from accounts import access, half_way, login, signing_in
from accounts.models import Account
from accounts.signing_in import Arrived, Checked, SignInRefused
from chat import presence
from core.database import transaction
from core.errors import RateLimited
from core.forms import redrawn_by, sent_back
from core.writer import writer
from member_portal.account_forms import SignInForm
from member_portal.addresses import own_path


def sign_in_form(sentence: str | None = None) -> Response:
    """The empty form, or the one that was sent with an old csrf_token, with the name kept."""
    form = SignInForm()
    if not form.is_submitted():
        form.next.data = request.args.get("next", "")
    if sentence is not None:
        form.form_errors.append(sentence)
    return _drawn(form, 403 if sentence else 200)


@redrawn_by(sign_in_form)
def sign_in() -> AnyResponse:
    form = SignInForm()
    if not form.validate():
        return _drawn(form, 422)
    try:
        checked = _checked(form)
        arrived = _signed_in(form, checked)
    except (SignInRefused, RateLimited) as refused:
        if isinstance(refused, SignInRefused):
            _note(form.username.data)
        form.add_refusal(refused)
        return sent_back(_drawn(form), refused)
    end_session()  # Whoever was signed in here before is so no longer.
    if arrived is None:
        return _to_second_step(form, checked)
    login.remember(arrived.token, is_lasting=arrived.is_remembered)
    wished = own_path(form.next.data) or _start_page(arrived.account)
    response = redirect(wished, code=303)
    login.know_device(response, arrived.account.id)
    return response


def sign_out() -> AnyResponse:
    end_session()
    response = make_response(redirect(own_path(request.form.get("next")) or "/", code=303))
    response.headers["Clear-Site-Data"] = '"storage"'
    return response


def end_session() -> None:
    """Whoever is signed in with this browser is so no longer."""
    account, token = login.current_account(), login.forget()
    if token is not None:
        with transaction():
            signing_in.sign_out(token)
    if account is not None and account.is_staff:
        writer().run(presence.take_back_unattended, account.id)


def _checked(form: SignInForm) -> Checked:
    identifier, device = form.username.data, login.device()
    with transaction():
        signing_in.count_attempt(identifier, address=request.remote_addr or "", device=device)
    return signing_in.check_password(identifier, form.password.data)


def _signed_in(form: SignInForm, checked: Checked) -> Arrived | None:
    """None when a code is to be asked for first."""
    with transaction():
        if half_way.needs_code(checked):
            return None
        return signing_in.sign_in(
            checked, stay=form.stay.data, browser=login.browser(), device=login.device()
        )


def _to_second_step(form: SignInForm, checked: Checked) -> AnyResponse:
    """Only the team has a second factor, so the console asks for the code."""
    wished = own_path(form.next.data) or "/console"
    login.stop_half_way(half_way.after_password(checked, next_path=wished))
    return redirect("/console/login", code=303)


def _note(identifier: str) -> None:
    with transaction():
        signing_in.note_refusal(identifier)


def _start_page(account: Account) -> str:
    if account.is_staff:
        return "/console"
    return "/issues" if access.may_use_technical_issues(account) else "/"


def _drawn(form: SignInForm, status: int = 200) -> Response:
    form.password.data = None
    page = render_template(
        "member_portal/sign_in.html", form=form, is_changed="changed" in request.args
    )
    return make_response(page, status)
