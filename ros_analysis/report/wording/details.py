"""A finding's technical line, for who wants the statistics; and its verdict without figures, for the public edition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ros_analysis.analysis import Finding, Verdict
from ros_analysis.report.wording.figures import limits, p_number, p_relation
from ros_analysis.report.wording.sentences import factor, group
from ros_analysis.survey import FACTORS, Words


def details(finding: Finding, words: Words) -> str:
    """«Kendalls S = −24; n = 23; p = 0,41; mid-p = 0,40; …»; empty for a finding that was not tested."""
    test = _test(finding, words) if finding.p is not None else ()
    return "; ".join([*test, *_used(finding, words)])


def _used(finding: Finding, words: Words) -> Iterator[str]:
    if finding.pooled:
        yield words("finding.details.pooled", other=words("epj.other"), systems=", ".join(finding.pooled))
    left = [
        words(f"finding.details.left_{key}", n=words.number(number), factor=factor(finding, words))
        for key, number in finding.left_out.model_dump().items()
        if number
    ]
    if left:
        yield words("finding.details.left_out", parts=", ".join(left))


def _test(finding: Finding, words: Words) -> Iterator[str]:
    assert finding.p is not None
    decimals = 0 if finding.method == "kendall" else 2
    statistic = "" if finding.statistic is None else words.number(finding.statistic, decimals)
    yield words(f"finding.details.{finding.method}", statistic=statistic)
    if finding.basis == "zone" and finding.method != "red_counts":
        yield words(f"finding.details.{'level' if finding.kind == 'areas' else 'zone'}")
    yield words("finding.details.n", n=words.number(finding.n))
    yield words.p_value(finding.p)
    if finding.monte_carlo is not None:
        ends = {end: p_number(getattr(finding.monte_carlo, end), words) for end in ("low", "high")}
        yield words("finding.details.simulated", **ends)
    for key, p in (("midp", finding.midp), ("holm", finding.p_holm)):
        if p is not None:
            yield words(f"finding.details.{key}", p=p_relation(p, words))
    yield from _effect(finding, words)
    if finding.smallest_p is not None:
        yield words("finding.details.smallest", p=p_relation(finding.smallest_p, words))
    if finding.silent is not None:
        ends = {end: p_number(getattr(finding.silent, end), words) for end in ("low", "high")}
        yield words("finding.details.silent", n=words.number(finding.silent.k), **ends)


def _effect(finding: Finding, words: Words) -> Iterator[str]:
    if finding.effect is not None:
        yield words(
            f"finding.details.{finding.effect.name}",
            value=words.number(finding.effect.value, 2),
            group=group(finding.effect.group, words),
        )
    if finding.interval is not None:
        yield words("finding.details.interval", **limits(finding.interval, words))
    if finding.detectable is not None and finding.detectable.pairs is not None:
        yield words("finding.details.detectable", value=words.number(finding.detectable.pairs, 2))


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
    for other in (one.name for one in FACTORS if one.declared and one.name not in found):
        yield words(f"finding.heading.{other}"), words(f"finding.public.internal_{other}")
