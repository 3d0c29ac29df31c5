"""A forgotten password: asking for the link, and choosing a new one with it."""

from typing import Any

from flask import Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from accounts import choosing, forgotten, login
from accounts.forgotten import LinkEnded
from core.database import reading, transaction
from core.forms import COMES_BACK, redrawn_by, sent_back
from core.languages import current_language
from member_portal.account_forms import ForgottenForm, NewPasswordForm


def forgotten_form(sentence: str | None = None) -> Response:
    form = ForgottenForm()
    if sentence is not None:
        form.form_errors.append(sentence)
    return _forgotten(form, 403 if sentence else 200)


@redrawn_by(forgotten_form)
def ask_for_link() -> AnyResponse:
    """The same answer for everybody, in words, size and time (S19)."""
    form = ForgottenForm()
    if not form.validate():
        return _forgotten(form, 422)
    try:
        with transaction():
            forgotten.ask(
                form.username.data,
                address=request.remote_addr or "",
                locale=current_language().code,
            )
    except COMES_BACK as refused:
        form.add_refusal(refused)
        return sent_back(_forgotten(form), refused)
    return redirect("/password/forgotten?sent", code=303)


def new_password_form(token: str, sentence: str | None = None) -> Response:
    form = NewPasswordForm()
    if sentence is not None:
        form.form_errors.append(sentence)
    try:
        return _new_password(form, _holder(token), 403 if sentence else 200)
    except LinkEnded:
        return _link_ended()


@redrawn_by(new_password_form)
def choose_password(token: str) -> AnyResponse:
    form = NewPasswordForm()
    try:
        holder = _holder(token)
        if not form.validate():
            return _new_password(form, holder, 422)
        try:
            account_id = _chosen(token, holder, form.password.data)
        except COMES_BACK as refused:
            form.add_refusal(refused)
            return sent_back(_new_password(form, holder), refused)
    except LinkEnded:
        return _link_ended()
    response = redirect("/login?changed", code=303)
    # Who reads the person's mail is no guesser, so guessers cannot keep them out here.
    login.know_device(response, account_id)
    return response


def _chosen(token: str, holder: Any, password: str) -> str:
    names = choosing.names_of(holder)
    password_hash = choosing.hash_new_password(password, names=names)
    with transaction():
        return forgotten.set_password(token, password_hash)


def _holder(token: str) -> Any:
    with reading():
        return forgotten.holder_of(token)


def _forgotten(form: ForgottenForm, status: int = 200) -> Response:
    page = render_template(
        "member_portal/password_forgotten.html", form=form, is_sent="sent" in request.args
    )
    return make_response(page, status)


def _new_password(form: NewPasswordForm, holder: Any, status: int = 200) -> Response:
    page = render_template(
        "member_portal/password_new.html", form=form, name=holder.username or holder.email
    )
    return make_response(page, status)


def _link_ended() -> Response:
    return make_response(
        render_template("member_portal/password_link_ended.html"), LinkEnded.status
    )
