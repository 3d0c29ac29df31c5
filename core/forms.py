"""What every HTML form shares: a refusal comes back at its field, with all that was typed."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from flask import Response
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField
from wtforms.validators import ValidationError

from core.errors import Conflict, Invalid, RateLimited, Refused, TooLong, Unavailable

# After these the form is shown again; all others are pages of their own.
COMES_BACK = (Invalid, TooLong, Conflict, RateLimited, Unavailable)

_CLIENT_ID = re.compile(r"[A-Za-z0-9-]{16,64}", re.ASCII)


def new_client_id() -> str:
    return str(uuid4())


class ClientIdField(HiddenField):
    """The id under which a form may be sent again without doing its work twice."""

    def __init__(self, **options: Any) -> None:
        super().__init__(default=new_client_id, **options)

    def process_formdata(self, valuelist: list[Any]) -> None:
        sent = valuelist[0] if valuelist else ""
        self.data = sent if _CLIENT_ID.fullmatch(sent) else new_client_id()


class Storable:
    """Says at the field, together with all other errors, what the use case would refuse."""

    def __init__(self, clean: Callable[..., str], **limits: Any) -> None:
        self._clean = clean
        self._limits = limits

    def __call__(self, form: FlaskForm, field: Field) -> None:
        try:
            self._clean(field.data or "", field=field.name, **self._limits)
        except Refused as refused:
            raise ValidationError(refused.message) from refused


class Form(FlaskForm):
    """A form whose errors may also come from the use case."""

    def add_refusal(self, refused: Refused) -> None:
        """Put the sentences of a refusal at the fields that they name, the rest above the form."""
        if refused.code == "id_conflict" and "client_id" in self:
            self["client_id"].data = new_client_id()  # Who presses again does want a second one.
        for name, sentences in refused.fields.items():
            if name in self._fields:
                self[name].errors = [*self[name].errors, *sentences]
            else:
                self.form_errors.extend(sentences)
        if not refused.fields:
            self.form_errors.append(refused.message)


def sent_back(response: Response, refused: Refused) -> Response:
    """The page that shows what was refused, with the status and the pause that belong to it."""
    response.status_code = refused.status
    if "retry_after_seconds" in refused.extra:
        response.headers["Retry-After"] = str(refused.extra["retry_after_seconds"])
    return response


def redrawn_by(draw: Callable[..., Any]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Name the function that shows the form again when a view may not run (its csrf_token is old).

    It is called with the view's own arguments and `sentence`, and never acts.
    """

    def mark(view: Callable[..., Any]) -> Callable[..., Any]:
        view.redraw = draw  # type: ignore[attr-defined]
        return view

    return mark
