"""Saved replies: those of the team, which supervisors write, and one's own."""

from typing import Any

from flask import Response, redirect
from werkzeug.wrappers import Response as AnyResponse

from agent_console.acting import as_agent
from agent_console.settings.forms import ReplyTextForm
from agent_console.settings.pages import drawn, me
from chat import replies
from chat.language.names import find_language
from chat.replies import ReplyDraft
from core.database import reading, transaction
from core.errors import NotFound
from core.forms import COMES_BACK, redrawn_by, sent_back

_HOME = "/console/settings/replies"


def all_replies() -> Response:
    return _drawn(ReplyTextForm(formdata=None))


def _new_again(sentence: str) -> Response:
    form = ReplyTextForm()
    form.form_errors.append(sentence)
    return _drawn(form, status=403)


@redrawn_by(_new_again)
def add_reply() -> AnyResponse:
    author, form = as_agent(me()), ReplyTextForm()
    if not form.validate():
        return _drawn(form, status=422)
    try:
        with transaction():
            replies.create(author, _draft(form))
    except COMES_BACK as refused:
        form.add_refusal(refused)
        return sent_back(_drawn(form), refused)
    return redirect(f"{_HOME}?saved", code=303)


def one_reply(reply_id: str) -> Response:
    found = _found(reply_id)
    form = ReplyTextForm(formdata=None, data={**found, "language": found["language"] or ""})
    return _drawn(form, found)


def _one_again(reply_id: str, sentence: str) -> Response:
    form = ReplyTextForm()
    form.form_errors.append(sentence)
    return _drawn(form, _found(reply_id), 403)


@redrawn_by(_one_again)
def save_reply(reply_id: str) -> AnyResponse:
    author, form, found = as_agent(me()), ReplyTextForm(), _found(reply_id)
    if not form.validate():
        return _drawn(form, found, 422)
    try:
        with transaction():
            replies.change(author, reply_id, _draft(form), seen=form.seen.data or "")
    except COMES_BACK as refused:
        form.add_refusal(refused)
        return sent_back(_drawn(form, _found(reply_id)), refused)
    return redirect(f"{_HOME}?saved", code=303)


@redrawn_by(_one_again)
def remove_reply(reply_id: str) -> AnyResponse:
    author = as_agent(me())
    with transaction():
        replies.delete(author, reply_id)
    return redirect(f"{_HOME}?saved=removed", code=303)


def _draft(form: ReplyTextForm) -> ReplyDraft:
    return ReplyDraft(
        shortcut=form.shortcut.data or "",
        title=form.title.data or "",
        text=form.text.data or "",
        language=form.language.data or None,
        is_shared=form.is_shared.data,
    )


def _found(reply_id: str) -> dict[str, Any]:
    """One that this person may change. Raises NotFound."""
    account = me()
    with reading():
        known = replies.replies_for(account.id)
    found = next((one for one in known if one["id"] == reply_id and _may(account, one)), None)
    if found is None:
        raise NotFound
    return found


def _may(account: Any, reply: dict[str, Any]) -> bool:
    return account.role != "agent" or not reply["is_shared"]


def _drawn(form: ReplyTextForm, found: dict[str, Any] | None = None, status: int = 200) -> Response:
    account = me()
    with reading():
        known = replies.replies_for(account.id)
    if found is not None:
        form.seen.data = found["updated_at"]
    return drawn(
        "reply" if found else "replies",
        account=account,
        status=status,
        place="replies",
        form=form,
        reply=found,
        groups=(
            ("The team's", [one for one in known if one["is_shared"]]),
            ("Your own", [one for one in known if not one["is_shared"]]),
        ),
        may_share=account.role != "agent",
        variables=replies.VARIABLES,
        find_language=find_language,
    )
