"""Personal data never leaves the reader: columns of names, addresses and numbers are emptied, the rest masked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from importlib import resources

from ros_analysis.exports.plain import Column, Personal, PlainTable
from ros_analysis.exports.tools import Tool
from ros_analysis.survey import Place, Problem, Repair, fold, visible

KINDS: dict[Personal, str] = {
    "name": "navn",
    "email": "e-postadresse",
    "phone": "telefonnummer",
    "national_id": "fødselsnummer",
    "network": "IP-adresse eller posisjon",
}
EMAIL = re.compile(r"[^\s@<>;,:()\[\]«»\"']{1,64}@[^\s@<>;,()\[\]«»\"']{1,90}\.[^\W\d_]{2,20}")
PHONE = re.compile(
    r"(?<![\w.,-])(?:(?:\+|00)47 ?[2-9]\d(?: ?\d){6}|[49]\d\d \d\d \d{3}|[2-9]\d(?: \d\d){3}|[49]\d{7})(?![\w,-]|\.\d)"
)
SPOKEN_PHONE = re.compile(r"(?i)\b((?:tlf|telefon|mobil|ring)\w{0,12}[.: ]{0,3})(?:\d ?){7}\d(?!\d)")
HEADERS: dict[Personal, re.Pattern[str]] = {
    "national_id": re.compile(r"\b(fødsels|fodsels|personnummer|personnr|fnr\b|d-nummer|national id)"),
    "network": re.compile(r"^(ip[- ]?(adresse|address|addr)?|ipaddr(ess)?|location ?(latitude|longitude))$"),
    "email": re.compile(
        r"^((din|deres|your|kontakt)[ -]?)?(e[ -]?post|e[ -]?mail|mail)[ -]?(adressen?|address)?( din| deres)?"
        r"( (til |for )?(\w+ )?(kontaktperson|respondent|utfyll[ea]r|innsend[ea]r)\w*)?$"
    ),
    "phone": re.compile(
        r"^((ditt|deres|your) )?(telefon|mobil|tlf|phone|mobile)\w*\.?( ?(nummer|nr|number)\.?)?$"
    ),
    "name": re.compile(
        r"\b(fornavn|etternavn|mellomnavn|førenamn|etternamn)\b|^(fullt navn|brukernavn|respondent|saksbehandler)$|"
        r"^(first|last|full|user|your) ?name$|^kontakt(info|opplys)\w*$|"
        r"^(hvem|kven) (har )?(fyll\w*|fylt|utfylt|besvart|svart)( ut)?( skjema\w*| undersøk\w*)?$|"
        r"^na[mv]n( og |, ?| ?/ ?)(stilling|tittel|rolle|funksjon|e-?post|telefon)|"
        r"\bkontaktperson|\b(utfylt|besvart|svar[ta]|innsendt|registrert|fylt ut) av\b|^(utfyll|innsend|svar)[ea]r\b|"
        r"\b(ditt|deres|dykkar) (fulle )?na[mv]n\b|"
        r"\bna[mv]n (på|til) (deg|den som|person|respondent|kontakt|(utfyll|innsend|svar)[ea]r)|"
        r"(kontakt|respondent|(utfyll|innsend)[ea]r)\w{0,12}[ -]?na(me|[mv]n)"
    ),
}
PLAIN_NAME = re.compile(r"^(navn|name|namn|eget navn)$")
ASKING = r"(?:(?:hva|kva|what|hvem|kven) (?:er|is)|(?:skriv|oppgi|fyll)(?: inn)?)"
SCALE = re.compile(r"\d{1,2}(\W\D*\d{0,2}\D*)?|ja|nei|yes|no|vet ikke", re.IGNORECASE)
CAPITAL = "[A-ZÀ-ÖØ-ÞČĐŊŠŦŽ]"
PERSON = re.compile(rf"^{CAPITAL}[\w.'-]*( {CAPITAL}[\w.'-]*){{1,4}}$")
NAMED = re.compile(rf"(?<!\w){CAPITAL}[\w'-]*(?: {CAPITAL}[\w'-]*)*")
FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
WRITTEN = re.compile(r"(?<!\w)\d\d[ ./-]?\d\d[ ./-]?\d\d(?:\s?[ .,/‐‑–—-]\s?)?(?:\d{4}|\d{3}[ .]?\d\d)(?!\w)")
"""Digits as a national identity number is written: 15078012345, 150780-12345, 15.07.80 123 45."""


def drop_personal(table: PlainTable, tool: Tool) -> PlainTable:
    """Every cell of a personal column emptied, and stray addresses and numbers in other text masked, in place.

    Digits alone in a cell are left, unless they are a fødselsnummer.
    """
    columns: list[Column] = []
    written: dict[int, list[str]] = {}
    masked: list[tuple[int, Column]] = []
    for i, column, texts in table.by_column():
        seen = Counter(texts)
        del seen[""]
        column = replace(column, header=safe(column.header), personal=personal_kind(column, seen, tool))
        columns.append(column)
        if column.personal:
            written[i] = [""] * len(texts)
        elif column.role != "id":
            shown = {text: safe_text for text in seen if (safe_text := _masked_cell(text)) != text}
            if shown:
                written[i] = [shown.get(text, text) for text in texts]
                masked += [(n, column) for n, text in enumerate(texts) if text in shown]
    table.rewrite(written)
    emptied = [
        Repair(table.place(column=one), KINDS[one.personal], "fjernet", "personal_column", "warning")
        for one in columns
        if one.personal
    ]
    hidden = [
        Repair(table.place(table.rows[n], one), "personopplysning", "skjult", "personal_masked", "warning")
        for n, one in sorted(masked, key=lambda found: found[0])
    ]
    return table.told([*emptied, *hidden], columns=tuple(columns))


def personal_kind(column: Column, seen: Counter[str], tool: Tool) -> Personal:
    """Which kind of personal data a column holds: seen in at least half its cells, declared by the tool, or by header.

    A header alone never counts where every value is a step of a scale. «Navn» alone counts, unless most values
    say «kommune», or of three values or more none starts with a given name and few are several capitalised words.
    """
    header = _bare(fold(column.header))
    if found := _by_content(seen, column):
        return found
    if {header, fold(column.code), header.partition(" [")[0]} & tool.personal:
        return _declared(header)
    if seen and all(SCALE.fullmatch(visible(value)) for value in seen):
        return ""
    if PLAIN_NAME.match(header):
        return "" if _municipal([*seen.elements()]) else "name"
    return _asked_for(header, whole="?" in column.header)


def _bare(header: str) -> str:
    """A header without numbering, what stands in brackets, and the signs around it: «1. Navn (valgfritt) *»."""
    plain = re.sub(r"\s*\([^)]*\)", "", header)
    return re.sub(rf"^(q?\d+[.):]* )?({ASKING} )?", "", plain).strip(" ?:*.")


def _asked_for(header: str, *, whole: bool) -> Personal:
    """The kind that a header asks for; of a question the `whole` has to, as areas may be about e-mail and persons."""
    found = (
        kind
        for kind, pattern in HEADERS.items()
        if (pattern.fullmatch(header) if whole else pattern.search(header))
    )
    return next(found, "")


def _declared(header: str) -> Personal:
    if "mail" in header or "post" in header:
        return "email"
    return "network" if header.startswith(("ip", "location")) else "name"


def _municipal(values: Sequence[str]) -> bool:
    said = sum("kommune" in fold(value) for value in values)
    persons = sum(map(is_person, values))
    named = any(map(is_person_by_given_name, values))
    return said * 2 > len(values) or (len(values) >= 3 and not named and persons * 5 < len(values))


def _by_content(seen: Counter[str], column: Column) -> Personal:
    tests: dict[Personal, Callable[[str], bool]] = {
        "national_id": lambda value: WRITTEN.fullmatch(value) is not None and says_national_id(value),
        "email": lambda value: EMAIL.fullmatch(value) is not None,
        "phone": lambda value: column.role != "id" and PHONE.fullmatch(value) is not None,
        "name": is_person_by_given_name,
    }
    half = seen.total() / 2
    found = (
        kind
        for kind, test in tests.items()
        if sum(n for text, n in seen.items() if test(visible(text))) >= half
    )
    return next(found, "") if seen else ""


def is_person(value: str) -> bool:
    """Whether a text may be a person's name: a common given name, or several capitalised words."""
    return is_person_by_given_name(value) or (
        PERSON.match(_given_first(value)) is not None and "kommune" not in fold(value)
    )


def is_person_by_given_name(value: str) -> bool:
    name = _given_first(value)
    words = re.split(r"[ -]+", fold(name))
    return words[0] in given_names() and (len(words) == 1 or PERSON.match(name) is not None)


def without_names(text: str, *, first_too: bool) -> str:
    """`text` with the names of persons in it masked: capitalised words that begin with a common given name.

    One such word alone at the start of a sentence may be another word («Per i dag»); `first_too` masks it as well.
    """
    return NAMED.sub(lambda found: _unless_a_word(found, first_too), text)


def _unless_a_word(found: re.Match[str], first_too: bool) -> str:
    words = found[0].split(" ")
    given = next((i for i, word in enumerate(words) if fold(word.split("-")[0]) in given_names()), None)
    if given is None:
        return found[0]
    starts = re.search(r"(?:^|[.!?:]\s*)$", found.string[: found.start()]) is not None
    may_be_a_word = starts and len(words) == 1 and found[0] != found.string
    return found[0] if may_be_a_word and not first_too else " ".join([*words[:given], "[navn skjult]"])


def _given_first(name: str) -> str:
    """«Nordmann, Kari» → «Kari Nordmann»."""
    surname, comma, given = visible(name).partition(",")
    return f"{given.strip()} {surname}" if comma else surname


@cache
def given_names() -> frozenset[str]:
    """Common given names in Norway, none of them also a municipality. Source: SSB, statistikk over navn."""
    text = resources.files("ros_analysis.exports").joinpath("given_names.txt").read_text("utf-8")
    return frozenset(map(fold, text.split()))


def safe(text: str) -> str:
    """`text` with e-mail addresses, telephone numbers and fødselsnummer masked."""
    text = EMAIL.sub("[e-postadresse fjernet]", text)
    text = WRITTEN.sub(lambda m: "[fødselsnummer fjernet]" if says_national_id(m[0]) else m[0], text)
    text = SPOKEN_PHONE.sub(r"\1[telefonnummer fjernet]", text)
    return PHONE.sub("[telefonnummer fjernet]", text)


def _masked_cell(cell: str) -> str:
    if cell.isdecimal():
        return "[fødselsnummer fjernet]" if is_national_id(cell) else cell
    if "@" not in cell and not re.search(r"\d{3}|\d\d.\d\d", cell):
        return cell
    seen = visible(cell)
    masked = safe(seen)
    return cell if masked == seen else masked


def safe_repair(repair: Repair) -> Repair:
    """The repair with personal data in its texts masked."""
    return replace(
        repair, place=_safe_place(repair.place), before=safe(repair.before), after=safe(repair.after)
    )


def safe_problem(problem: Problem) -> Problem:
    """The problem with personal data in its texts masked."""
    return replace(problem, place=_safe_place(problem.place), value=safe(problem.value))


def _safe_place(place: Place) -> Place:
    return replace(place, sheet=safe(place.sheet), column=safe(place.column))


def is_national_id(digits: str) -> bool:
    """Whether 11 digits (or 10, the leading zero lost in Excel) hold a date and two valid mod-11 check digits.

    D-numbers add 40 to the day, H-numbers 40 and synthetic numbers 80 or 65 to the month. Source: Skatteetaten,
    «Fødselsnummer» and «D-nummer».
    """
    if not digits.isdecimal() or not digits.isascii() or len(digits) not in (10, 11):
        return False
    number = [int(digit) for digit in digits.zfill(11)]
    return _divides(number, FIRST) and _divides(number, SECOND) and _holds_date(digits.zfill(11))


def says_national_id(written: str) -> bool:
    """Whether text that fits WRITTEN is such a number; where it is parted, a date and five digits are enough."""
    digits = re.sub(r"\D", "", written)
    return is_national_id(digits) or (len(digits) == 11 and not written.isdecimal() and _holds_date(digits))


def _divides(number: list[int], weights: tuple[int, ...]) -> bool:
    return sum(weight * digit for weight, digit in zip(weights, number, strict=False)) % 11 == 0


def _holds_date(digits: str) -> bool:
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    day -= 40 if day > 40 else 0
    month -= next((added for added in (80, 65, 40) if month > added), 0)
    return any(_exists(century + year, month, day) for century in (1900, 2000))


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
