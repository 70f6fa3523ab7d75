from .report import figures as figures, passages as passages, show as show, tables as tables
from .rounds import Round as Round, what_if as what_if

__version__: str
