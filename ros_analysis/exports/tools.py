"""Which survey tool wrote a table, by the columns only that tool writes, and what its own columns mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ros_analysis.exports.plain import Line, Role, name_of

SEARCHED_LINES = 15


@dataclass(frozen=True)
class Tool:
    """A survey tool: sets of headers of which one set is always there, its own columns, and its missing codes.

    `month_first` tells how the tool writes dates with slashes. `own` are its columns that hold no answer.
    """

    name: str
    marks: tuple[frozenset[str], ...] = ()
    answered: frozenset[str] = frozenset()
    started: frozenset[str] = frozenset()
    ident: frozenset[str] = frozenset()
    status: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    personal: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    month_first: bool | None = None

    def role(self, header: str, code: str) -> Role:
        """What the tool uses a column for, by its header or its variable name."""
        names = {name_of(header), name_of(code)} - {""}
        if names & self.answered:
            return "answered"
        if names & self.started:
            return "started"
        if names & self.ident:
            return "id"
        return "status" if names & (self.status | self.own) else ""


@dataclass(frozen=True)
class Heading:
    """Where the header of a table stands: the first line's index, how many lines, which of them holds names."""

    tool: Tool
    start: int
    height: int
    code_line: int | None = None
    text_lines: tuple[int, ...] = (0,)


def _set(names: str) -> frozenset[str]:
    return frozenset(name.strip() for name in names.split(","))


def _sets(*names: str) -> tuple[frozenset[str], ...]:
    return tuple(_set(name) for name in names)


SURVEYXACT = Tool(
    "SurveyXact",
    _sets(
        "stato_1,stato_4", "statoverall_1,statoverall_4", "responde,organiza", "respondentid,organisationid"
    ),
    answered=_set("closetime,closetim"),
    started=_set("starttime,starttim"),
    ident=_set("respondentid,responde,respondentkey"),
    status=frozenset(f"{stem}_{n}" for stem in ("stato", "statoverall") for n in range(1, 6)),
    own=_set(
        "survey,organisationid,organiza,created,modified,difftime,responsecount,response,numberof,importgr"
    )
    | _set("distribu,digitald,digitaldistributionstatus,sessioncount,lang"),
    personal=_set("email,navn,name,telefon,phone"),
)
LIMESURVEY = Tool(
    "LimeSurvey",
    _sets("id,submitdate", "lastpage,startlanguage", "response id,last page"),
    answered=_set("submitdate,date submitted"),
    started=_set("startdate,date started"),
    ident=_set("id,response id"),
    own=_set("lastpage,last page,startlanguage,start language,seed,datestamp,date last action,refurl")
    | _set("referrer url,token,total time,interviewtime"),
    personal=_set("ipaddr,ip address,ip-adresse,firstname,lastname,email"),
)
NETTSKJEMA = Tool(
    "Nettskjema",
    _sets("$submission_id", "$created", "$answer_time_ms"),
    answered=_set("$created"),
    ident=_set("$submission_id"),
    own=_set("$answer_time_ms,$respondent_id,$form_id"),
)
MICROSOFT = Tool(
    "Microsoft Forms",
    _sets("id,start time,completion time", "id,starttidspunkt,fullføringstidspunkt")
    + _sets("id,startzeit,fertigstellungszeit"),
    answered=_set("completion time,fullføringstidspunkt,fertigstellungszeit"),
    started=_set("start time,starttidspunkt,startzeit"),
    ident=_set("id"),
    own=_set("last modified time,tidspunkt for siste endring,language,språk,total points,quiz feedback"),
    personal=_set("email,e-postadresse,e-post,name,navn,e-mail"),
    month_first=True,
)
GOOGLE = Tool(
    "Google Forms",
    answered=_set("timestamp,tidsmerke,tidsmerking,tidsstempel,zeitstempel"),
    personal=_set("username,email address,e-postadresse,brukernavn"),
)
QUESTBACK = Tool(
    "Questback/EFS",
    _sets("lfdn,dispcode", "lfdn,tester", "dispcode,lastpage"),
    answered=_set("date_of_last_access"),
    started=_set("datetime"),
    ident=_set("lfdn"),
    status=_set("dispcode,tester"),
    own=_set(
        "external_lfdn,lastpage,quality,duration,browser,referer,device_type,quota,page_history,hflip,vflip"
    )
    | _set(
        "date_of_first_mail,participant_browser,quota_assignment,quota_rejected_id,output_mode,javascript,flash"
    )
    | _set("session_id,language,cleaned,ats,screen_width,screen_height,page_history,ref"),
    personal=_set("p_0001,p_0002,p_0003,u_email,u_name,u_firstname,email"),
    missing=_set("-77,-99,-66"),
)
SURVEYMONKEY = Tool(
    "SurveyMonkey",
    _sets("respondentid,collectorid", "respondent id,collector id", "respondent-id,innsamler-id"),
    answered=_set("enddate,end date,sluttdato,date modified"),
    started=_set("startdate,start date,startdato,date created"),
    ident=_set("respondentid,respondent id,respondent-id"),
    own=_set("collectorid,collector id,innsamler-id,custom data,custom data 1,egendefinerte data"),
    personal=_set("ip address,ip-adresse,email address,e-postadresse,first name,fornavn,last name,etternavn"),
    month_first=True,
)
QUALTRICS = Tool(
    "Qualtrics",
    _sets(
        "responseid,finished",
        "responseid,recordeddate",
        "responseid,responseset",
        "progress,finished,recordeddate",
    ),
    answered=_set("enddate,end date"),
    started=_set("startdate,start date"),
    ident=_set("responseid,response id"),
    status=_set("status,finished,progress"),
    own=_set(
        "recordeddate,duration (in seconds),distributionchannel,userlanguage,responseset,externaldatareference"
    ),
    personal=_set(
        "recipientlastname,recipientfirstname,recipientemail,ipaddress,locationlatitude,locationlongitude"
    )
    | _set("ip address,name,emailaddress,externalreference"),
    month_first=True,
)
UNKNOWN = Tool(
    "",
    answered=_set(
        "tidspunkt,tidsstempel,timestamp,svardato,innsendt,besvart,levert,dato,svartidspunkt,submitted"
    ),
    started=_set("starttid,påbegynt"),
    ident=_set("respondentid,respondent-id,svar-id,svarid,løpenummer"),
)
TOOLS = (SURVEYXACT, NETTSKJEMA, QUESTBACK, QUALTRICS, MICROSOFT, SURVEYMONKEY, LIMESURVEY)
TYPED = {"", MICROSOFT.name, GOOGLE.name, SURVEYMONKEY.name}
"""Where headers are words that a person has typed, never the tool's own variable names."""
LIMESURVEY_SHAPE = (
    r"(response|respons|svar|antwort)[- ]?(id|nr)",
    r"(date|dato|datum)\b|(inn?sendt|levert|besvart)",
    r"(last|siste|sidste|letzte|senaste) ",
    r"(start|first|basis)",
)
OPEN_ENDED = {"open-ended response", "response", "åpent svar"}


def recognise(lines: Sequence[Line]) -> Heading | None:
    """The tool whose marks stand in one of the first lines, with the shape of its header; None if no tool does."""
    for index, line in enumerate(lines[:SEARCHED_LINES]):
        names = {name_of(cell) for cell in line.cells}
        for tool in TOOLS:
            if any(mark <= names for mark in tool.marks):
                return _heading(tool, lines, index)
    return _by_shape(lines)


def _heading(tool: Tool, lines: Sequence[Line], index: int) -> Heading:
    """EFS puts names under texts, Qualtrics over them, SurveyMonkey the options on a second line."""
    if tool is QUESTBACK:
        start = max(0, index - 2)
        return Heading(tool, start, index - start + 1, index - start, tuple(range(index - start)) or (0,))
    if tool is QUALTRICS and _starts(lines, index + 2, '{"importid'):
        return Heading(tool, index, 3, 0, (1,))
    if tool is QUALTRICS and index and "responseset" in {name_of(cell) for cell in lines[index].cells}:
        return Heading(tool, index - 1, 2, 0, (1,))
    if tool is SURVEYMONKEY and _is_option_line(lines, index + 1):
        return Heading(tool, index, 2, None, (0, 1))
    return Heading(tool, index, 1)


def _by_shape(lines: Sequence[Line]) -> Heading | None:
    index = next((i for i, line in enumerate(lines[:SEARCHED_LINES]) if line.filled > 1), None)
    if index is None:
        return None
    names = [name_of(cell) for cell in lines[index].cells]
    if len(names) > 3 and all(map(re.match, LIMESURVEY_SHAPE, names)):
        return Heading(_translated(names), index, 1)
    if name_of(lines[index].cells[0]) in GOOGLE.answered:
        return Heading(GOOGLE, index, 1)
    return Heading(SURVEYMONKEY, index, 2, None, (0, 1)) if _is_option_line(lines, index + 1) else None


def _translated(names: Sequence[str]) -> Tool:
    """LimeSurvey in another language: id, time, last page and language always come first, in this order."""
    ident, answered, *own = (frozenset([name]) for name in names[:4])
    return replace(LIMESURVEY, ident=ident, answered=answered, own=LIMESURVEY.own.union(*own))


def _starts(lines: Sequence[Line], index: int, text: str) -> bool:
    if index >= len(lines):
        return False
    return any(name_of(cell).replace(" ", "").startswith(text) for cell in lines[index].cells)


def _is_option_line(lines: Sequence[Line], index: int) -> bool:
    """SurveyMonkey's second line: «Response» or «Open-Ended Response» under at least one question."""
    return index < len(lines) and bool({name_of(cell) for cell in lines[index].cells} & OPEN_ENDED)
