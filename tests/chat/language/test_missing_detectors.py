"""The gate is not able to close the shop: what is missing or broken costs questions, not people."""

import builtins
import logging

import pytest

from chat.language import detectors, gate
from chat.language.detectors import Detectors
from chat.language.gate import Gate, build_gate
from chat.language.lexicon import load_lexicon

NORWEGIAN = "Jeg får ikke behandlet bestillingen min, kan dere hjelpe meg?"
UNSETTLED = "Mon code promo est refusé"


@pytest.fixture
def without(monkeypatch):
    """A machine on which the packages of these names are not installed."""

    def leave_out(*names):
        real_import = builtins.__import__

        def refuse(name, *rest, **more):
            if name.partition(".")[0] in names:
                raise ImportError(name)
            return real_import(name, *rest, **more)

        monkeypatch.setattr(builtins, "__import__", refuse)

    return leave_out


def test_without_pycld2_no_english_question_is_redirected_and_few_are_asked_about(without, english):
    without("pycld2")
    gate = build_gate()
    outcomes = [gate.decide(text).outcome for text in english]
    assert outcomes.count("redirect") == 0
    assert outcomes.count("ask") <= 3


def test_without_pycld2_no_foreign_question_is_allowed(without, foreign):
    without("pycld2")
    gate = build_gate()
    assert [row for row in foreign if gate.decide(row["text"]).outcome == "allow"] == []


def test_without_py3langid_every_question_is_allowed_and_the_log_says_so(without, caplog):
    without("py3langid")
    assert detectors.load_detectors() is None
    verdict = build_gate().decide(NORWEGIAN)
    assert "Without py3langid" in caplog.text
    assert (verdict.outcome, verdict.reason) == ("allow", "no_detector")


def test_detectors_that_cannot_be_loaded_allow_every_question(monkeypatch, caplog):
    def fail():
        raise OSError("the model is cut short")

    monkeypatch.setattr(gate, "load_detectors", fail)
    assert build_gate().decide(NORWEGIAN).outcome == "allow"
    assert "could not be loaded" in caplog.text


def test_a_detector_that_fails_allows_the_question_and_does_not_log_it(caplog):
    def fail(text):
        raise ValueError(text)

    with caplog.at_level(logging.DEBUG):
        verdict = Gate(load_lexicon(), Detectors(fail, None)).decide(UNSETTLED)
    assert (verdict.outcome, verdict.reason) == ("allow", "gate_failed")
    assert "ValueError" in caplog.text
    assert "promo" not in caplog.text


def test_a_second_opinion_that_refuses_a_text_is_no_opinion():
    opinion = detectors.load_detectors().second_opinion
    assert opinion("\x01") is None


def test_a_browser_that_sends_nonsense_is_no_failure(gate):
    verdict = gate.decide(UNSETTLED, browser_languages=["", "*", ";;", "-", "q=0.8"])
    assert (verdict.outcome, verdict.reason) == ("ask", "unsure")
