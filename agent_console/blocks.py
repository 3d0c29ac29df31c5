"""Who is kept out of chat, for supervisors: the list, and lifting a block."""

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from accounts import access, login
from chat import blocking
from core import clock
from core.database import reading, transaction

_LAST_PAGE = 10_000


def blocks() -> str:
    account = access.require_supervisor(login.current_account())
    page = min(max(1, request.args.get("page", 1, type=int)), _LAST_PAGE)
    with reading():
        found, has_more = blocking.blocks(page)
    return render_template(
        "agent_console/blocks.html",
        account=account,
        blocks=found,
        page=page,
        has_more=has_more,
        is_standing=blocking.is_standing,
        moment=clock.from_millis,
    )


def lift_block_from_list(block_id: str) -> Response:
    account = access.require_supervisor(login.current_account())
    with transaction():
        blocking.lift(account.id, block_id)
    return redirect("/console/blocks", code=303)
