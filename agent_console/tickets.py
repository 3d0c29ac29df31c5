"""One ticket, for the team: its thread with notes, and the answers to it."""

from flask import Response, make_response, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from accounts import access, login
from agent_console.attachments import sender
from agent_console.forms import NoteForm, ReplyForm
from agent_console.inbox import beside
from chat.language.names import find_language
from core.database import transaction
from core.forms import COMES_BACK, redrawn_by, sent_back
from core.uploads import takes_files
from tickets import handling, queries, rules
from tickets.access import ticket_for_agent


def ticket(reference: str) -> Response:
    return _drawn(reference)


def _reply_again(reference: str, sentence: str) -> Response:
    form = ReplyForm()
    form.form_errors.append(sentence)
    return _drawn(reference, reply=form, status=403)


def _note_again(reference: str, sentence: str) -> Response:
    form = NoteForm()
    form.form_errors.append(sentence)
    return _drawn(reference, note=form, status=403)


@redrawn_by(_reply_again)
@takes_files(rules.FILES_IN_ONE_GO)
def reply_to_ticket(reference: str) -> AnyResponse:
    account = access.require_agent(login.current_account())
    form = ReplyForm()
    if not form.arrives_whole(sender(account)):
        return _drawn(reference, reply=form, status=422)
    try:
        with transaction():
            handling.reply_as_agent(
                ticket_for_agent(account, reference),
                account,
                body=form.body.data,
                files=form.uploads,
                status=form.status.data or None,
                client_id=form.client_id.data,
            )
    except COMES_BACK as refused:
        form.add_refusal(refused)
        return sent_back(_drawn(reference, reply=form), refused)
    return _back_to(reference)


@redrawn_by(_note_again)
@takes_files(rules.FILES_IN_ONE_GO)
def add_note(reference: str) -> AnyResponse:
    account = access.require_agent(login.current_account())
    form = NoteForm()
    if not form.arrives_whole(sender(account)):
        return _drawn(reference, note=form, status=422)
    try:
        with transaction():
            handling.add_note(
                ticket_for_agent(account, reference),
                account,
                body=form.body.data,
                files=form.uploads,
                client_id=form.client_id.data,
            )
    except COMES_BACK as refused:
        form.add_refusal(refused)
        return sent_back(_drawn(reference, note=form), refused)
    return _back_to(reference)


def _back_to(reference: str) -> AnyResponse:
    return redirect(f"/console/tickets/{reference}#latest", code=303)


def _drawn(
    reference: str,
    *,
    reply: ReplyForm | None = None,
    note: NoteForm | None = None,
    status: int = 200,
) -> Response:
    account = access.require_agent(login.current_account())
    found = ticket_for_agent(account, reference)
    entries = queries.thread_for_agents(found)
    reply_form, note_form = reply or ReplyForm(formdata=None), note or NoteForm(formdata=None)
    page = render_template(
        "agent_console/ticket.html",
        account=account,
        ticket=found,
        reference=reference,
        transcript=[entry for entry in entries if entry.kind == "transcript"],
        entries=[entry for entry in entries if entry.kind != "transcript"],
        language=find_language(found.language) if found.language else None,
        pictures=queries.pictures_of(found),
        reply=reply_form,
        reply_files=reply_form.kept(sender(account)),
        note=note_form,
        note_files=note_form.kept(sender(account)),
        writes_note=note is not None,
        **beside(account),
        status_names=rules.STATUS_NAMES,
    )
    return make_response(page, status)
