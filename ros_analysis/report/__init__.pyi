from . import figures as figures, passages as passages, tables as tables, wording as wording
from .blocks import Block as Block, Blocks as Blocks, Bullets as Bullets, Cover as Cover, Finding as Finding, KeyFigures as KeyFigures, Paragraph as Paragraph, Prose as Prose, Role as Role, Single as Single, from_json as from_json, show as show
from .comparison import changed as changed
from .exhibits import Cell as Cell, Figure as Figure, Number as Number, Table as Table
from .figures.drawing import chart as chart, to_svg as to_svg
from .inline import Stretch as Stretch, parse_inline as parse_inline
from .preview import MIMETYPE as MIMETYPE
from .software import NOTEBOOKS as NOTEBOOKS, ROOT as ROOT, code_files as code_files, code_fingerprint as code_fingerprint, commit as commit, versions as versions
