from .archive import sweep as sweep
from .builds import counts_of as counts_of, differences as differences, largest as largest, reports_in as reports_in
from .download import Download as Download, as_csv as as_csv, as_png as as_png
from .drawing import inlined as inlined
from .form import blank_form as blank_form, forms as forms
from .index import write_index as write_index
from .parameters import ParameterError as ParameterError, check_parameters as check_parameters, parameters_in as parameters_in
from .plan import Job as Job, count_reports as count_reports, engine_chosen as engine_chosen, job_states as job_states, jobs_asked as jobs_asked, outdated_jobs as outdated_jobs, verify_report as verify_report
from .printable import unprintable_problems as unprintable_problems
from .provenance import CHECKSUM as CHECKSUM, Evidence as Evidence
from .release import publish_site as publish_site, release_warnings as release_warnings, released as released
from .reporting import Built as Built, Event as Event, Failed as Failed, build_all as build_all, build_sheets as build_sheets, sheets_asked as sheets_asked
