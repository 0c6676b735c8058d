"""The pieces of WordprocessingML that python-docx has no words for.

Only this module touches the XML: python-docx leads to it by attributes with an underscore,
and neither they nor the trees behind them are typed.
"""

# pyright: reportPrivateUsage=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# ruff: noqa: SLF001

from __future__ import annotations

import datetime as dt
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

if TYPE_CHECKING:
    from docx.section import Section
    from docx.styles.style import ParagraphStyle
    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

TYPEFACE = "Times New Roman"
BOX_TYPEFACE = "Segoe UI Symbol"
"""Times New Roman has no check boxes; this face is on every Windows."""

FIXED_MOMENT = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""What stands in a file for the moment it was made, when that must not show."""

_OTHER_NAMES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_SHAPE_TYPE = """<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"
 path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>
<v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>
<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>
<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>
<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/></v:shapetype>"""
_SHAPE_STYLE = (
    "position:absolute;margin-left:0;margin-top:0;width:420pt;height:105pt;rotation:315;"
    "z-index:-251658752;mso-position-horizontal:center;"
    "mso-position-horizontal-relative:margin;mso-position-vertical:center;"
    "mso-position-vertical-relative:margin"
)


_SCRIPTS = ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs")


def set_typeface(styled: Run | ParagraphStyle, typeface: str) -> None:
    """One typeface for every script; Word's own attribute covers only two of them."""
    fonts = styled.element.get_or_add_rPr().get_or_add_rFonts()
    for script in _SCRIPTS:
        fonts.set(qn(script), typeface)


def add_picture(paragraph: Paragraph, picture: BytesIO, width: float) -> None:
    """A picture as wide as said, with no room of its own at its sides."""
    shape = paragraph.add_run().add_picture(picture, width=Pt(width))
    for side in ("distT", "distB", "distL", "distR"):
        shape._inline.set(side, "0")


def add_tab_stop(paragraph: Paragraph, at: float, *, dotted: bool = False) -> None:
    """A tab at a distance in points; a dotted one ends there with dots before it."""
    stops = paragraph.paragraph_format.tab_stops
    if dotted:
        stops.add_tab_stop(Pt(at), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    else:
        stops.add_tab_stop(Pt(at))


def twips(points: float) -> int:
    """Twentieths of a point, Word's own unit."""
    return round(points * 20)


def add_page_number(paragraph: Paragraph, size: float) -> None:
    """A field that shows the number of its page."""
    half_points = round(size * 2)
    look = f'<w:rPr><w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr>'
    field = (
        f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r>{look}<w:t>1</w:t></w:r></w:fldSimple>'
    )
    paragraph._p.append(parse_xml(field))


def add_watermark(paragraph: Paragraph, words: str) -> None:
    """A light diagonal text behind the page that the header belongs to."""
    shape = (
        f"<w:r {nsdecls('w')} {_OTHER_NAMES}><w:pict>{_SHAPE_TYPE}"
        f'<v:shape id="watermark" o:spid="_x0000_s2049" type="#_x0000_t136" o:allowincell="f"'
        f' style="{_SHAPE_STYLE}" fillcolor="#dcdcdc" stroked="f">'
        f"<v:textpath style=\"font-family:'{TYPEFACE}';font-weight:bold;font-size:1pt\""
        f" string={quoteattr(words)}/></v:shape></w:pict></w:r>"
    )
    paragraph._p.append(parse_xml(shape))


def add_bookmark(paragraph: Paragraph, number: int) -> None:
    """A place that links and the outline can lead to."""
    names = nsdecls("w")
    start = parse_xml(f'<w:bookmarkStart {names} w:id="{number}" w:name="muc_{number}"/>')
    end = parse_xml(f'<w:bookmarkEnd {names} w:id="{number}"/>')
    paragraph._p.append(start)
    paragraph._p.append(end)


def set_outline_level(paragraph: Paragraph, level: int) -> None:
    """Show the paragraph in Word's navigation; level 0 is the outermost."""
    properties = paragraph._p.get_or_add_pPr()
    properties.append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="{level}"/>'))


def set_rule_above(paragraph: Paragraph, width: float) -> None:
    """A rule along the top of a paragraph, ``width`` points thick."""
    border = f'<w:top w:val="single" w:sz="{round(width * 8)}" w:space="1" w:color="000000"/>'
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        parse_xml(f"<w:pBdr {nsdecls('w')}>{border}</w:pBdr>"),
        "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl",
    )  # fmt: skip


def restart_numbering(section: Section) -> None:
    """Pages of this section are numbered from 1."""
    section._sectPr.insert_element_before(
        parse_xml(f'<w:pgNumType {nsdecls("w")} w:start="1"/>'), "w:cols", "w:titlePg", "w:docGrid"
    )


def repeat_as_head(row: _Row) -> None:
    """The row is repeated at the top of every page the table reaches."""
    row._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))


def keep_whole(row: _Row) -> None:
    """No page break inside the row."""
    row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))


def shade(cell: _Cell) -> None:
    """A light ground under a cell."""
    ground = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="F0F0F0"/>'
    cell._tc.get_or_add_tcPr().append(parse_xml(ground))


def set_frame(table: Table, widths: list[float], *, ruled: bool, side: float) -> None:
    """Fixed column widths in points, thin borders or none, ``side`` points beside the text."""
    names = nsdecls("w")
    lines = ("top", "left", "bottom", "right", "insideH", "insideV")
    line = 'w:val="single" w:sz="4" w:space="0" w:color="000000"' if ruled else 'w:val="nil"'
    borders = "".join(f"<w:{name} {line}/>" for name in lines)
    room = f'w:w="{twips(side)}" w:type="dxa"'
    tall = f'w:w="{twips(side / 2)}" w:type="dxa"'
    properties = table._tbl.tblPr
    for old in ("w:tblStyle", "w:tblW", "w:tblLayout", "w:tblLook", "w:tblBorders", "w:tblCellMar"):
        for element in properties.findall(qn(old)):
            properties.remove(element)
    for piece in (
        f'<w:tblW {names} w:w="{twips(sum(widths))}" w:type="dxa"/>',
        f'<w:tblInd {names} w:w="{twips(side)}" w:type="dxa"/>',
        f"<w:tblBorders {names}>{borders}</w:tblBorders>",
        f'<w:tblLayout {names} w:type="fixed"/>',
        f"<w:tblCellMar {names}><w:top {tall}/><w:left {room}/>"
        f"<w:bottom {tall}/><w:right {room}/></w:tblCellMar>",
    ):
        properties.append(parse_xml(piece))
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.set(qn("w:w"), str(twips(width)))


def without_moments(file: bytes) -> bytes:
    """The same Word file with every part dated alike, so that equal documents are equal bytes."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(file)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, FIXED_MOMENT.timetuple()[:6])
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return target.getvalue()
