from .allowed import PUBLIC as PUBLIC
from .editions import Internal as Internal, MEASURES as MEASURES, shares as shares
from .shown import differing as differing, fewest_differing as fewest_differing, is_too_close as is_too_close, known_together as known_together, Disclosed as Disclosed, public as public, verdicts as verdicts
