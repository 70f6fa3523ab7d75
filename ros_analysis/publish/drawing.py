"""A chart's SVG made fit to stand inside a page: ids of its own, no style or link that reaches out."""

from __future__ import annotations

import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from ros_analysis.publish.elements import DocumentError
from ros_analysis.report import INK

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
HREFS = ("href", f"{{{XLINK}}}href")
FORBIDDEN = ("script", "foreignObject", "iframe", "a", "animate", "set")
LOCAL = re.compile(r"url\(['\"]?#([^'\")]+)['\"]?\)")
PLACED = re.compile(r"translate\([^)]*\)")
LONG_NUMBER = re.compile(r"\d+\.\d{3,}")
LETTER = re.compile(r'<path id="(f\d+-\w+)" (d="[^"]+"(?: transform="[^"]*")?)/>')
USED = re.compile(r'href="#(f\d+-\w+)"')
GLOBAL_STYLE = re.compile(r"\s*\*\s*\{([^{}]*)\}\s*")

ElementTree.register_namespace("", SVG)
ElementTree.register_namespace("xlink", XLINK)


def inlined(svg: str, prefix: str, alt: str) -> str:
    """`svg` for inline use: every id begins with `prefix`, and `alt` is its accessible name.

    Raises DocumentError for scripts, event attributes, addresses outside and style sheets that would reach
    the rest of the page.
    """
    root = cleaned(svg)
    for element in root.iter():
        _own_ids(element, prefix)
        _in_the_colour_of_the_page(element)
    root.set("fill", "currentColor")
    root.attrib |= {"role": "img", "aria-label": alt, "focusable": "false"}
    return ElementTree.tostring(root, encoding="unicode").replace(" />", "/>")


def cleaned(svg: str) -> Element:
    """The drawing without metadata, its style sheet turned into inherited properties."""
    root = ElementTree.fromstring(svg)
    for parent in list(root.iter()):
        for child in list(parent):
            if _name(child) in ("metadata", "title"):
                parent.remove(child)
            elif _name(child) == "style":
                root.set("style", _inherited(child.text or ""))
                parent.remove(child)
    for element in root.iter():
        _check(element)
        _shorten(element)
    return root


def with_shared_letters(page: str) -> str:
    """`page` with each letter's shape drawn once, in the first chart that has it, however many charts use it."""
    first: dict[str, str] = {}
    other: dict[str, str] = {}
    for name, shape in LETTER.findall(page):
        other[name] = first.setdefault(shape, name)
    page = LETTER.sub(lambda found: found[0] if other[found[1]] == found[1] else "", page)
    return USED.sub(lambda found: f'href="#{other.get(found[1], found[1])}"', page)


def width_in_points(drawing: Element) -> float:
    """How wide the drawing was made: its width (pt or px), else its view box in px."""
    stated = drawing.get("width", "")
    if match := re.fullmatch(r"([\d.]+)(pt|px)?", stated):
        return float(match[1]) * (1 if match[2] == "pt" else 0.75)
    return float(drawing.get("viewBox", "0 0 624 0").split()[2]) * 0.75


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
    for name in ("x", "y", "transform"):
        if name in element.attrib:
            pattern = PLACED if name == "transform" else LONG_NUMBER
            element.set(name, pattern.sub(_rounded, element.attrib[name]))
    if target := element.attrib.pop(HREFS[1], ""):
        element.set("href", target)
    if style := element.get("style", ""):
        element.set("style", re.sub(r"\s*([:;])\s*", r"\1", style))


def _in_the_colour_of_the_page(element: Element) -> None:
    """Lines and letters in the page's own ink, which is light where the page is dark; that is what they inherit."""
    if style := element.attrib.pop("style", ""):
        kept = [one for one in style.split(";") if one != f"fill:{INK}"]
        if kept:
            element.set("style", ";".join(kept).replace(INK, "currentColor"))


def _rounded(match: re.Match[str]) -> str:
    places = LONG_NUMBER.sub(lambda number: f"{float(number[0]):.2f}".rstrip("0").rstrip("."), match[0])
    return places.replace(" 0)", ")")


def _own_ids(element: Element, prefix: str) -> None:
    for name, value in element.attrib.items():
        if name == "id":
            element.set(name, f"{prefix}-{value}")
        elif name in HREFS and value.startswith("#"):
            element.set(name, f"#{prefix}-{value[1:]}")
        else:
            element.set(name, LOCAL.sub(rf"url(#{prefix}-\1)", value))
