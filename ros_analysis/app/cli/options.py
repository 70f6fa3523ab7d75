"""The arguments and options of the commands, and the folders that they name."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from typer import Argument, Option

from ros_analysis.survey import LOCALES, Folders

DATA, REPORTS = Path("data"), Path("reports")

Survey = Annotated[str, Argument(help="Undersøkelsens mappenavn.")]
AnySurvey = Annotated[str | None, Argument(help="Undersøkelsens mappenavn, alle når det utelates.")]
Year = Annotated[int, Argument(help="Undersøkelsesåret.")]
AnyYear = Annotated[int | None, Argument(help="Undersøkelsesår, alle når det utelates.")]
Data = Annotated[Path, Option("--data", help="Mappen med raw/ og processed/.")]
Out = Annotated[Path, Option("--out", help="Mappen rapportene legges i.")]
Processed = Annotated[
    Path | None,
    Option(
        "--processed",
        envvar="ROS_PROCESSED",
        show_envvar=False,
        help="Mappen behandlede runder legges i, som bare du kan lese (ROS_PROCESSED); ellers DATA/processed.",
    ),
]

AnyEdition = Annotated[str | None, Option(help="public eller internal; ellers alle som gjelder.")]
Language = Annotated[str, Option(help=f"{', '.join(LOCALES)}; ellers undersøkelsens eget språk.")]
Engine = Annotated[str | None, Option(help="fork eller kernel; fork der systemet kan.")]
Jobs = Annotated[
    int | None, Option(min=1, help="Hvor mange runder som bygges samtidig; ellers antall kjerner.")
]
Docx = Annotated[bool, Option("--docx", help="Skriv også en Word-fil, til saksbehandlingssystemet.")]
Template = Annotated[
    Path | None,
    Option(
        "--template",
        help="Egen mal (.docx) for Word-filen: rapporten skrives sist i den, med malens stiler.",
        exists=True,
        dir_okay=False,
        resolve_path=True,
    ),
]
Force = Annotated[bool, Option("--force", help="Bygg også rapporter som er oppdatert.")]
Site = Annotated[Path, Argument(help="Mappen som alle kan lese, for eksempel på nettstedet.")]
ReportDir = Annotated[Path, Argument(help="OUT/<undersøkelse>/<år>/<utgave>.", exists=True)]

Before = Annotated[int, Argument(help="Den første runden.")]
Now = Annotated[int, Argument(help="Den andre runden.")]
Edition = Annotated[str, Option(help="public eller internal; internal viser områdene også.")]
Old = Annotated[Path, Argument(help="Mappen med rapporten, eller rapportene, slik de var.", exists=True)]
EveryDifference = Annotated[bool, Option("--all", help="Vis alle endringene, ikke bare de ti største.")]
New = Annotated[Path, Argument(help="Mappen slik den er nå.", exists=True)]

Every = Annotated[bool, Option("--all", help="Vis hver rettelse, ikke bare antallet.")]
AsJson = Annotated[bool, Option("--json", help="Skriv dommen som JSON, for maskiner.")]
Files = Annotated[
    list[Path], Argument(help="Eksporten fra undersøkelsesverktøyet, én eller flere filer eller mapper.")
]
Sheet = Annotated[str | None, Option(help="Arket med svarene, når arbeidsboken har flere.")]
HeaderRows = Annotated[int | None, Option(min=1, max=3, help="Antall overskriftsrader, når det er uklart.")]
PopulationYear = Annotated[
    int | None, Option("--population-year", help="Bruk folketallet fra dette året når årets eget mangler.")
]
Replace = Annotated[bool, Option("--replace", help="Bytt ut filene i en runde som finnes.")]
Add = Annotated[bool, Option("--add", help="Legg til eller rett enkelte svar i en runde som finnes.")]
AllowLoss = Annotated[
    bool, Option("--allow-loss", help="Med --replace eller --add: svar som mangler i de nye filene, skal ut.")
]
County = Annotated[str, Argument(help="Fylkets navn eller nummer, når alle kommunene i ett fylke er spurt.")]
SeveralCounties = Annotated[str, Option("--counties", help="Flere fylker, med komma mellom: 15,50.")]
Members = Annotated[
    str,
    Option("--members", help="Kommuner med komma mellom, eller en csv-fil med id, name og eventuelt size."),
]
Region = Annotated[str, Option("--region", help="Det de som er spurt, kalles samlet: «Helse Midt-Norge».")]
Unit = Annotated[
    str,
    Option(
        "--unit",
        help="Er de ikke kommuner: «sykehus,sykehus,sykehuset,sykehusene», og hva size teller: «,senger».",
    ),
]
Scale = Annotated[
    Literal["3x3", "4x4", "5x5"] | None, Option(help="Skala for egne spørsmål: sannsynlighet × konsekvens.")
]
Areas = Annotated[
    str,
    Option(
        help="Egne områder: et antall, eller en fil (txt, csv, xlsx) med ett område per linje, «tekst; kort navn»."
    ),
]
Measures = Annotated[
    bool, Option("--measures", help="Spør også om tiltak, ansvarlig, frist, restrisiko og kontroller.")
]
Name = Annotated[str, Option("--name", help="Mappenavn, ellers etter fylket eller regionen.")]

SsbTable = Annotated[
    Path, Argument(help="Tabell 07459 med koder: JSON-stat 2, xlsx eller csv.", exists=True, dir_okay=False)
]

AnyMember = Annotated[str, Argument(help="Nummeret eller navnet, alle som har svart når det utelates.")]
SheetJobs = Annotated[
    int | None, Option(min=1, help="Hvor mange ark som lages samtidig; ellers antall kjerner.")
]
FigureId = Annotated[
    str,
    Option("--figure", help="Vis hvem et tall i rapporten teller: id-en i figures.csv, for eksempel areas."),
]

To = Annotated[Path, Option("--to", help="Mappen skjemaene legges i. Et skjema som finnes, blir stående.")]
Each = Annotated[bool, Option("--each", help="Ett skjema til hver kommune, med navnet fylt inn.")]
WithLast = Annotated[
    bool, Option("--with-last", help="Med --each: vis kommunens eget svar i forrige runde i cellene.")
]
Csv = Annotated[Path | None, Option("--csv", help="Skriv listen som en csv-fil også.")]

National = Annotated[Path, Option("--national", help="Tom mappe som undersøkelsene skrives i.")]
Counties = Annotated[int, Option(min=1, max=15, help="Antall fylker.")]
Rounds = Annotated[int, Option(min=1, max=10, help="Antall runder i hvert fylke.")]


def folders_at(data: Path, processed: Path | None = None, *, apart_from: Path | None = None) -> Folders:
    """The folders below `data`; raises WrongPlaceError where those for readers and for the owner aren't apart."""
    folders = Folders.at(data, processed)
    if apart_from is not None:
        folders.require_apart(apart_from)
    return folders
