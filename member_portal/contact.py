"""Contact: the brand's own ways to be reached, for everything that is not about IT."""

from flask import render_template

from core.settings import settings


def contact() -> str:
    chosen = settings()
    phone = chosen.contact_phone
    return render_template(
        "member_portal/contact.html",
        email=chosen.contact_email,
        phone=phone,
        phone_link="".join(sign for sign in phone or "" if sign.isdigit() or sign == "+"),
        website=chosen.contact_url,
        minimum_rank=chosen.minimum_rank,
    )
