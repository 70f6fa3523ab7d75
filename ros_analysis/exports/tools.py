"""Survey tools as data: the columns that only they write, and what their own columns mean."""

from __future__ import annotations

from dataclasses import dataclass

from ros_analysis.exports.plain import Role, names_of


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
        names = set(names_of(header, code))
        if names & self.answered:
            return "answered"
        if names & self.started:
            return "started"
        if names & self.ident:
            return "id"
        return "status" if names & (self.status | self.own) else ""


def _set(names: str) -> frozenset[str]:
    return frozenset(name.strip() for name in names.split(","))


def _sets(*names: str) -> tuple[frozenset[str], ...]:
    return tuple(_set(name) for name in names)


STATES = ("ny", "distribuert", "noen svar", "gjennomført", "frafalt")
"""SurveyXact's five states of an invitation, in order."""
SURVEYXACT = Tool(
    "SurveyXact",
    _sets(
        "stato_1,stato_4", "statoverall_1,statoverall_4", "responde,organiza", "respondentid,organisationid"
    )
    + _sets(
        *(
            f"{stem}distribuert,{stem}gjennomført,{stem}frafalt"
            for stem in ("", "samlet status - ", "status - ")
        )
    ),
    answered=_set("closetime,closetim"),
    started=_set("starttime,starttim"),
    ident=_set("respondentid,responde,respondentkey"),
    status=frozenset(f"{stem}_{n}" for stem in ("stato", "statoverall") for n in range(1, 6))
    | {f"{stem}{state}" for stem in ("", "samlet status - ", "status - ") for state in STATES},
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
    _sets("lfdn,dispcode", "lfdn,tester", "dispcode,lastpage")
    + _sets("disposition code,tester", "disposisjonskode,tester", "dispositionscode,testteilnehmer"),
    answered=_set("date_of_last_access"),
    started=_set("datetime"),
    ident=_set("lfdn"),
    status=_set("dispcode,tester,disposition code,disposisjonskode,dispositionscode,testteilnehmer"),
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
    )
    + _sets(
        "response id,finished",
        "response id,recorded date",
        "response type,progress",
        "response type,finished",
    )
    + _sets("svartype,fremdrift", "svartype,ferdig", "svartype,fullført"),
    answered=_set("enddate,end date,sluttdato"),
    started=_set("startdate,start date,startdato"),
    ident=_set("responseid,response id,svar-id,respons-id"),
    status=_set("status,finished,progress,response type,svartype,ferdig,fullført,fremdrift"),
    own=_set(
        "recordeddate,duration (in seconds),distributionchannel,userlanguage,responseset,externaldatareference"
    )
    | _set("recorded date,distribution channel,user language,external data reference")
    | _set("registreringsdato,registrert dato,varighet (i sekunder),distribusjonskanal,brukerspråk"),
    personal=_set(
        "recipientlastname,recipientfirstname,recipientemail,ipaddress,locationlatitude,locationlongitude"
    )
    | _set("ip address,name,emailaddress,externalreference,recipient last name,recipient first name")
    | _set(
        "recipient email,location latitude,location longitude,ip-adresse,mottakers etternavn,mottakers fornavn"
    )
    | _set("mottakers e-post,breddegrad,lengdegrad"),
    month_first=True,
)
UNKNOWN = Tool(
    "",
    answered=_set(
        "tidspunkt,tidsstempel,tidsmerke,timestamp,svardato,innsendt,besvart,levert,dato,svartidspunkt,submitted"
    ),
    started=_set("starttid,påbegynt"),
    ident=_set("respondentid,respondent-id,svar-id,svarid,løpenummer"),
)
TOOLS = (SURVEYXACT, NETTSKJEMA, QUESTBACK, QUALTRICS, MICROSOFT, SURVEYMONKEY, LIMESURVEY)
TYPED = {"", MICROSOFT.name, GOOGLE.name, SURVEYMONKEY.name}
"""Where headers are words that a person has typed, never the tool's own variable names."""
