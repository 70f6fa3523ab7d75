"""Made-up rounds with the observed scores, in which the units of one group tend to have the higher ones."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import rankdata

from ros_analysis.exact.orders import Orders
from ros_analysis.exact.results import SEED, FloatArray, IntArray

NOISE = 1_000_000
MOST_DRAWS = 10_000
PAIRED_DRAWS = 200


@dataclass(frozen=True)
class Raised:
    """Scores dealt out by latent ones, in which one group is raised above its stratum."""

    scores: FloatArray
    places: list[IntArray]
    member: FloatArray
    one: FloatArray
    noise: FloatArray

    @classmethod
    def of(cls, scores: FloatArray, orders: Orders) -> "Raised":
        member = np.equal.outer(orders.labels, np.unique(orders.labels)).astype(float)
        seen = sum(member[places].sum(axis=0) * (1 - member[places].mean(axis=0)) for places in orders.places)
        n = len(scores)
        noise = np.random.default_rng(SEED).standard_normal((min(MOST_DRAWS, NOISE // n), n))
        return cls(scores, orders.places, member, member[:, int(np.argmax(seen))], noise)

    def found(self, strength: float, threshold: float) -> float:
        """In which share of the draws H reaches the threshold."""
        ranks = rankdata(self.scores) - (len(self.scores) + 1) / 2
        between = ((self._dealt(ranks, strength) @ self.member) ** 2 / self.member.sum(axis=0)).sum(axis=1)
        return float((between * (len(ranks) - 1) / (ranks**2).sum() >= threshold).mean())

    def effect(self, strength: float) -> tuple[float, float]:
        """How much higher the group's mean is, and in which share of the pairs that differ its unit is the higher."""
        scores = self._dealt(self.scores, strength)
        above = weight = higher = lower = 0.0
        for places in self.places:
            group, rest = places[self.one[places] > 0], places[self.one[places] == 0]
            if len(group) and len(rest):
                n = len(group) * len(rest) / len(places)
                above += n * float((scores[:, group].mean(axis=1) - scores[:, rest].mean(axis=1)).mean())
                weight += n
                pairs = scores[:PAIRED_DRAWS, group, None] - scores[:PAIRED_DRAWS, None, rest]
                higher, lower = higher + float((pairs > 0).sum()), lower + float((pairs < 0).sum())
        return above / weight, higher / (higher + lower)

    def _dealt(self, values: FloatArray, strength: float) -> FloatArray:
        """The values of each stratum in the order of the latent scores, draws × units; they rise with the scores."""
        latent = self.noise + strength * self.one
        dealt = np.empty_like(latent)
        for places in self.places:
            ranked = places[np.argsort(latent[:, places], axis=1)]
            np.put_along_axis(dealt, ranked, np.sort(values[places])[None], axis=1)
        return dealt
