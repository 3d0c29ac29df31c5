"""The frame and the building blocks of all pages."""

import re
from types import SimpleNamespace

import pytest
from flask import Flask, render_template, render_template_string, request
from flask.testing import FlaskClient
from flask_wtf import CSRFProtect, FlaskForm
from jinja2 import StrictUndefined
from wtforms import EmailField, StringField
from wtforms.validators import DataRequired

from core import assets, headers, languages
from core.assets import ROOT

FORM = """{% import 'kit.html' as k %}{{ k.error_summary(form) }}
{{ k.field(form.name, hint='As others see it', autocomplete='name') }}
{{ k.field(form.email, optional='Optional', cls='input num') }}"""

MAYA = SimpleNamespace(
    id="maya",
    name='Maya "Em" <Solberg>',
    rank="Gold",
    member_id="58219",
    is_staff=False,
    role="member",
)
ANA = SimpleNamespace(id="ana", name="Ana", rank=None, member_id=None, is_staff=True, role="agent")
PEOPLE = {"maya": MAYA, "ana": ANA}


class Asking(FlaskForm):
    name = StringField("Your name", [DataRequired("Write your name")])
    email = EmailField("Email")


def form() -> str:
    filled = Asking(meta={"csrf": False})
    filled.validate_on_submit()
    return render_template_string(FORM, form=filled)


def page() -> str:
    return render_template("errors/404.html", person=PEOPLE.get(request.args.get("as", "")))


def live() -> str:
    state = {"question": "</script><script>alert(1)</script>"}
    return render_template_string(
        "{% import 'kit.html' as k %}{{ k.live('js/elements/theme-toggle.js') }}"
        "{{ k.page_state(state) }}",
        state=state,
    )


@pytest.fixture(scope="module")
def site() -> Flask:
    app = Flask("site", static_folder=None, template_folder=str(ROOT / "templates"))
    app.config.update(SECRET_KEY="a secret of the tests", WTF_CSRF_CHECK_DEFAULT=False)
    app.jinja_env.globals["brand"] = "dōTERRA"
    app.jinja_env.undefined = StrictUndefined
    CSRFProtect(app)
    assets.install(app)
    languages.install(app, account_language=lambda: None)
    headers.install(app, "http://127.0.0.1:5000")
    for view in (form, page, live):
        app.add_url_rule(f"/{view.__name__}", view_func=view, methods=["GET", "POST"])
    return app


@pytest.fixture
def client(site: Flask) -> FlaskClient:
    return site.test_client()


def test_a_field_leads_from_its_label_to_its_hint(client: FlaskClient):
    shown = client.get("/form").text
    assert '<label class="field__label" for="name">Your name</label>' in shown
    assert '<p class="field__hint" id="name-hint">As others see it</p>' in shown
    control = re.search(r'<input[^>]*id="name"[^>]*>', shown)
    assert control
    assert 'aria-describedby="name-hint"' in control[0]
    assert 'autocomplete="name"' in control[0]
    assert "aria-invalid" not in shown
    assert "error-summary" not in shown


def test_a_field_that_was_refused_says_so_and_keeps_what_was_typed(client: FlaskClient):
    shown = client.post("/form", data={"name": " ", "email": '"><b>'}).text
    control = re.search(r'<input[^>]*id="name"[^>]*>', shown)
    assert control
    assert 'aria-describedby="name-error name-hint"' in control[0]
    assert 'aria-invalid="true"' in control[0]
    assert re.search(r'id="name-error"><svg.*</svg><span>Write your name</span>', shown)
    assert 'value="&#34;&gt;&lt;b&gt;"' in shown


def test_the_summary_gets_focus_and_leads_to_the_field(client: FlaskClient):
    shown = client.post("/form", data={"name": ""}).text
    assert re.search(r'class="error-summary" role="alert" tabindex="-1" autofocus', shown)
    assert "One thing needs your attention" in shown
    assert '<a href="#name">Write your name</a>' in shown


def test_a_guest_may_log_in_and_has_no_account_menu(client: FlaskClient):
    shown = client.get("/page").text
    assert 'href="/login"' in shown
    assert "/logout" not in shown
    assert "/console" not in shown


def test_a_member_sees_rank_and_id_and_logs_out_with_a_token(client: FlaskClient):
    shown = client.get("/page?as=maya").text
    assert 'Gold · <span class="num">58219</span>' in shown
    assert "Maya &#34;Em&#34; &lt;Solberg&gt;" in shown
    assert re.search(r'action="/logout"><input type="hidden" name="csrf_token" value="\S+">', shown)
    assert "/console" not in shown


def test_an_agent_finds_the_way_to_the_console(client: FlaskClient):
    assert 'href="/console"' in client.get("/page?as=ana").text


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_chosen_theme_is_there_from_the_first_byte(client: FlaskClient, theme: str):
    client.set_cookie("livedesk_theme", theme)
    assert f'<html lang="en" data-theme="{theme}">' in client.get("/page").text


def test_an_unknown_theme_is_the_system_s(client: FlaskClient):
    client.set_cookie("livedesk_theme", '"><script>')
    assert '<html lang="en">' in client.get("/page").text


def test_every_script_carries_the_nonce_of_its_answer(client: FlaskClient):
    answer = client.get("/live")
    nonce = re.search(r"'nonce-([^']+)'", answer.headers["Content-Security-Policy"])
    assert nonce
    scripts = re.findall(r"<(?:script|link)[^>]*>", answer.text)
    assert len(scripts) == 4
    assert all(f'nonce="{nonce[1]}"' in script for script in scripts)


def test_the_state_of_a_page_cannot_end_its_script(client: FlaskClient):
    assert client.get("/live").text.count("</script>") == 3
    assert "alert(1)<" not in client.get("/live").text


def test_the_page_of_a_fault_needs_nothing_but_its_number(site: Flask):
    with site.test_request_context("/"):
        shown = site.jinja_env.get_template("errors/500.html").render(number="7f3a-20418")
    assert "<code>7f3a-20418</code>" in shown
    assert "<script" not in shown
