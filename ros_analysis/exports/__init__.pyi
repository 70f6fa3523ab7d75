from .answers import TEST_NAMES as TEST_NAMES
from .dates import day_of as day_of, read_times as read_times
from .headers import is_code as is_code, spread_merged as spread_merged
from .labels import called as called, part_of as part_of, siblings as siblings
from .limits import MAX_BYTES as MAX_BYTES
from .plain import Column as Column, Grid as Grid, PlainTable as PlainTable, Row as Row, kind_of as kind_of, letter as letter, title_of as title_of, years_of as years_of
from .privacy import is_person_by_given_name as is_person_by_given_name, safe as safe, safe_problem as safe_problem, without_names as without_names
from .reading import numbered as numbered, open_grids as open_grids, table_of as table_of
from .table import TOTALS as TOTALS
from .text import name_of_delimiter as name_of_delimiter
from .tools import TYPED as TYPED, UNKNOWN as UNKNOWN, recognise as recognise
