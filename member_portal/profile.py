"""The own profile: what is known, the language, mail, the password, and where one is logged in."""

from flask import Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from accounts import access, choosing, login, profile, sessions
from accounts.models import Account
from core import languages
from core.database import transaction
from core.errors import NotFound
from core.forms import COMES_BACK, redrawn_by, sent_back
from core.languages import current_language
from member_portal.account_forms import ChangePasswordForm, LanguageForm, WishesForm
from member_portal.addresses import own_path


def my_profile() -> Response:
    return _drawn(ChangePasswordForm(formdata=None))


def my_profile_again(sentence: str, **_arguments: str) -> Response:
    form = ChangePasswordForm(formdata=None)
    form.form_errors.append(sentence)
    return _drawn(form, 403)


@redrawn_by(my_profile_again)
def set_wishes() -> AnyResponse:
    account, form = _me(), WishesForm()
    with transaction():
        profile.set_wishes(
            account.id, language=form.language.data or "", wants_mail=form.wants_mail.data
        )
    languages.forget_choice()
    return redirect("/profile?saved=wishes", code=303)


@redrawn_by(my_profile_again)
def set_language() -> AnyResponse:
    """A switch of language for who is signed in, on whatever page."""
    account, form = _me(), LanguageForm()
    with transaction():
        profile.set_language(account.id, form.language.data or "")
    languages.forget_choice()
    return redirect(own_path(form.next.data) or "/profile", code=303)


@redrawn_by(my_profile_again)
def change_password() -> AnyResponse:
    """The old password is asked for here and now, which is the fresh login that S26 wants."""
    account, form = _me(), ChangePasswordForm()
    if not form.validate():
        return _drawn(form, 422)
    try:
        token = _changed(account, form)
    except COMES_BACK as refused:
        form.add_refusal(refused)
        return sent_back(_drawn(form), refused)
    login.remember(token, is_lasting=login.is_remembered())
    return redirect("/profile?saved=password", code=303)


@redrawn_by(my_profile_again)
def end_session(session_id: str) -> AnyResponse:
    account = _me()
    with transaction():
        if not sessions.end_one(account.id, session_id):
            raise NotFound
    return redirect("/profile?saved=sessions", code=303)


@redrawn_by(my_profile_again)
def end_other_sessions() -> AnyResponse:
    account = _me()
    with transaction():
        sessions.end_others(account.id, kept=login.current_session_id() or "")
    return redirect("/profile?saved=sessions", code=303)


def _me() -> Account:
    return access.require_signed_in(login.current_account())


def _changed(account: Account, form: ChangePasswordForm) -> str:
    with transaction():
        choosing.count_old_password(account)
    choosing.check_old_password(account, form.old_password.data)
    names = choosing.names_of(account)
    password_hash = choosing.hash_new_password(form.password.data, names=names)
    with transaction():
        choosing.change_password(account, password_hash)
        return sessions.begin(account, is_remembered=login.is_remembered(), browser=login.browser())


def _drawn(form: ChangePasswordForm, status: int = 200) -> Response:
    account = _me()
    page = render_template(
        "member_portal/profile.html",
        account=account,
        form=form,
        wishes=_wishes(account),
        sessions=sessions.of(account.id),
        this_session=login.current_session_id(),
        saved=request.args.get("saved"),
    )
    return make_response(page, status)


def _wishes(account: Account) -> WishesForm:
    language = languages.find(account.locale) or current_language()
    known = {"language": language.code, "wants_mail": account.wants_mail}
    return WishesForm(formdata=None, data=known)
