from .publish import parameters_in as parameters_in
from .report import figures as figures, sheet as sheet, show as show, tables as tables, text as text
from .rounds import Round as Round, what_if as what_if

__version__: str
