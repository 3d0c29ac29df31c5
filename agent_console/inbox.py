"""The inbox: the team's tickets as somebody wants to see them, and the usual ways to look."""

from dataclasses import dataclass, replace
from typing import Any

from flask import redirect, render_template, request, session
from werkzeug.wrappers import Response

from accounts import access, login
from accounts.colleagues import colleagues
from accounts.models import Account
from agent_console.inbox_address import address_of, mark_in, query_of, wanted_at, wanted_in
from chat.language.names import find_language, languages
from core import clock
from tickets import inbox, rules, saved_views
from tickets.inbox import InboxPage, Wanted


@dataclass(frozen=True)
class View:
    """A usual way to look. `empty` is said when there is nothing to see in it."""

    name: str
    sign: str
    wanted: Wanted
    empty: str
    is_counted: bool = True


VIEWS = {
    "unassigned": View(
        "Unassigned", "inbox", Wanted(assignee=inbox.NOBODY), "Every open ticket is in good hands."
    ),
    "mine": View("Mine", "user-round", Wanted(assignee=inbox.ME), "You have no open tickets."),
    "news": View("New replies", "reply", Wanted(news=True), "Every reply has been answered."),
    "awaiting": View(
        "Awaiting Feedback",
        "message-circle-question-mark",
        Wanted(status="awaiting_feedback"),
        "No ticket waits for its member.",
    ),
    "open": View("All open", "circle-dot", Wanted(), "No ticket is open."),
    "closed": View(
        "Closed", "check", Wanted(status="closed"), "No ticket has been closed yet.", False
    ),
    "all": View("All tickets", "ticket", Wanted(status=inbox.ALL), "There are no tickets.", False),
}

STATUSES = {**rules.STATUS_NAMES, inbox.ALL: "Any status"}
PRIORITIES = {name: name.capitalize() for name in reversed(rules.PRIORITIES)}
SOURCES = {"portal": "Portal", "chat": "Chat", "redirect": "Sent on from chat"}
AGES = {
    "day": "In the last 24 hours",
    "week": "In the last 7 days",
    "month": "In the last 30 days",
    "over_week": "More than 7 days ago",
    "over_month": "More than 30 days ago",
}
ORDERS = {
    "waiting": "Longest wait",
    "updated": "Last update",
    "urgent": "Most urgent",
    "newest": "Newest first",
    "oldest": "Oldest first",
}


def tickets() -> str | Response:
    account = access.require_agent(login.current_account())
    wanted = wanted_in(request.args)
    if "" in request.args.values():
        return redirect(address_of(wanted))  # A form also sends what nobody has filled in.
    if _is_opened_by_a_person() and session.get("inbox", "") != query_of(wanted):
        session["inbox"] = query_of(wanted)  # A ticket leads back to it.
    page = inbox.page(
        wanted,
        account.id,
        after=mark_in(request.args, "after"),
        before=mark_in(request.args, "before"),
    )
    return drawn(account, wanted, page)


def _is_opened_by_a_person() -> bool:
    """A page that only brings itself up to date takes nothing away from the one that is opened."""
    return request.headers.get("Sec-Fetch-Dest", "document") == "document"


def drawn(account: Account, wanted: Wanted, page: InboxPage) -> str:
    team = colleagues()
    return render_template(
        "agent_console/tickets.html",
        account=account,
        wanted=wanted,
        page=page,
        choices=_choices(team, account),
        filters=_filters(wanted, team),
        empty=_empty(wanted),
        now=clock.now(),
        reference=rules.reference,
        wait_state=rules.wait_state,
        find_language=find_language,
        most_found=inbox.MOST_FOUND,
        address_of=address_of,
        query=query_of(wanted),
        told=session.pop("told", []) if _is_opened_by_a_person() else [],
        statuses=rules.STATUS_NAMES,
        priorities=PRIORITIES,
        team={one.id: one.name for one in team},
        changed=replace,
        **beside(account, wanted),
    )


def beside(account: Account, wanted: Wanted) -> dict[str, Any]:
    """What stands beside the tickets: the usual views and how much there is in each."""
    counted = {name: view.wanted for name, view in VIEWS.items() if view.is_counted}
    here, kept = address_of(wanted), _kept_views(account)
    saved = next((one for one in kept if one["address"] == here), None)
    return {
        "saved_views": kept,
        "saved_view": saved,
        "views": VIEWS,
        "view_addresses": {name: address_of(view.wanted) for name, view in VIEWS.items()},
        "view_counts": inbox.counts(counted, account.id),
        "current": address_of(replace(wanted, sort="")),
        "inbox_address": here,
        "heading": saved["name"] if saved else _heading(wanted),
        "most": inbox.MOST_COUNTED,
    }


def _kept_views(account: Account) -> list[dict[str, Any]]:
    return [
        {
            "id": one.id,
            "name": one.name,
            "address": address_of(wanted_at(one.address)),
            "is_shared": one.is_shared,
            "is_removable": saved_views.may_remove(account, one),
        }
        for one in saved_views.views_for(account)
    ]


def _view_of(wanted: Wanted) -> View | None:
    """The usual way to look that this is, in whatever order."""
    return next((one for one in VIEWS.values() if one.wanted == replace(wanted, sort="")), None)


def _heading(wanted: Wanted) -> str:
    view = _view_of(wanted)
    if view is not None:
        return view.name
    if wanted.words:
        return "Search"
    return "All tickets" if wanted.status == inbox.ALL else STATUSES[wanted.status]


def _empty(wanted: Wanted) -> str:
    view = _view_of(wanted)
    if view is not None:
        return view.empty
    return f"No ticket holds “{wanted.words}”." if wanted.words else "No ticket fits these filters."


def _choices(team: list[Account], account: Account) -> dict[str, dict[str, str]]:
    """The fields of the filter: what can be chosen in each, and its name."""
    others = {one.id: one.name for one in team if one.id != account.id}
    spoken = {one.tag: one.english_name for one in languages()}
    return {
        "status": STATUSES,
        "assignee": {"": "Anybody", inbox.ME: "Me", inbox.NOBODY: "Nobody", **others},
        "language": {"": "Any language", **spoken, inbox.NONE: "Unknown"},
        "priority": {"": "Any priority", **PRIORITIES},
        "source": {"": "From anywhere", **SOURCES},
        "age": {"": "At any time", **AGES},
        "sort": ORDERS,
    }


def _filters(wanted: Wanted, team: list[Account]) -> list[tuple[str, str]]:
    """What is filtered by, in words, each with the address without it."""
    names = {one.id: one.name for one in team} | {inbox.ME: "me", inbox.NOBODY: "nobody"}
    language = find_language(wanted.language) if wanted.language else None
    told = {
        "words": f"“{wanted.words}”",
        "news": "New replies",
        "assignee": f"Assigned to {names.get(wanted.assignee, 'somebody who has left')}",
        "language": f"Language: {language.english_name if language else 'unknown'}",
        "priority": f"{wanted.priority.capitalize()} priority",
        "source": f"Source: {SOURCES.get(wanted.source, '')}",
        "age": f"Opened {AGES.get(wanted.age, '').lower()}",
    }
    plain = Wanted()
    return [
        (sentence, address_of(replace(wanted, **{name: getattr(plain, name)})))
        for name, sentence in told.items()
        if getattr(wanted, name) and _view_of(wanted) is None
    ]
