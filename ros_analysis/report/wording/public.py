"""What the public edition says of what risk goes with: the verdict in words, and no figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ros_analysis.analysis import Verdict
from ros_analysis.survey import FACTORS, Words

SAID_AS: Mapping[Verdict, str] = {
    "borderline": "uncertain",
    "small": "not_shown",
    "needs_answers": "untestable",
}


def verdicts(found: Mapping[str, Verdict], words: Words) -> Iterator[tuple[str, str]]:
    """Heading and sentence of each question in `found`, and one sentence that says where the others are told."""
    if not found:
        yield words("finding.public.heading"), words("finding.public.internal")
        return
    for question, verdict in found.items():
        named = words(f"sensitivity.factor.{question}")
        case = SAID_AS.get(verdict, verdict)
        yield (
            words(f"finding.heading.{question}"),
            words(f"finding.public.{case}", factor=named, no_cause=words("finding.no_cause")),
        )
    for factor in FACTORS:
        if factor.declared and factor.name not in found:
            yield words(f"finding.heading.{factor.name}"), words(f"finding.public.internal_{factor.name}")
