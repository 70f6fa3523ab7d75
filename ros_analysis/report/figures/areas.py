"""How green, yellow and red the eight areas are."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from ros_analysis.report.blocks import Blocks, Figure
from ros_analysis.report.figures.drawing import HATCHES, INK, bare, bars, chart, label, to_svg
from ros_analysis.report.public import by_edition
from ros_analysis.report.tables.parts import NOTHING, records, source
from ros_analysis.rounds import Round
from ros_analysis.survey import FILLS, LEVELS


@by_edition
def area_levels(this: Round) -> Figure | Blocks:
    """One bar an area, red to the right of the middle, green and yellow to the left: the worst area on top."""
    if not this.has_areas:
        return NOTHING
    if this.shown.levels is None:
        return NOTHING
    shown = this.shown.levels.astype(int).sort_values(["red", "yellow"], ascending=True)
    words = this.words
    labels = {area.number: f"{area.number} {area.label[words.language]}" for area in this.codebook.area}
    with chart("area-levels", 0.6 + 0.36 * len(shown)) as (canvas, axis):
        at = [float(index) for index in range(len(shown))]
        green, yellow, red = (shown[level].astype(float).tolist() for level in LEVELS)
        bars(axis, "yellow", at, yellow, [-value for value in yellow])
        bars(axis, "green", at, green, [-y - g for y, g in zip(yellow, green, strict=True)])
        bars(axis, "red", at, red, [0.0] * len(at))
        for y, g, w, r in zip(at, green, yellow, red, strict=True):
            for value, x in ((g, -w - g / 2), (w, -w / 2), (r, r / 2)):
                if value >= 1:
                    label(axis, x, y, words.number(value), fontsize=9.5)
        axis.axvline(0, color=INK, linewidth=1.4)
        axis.set_yticks(at, [labels[number] for number in shown.index])
        axis.set_xticks([])
        bare(axis)
        _legend(axis, this)
        svg = to_svg(canvas, "area-levels")
    parts = [
        words("figure.areas.alt_row", area=labels[n], green=row.green, yellow=row.yellow, red=row.red)
        for n, row in zip(shown.index[::-1], shown[::-1].itertuples(), strict=True)
    ]
    return Figure(
        id="area-levels",
        caption=words("figure.areas.caption"),
        alt=words("figure.areas.alt", rows="; ".join(parts)),
        svg=svg,
        source=source(this),
        data=records(shown.rename_axis("area").reset_index()),
    )


def _legend(axis: Axes, this: Round) -> None:
    patches = [
        Rectangle(
            (0, 0),
            1,
            1,
            facecolor=FILLS[level],
            edgecolor=INK,
            hatch=HATCHES[level],
            label=this.words(f"zone.{level}").capitalize(),
        )
        for level in LEVELS
    ]
    axis.legend(handles=patches, loc="upper center", bbox_to_anchor=(0.5, 0), ncols=3, frameon=False)
