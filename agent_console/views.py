"""Keeping a way to look at the inbox, and letting go of it."""

from flask import redirect, request, session
from werkzeug.wrappers import Response

from accounts import access, login
from agent_console.forms import ViewForm
from agent_console.inbox_address import INBOX, address_of, query_of, wanted_at
from core.database import transaction
from core.forms import COMES_BACK
from tickets import saved_views


def save_view() -> Response:
    account = access.require_agent(login.current_account())
    form = ViewForm()
    wanted = wanted_at(request.form.get("address", ""))
    if not form.validate_on_submit():
        session["told"] = ["Nothing was kept: give the view a name of up to 60 letters."]
        return redirect(address_of(wanted), code=303)
    try:
        with transaction():
            view = saved_views.save(
                account,
                name=form.name.data,
                address=query_of(wanted),
                is_shared=form.is_shared.data,
            )
            name = view.name
    except COMES_BACK as refused:
        session["told"] = [str(refused.message)]
    else:
        session["told"] = [f"The view “{name}” is kept."]
    return redirect(address_of(wanted), code=303)


def remove_view(view_id: str) -> Response:
    account = access.require_agent(login.current_account())
    with transaction():
        saved_views.remove(account, view_id)
    session["told"] = ["The view is removed. Its tickets stay as they are."]
    return redirect(INBOX, code=303)
