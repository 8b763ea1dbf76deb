import re
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.template import Context, RequestContext, Template
from django.urls import reverse
from wagtail.models import Site

from base import brand
from base.models import BrandSettings, QuietPeriod
from config.paths import SITE

pytestmark = pytest.mark.django_db


@pytest.fixture
def site() -> Site:
    return Site.objects.get(is_default_site=True)


@pytest.fixture
def saved(site: Site) -> BrandSettings:
    return BrandSettings.objects.create(site=site, site_name="Wexbourne Moot", brand="#003366")


def tokens() -> dict[str, str]:
    """The colours of the style sheet by token."""
    sheet = (SITE / "static/css/tokens.css").read_text()
    return dict(re.findall(r"--fm-([a-z-]+):\s*(#[0-9a-f]{6})", sheet))


# Rules


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#1c2724", "#ffffff", 15.4),
        ("#7d2a66", "#f7ebf4", 7.6),
        ("#17564b", "#17564b", 1.0),
    ],
)
def test_contrast_is_that_of_the_guidelines(one: str, other: str, ratio: float) -> None:
    assert brand.contrast(one, other) == pytest.approx(ratio, abs=0.05)
    assert brand.contrast(one, other) == brand.contrast(other, one)


def test_colours_are_those_of_the_style_sheet() -> None:
    names = {name.replace("_", "-"): colour for name, colour in (brand.DEFAULTS | brand.FIXED).items()}
    assert {name: tokens()[name] for name in names} == names


def test_default_colours_can_be_read() -> None:
    assert brand.unreadable_pairs({}) == []


def test_every_colour_but_the_lines_is_checked() -> None:
    checked = {pair.upper for pair in brand.PAIRS} | {pair.lower for pair in brand.PAIRS}
    assert set(brand.DEFAULTS) - checked == {"brand_line"}


def test_ratio_is_rounded_down() -> None:
    assert brand.shown_ratio(4.4999) == "4.49"


@pytest.mark.parametrize("own", [{"brand": "red"}, {"ink": "#000000"}, {"brand": "#000000}*{display:none"}])
def test_style_sheet_takes_nothing_but_colours(own: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=next(iter(own))):
        brand.style_sheet(own)


# Saving


def test_unreadable_text_is_refused_with_pair_and_ratio(site: Site) -> None:
    settings = BrandSettings(site=site, signal_tint="#5a7a74")
    with pytest.raises(ValidationError) as caught:
        settings.full_clean()
    assert caught.value.message_dict == {
        "signal_tint": [
            "Links in a notice would be hard to see: “main colour” on “signal, light” has a contrast of "
            "1.81 to 1, not 4.5.",
            "1 more pair is too close; the preview lists it.",
        ],
    }


def test_edges_need_less_than_text(site: Site) -> None:
    settings = BrandSettings(site=site, signal="#a08000")
    with pytest.raises(ValidationError) as caught:
        settings.full_clean()
    assert list(caught.value.message_dict) == ["signal"]


@pytest.mark.parametrize("colour", ["red", "#12345", "#gggggg", "#1234567"])
def test_colour_that_is_no_colour_is_refused(site: Site, colour: str) -> None:
    with pytest.raises(ValidationError) as caught:
        BrandSettings(site=site, brand=colour).full_clean()
    assert list(caught.value.message_dict) == ["brand"]


def test_colour_is_kept_in_small_letters(site: Site) -> None:
    settings = BrandSettings(site=site, brand="#17564B")
    settings.full_clean()
    assert settings.brand == "#17564b"


# Reading


def test_brand_costs_nothing_unless_used_and_one_query_when_used(
    rf: Any, saved: BrandSettings, django_assert_num_queries: Any
) -> None:
    request = rf.get("/")
    with django_assert_num_queries(0):
        Template("hello").render(RequestContext(request))
    Site.get_site_root_paths()
    with django_assert_num_queries(1):  # the site's own
        shown = Template("{{ brand.site_name }} {{ brand.stylesheet_url }}").render(RequestContext(request))
        shown += Template("{{ brand.site_name }}").render(RequestContext(request))
    assert shown.count("Wexbourne Moot") == 2


def test_visit_before_the_first_save_shows_defaults_and_writes_nothing(rf: Any) -> None:
    settings = BrandSettings.for_request(rf.get("/"))
    assert (settings.site_name, settings.stylesheet_url, settings.minimum_days) == ("Folkmoot", "", 28)
    assert settings.quiet_period_at(date(2026, 1, 1), date(2026, 12, 31)) == []
    assert not BrandSettings.objects.exists()


def test_visit_without_any_site_shows_defaults(rf: Any, site: Site) -> None:
    site.delete()
    assert BrandSettings.for_request(rf.get("/")).site_name == "Folkmoot"


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        (date(2026, 7, 1), date(2026, 7, 24), []),
        (date(2026, 7, 1), date(2026, 7, 25), ["Summer"]),
        (date(2026, 8, 1), date(2026, 8, 2), ["Summer"]),
        (date(2026, 9, 5), date(2026, 12, 24), ["Summer", "Winter"]),
        (date(2026, 9, 6), date(2026, 12, 23), []),
    ],
)
def test_quiet_periods_share_at_least_a_day(saved: BrandSettings, start: date, end: date, found: list[str]) -> None:
    for name, first, last in (
        ("Summer", date(2026, 7, 25), date(2026, 9, 5)),
        ("Winter", date(2026, 12, 24), date(2027, 1, 2)),
    ):
        QuietPeriod.objects.create(brand=saved, name=name, starts_on=first, ends_on=last)
    assert [period.name for period in saved.quiet_period_at(start, end)] == found


def test_quiet_period_that_ends_before_it_starts_is_refused(saved: BrandSettings) -> None:
    period = QuietPeriod(brand=saved, name="Summer", starts_on=date(2026, 9, 1), ends_on=date(2026, 7, 1))
    with pytest.raises(ValidationError) as caught:
        period.clean()
    assert list(caught.value.message_dict) == ["ends_on"]
    with pytest.raises(IntegrityError), transaction.atomic():
        period.save()


# The style sheet


def test_style_sheet_holds_what_differs_and_is_kept_for_a_year(client: Any, saved: BrandSettings) -> None:
    response = client.get(saved.stylesheet_url)
    assert response.content.decode() == ":root{--fm-brand:#003366;}\n"
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"


def test_style_sheet_under_an_old_address_is_current_and_asked_for_again(client: Any, saved: BrandSettings) -> None:
    old = saved.stylesheet_url
    BrandSettings.objects.update(brand="#002244")
    response = client.get(old)
    assert response.content.decode() == ":root{--fm-brand:#002244;}\n"
    assert response["Cache-Control"] == "no-cache"
    saved.refresh_from_db()
    assert saved.stylesheet_url != old


def test_style_sheet_of_an_unsaved_preview_comes_from_its_address(client: Any, saved: BrandSettings) -> None:
    saved.is_being_previewed = True
    saved.brand = "#880044"
    assert client.get(saved.stylesheet_url).content.decode() == ":root{--fm-brand:#880044;}\n"


def test_style_sheet_with_something_else_than_a_colour_is_not_found(client: Any) -> None:
    assert client.get(reverse("brand_css"), {"brand": "red}body{display:none"}).status_code == 404


# The form


def form_data(**changes: Any) -> dict[str, Any]:
    periods = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": "1000"}
    return {
        **brand.DEFAULTS,
        "site_name": "Wexbourne Moot",
        "languages": ["en"],
        "minimum_days": "42",
        **{f"quiet_periods-{name}": value for name, value in periods.items()},
        **changes,
    }


@pytest.fixture
def edit_url(site: Site) -> str:
    return reverse("wagtailsettings:edit", args=("base", "brandsettings", site.pk))


def test_editor_saves_a_brand_with_a_quiet_period(admin_client: Any, edit_url: str, site: Site) -> None:
    data = form_data(
        **{
            "quiet_periods-TOTAL_FORMS": "1",
            "quiet_periods-0-name": "Summer",
            "quiet_periods-0-starts_on": "2026-07-25",
            "quiet_periods-0-ends_on": "2026-09-05",
            "quiet_periods-0-ORDER": "1",
        }
    )
    assert admin_client.post(edit_url, data).status_code == 302
    settings = BrandSettings.objects.get(site=site)
    assert (settings.site_name, settings.languages, settings.minimum_days) == ("Wexbourne Moot", ["en"], 42)
    assert [period.name for period in settings.quiet_periods.all()] == ["Summer"]


def test_editor_reads_why_colours_are_refused_and_loses_nothing(admin_client: Any, edit_url: str) -> None:
    response = admin_client.post(edit_url, form_data(brand="#6ba89d", phone="01632 960 147"))
    html = response.content.decode()
    assert response.status_code == 200
    assert "Links in an official answer would be hard to see" in html
    assert 'value="#6ba89d"' in html
    assert 'value="01632 960 147"' in html


def test_preview_shows_colours_that_saving_would_refuse(admin_client: Any, edit_url: str) -> None:
    preview = reverse("wagtailsettings:preview_on_edit", args=("base", "brandsettings", Site.objects.get().pk))
    answer = admin_client.post(preview, form_data(brand="#6ba89d", site_name="Wexbourne Moot"))
    assert answer.json() == {"is_valid": True, "is_available": True}
    response = admin_client.get(preview)
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    html = response.content.decode()
    assert "brand=%236ba89d" in html
    assert "Wexbourne Moot" in html
    assert "Links in the text" in html


def test_colour_widget_pairs_picker_and_code() -> None:
    field = BrandSettings._meta.get_field("brand").formfield()
    html = field.widget.render("brand", "#17564b", {"id": "id_brand"})
    assert '<input type="color" value="#17564b" aria-label="Pick a colour">' in html
    assert '<input type="text" name="brand" value="#17564b"' in html
    assert Template("{{ media }}").render(Context({"media": field.widget.media})).count("colour_input.js") == 1
