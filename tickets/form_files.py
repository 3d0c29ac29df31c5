"""The files of a form: sent with it, or before it and named by their ids. Both survive its errors.

A script sends each file at once and names it in a hidden field `attachments`; without a script they
come in the field `files`, and are stored even when another field has to be filled in again.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from flask import request
from werkzeug.datastructures import FileStorage
from wtforms import Field, MultipleFileField
from wtforms.validators import DataRequired, StopValidation

from core.database import reading
from core.errors import Refused
from core.forms import Form
from core.languages import lazy_gettext as _
from core.settings import settings
from core.sizes import MEGABYTE
from tickets import attachments, rules, sent_files
from tickets.attachments import Payload, Uploads
from tickets.uploading import store

_ID = re.compile(r"[A-Za-z0-9_-]{1,40}", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Sender:
    """Who sends the form: the key of what they send now, and all keys of what they have sent."""

    owner: str
    keys: frozenset[str] = field(default_factory=frozenset)


def limits() -> dict[str, Any]:
    """What a script may tell a person before a picture is sent; `largest` in bytes."""
    return {
        "most": rules.FILES_IN_ONE_GO,
        "largest": settings().upload_limit_mb * MEGABYTE,
        "types": ["image/png", "image/jpeg", "image/webp", "image/gif"],
    }


class IdsField(Field):
    """The ids in all hidden fields of this name, each once."""

    data: tuple[str, ...] = ()

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = _known(valuelist)


class NeedsWords(DataRequired):
    """What is written may be left out only where a file says it."""

    def __call__(self, form: Any, field: Field) -> None:
        if form.brings_files and not (field.data or "").strip():
            field.errors = []
            raise StopValidation
        super().__call__(form, field)


class FormWithFiles(Form):
    """A form to which pictures may be added."""

    files = MultipleFileField(_("Upload files"))
    attachments = IdsField(default=())
    most_files = rules.FILES_IN_ONE_GO

    @property
    def largest_file(self) -> int:
        """In bytes, for whoever wants to know before sending."""
        return settings().upload_limit_mb * MEGABYTE

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._uploads = attachments.NO_FILES

    @property
    def brings_files(self) -> bool:
        return bool(self.attachments.data or self._sent)

    @property
    def uploads(self) -> Uploads:
        """All of its files, once the form has arrived whole."""
        return self._uploads

    def arrives_whole(self, sender: Sender) -> bool:
        """Validate, and store what came with it; False when there is something to be said.

        Takes as long as its pictures take: call it outside of every transaction.
        """
        is_valid = self.validate()
        self._store_all(sender.owner)
        self._uploads = Uploads(self.attachments.data, sender.keys | {sender.owner})
        return is_valid and not self.files.errors

    def _store_all(self, owner: str) -> None:
        ids = list(self.attachments.data)
        for sent in self._sent:
            if len(ids) >= rules.FILES_IN_ONE_GO:
                self._complain(attachments.too_many().message)
                break
            try:
                ids.append(store(sent_files.upload(sent, owner))["id"])
            except Refused as refused:
                self._complain(f"{sent.filename}: {refused.message}")
        self.attachments.data = tuple(ids)

    def kept(self, sender: Sender) -> list[Payload]:
        """What can still be attached, for the form that is shown again."""
        return _still_free(self.attachments.data, sender)

    @property
    def _sent(self) -> list[FileStorage]:
        """A field that was left empty comes as one file without a name."""
        return [one for one in self.files.data or [] if getattr(one, "filename", "")]

    def _complain(self, sentence: str) -> None:
        self.files.errors = [*self.files.errors, sentence]


def sent_before(sender: Sender) -> list[Payload]:
    """Those that the request names in `id` and that can still be attached."""
    return _still_free(_known(request.args.getlist("id")), sender)


def _known(sent: list[str]) -> tuple[str, ...]:
    """What may be an id, each once."""
    return tuple(dict.fromkeys(one for one in sent if _ID.fullmatch(one)))


def _still_free(ids: tuple[str, ...], sender: Sender) -> list[Payload]:
    if not ids:
        return []
    with reading():
        return attachments.still_free(Uploads(ids, sender.keys | {sender.owner}))
