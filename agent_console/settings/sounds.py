"""The sounds and notifications of one's own console."""

import msgspec
from flask import Response, redirect
from werkzeug.wrappers import Response as AnyResponse

from accounts import agent_settings
from accounts.agent_settings import AgentSettings, Sound
from agent_console.settings.forms import SoundsForm
from agent_console.settings.pages import drawn, me
from core.database import reading, transaction
from core.forms import redrawn_by


def own_sounds() -> Response:
    with reading():
        kept = agent_settings.of(me().id)
    usual = msgspec.to_builtins(kept.sound) | {"desktop_notifications": kept.desktop_notifications}
    return _drawn(SoundsForm(formdata=None, data=usual))


def _again(sentence: str) -> Response:
    form = SoundsForm()
    form.form_errors.append(sentence)
    return _drawn(form, 403)


@redrawn_by(_again)
def save_sounds() -> AnyResponse:
    account, form = me(), SoundsForm()
    if not form.validate():
        return _drawn(form, 422)
    with transaction():
        agent_settings.save(account.id, _changed(agent_settings.of(account.id), form))
    return redirect("/console/settings/sounds?saved", code=303)


def _changed(kept: AgentSettings, form: SoundsForm) -> AgentSettings:
    names = Sound.__struct_fields__
    sound = msgspec.convert({name: form[name].data for name in names}, Sound)
    return msgspec.structs.replace(
        kept, sound=sound, desktop_notifications=form.desktop_notifications.data
    )


def _drawn(form: SoundsForm, status: int = 200) -> Response:
    return drawn("sounds", account=me(), status=status, form=form)
