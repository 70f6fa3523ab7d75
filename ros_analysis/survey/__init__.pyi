from .codebook import ANOTHER_SCALE as ANOTHER_SCALE, Area as Area, Aspect as Aspect, Codebook as Codebook, FILLS as FILLS, LEVELS as LEVELS, Level as Level, Matrix as Matrix, Step as Step, ZoneRule as ZoneRule, read_codebook as read_codebook, unlike as unlike
from .comparable import Unit as Unit, chains as chains, unchanged as unchanged, units as units
from .contract import ANSWERS as ANSWERS, FOLLOW_UP as FOLLOW_UP, REGISTER as REGISTER, RESPONDENTS as RESPONDENTS, ZONES as ZONES, checked as checked, with_own as with_own
from .epj import EpjSystems as EpjSystems, OTHER as OTHER
from .factors import EPJ as EPJ, FACTORS as FACTORS, Factor as Factor, OwnColumn as OwnColumn, SERVICE as SERVICE, SIZE as SIZE
from .fields import BY_AREA as BY_AREA, Columns as Columns, Extra as Extra, FIELDS as FIELDS, ONCE as ONCE, PARTS as PARTS, ROLES as ROLES, STEPS as STEPS, THERE as THERE
from .folders import CODEBOOK as CODEBOOK, Folders as Folders, NotFoundError as NotFoundError, SeenFingerprints as SeenFingerprints, SURVEY_NAME as SURVEY_NAME, WrongPlaceError as WrongPlaceError, bytes_fingerprint as bytes_fingerprint, combined_fingerprint as combined_fingerprint, file_fingerprint as file_fingerprint, file_fingerprints as file_fingerprints, nearest as nearest, private as private, put as put
from .folding import fold as fold, slug as slug, visible as visible
from .language import MINUS as MINUS, NBSP as NBSP, UnitWords as UnitWords, Words as Words, whole_percent as whole_percent
from .locales import LOCALES as LOCALES, Language as Language
from .members import Members as Members, MEMBERS as MEMBERS
from .models import SettingsError as SettingsError, Strict as Strict, facts as facts, fill as fill, fill_each as fill_each, read_toml as read_toml
from .municipalities import COLUMNS as COLUMNS, Municipality as Municipality, HOW_TO_ADD as HOW_TO_ADD, Register as Register, Succession as Succession, day_text as day_text
from .problems import Place as Place, Problem as Problem, RefusedData as RefusedData, Repair as Repair, UNREAD as UNREAD, UserError as UserError, letter_and_header as letter_and_header
from .prose import PLACEHOLDER as PLACEHOLDER, Placeholder as Placeholder, own_texts as own_texts, placeholders as placeholders
from .settings import Choices as Choices, Counts as Counts, Published as Published, Responses as Responses, RoundSettings as RoundSettings, SurveySettings as SurveySettings, read_round as read_round, read_survey as read_survey
