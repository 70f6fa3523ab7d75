from . import figures as figures, sheet as sheet, tables as tables, text as text
from .blocks import Block as Block, Blocks as Blocks, Bullets as Bullets, Cover as Cover, KeyFigures as KeyFigures, Paragraph as Paragraph, Prose as Prose, Single as Single, Statement as Statement, from_json as from_json, show as show
from .exhibits import Cell as Cell, Exhibit as Exhibit, Figure as Figure, Number as Number, Table as Table
from .comparison import changed as changed
from .figures.drawing import chart as chart, to_svg as to_svg
from .figures.letters import SHAPE as SHAPE, as_text as as_text
from .figures.shapes import INK as INK
from .shown import MIMETYPE as MIMETYPE, Running as Running, Shown as Shown, Stretch as Stretch, Text as Text, having as having, parse_inline as parse_inline
from .software import NOTEBOOKS as NOTEBOOKS, PROJECT as PROJECT, ROOT as ROOT, code_files as code_files, code_fingerprint as code_fingerprint, commit as commit, versions as versions
