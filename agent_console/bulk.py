"""One act on many tickets: each for itself, and what came of it is told."""

from collections.abc import Callable
from dataclasses import dataclass, field

from flask import redirect, request, session
from werkzeug.wrappers import Response

from accounts import access, login
from accounts.models import Account
from agent_console.forms import BulkForm
from agent_console.inbox_address import address_of, wanted_at
from core.database import db, transaction
from core.errors import Refused
from tickets import handling, inbox, merging, rules
from tickets.access import ticket_for_agent
from tickets.models import Ticket

_TOO_FEW = ("Choose some tickets first.", "Choose two tickets or more to merge them.")


@dataclass(frozen=True)
class Wish:
    """What is to be done, and how it is told of so many tickets."""

    told: str
    do: Callable[[Ticket, Account], object]


@dataclass
class Outcome:
    """How many were changed, how many were so already, and which could not be, with the reason."""

    told: str
    changed: int = 0
    same: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)

    @property
    def sentences(self) -> list[str]:
        """The refusals by their reason, so that one of all tickets is said once."""
        reasons: dict[str, list[str]] = {}
        for reference, reason in self.refused:
            reasons.setdefault(reason, []).append(reference)
        done = [f"{_tickets(self.changed)} {self.told}."] if self.changed or not reasons else []
        same = [f"{_tickets(self.same)} left alone, being so already."] if self.same else []
        return [*done, *same, *(f"{', '.join(of)}: {why}" for why, of in reasons.items())]


def act_on_tickets() -> Response:
    account = access.require_agent(login.current_account())
    form = BulkForm()
    back = address_of(wanted_at(request.form.get("back", "")))
    chosen = sorted(set(request.form.getlist("chosen")), key=_number)[: inbox.PAGE_SIZE]
    if not form.validate_on_submit():
        session["told"] = ["Nothing was changed: what was asked for is not known here."]
    elif len(chosen) < (2 if form.act.data == "merge" else 1):
        session["told"] = [_TOO_FEW[form.act.data == "merge"]]
    else:
        into = chosen.pop(0) if form.act.data == "merge" else ""
        session["told"] = _outcome(chosen, account, _wish(form, into)).sentences
    return redirect(back, code=303)


def _wish(form: BulkForm, into: str) -> Wish:
    assignee, status, priority = form.assignee.data or None, form.status.data, form.priority.data
    if form.act.data == "assign":
        holder = db.session.get(Account, assignee) if assignee else None
        name = holder.name if holder else "nobody"
        return Wish(f"given to {name}", lambda one, by: handling.assign(one, by, assignee))
    if form.act.data == "status":
        name = rules.STATUS_NAMES.get(status, "")
        return Wish(f"set to {name}", lambda one, by: handling.set_status(one, by, status))
    if form.act.data == "priority":
        told = f"set to {priority} priority"
        return Wish(told, lambda one, by: handling.set_priority(one, by, priority))
    return Wish(f"merged into {into}", lambda one, by: merging.merge(one, into, by))


def _outcome(chosen: list[str], account: Account, wish: Wish) -> Outcome:
    outcome = Outcome(wish.told)
    for reference in chosen:
        try:
            with transaction():
                ticket = ticket_for_agent(account, reference)
                before = ticket.last_entry
                wish.do(ticket, account)
                is_changed = ticket.last_entry > before
        except Refused as refused:
            outcome.refused.append((reference, str(refused.message)))
        else:
            outcome.changed += is_changed
            outcome.same += not is_changed
    return outcome


def _number(reference: str) -> int:
    return rules.parse_reference(reference) or 0


def _tickets(count: int) -> str:
    return "1 ticket was" if count == 1 else f"{count} tickets were"
