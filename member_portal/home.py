"""The first page: where to go with a technical problem, and where with anything else."""

from flask import render_template

from core.settings import settings


def home() -> str:
    return render_template("member_portal/home.html", minimum_rank=settings().minimum_rank)
