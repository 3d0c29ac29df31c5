"""Pictures over HTTP: sending one for a form, and getting one that one may see."""

from urllib.parse import quote

from flask import Response, jsonify, make_response, request

from chat.attachments import attachment_for
from core import files
from core.database import reading, rest
from core.pictures import THUMBNAIL_TYPE
from core.uploads import answers_json, takes_files
from member_portal.opened import viewer_of_request
from member_portal.visitor import keep_visitor, sender_of_request, visitor_of_request
from tickets import sent_files
from tickets.form_files import sent_before
from tickets.uploading import store, thumbnail_of

# A picture that is opened by itself is a document: it may do nothing at all.
_POLICY = "default-src 'none'; sandbox"


@answers_json
@takes_files(1)
def upload() -> Response:
    """For the portal's forms and the one before a chat, by anybody who may fill them in."""
    owner = visitor_of_request(request).key
    attachment = store(sent_files.the_file(owner))
    return keep_visitor(request, make_response(jsonify({"attachment": attachment}), 201))


@answers_json
def free_uploads() -> Response:
    """Those of the named ones (`?id=…&id=…`) that can still be attached, for a form's draft."""
    return jsonify({"attachments": sent_before(sender_of_request(request))})


def picture(attachment_id: str) -> Response:
    with reading():
        row = attachment_for(viewer_of_request(), attachment_id)
    return _served(row.file, row.media_type, row.name)


def thumbnail(attachment_id: str) -> Response:
    with reading():
        row = attachment_for(viewer_of_request(), attachment_id)
    return _served(thumbnail_of(row.file), THUMBNAIL_TYPE, row.name.rpartition(".")[0] + ".webp")


def _served(file: str, media_type: str, name: str) -> Response:
    rest()
    response = make_response(files.store().get(file))
    response.headers.update(
        {
            "Content-Type": media_type,
            "Content-Disposition": _shown_as(name),
            "Content-Security-Policy": _POLICY,
            "Cache-Control": "private, no-store",
        }
    )
    return response


def _shown_as(name: str) -> str:
    """RFC 6266: a name for any program, and the true one for those that can read it."""
    plain = "".join(one if one.isascii() and one not in '"\\%' else "_" for one in name)
    return f"inline; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
