"""One ticket, for the team: its thread with notes, the answers to it, and what it is set to."""

from flask import Response, make_response, redirect, render_template, request, session
from werkzeug.wrappers import Response as AnyResponse

from accounts import access, login
from accounts.colleagues import colleagues
from accounts.models import Account
from agent_console.attachments import sender
from agent_console.forms import MergingForm, NoteForm, PropertiesForm, ReplyForm
from agent_console.inbox import PRIORITIES, beside
from agent_console.inbox_address import INBOX, wanted_at
from chat import queries as chats
from chat.language.names import find_language
from core.database import db, reading, transaction
from core.errors import NotFound
from core.forms import COMES_BACK, Form, redrawn_by, sent_back
from core.uploads import takes_files
from tickets import handling, lookers, merging, properties, queries, related, rules
from tickets.access import ticket_for_agent
from tickets.lookers import Looker
from tickets.models import Ticket


def ticket(reference: str) -> Response:
    return drawn(reference)


def _reply_again(reference: str, sentence: str) -> Response:
    form = ReplyForm()
    form.form_errors.append(sentence)
    return drawn(reference, form, status=403)


def _note_again(reference: str, sentence: str) -> Response:
    form = NoteForm()
    form.form_errors.append(sentence)
    return drawn(reference, form, status=403)


@redrawn_by(_reply_again)
@takes_files(rules.FILES_IN_ONE_GO)
def reply_to_ticket(reference: str) -> AnyResponse:
    account = access.require_agent(login.current_account())
    form = ReplyForm()
    if not form.arrives_whole(sender(account)):
        return drawn(reference, form, status=422)
    try:
        with transaction():
            _answer(ticket_for_agent(account, reference), account, form)
    except COMES_BACK as refused:
        form.add_refusal(refused)
        return sent_back(drawn(reference, form), refused)
    return _back_to(reference)


def _answer(found: Ticket, account: Account, form: ReplyForm) -> None:
    client_id = form.client_id.data
    if form.seen.data is not None:
        handling.refuse_unread(found, account, seen=form.seen.data, client_id=client_id)
    handling.reply_as_agent(
        found,
        account,
        body=form.body.data,
        files=form.uploads,
        status=form.status.data or None,
        client_id=client_id,
    )


@redrawn_by(_note_again)
@takes_files(rules.FILES_IN_ONE_GO)
def add_note(reference: str) -> AnyResponse:
    account = access.require_agent(login.current_account())
    form = NoteForm()
    if not form.arrives_whole(sender(account)):
        return drawn(reference, form, status=422)
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
        return sent_back(drawn(reference, form), refused)
    return _back_to(reference)


def change_properties(reference: str) -> AnyResponse:
    account = access.require_agent(login.current_account())
    form = PropertiesForm()
    if not form.validate_on_submit():
        return drawn(reference, form, status=422)
    try:
        with transaction():
            found = ticket_for_agent(account, reference)
            properties.change(found, account, was=form.was, wanted=form.wanted_by(account.id))
    except COMES_BACK as refused:
        form.add_refusal(refused)
        return sent_back(drawn(reference, form), refused)
    return _back_to(reference)


def merge_ticket(reference: str) -> AnyResponse:
    account = access.require_agent(login.current_account())
    form = MergingForm()
    if not form.validate_on_submit():
        return drawn(reference, form, status=422)
    try:
        with transaction():
            duplicate = ticket_for_agent(account, reference)
            kept = merging.merge(duplicate, form.into.data.strip().upper(), account)
            kept_reference = kept.reference
    except NotFound:
        form.into.errors = ["There is no ticket with this number"]
        return drawn(reference, form, status=422)
    except COMES_BACK as refused:
        form.add_refusal(refused)
        return sent_back(drawn(reference, form), refused)
    return _back_to(kept_reference)


def look_at_ticket(reference: str) -> Response:
    """Where no live connection gets through, the page says by this that it is on screen."""
    account = access.require_agent(login.current_account())
    found = ticket_for_agent(account, reference)
    looker = Looker(ticket_id=found.id, account_id=account.id)
    with transaction():
        lookers.look(looker, is_writing=request.form.get("is_writing") == "true")
    return Response(status=204)


def _back_to(reference: str) -> AnyResponse:
    return redirect(f"{INBOX}/{reference}#latest", code=303)


def drawn(reference: str, sent: Form | None = None, *, status: int = 200) -> Response:
    """The page, with the form that has come back, if one has."""
    account = access.require_agent(login.current_account())
    found = ticket_for_agent(account, reference)
    forms = {
        "reply": sent if isinstance(sent, ReplyForm) else ReplyForm(formdata=None),
        "note": sent if isinstance(sent, NoteForm) else NoteForm(formdata=None),
        "properties": sent if isinstance(sent, PropertiesForm) else PropertiesForm(formdata=None),
        "merging": sent if isinstance(sent, MergingForm) else MergingForm(formdata=None),
    }
    page = render_template(
        "agent_console/ticket.html",
        account=account,
        ticket=found,
        reference=reference,
        **forms,
        reply_files=forms["reply"].kept(sender(account)),
        note_files=forms["note"].kept(sender(account)),
        writes_note=isinstance(sent, NoteForm),
        **_shown_of(found),
        **beside(account, wanted_at(session.get("inbox", ""))),
    )
    return make_response(page, status)


def _shown_of(found: Ticket) -> dict[str, object]:
    entries = queries.thread_for_agents(found)
    return {
        "transcript": [entry for entry in entries if entry.kind == "transcript"],
        "entries": [entry for entry in entries if entry.kind != "transcript"],
        "language": find_language(found.language) if found.language else None,
        "pictures": queries.pictures_of(found),
        "status_names": rules.STATUS_NAMES,
        "priorities": PRIORITIES,
        "team": _team_for(found),
        "requester": db.session.get(Account, found.requester_id) if found.requester_id else None,
        "related": related.of_same_person(found),
        "goes_on_in": merging.goes_on_in(found),
        "merged": merging.merged_into(found),
        "to_reference": rules.reference,
        "ended_chat": found.chat_id if _has_ended(found.chat_id) else None,
    }


def _has_ended(chat_id: str | None) -> bool:
    """Only what has ended is to be read in the history."""
    if chat_id is None:
        return False
    with reading():
        row = chats.chat_row(chat_id)
    return row is not None and row.state == "closed"


def _team_for(found: Ticket) -> dict[str, str]:
    """Who can have the ticket; whoever has it stays on the list, even if long gone."""
    team = {one.id: one.name for one in colleagues()}
    holder = db.session.get(Account, found.assignee_id) if found.assignee_id else None
    return {holder.id: holder.name, **team} if holder else team
