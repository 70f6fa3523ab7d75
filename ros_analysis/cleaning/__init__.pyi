from .beside import own_value as own_value
from .columns import Suggestion as Suggestion, find_columns as find_columns
from .entry import Basis as Basis, Entry as Entry
from .identify import Match as Match, Matcher as Matcher, fold_name as fold_name
from .forms import open_export as open_export
from .log import Anonymous as Anonymous
from .round import Examined as Examined, anonymous as anonymous, clean as clean, examine as examine
from .suggest import suggest_mapping as suggest_mapping
