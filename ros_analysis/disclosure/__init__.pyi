from .allowed import PUBLIC as PUBLIC
from .editions import Internal as Internal, MEASURES as MEASURES
from .limits import CAUTION as CAUTION, differing as differing, fewest_differing as fewest_differing, is_too_close as is_too_close, known_together as known_together, may_show_share as may_show_share
from .shown import Disclosed as Disclosed, public as public, verdicts as verdicts
