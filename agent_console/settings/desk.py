"""The settings of the desk: saved by admins, in force at once, each change in the audit trail."""

from flask import Response, redirect
from werkzeug.wrappers import Response as AnyResponse

from accounts import ranks_in_use
from agent_console.settings import sections
from agent_console.settings.pages import admin, drawn
from agent_console.settings.sections import Section
from chat import desk
from core import clock, saved_settings
from core.database import reading, transaction
from core.errors import NotFound
from core.forms import COMES_BACK, Form, redrawn_by, sent_back
from core.settings import settings


def desk_settings(section_id: str) -> Response:
    admin()
    section = _section(section_id)
    return _drawn(section, _filled(section))


def _again(section_id: str, sentence: str) -> Response:
    admin()
    section = _section(section_id)
    form = section.form()()
    form.form_errors.append(sentence)
    return _drawn(section, form, 403)


@redrawn_by(_again)
def save_desk_settings(section_id: str) -> AnyResponse:
    account, section = admin(), _section(section_id)
    form = section.form()()
    if not form.validate():
        return _drawn(section, form, 422)
    try:
        with transaction():
            saved_settings.save(
                {one.name: one.saved(form[one.name].data) for one in section.entries},
                version=form.version.data or 0,
                by=account.id,
                check=ranks_in_use.check_kept if section.id == "ranks" else None,
            )
    except COMES_BACK as refused:
        form.add_refusal(refused)
        return sent_back(_drawn(section, form), refused)
    return redirect(f"/console/settings/desk/{section.id}?saved", code=303)


def _opening() -> dict[str, object]:
    """Whether chat is open now, and when that changes, as those who saved it may check."""
    hours, now = desk.hours(), clock.now()
    changes_at = hours.closes_at(now) or hours.opens_at(now)
    return {"is_open": hours.is_open(now), "changes_at": changes_at, "zone": hours.zone}


def _section(section_id: str) -> Section:
    found = sections.find(section_id)
    if found is None:
        raise NotFound
    return found


def _filled(section: Section) -> Form:
    chosen = settings()
    shown = {entry.name: entry.shown(chosen) for entry in section.entries}
    return section.form()(formdata=None, data=shown)


def _drawn(section: Section, form: Form, status: int = 200) -> Response:
    account = admin()
    with reading():
        version = saved_settings.version_of(section.names)
    has_changed = form.is_submitted() and form.version.data not in (None, version)
    form.version.show(version)
    return drawn(
        "desk",
        account=account,
        status=status,
        place=section.id,
        section=section,
        opening=_opening() if section.id == "hours" else None,
        form=form,
        now=settings() if has_changed else None,
    )
