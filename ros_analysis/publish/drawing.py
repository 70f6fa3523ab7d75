"""A chart's SVG made fit to stand inside a page: ids of its own, no style or link that reaches out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from ros_analysis.publish.elements import DocumentError
from ros_analysis.report import INK, SHAPE

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
HREFS = ("href", f"{{{XLINK}}}href")
FORBIDDEN = ("script", "foreignObject", "iframe", "a", "animate", "set")
LOCAL = re.compile(r"url\(['\"]?#([^'\")]+)['\"]?\)")
TRAILING = re.compile(r"(?<=\.\d)0\b|\.0+\b")
BOX = re.compile(r"M([\d.]+) ([\d.]+)L([\d.]+) \2L\3 ([\d.]+)L\1 \4z")
LONG_NUMBER = re.compile(r"\d+\.\d{3,}")
LETTER = re.compile(rf'<path id="({SHAPE})" d="[^"]+"/>')
DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
STYLE = re.compile(r'style="([^"]*)"')
WORD = re.compile(r"(?:<use [^>]*/>){2,}")
EMPTY = re.compile(r"<defs>\s*</defs>|<defs/>")
GLOBAL_STYLE = re.compile(r"\s*\*\s*\{([^{}]*)\}\s*")

ElementTree.register_namespace("", SVG)
ElementTree.register_namespace("xlink", XLINK)


def inlined(svg: str, prefix: str, alt: str, *, titles: bool = False) -> str:
    """`svg` for inline use: every id begins with `prefix`, and `alt` is its accessible name; `titles` as in `cleaned`.

    Raises DocumentError for scripts, event attributes, addresses outside and style sheets that would reach
    the rest of the page.
    """
    root = cleaned(svg, titles=titles)
    for element in root.iter():
        element.attrib.pop("aria-label", "")
        _own_ids(element, prefix)
        _in_the_colour_of_the_page(element)
    root.set("fill", "currentColor")
    _without_bare_groups(root)
    root.attrib |= {"role": "img", "aria-label": alt, "focusable": "false"}
    return ElementTree.tostring(root, encoding="unicode").replace(" />", "/>")


def cleaned(svg: str, *, titles: bool = False) -> Element:
    """The drawing without metadata and, unless they are asked for, titles, which name the marks that are pointed at;
    its style sheet turned into inherited properties."""
    removed = ("metadata",) if titles else ("metadata", "title")
    root = ElementTree.fromstring(svg)
    for parent in list(root.iter()):
        for child in list(parent):
            if _name(child) in removed:
                parent.remove(child)
            elif _name(child) == "style":
                root.set("style", _inherited(child.text or ""))
                parent.remove(child)
    for element in root.iter():
        _check(element)
        _shorten(element)
    return root


def with_shared_shapes(page: str) -> str:
    """`page` with each letter's shape drawn once, in the first chart that has it, each word spelt once, and each look
    that several shapes have told once, in the page's style sheet."""
    drawn: set[str] = set()

    def once(found: re.Match[str]) -> str:
        if found[1] in drawn:
            return ""
        drawn.add(found[1])
        return found[0]

    page = LETTER.sub(once, page)
    words = Counter(WORD.findall(page))
    spelt = {word: f"w{number}" for number, (word, n) in enumerate(words.items()) if n > 1}
    page = WORD.sub(lambda found: _spelt(found[0], spelt), page)
    looks = Counter(style for drawing in DRAWING.findall(page) for style in STYLE.findall(drawing))
    shared = {style: f"s{number}" for number, (style, n) in enumerate(looks.items()) if n > 1}
    page = DRAWING.sub(lambda found: _lighter(found[0], shared), page)
    rules = "".join(f".{name}{{{style}}}" for style, name in shared.items())
    return page.replace("</style>", f"{rules}\n</style>", 1)


def _spelt(word: str, spelt: dict[str, str]) -> str:
    """The word with a name where it first stands, and by its name afterwards."""
    name = spelt.get(word, "")
    if not name:
        return word
    if name.startswith("#"):
        return f'<use href="{name}"/>'
    spelt[word] = f"#{name}"
    return f'<g id="{name}">{word}</g>'


def _lighter(drawing: str, shared: Mapping[str, str]) -> str:
    """The drawing with the names of shared looks, and without definitions of nothing."""
    return EMPTY.sub("", STYLE.sub(lambda f: f'class="{shared[f[1]]}"' if f[1] in shared else f[0], drawing))


def width_in_points(drawing: Element) -> float:
    """How wide the drawing was made: its width (pt or px), else its view box in px."""
    stated = drawing.get("width", "")
    if match := re.fullmatch(r"([\d.]+)(pt|px)?", stated):
        return float(match[1]) * (1 if match[2] == "pt" else 0.75)
    return float(drawing.get("viewBox", "0 0 624 0").split()[2]) * 0.75


def height_in_points(drawing: Element) -> float:
    """How high, in the proportions of its view box."""
    *_, width, height = map(float, drawing.get("viewBox", "0 0 624 0").split())
    return width_in_points(drawing) * height / width


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _inherited(sheet: str) -> str:
    match = GLOBAL_STYLE.fullmatch(sheet)
    if not match:
        raise DocumentError("Figuren har et stilark som ville gjelde hele siden; sett stilen på elementene.")
    return match[1].strip()


def _check(element: Element) -> None:
    if _name(element) in FORBIDDEN:
        raise DocumentError(f"Figuren inneholder <{_name(element)}>, som ikke hører hjemme i en tegning.")
    for name, value in element.attrib.items():
        outside = name in HREFS and not value.startswith(("#", "data:image/"))
        if outside or name.lower().startswith("on") or re.search(r"url\((?!['\"]?#)", value):
            raise DocumentError(f"Figuren viser ut av seg selv med {name}=«{value[:60]}».")


def _shorten(element: Element) -> None:
    """Places to a hundredth of a point, links the short way of SVG 2, and styles without spaces."""
    for name in ("x", "y"):
        if name in element.attrib:
            element.set(name, LONG_NUMBER.sub(_rounded, element.attrib[name]))
    if shape := element.get("d"):
        element.set("d", BOX.sub(r"M\1 \2H\3V\4H\1z", shape))
    if target := element.attrib.pop(HREFS[1], ""):
        element.set("href", target)
    if style := element.get("style", ""):
        element.set("style", re.sub(r"\s*([:;])\s*", r"\1", style))


def _without_bare_groups(parent: Element) -> None:
    """Groups that say nothing of what they hold, gone; one with a title names its shapes."""
    for child in list(parent):
        _without_bare_groups(child)
        if _name(child) == "g" and not child.attrib and not any(_name(one) == "title" for one in child):
            place = list(parent).index(child)
            parent[place : place + 1] = list(child)


def _in_the_colour_of_the_page(element: Element) -> None:
    """Lines and letters in the page's own ink, which is light where the page is dark; that is what they inherit."""
    if style := element.attrib.pop("style", ""):
        kept = [one for one in style.split(";") if one != f"fill:{INK}"]
        if kept:
            element.set("style", ";".join(kept).replace(INK, "currentColor"))


def _rounded(match: re.Match[str]) -> str:
    return TRAILING.sub("", f"{float(match[0]):.2f}")


def _own_ids(element: Element, prefix: str) -> None:
    """Ids of the drawing's own, but for letters, whose shapes all drawings share."""
    for name, value in element.attrib.items():
        if name in ("id", *HREFS) and re.fullmatch(f"#?{SHAPE}", value):
            continue
        if name == "id":
            element.set(name, f"{prefix}-{value}")
        elif name in HREFS and value.startswith("#"):
            element.set(name, f"#{prefix}-{value[1:]}")
        else:
            element.set(name, LOCAL.sub(rf"url(#{prefix}-\1)", value))
