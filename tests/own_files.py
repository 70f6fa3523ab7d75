"""The same made-up answers as different people would hand them in: one file layout each."""

import csv
import io
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from ros_analysis.exports import PlainTable, open_grids, table_of
from ros_analysis.survey import RefusedData
from ros_analysis.survey.codebook import read_codebook

ROOT = Path(__file__).parents[1]
CODEBOOK = read_codebook(ROOT / "data" / "raw" / "codebook.toml")
TEXTS = [area.text for area in CODEBOOK.area]
LIKELY = [step.label.nb for step in CODEBOOK.likelihood]
SERIOUS = [step.label.nb for step in CODEBOOK.consequence]
NUMBERS = range(1, 9)
WHEN = datetime(2020, 9, 14, 12, 30)
ANSWERS = {
    "Molde": ("1506", "Gerica", (1, 2, 3, 4, 1, 2, 3, 4), (2, 2, 2, 2, 3, 3, 4, 4)),
    "Herøy": ("1515", "CosDoc", (4, 4, 3, 1, 1, 1, 2, 2), (4, 1, 3, 1, 2, 4, 1, 3)),
    "Ørsta": ("1520", "Gerica", (2, 1, 1, 2, 2, 3, 1, 1), (1, 1, 2, 2, 3, 1, 4, 2)),
}
RESULTS = {
    name: [a * b for a, b in zip(likely, serious, strict=True)]
    for name, (_, _, likely, serious) in ANSWERS.items()
}
Rows = Sequence[Sequence[Any]]


def read_export(path: Path, **options: Any) -> PlainTable:
    """The table in an export; raises RefusedData with every problem found."""
    table = table_of(open_grids(path), Path(path), **options)
    if table.problems:
        raise RefusedData(table.problems)
    return table


def pairs(likely: Sequence[Any], serious: Sequence[Any]) -> list[Any]:
    return [value for pair in zip(likely, serious, strict=True) for value in pair]


def said(labels: Sequence[str], values: Sequence[int]) -> list[str]:
    return [labels[value - 1] for value in values]


def book(path: Path, sheets: dict[str, Rows], merged: Sequence[str] = ()) -> list[Path]:
    workbook = Workbook()
    workbook.remove(workbook["Sheet"])
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        for area in merged:
            sheet.merge_cells(area)
    workbook.save(path)
    return [path]


def text(
    path: Path, rows: Rows, delimiter: str = ";", encoding: str = "utf-8", above: str = ""
) -> list[Path]:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    path.write_bytes((above + out.getvalue()).encode(encoding))
    return [path]


def microsoft_forms(folder: Path) -> list[Path]:
    """Two Likert questions on the same items: Forms tells them apart by a digit, the answers by their labels."""
    own = ["ID", "Starttidspunkt", "Fullføringstidspunkt", "E-postadresse", "Navn"]
    head = [
        *own,
        "Hvilken kommune svarer du på vegne av?",
        "Journalsystem (EPJ)",
        *TEXTS,
        *(f"{t}2" for t in TEXTS),
    ]
    rows = [
        [i, WHEN, WHEN, "anonymous", None, f"{name} kommune", epj, *said(LIKELY, a), *said(SERIOUS, b)]
        for i, (name, (_, epj, a, b)) in enumerate(ANSWERS.items(), 1)
    ]
    return book(folder / "svar.xlsx", {"Sheet1": [head, *rows]})


def surveyxact(folder: Path) -> list[Path]:
    """Dataset, labels and structure; only the dataset is named to the command."""
    variables = [f"v_{n}" for n in range(1, 19)]
    status = [f"stato_{n}" for n in range(1, 6)]
    rows = [["respondentid", "organisationid", "closetime", *variables, *status]]
    labels: list[list[Any]] = []
    for code, (name, (_, epj, a, b)) in enumerate(ANSWERS.items(), 1):
        rows.append([str(900 + code), "1", str(WHEN), code, epj, *pairs(a, b), 0, 0, 0, 1, 0])
        labels.append(["v_1", code, name])
    structure = [
        ["variableName", "questionText"],
        ["v_1", "Hvilken kommune svarer du for?"],
        ["v_2", "Fagsystem"],
    ]
    for n, item in enumerate(TEXTS):
        structure += [
            [f"v_{3 + 2 * n}", f"{item} - Sannsynlighet"],
            [f"v_{4 + 2 * n}", f"{item} - Konsekvens"],
        ]
    text(folder / "ros_labels.csv", labels, "\t", "utf-16")
    text(folder / "ros_structure.csv", structure, "\t", "utf-16")
    return text(folder / "ros_dataset.csv", rows, "\t", "utf-16")


def nettskjema(folder: Path) -> list[Path]:
    head = ["$submission_id", "$created", "kommune", "epj"]
    head += (
        [f"sannsynlighet.omr{n}" for n in NUMBERS]
        + [f"konsekvens.omr{n}" for n in NUMBERS]
        + ["$answer_time_ms"]
    )
    rows = [
        [70_000, f"{WHEN.isoformat()}+02:00", name, epj, *a, *b, 93_000]
        for name, (_, epj, a, b) in ANSWERS.items()
    ]
    return text(folder / "data-123456-2020-10-02-1201.txt", [head, *rows])


def google_forms(folder: Path) -> list[Path]:
    """A blank row above the header, decimal commas, and a column of addresses."""
    head = ["Tidsmerke", "E-postadresse", "Kommune", "Hvilket EPJ-system?"]
    head += [
        f"{part} [{n}. {item}]" for part in ("Sannsynlighet", "Konsekvens") for n, item in enumerate(TEXTS, 1)
    ]
    rows = [
        ["14.09.2020 kl. 12.30.00", "kari@example.no", name, epj, *(f"{v},0" for v in a), *b]
        for name, (_, epj, a, b) in ANSWERS.items()
    ]
    return text(folder / "Skjemasvar 1.csv", [head, *rows], ",", above="\r\n")


def merged_triplets(folder: Path) -> list[Path]:
    """Item numbers merged over S, K and R, a title above and an average below."""
    head = ["Kommunenr", "Kommune", "EPJ", *(cell for n in NUMBERS for cell in (n, None, None))]
    below = [None, None, None, *["Sannsynl.", "Konsek.", "Resultat"] * 8]
    rows = [
        [int(number), name, epj, *(cell for s, k in zip(a, b, strict=True) for cell in (s, k, s * k))]
        for name, (number, epj, a, b) in ANSWERS.items()
    ]
    merged = ["A1:F1", *(f"{left}3:{right}3" for left, right in ("DF", "GI", "JL", "MO", "PR", "SU", "VX"))]
    sheet = [["ROS 2020"], [], head, below, *rows, [None, "Snitt", None, *[2.1] * 24]]
    return book(folder / "oppsummering.xlsx", {"Ark1": sheet}, [*merged, "Y3:AA3"])


def form(name: str, *, labelled: bool = True) -> list[list[Any]]:
    """The Word table of the survey typed into a sheet."""
    _, epj, a, b = ANSWERS[name]
    above: list[list[Any]] = (
        [["ROS-vurdering"], [], ["Kommune:", name], ["Fagsystem:", epj], []] if labelled else []
    )
    items = [[n, item, s, k, s * k] for n, item, s, k in zip(NUMBERS, TEXTS, a, b, strict=True)]
    return [*above, [None, None, "Sannsynl.", "Konsek.", "Resultat"], *items]


def sheet_each(folder: Path) -> list[Path]:
    return book(folder / "skjemaer.xlsx", {f"Svar {i}": form(name) for i, name in enumerate(ANSWERS)})


def sheet_each_by_title(folder: Path) -> list[Path]:
    return book(folder / "skjemaer.xlsx", {name: form(name, labelled=False) for name in ANSWERS})


def file_each(folder: Path) -> list[Path]:
    return [path for name in ANSWERS for path in book(folder / f"Svar {name}.xlsx", {"Ark1": form(name)})]


def below_each_other(folder: Path) -> list[Path]:
    rows = [
        [name, item, s, k, s * k]
        for name, (_, _, a, b) in ANSWERS.items()
        for item, s, k in zip(TEXTS, a, b, strict=True)
    ]
    head = ["Kommune", "Område", "Sannsynlighet", "Konsekvens", "Resultat"]
    return text(folder / "langt.csv", [head, *rows])


def parts_side_by_side(folder: Path) -> list[Path]:
    """«Sannsynlighet» and «Konsekvens» merged over eight numbers each."""
    head = [["Kommune", "Sannsynlighet", *[None] * 7, "Konsekvens", *[None] * 7], [None, *NUMBERS, *NUMBERS]]
    rows = [[name, *a, *b] for name, (_, _, a, b) in ANSWERS.items()]
    return book(folder / "to_blokker.xlsx", {"Ark1": [*head, *rows]}, ["B1:I1", "J1:Q1"])


def results_alone(folder: Path) -> list[Path]:
    head = ["Kommune", *(f"Område {n}" for n in NUMBERS)]
    return book(folder / "resultat.xlsx", {"Ark1": [head, *([name, *row] for name, row in RESULTS.items())]})


def numbers_alone(folder: Path) -> list[Path]:
    """Municipalities by number, their leading text gone, and short headers."""
    head = ["Komm.nr", *pairs([f"S{n}" for n in NUMBERS], [f"K{n}" for n in NUMBERS])]
    return text(folder / "nummer.csv", [head, *([n, *pairs(a, b)] for n, _, a, b in ANSWERS.values())])


def labels_alone(folder: Path) -> list[Path]:
    head = ["Kommune", *pairs([f"S{n}" for n in NUMBERS], [f"K{n}" for n in NUMBERS])]
    rows = [
        [name, *pairs([LIKELY[v - 1].upper() for v in a], [SERIOUS[v - 1] for v in b])]
        for name, (_, _, a, b) in ANSWERS.items()
    ]
    return text(folder / "ord.csv", [head, *rows], encoding="cp1252")


def english(folder: Path) -> list[Path]:
    labels = [area.label.en for area in CODEBOOK.area]
    asked = pairs(
        [f"{label} - Likelihood" for label in labels], [f"{label} - Consequence" for label in labels]
    )
    rows = [[name, epj, "anything", *pairs(a, b)] for name, (_, epj, a, b) in ANSWERS.items()]
    return book(
        folder / "answers.xlsx", {"Sheet1": [["Municipality", "EHR system", "Comment", *asked], *rows]}
    )


LAYOUTS: tuple[Callable[[Path], list[Path]], ...] = (
    microsoft_forms, surveyxact, nettskjema, google_forms, merged_triplets, sheet_each, sheet_each_by_title,
    file_each, below_each_other, parts_side_by_side, results_alone, numbers_alone, labels_alone, english,
)  # fmt: skip
