"""One catalogue per language: the same keys and places to fill, none missing, none left unused, none forbidden."""

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from string import Formatter

import pytest
from phrases import banned

from ros_analysis.survey import BY_AREA, FACTORS, ONCE, Factor
from ros_analysis.survey.language import Words, catalogue
from ros_analysis.survey.locales import LOCALES

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "ros_analysis"
LANGUAGES = tuple(LOCALES)
OTHERS = tuple(language for language in LANGUAGES if language != "nb")
ANY = "([^.]+)"
"""A part of a key that the code knows only when it runs."""


def key_alternatives(value: ast.expr, known: dict[str, list[ast.expr]]) -> list[str]:
    """Every key that `value` may stand for, as a regular expression; `known` is what each name is set to."""
    match value:
        case ast.Constant(value=str() as text):
            return [re.escape(text)]
        case ast.JoinedStr(values=parts):
            return ["".join(each) for each in product(*(key_alternatives(part, known) for part in parts))]
        case ast.FormattedValue(value=inner):
            return key_alternatives(inner, known)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            both = product(key_alternatives(left, known), key_alternatives(right, known))
            return ["".join(each) for each in both]
        case ast.IfExp(body=first, orelse=second):
            return _all_of([first, second], known)
        case ast.BoolOp(values=values):
            return _all_of(values, known)
        case ast.Subscript(value=ast.Dict(values=values)):
            return _all_of(values, known)
        case ast.Call(func=ast.Attribute(value=ast.Dict(values=values), attr="get"), args=[_, default]):
            return _all_of([*values, default], known)
        case ast.Name(id=name) if name in known:
            return _all_of(known[name], {other: set_to for other, set_to in known.items() if other != name})
    return [ANY]


def _all_of(values: list[ast.expr], known: dict[str, list[ast.expr]]) -> list[str]:
    return [each for value in values for each in key_alternatives(value, known)]


def names_set(scope: ast.AST) -> dict[str, list[ast.expr]]:
    """What each name of a function is set to, by `=` or by running through a tuple written out."""
    known: dict[str, list[ast.expr]] = {}
    for node in ast.walk(scope):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                known.setdefault(name, []).append(value)
            case ast.comprehension(target=ast.Name(id=name), iter=ast.Tuple(elts=values)):
                known.setdefault(name, []).extend(values)
    return known


def asks_for_words(call: ast.Call) -> bool:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name) if name in ("words", "_words", "WORDS"):
            return bool(call.args)
        case ast.Name(id="self") | ast.Attribute(value=ast.Name(id="words"), attr="has"):
            return bool(call.args)
    return False


def captions(call: ast.Call) -> tuple[ast.expr | None, tuple[str, ...]]:
    """What a table or figure is made under, if the call makes one, and the keys that follow from it."""
    match call:
        case ast.Call(func=ast.Name(id="table") | ast.Call(func=ast.Name(id="TableOf")), args=[key, *_]):
            return key, ("table.{}",)
        case ast.Call(func=ast.Name(id="figure"), args=[_, key, *_]):
            return key, ("figure.{}.caption", "figure.{}.alt")
    return None, ()


def calls(tree: ast.AST) -> Iterator[list[str]]:
    """The alternatives of every call of `words`, and of what makes a table or figure, in `tree`; each function is read
    with its own names."""
    scopes = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    within = {id(child): scope for scope in scopes for child in ast.walk(scope)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and asks_for_words(node):
            yield key_alternatives(node.args[0], names_set(within.get(id(node), tree)))
        key, forms = captions(node) if isinstance(node, ast.Call) else (None, ())
        for form in forms if key else ():
            named = key_alternatives(key, names_set(within.get(id(node), tree)))
            yield [re.escape(form).replace(r"\{\}", each) for each in named]


def sources() -> Iterator[tuple[str, ast.AST]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield str(path.relative_to(ROOT)), ast.parse(path.read_text("utf-8"))


@cache
def uses() -> list[tuple[str, list[str]]]:
    """Where words are asked for, in code, templates and as headings of the notebooks, with the keys' patterns."""
    found = [(where, keys) for where, tree in sources() for keys in calls(tree) if set(keys) != {ANY}]
    for path in sorted(PACKAGE.rglob("*.j2")):
        keys = re.findall(r"""words\(["']([\w.]+)["'][),]""", path.read_text("utf-8"))
        found += [(path.name, [re.escape(key)]) for key in keys]
    found += [("notebook", [re.escape(f"section.{anchor}")]) for anchor in anchors()]
    return found


def anchors() -> list[str]:
    books = [ROOT / "notebooks" / name for name in ("3_report.ipynb", "sheet.ipynb")]
    cells = [cell for path in books for cell in json.loads(path.read_text("utf-8"))["cells"]]
    return [cell["metadata"]["anchor"] for cell in cells if "anchor" in cell["metadata"]]


@cache
def spoken() -> set[str]:
    """Every string and name in the code, and every field of an answer: what the open part of a key can be."""
    said: set[str] = {*anchors(), *BY_AREA, *ONCE}
    for _, tree in sources():
        for node in ast.walk(tree):
            match node:
                case ast.Constant(value=str() as text):
                    said.add(text)
                case ast.Name(id=name) | ast.Attribute(attr=name) | ast.keyword(arg=str() as name):
                    said.add(name)
    return said


def unused(keys: list[str]) -> list[str]:
    """The keys that nothing asks for; those under [unit] and [plain] are put in the place of others."""
    patterns = [re.compile(pattern) for _, alternatives in uses() for pattern in alternatives]
    said = spoken()
    asked = [key for key in keys if not key.startswith(("unit.", "plain."))]
    return [key for key in asked if not any(_fits(pattern, key, said) for pattern in patterns)]


def _fits(pattern: re.Pattern[str], key: str, said: set[str]) -> bool:
    hit = pattern.fullmatch(key)
    return hit is not None and all(part in said or part.isdigit() for part in hit.groups())


def missing(keys: list[str]) -> list[str]:
    """Keys that the code asks for and no catalogue has; a key with an open part needs one that fits."""
    lost = []
    for where, patterns in uses():
        whole = [pattern for pattern in patterns if ANY not in pattern]
        lost += [f"{where}: {_plain(pattern)}" for pattern in whole if _plain(pattern) not in keys]
        if not any(re.fullmatch(pattern, key) for pattern in patterns for key in keys):
            lost.append(f"{where}: {' | '.join(patterns)}")
    return lost


def _plain(pattern: str) -> str:
    return re.sub(r"\\(.)", r"\1", pattern)


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_the_same_keys_in_the_same_order(language: str) -> None:
    assert list(catalogue(language)) == list(catalogue("nb"))


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_has_the_same_places_to_fill(language: str) -> None:
    own, nb = catalogue(language), catalogue("nb")
    assert {key: places(own[key]) for key in own} == {key: places(nb[key]) for key in own}


def test_no_key_is_missing() -> None:
    assert missing(list(catalogue("nb"))) == []


@pytest.mark.parametrize("factor", FACTORS, ids=lambda factor: factor.name)
def test_a_factor_has_words_for_whatever_may_be_found(factor: Factor) -> None:
    """The code knows these keys only when it runs, so that no other test misses one of them."""
    name = factor.name
    keys = {
        f"{part}.{name}"
        for part in ("finding.heading", "sensitivity.factor", "column", "table", "note", "needs")
    }
    keys |= {f"{part}.p_{name}" for part in ("column", "what_if")}
    if factor.declared:
        keys |= set() if factor.told else {f"finding.public.internal_{name}"}
    assert sorted(keys - set(catalogue("nb"))) == []


def test_no_key_is_unused() -> None:
    assert unused(list(catalogue("nb"))) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plain_text_stands_for_another_and_fills_in_no_more_than_it(language: str) -> None:
    texts = catalogue(language)
    plain = {key.removeprefix("plain."): text for key, text in texts.items() if key.startswith("plain.")}
    assert plain
    assert {key for key, text in plain.items() if not places(text) <= places(texts.get(key, ""))} == set()


def test_a_missing_and_an_unused_key_are_named() -> None:
    keys = list(catalogue("nb"))
    without = [key for key in keys if key not in ("finding.direction.change_down", "publish.skip")]
    lost = missing(without)
    assert any("finding.direction.change_down" in each for each in lost)
    assert any("publish.skip" in each for each in lost)
    assert unused([*keys, "column.never_shown", "lead.never_said"]) == [
        "column.never_shown",
        "lead.never_said",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_says_what_a_report_must_not(language: str) -> None:
    assert {key: said for key, text in catalogue(language).items() if (said := banned(text, language))} == {}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Det er ingen signifikans.", "nb"),
        ("Det er ingen samanheng med storleik.", "nn"),
        ("Storleik påverkar risikoen.", "nn"),
        ("Tala viser ein tendens.", "nn"),
        ("There is no relationship with size.", "en"),
        ("The change is due to mergers.", "en"),
        ("Size affects risk.", "en"),
        ("There is a downward trend.", "en"),
        ("Size may cause risk.", "en"),
        ("Dette kan skuldast storleik.", "nn"),
    ],
)
def test_forbidden_phrases_are_found_in_every_language(text: str, language: str) -> None:
    assert banned(text, language)


def test_no_text_in_english_stands_as_it_does_in_bokmal() -> None:
    """But for names and the few words that are the same."""
    nb, en = catalogue("nb"), catalogue("en")
    words = {key: re.findall(r"[a-zæøå]{4,}", re.sub(r"\{\w+\}", "", text)) for key, text in nb.items()}
    same_word = {"median", "under", "program", "somers", "ruskal", "allis", "omers", "edian", "rogram"}
    assert [key for key in nb if nb[key] == en[key] and set(words[key]) - same_word] == []


@pytest.mark.parametrize(
    ("language", "share", "number", "p"),
    [
        ("nb", "11 av 23 (48 %)", "26 000", "p = 0,20"),
        ("nn", "11 av 23 (48 %)", "26 000", "p = 0,20"),
        ("en", "11 of 23 (48%)", "26,000", "p = 0.20"),
    ],
)
def test_numbers_are_written_as_the_language_writes_them(
    language: str, share: str, number: str, p: str
) -> None:
    words = Words(language)
    said = (words.share(11, 23), words.number(26000), words.p_value(0.2))
    assert tuple(text.replace("\u00a0", " ") for text in said) == (share, number, p)


def test_the_codebook_has_its_labels_in_every_language() -> None:
    book = tomllib.loads((ROOT / "data" / "raw" / "codebook.toml").read_text("utf-8"))
    labels = [
        each["label"] for kind in ("area", "likelihood", "consequence", "size_class") for each in book[kind]
    ]
    labels += [rule["label"] for rule in book["rule"].values()]
    assert [label for label in labels if set(label) != set(LANGUAGES)] == []
