from __future__ import annotations

import pytest
from reportlab.pdfbase.pdfmetrics import getFont
from reportlab.pdfbase.ttfonts import TTFont

from desktop.base.resources import resource
from desktop.paper.blocks import CROSSED_BOX, EMPTY_BOX
from desktop.paper.faces import BOX_WIDTH, Face, font_name, unit_width
from desktop.paper.lines import SPACE
from paper.pages import VIETNAMESE


def test_the_alphabet_of_the_tests_is_the_whole_one() -> None:
    assert len(VIETNAMESE) == 134


@pytest.mark.parametrize("face", Face)
def test_every_vietnamese_letter_is_in_the_face(face: Face) -> None:
    font = getFont(font_name(face))
    assert isinstance(font, TTFont)
    glyphs = font.face.charToGlyph
    wanted = [*VIETNAMESE, *"–—…“”‘’•≥≤±½²đ₫", "\xa0"]
    assert [letter for letter in wanted if ord(letter) not in glyphs] == []


@pytest.mark.parametrize("face", Face)
def test_a_blank_is_a_quarter_of_the_size_as_lines_are_filled(face: Face) -> None:
    assert unit_width(face, " ") == pytest.approx(SPACE, abs=1e-3)


@pytest.mark.parametrize("face", Face)
def test_the_face_is_as_wide_as_times_new_roman(face: Face) -> None:
    times = {
        Face.REGULAR: "Times-Roman",
        Face.BOLD: "Times-Bold",
        Face.ITALIC: "Times-Italic",
        Face.BOLD_ITALIC: "Times-BoldItalic",
    }
    sample = "Doc lap - Tu do - Hanh phuc"
    assert unit_width(face, sample) == pytest.approx(
        getFont(times[face]).stringWidth(sample, 1.0), rel=0.005
    )


def test_boxes_have_a_width_although_no_face_has_them() -> None:
    plain = unit_width(Face.REGULAR, "Có")
    assert unit_width(Face.REGULAR, f"{EMPTY_BOX}Có{CROSSED_BOX}") == pytest.approx(
        plain + 2 * BOX_WIDTH
    )


def test_the_licence_lies_beside_the_faces() -> None:
    licence = resource("fonts/LICENSE.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "Reserved Font Name" in licence
