"""Pictures: the committed sprite files, and the tags that refer to them."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from base.art import PLATES, hill
from base.art.icons import ICONS
from base.art.plates import DRAWINGS
from base.art.sprites import SHEETS
from base.templatetags import ui

IMAGES = Path(settings.STATICFILES_DIRS[0]) / "img"


@pytest.mark.parametrize("name", sorted(SHEETS))
def test_committed_sheet_is_as_drawn(name: str) -> None:
    """`bin/draw` was run after the last change of a drawing."""
    assert (IMAGES / name).read_text(encoding="utf-8") == SHEETS[name]()


def test_every_choice_of_plate_is_drawn() -> None:
    assert sorted(PLATES) == sorted(DRAWINGS)


def test_hill_is_the_same_for_the_same_page_and_another_for_another() -> None:
    assert (hill.__wrapped__(12) == hill(12), hill(12) == hill(13)) == (True, False)


def test_hill_is_light() -> None:
    assert max(len(hill(seed)) for seed in range(50)) < 2500


def test_contours_take_text_as_seed() -> None:
    assert ui.contours("Mill Lane") == ui.contours("Mill Lane")


def test_icon_unknown_is_an_error_of_the_template() -> None:
    with pytest.raises(KeyError):
        ui.icon("unicorn")


def test_icon_of_direction_mirrors() -> None:
    assert re.search('class="([^"]+)"', ui.icon("arrow", "fm-i--s"))[1] == "fm-i fm-i--dir fm-i--s"


def test_plate_unknown_is_the_ring_of_people() -> None:
    assert ui.plate("volcano") == ui.plate(PLATES[0])


@pytest.mark.parametrize("name", sorted(ui.SCENES))
def test_scene_is_on_its_sheet(name: str) -> None:
    sheet = ui.SCENES[name][0]

    assert SHEETS[sheet]().count(f'<g id="{name}">') == 1


def test_every_icon_is_on_the_sheet() -> None:
    drawn = set(re.findall('<g id="i-([^"]+)">', SHEETS["icons.svg"]()))

    assert drawn == set(ICONS)
