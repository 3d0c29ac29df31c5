"""The people of the desk, as admins look after them: who is there, who may what, who has gone."""

from datetime import timedelta
from typing import Any

from accounts import forgotten, letters, registering, rules, second_factor, sessions
from accounts.models import Account
from accounts.registering import NewAgent
from core import audit, clock
from core.checking import one_of
from core.errors import Conflict, NotFound
from core.statements import Sql
from live import delivery

INVITATION_LASTS = timedelta(hours=48)

_COLUMNS = (
    "id, name, email, role, capacity, is_active, password_hash IS NOT NULL AS has_password,"
    " seen_at, updated_at, (SELECT COUNT(*) FROM second_factors f WHERE f.account_id = accounts.id"
    " AND f.confirmed_at IS NOT NULL) AS factors"
)
_ALL = Sql(
    f"SELECT {_COLUMNS} FROM accounts WHERE role <> 'member'"  # noqa: S608 - columns of ours
    " ORDER BY is_active DESC, name, id"
)
_ONE = Sql(
    f"SELECT {_COLUMNS} FROM accounts WHERE role <> 'member' AND id = :account_id"  # noqa: S608
)
_CHANGE = Sql(
    "UPDATE accounts SET role = :role, capacity = :capacity, updated_at = :now"
    " WHERE id = :account_id AND updated_at = :version"
)
_SET_ACTIVE = Sql(
    "UPDATE accounts SET is_active = :is_active, presence = 'offline', updated_at = :now"
    " WHERE id = :account_id AND is_active <> :is_active"
)
# Those who can really sign in; an invited admin is none yet. Held, so that two of them do not
# send each other away at the same moment.
_ADMINS = Sql(
    "SELECT id FROM accounts WHERE role = 'admin' AND is_active AND password_hash IS NOT NULL"
    " ORDER BY id",
    locking="FOR UPDATE",
)


class LastAdmin(Conflict):
    message = "This is the last admin. Make somebody else an admin first."


class ChangedMeanwhile(Conflict):
    message = (
        "Somebody else has changed this meanwhile. What is saved now stands above;"
        " save again if yours is to hold."
    )


class AlreadyIn(Conflict):
    message = "This colleague has a password already; nobody has to be invited again."


def everybody() -> list[Any]:
    """The whole team, those who have left at the end. Needs an open transaction."""
    return _ALL.all()


def colleague(account_id: str) -> Any:
    """Raises NotFound, also for members. Needs an open transaction."""
    found = _ONE.one(account_id=account_id)
    if found is None:
        raise NotFound
    return found


def invite(agent: NewAgent, *, by: Account) -> str:
    """An account without a password, and a letter with which it gets one. Returns its id.

    Raises Invalid, AlreadyRegistered.
    """
    made = registering.create_agent(agent, password_hash=None)
    after = {"email": made.email, "role": made.role, "capacity": made.capacity}
    audit.record("agent_invited", actor=by.id, object=_object(made.id), **after)
    _send_invitation(made, by)
    return made.id


def invite_again(account_id: str, *, by: Account) -> None:
    """A new link; the one before opens nothing any more. Raises AlreadyIn."""
    found = colleague(account_id)
    if found.has_password or not found.is_active:
        raise AlreadyIn
    audit.record("invitation_repeated", actor=by.id, object=_object(account_id))
    _send_invitation(found, by)


def change(account_id: str, *, role: str, capacity: int | None, version: int, by: Account) -> None:
    """Raises Invalid, LastAdmin, and ChangedMeanwhile if `version` is not the account's any more.

    The person stays signed in, but every connection is opened anew, with the new role.
    """
    one_of(rules.STAFF_ROLES, role, field="role")
    registering.check_capacity(capacity)
    found = colleague(account_id)
    if found.role == "admin" and role != "admin":
        _keep_an_admin(account_id)
    values = {"account_id": account_id, "role": role, "capacity": capacity}
    if not _CHANGE.run(**values, version=version, now=clock.now_millis()):
        raise ChangedMeanwhile
    before = {"role": found.role, "capacity": found.capacity}
    after = {"role": role, "capacity": capacity}
    if before != after:
        audit.record(
            "agent_changed", actor=by.id, object=_object(account_id), before=before, after=after
        )
    if found.role != role:
        delivery.disconnect_account(account_id)


def deactivate(account_id: str, *, by: Account) -> None:
    """Nobody signs in with it any more, and whoever has is out at once. Raises LastAdmin."""
    if colleague(account_id).role == "admin":
        _keep_an_admin(account_id)
    if _SET_ACTIVE.run(account_id=account_id, is_active=False, now=clock.now_millis()):
        sessions.end_all(account_id)
        audit.record("agent_deactivated", actor=by.id, object=_object(account_id))


def reactivate(account_id: str, *, by: Account) -> None:
    """The old password opens again, and asks for the second factor where there is one."""
    colleague(account_id)
    if _SET_ACTIVE.run(account_id=account_id, is_active=True, now=clock.now_millis()):
        audit.record("agent_reactivated", actor=by.id, object=_object(account_id))


def end_sessions(account_id: str, *, by: Account) -> None:
    """Log a colleague out in every browser, for example when a laptop was lost."""
    colleague(account_id)
    sessions.end_all(account_id)
    audit.record("sessions_ended", actor=by.id, object=_object(account_id))


def reset_second_factor(account_id: str, *, by: Account) -> None:
    """For somebody who has lost phone and codes; whoever is signed in as them is out."""
    colleague(account_id)
    second_factor.reset(account_id, actor=by.id)
    sessions.end_all(account_id)


def _keep_an_admin(account_id: str) -> None:
    if not {row.id for row in _ADMINS.all()} - {account_id}:
        raise LastAdmin


def _send_invitation(invited: Any, by: Account) -> None:
    token = forgotten.issue_link(invited.id, lasts=INVITATION_LASTS)
    letters.send_invitation(invited, token, by=by.name, hours=48)


def _object(account_id: str) -> str:
    return f"account:{account_id}"
