"""Phrases that a report never prints of its own findings, because readers take them for more than they say."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

QUOTED = re.compile(r"«[^«»]*»|“[^“”]*”")
SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?=\S)[^.!?\n]*)*")
PERCENT = re.compile(r"\d[\d,.]*\s*(?:%|prosent\b)")
ALLOWED = re.compile(r"95\s*%\s*(?:KI|CI|konfidens)|80\s*%\s*styrke|styrke\s*80\s*%")
COUNTED = re.compile(r"\b(?:av|of)\s+(?:de |the )?[\d\u00a0]+")


def banned(text: str, language: str = "nb") -> list[str]:
    """Every banned phrase of `language` in `text`, as it stands there; quotations «…» are other people's words."""
    said = QUOTED.sub(" ", text)
    rules = _rules(language)
    found = [match.group() for match in re.finditer("|".join(rules["patterns"]), said, re.IGNORECASE)]
    for sentence in SENTENCE.findall(said):
        loose = re.search(str(rules["figure_needed"]), sentence, re.IGNORECASE)
        if loose and not re.search(r"\d", sentence):
            found.append(sentence.strip())
    return found


def bare_percents(text: str) -> list[str]:
    """Sentences of `text` with a percentage but without «k av n»."""
    sentences = (ALLOWED.sub("", sentence) for sentence in SENTENCE.findall(QUOTED.sub(" ", text)))
    return [text.strip() for text in sentences if PERCENT.search(text) and not COUNTED.search(text)]


@cache
def _rules(language: str) -> dict[str, list[str] | str]:
    source = resources.files("ros_analysis.survey").joinpath("catalogue", "banned.toml")
    rules: dict[str, list[str] | str] = tomllib.loads(source.read_text("utf-8"))[language]
    return rules
