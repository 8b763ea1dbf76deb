from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.template.loader import get_template
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, PageViewRestriction, Site
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue
from wagtail_localize.segments.extract import StreamFieldSegmentExtractor
from wagtail_localize.segments.ingest import StreamFieldSegmentsWriter

from base.blocks import ASK, CONTENT_BLOCKS, GUIDE, SHOW, TELL, BodyBlocks
from base.blocks.body import name_headings, skipped_levels
from base.blocks.guide import StepBlock, StepState, step_states, step_when
from base.blocks.links import LinkBlock
from base.blocks.media import allow_frame
from base.blocks.places import AddressBlock, phone_link
from base.icons import OWN_ICONS, Icon
from base.middleware import ContentSecurityPolicyMiddleware
from tests.base.blocks import RAW, body, render

pytestmark = pytest.mark.django_db

BLOCKS = dict(CONTENT_BLOCKS)
PREVIEWED = {
    "heading": "What can still change",
    "text": "About 4,100 vehicles",
    "key_facts": "Streets committee",
    "quote": "If the lorries go round",
    "notice": "The drop-in has moved",
    "call_to_action": "Start the questions",
    "contact": "tel:01632960147",
    "image": "Picture: Streets team",
    "video": "A walk down Mill Lane",
    "documents": "PDF, 1.3 MB",
    "table": "Vehicles in Mill Lane",
    "address": "Market Street<br>",
    "steps": 'aria-current="step"',
    "details": "Can I answer for somebody else?",
}
"""What an editor sees in the preview of each block."""


def messages(block: Any, raw: Any, *, deferred: bool = False) -> dict[str, list[str]]:
    """What an editor reads beside each field of a struct block that is refused."""
    value = block.to_python(raw)
    with pytest.raises(StructBlockValidationError) as caught:
        (block.clean_deferred if deferred else block.clean)(value)
    return {name: error.messages for name, error in caught.value.block_errors.items()}


# The chooser


def test_content_blocks_cover_the_chooser_in_four_groups() -> None:
    assert {str(group): len(list(blocks)) for group, blocks in BodyBlocks().grouped_child_blocks()} == {
        str(TELL): 5,
        str(ASK): 2,
        str(SHOW): 5,
        str(GUIDE): 2,
    }


@pytest.mark.parametrize("name", BLOCKS)
def test_block_has_icon_label_description_and_preview(name: str) -> None:
    block = BLOCKS[name]
    assert block.meta.icon in set(Icon)
    assert block.label
    assert str(block.get_description()).endswith(".")
    assert block.is_previewable
    assert RAW[name]


@pytest.mark.parametrize("name", BLOCKS)
def test_block_preview_shows_the_block_in_the_site_style(admin_client: Any, name: str) -> None:
    response = admin_client.get(f"/admin/block-preview/?id={BLOCKS[name].definition_prefix}")
    html = response.content.decode()
    assert response.status_code == 200
    assert "css/components.css" in html
    assert "style=" not in html
    assert html.count("<main") == 1
    assert PREVIEWED[name] in html.replace("\u00a0", " ")


@pytest.mark.parametrize("path", OWN_ICONS)
def test_own_icon_is_named_after_its_file(path: str) -> None:
    name = path.removeprefix("base/icons/").removesuffix(".svg")
    assert f'id="icon-fm-{name}"' in get_template(path).render()


def test_every_block_renders_without_inline_style_and_without_what_was_deleted() -> None:
    html = render(*RAW.items())
    assert "style=" not in html
    assert "<script" not in html
    assert '<figure class="fm-figure">' not in html
    assert "fm-docs" not in html


# Headings


def test_headings_get_one_address_each_and_keep_it_when_the_words_change() -> None:
    value = body(
        ("heading", {"text": "Monday", "level": "2", "anchor": ""}),
        ("heading", {"text": "Monday", "level": "2", "anchor": ""}),
        ("heading", {"text": "New words", "level": "2", "anchor": "old-words"}),
        ("heading", {"text": "يوم الأحد", "level": "2", "anchor": ""}),
        ("heading", {"text": "!!!", "level": "2", "anchor": ""}),
    )
    name_headings(value)
    assert [child.value["anchor"] for child in value] == ["monday", "monday-2", "old-words", "يوم-الأحد", "part"]


def test_heading_shows_its_level_and_address() -> None:
    assert render(("heading", RAW["heading"])).strip() == '<h2 id="what">What can still change</h2>'


def test_heading_that_skips_a_level_is_refused_when_publishing_only() -> None:
    value = body(
        ("heading", {"text": "One", "level": "2", "anchor": ""}),
        ("heading", {"text": "Two", "level": "4", "anchor": ""}),
    )
    assert skipped_levels(value) == [1]
    with pytest.raises(StreamBlockValidationError) as caught:
        value.stream_block.clean(value)
    assert list(caught.value.block_errors) == [1]
    assert value.stream_block.clean_deferred(value)[1].value["anchor"] == "two"


def test_heading_without_words_says_what_to_write() -> None:
    assert messages(BLOCKS["heading"], {"text": "", "level": "2", "anchor": ""}) == {
        "text": ["Write the heading, or delete this block."]
    }


# Pictures and films


@pytest.fixture
def image() -> Image:
    return Image.objects.create(title="Plan", file=get_test_image_file())


def test_picture_without_words_is_refused(image: Image) -> None:
    picture = {"image": image.pk, "alt_text": "", "decorative": False}
    found = BLOCKS["image"].child_blocks["picture"]
    assert messages(found, picture) == {
        "alt_text": ["Say what the picture shows, for those who do not see it, or tick that it only decorates."]
    }


# Wagtail leaves the temporary file of a rendition to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
@pytest.mark.parametrize(("alt_text", "decorative", "shown"), [("A plan", False, 'alt="A plan"'), ("", True, 'alt=""')])
def test_picture_shows_its_words_caption_and_maker(image: Image, alt_text: str, decorative: bool, shown: str) -> None:
    picture = {"image": image.pk, "alt_text": alt_text, "decorative": decorative}
    html = render(("image", {**RAW["image"], "picture": picture}))
    assert shown in html
    assert "Layout B" in html
    assert "Picture: Streets team" in html


def test_film_without_a_named_host_is_a_link(settings: Any, rf: Any) -> None:
    settings.VIDEO_HOSTS = []
    request = rf.get("/", {"play": "b0"})
    html = render(("video", RAW["video"]), request=request)
    assert "<iframe" not in html
    assert "?play=" not in html
    assert 'href="https://www.youtube.com/watch?v=dQw4w9WgXcQ"' in html
    assert "Watch it on youtube.com" in html
    assert 'href="https://example.org/words"' in html
    assert not hasattr(request, "frame_hosts")


def test_film_of_a_named_host_loads_after_a_click_only(settings: Any, rf: Any) -> None:
    settings.VIDEO_HOSTS = ["www.youtube-nocookie.com"]
    before, after = rf.get("/"), rf.get("/", {"play": "b0"})
    shown = render(("video", RAW["video"]), request=before)
    assert 'href="?play=b0#film-b0"' in shown
    assert "<iframe" not in shown
    assert not hasattr(before, "frame_hosts")
    assert 'src="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"' in render(("video", RAW["video"]), request=after)
    assert after.frame_hosts == {"www.youtube-nocookie.com"}


def test_only_the_film_that_was_asked_for_plays(settings: Any, rf: Any) -> None:
    settings.VIDEO_HOSTS = ["www.youtube-nocookie.com"]
    html = render(("video", RAW["video"]), ("video", RAW["video"]), request=rf.get("/", {"play": "b1"}))
    assert html.count("<iframe") == 1
    assert html.index("<iframe") > html.index('id="film-b1"')


# Documents


def test_documents_show_type_and_size_and_leave_out_what_was_deleted() -> None:
    document = Document.objects.create(
        title="Three layouts", file=ContentFile(b"x" * 40_000, name="layouts.pdf"), file_size=40_000
    )
    items = [
        {"type": "item", "id": "1", "value": {"document": document.pk, "title": ""}},
        {"type": "item", "id": "2", "value": {"document": 9_999, "title": "Gone"}},
    ]
    html = render(("documents", {"title": "", "documents": items}))
    assert f'<a href="/documents/{document.pk}/{document.filename}">Three layouts</a>' in html
    assert '<span class="fm-meta">PDF, 40 KB</span>' in html
    assert html.count("<li>") == 1


def test_documents_take_the_same_queries_for_one_and_three(django_assert_num_queries: Any) -> None:
    made = [Document.objects.create(title=str(i), file=ContentFile(b"x", name="a.pdf"), file_size=1) for i in range(3)]
    for number in (1, 3):
        items = [{"type": "item", "id": str(d.pk), "value": {"document": d.pk, "title": ""}} for d in made[:number]]
        with django_assert_num_queries(1):
            render(("documents", {"title": "", "documents": items}))


# Links


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({}, {"page": ["Choose a page or a document, or give an address: the link leads nowhere."]}),
        (
            {"page": 1, "address": "https://example.org"},
            {"address": ["Choose one place that the link leads to, and clear the others."]},
        ),
        ({"address": "javascript:alert(1)"}, {"address": ["This is no address of a page. It begins with https://."]}),
    ],
)
def test_link_leads_to_exactly_one_place(raw: dict[str, Any], expected: dict[str, list[str]]) -> None:
    assert messages(LinkBlock(), {"page": None, "document": None, "address": "", **raw}) == expected


def test_link_may_be_missing_in_a_draft_and_where_it_is_optional() -> None:
    empty = LinkBlock().to_python({"page": None, "document": None, "address": ""})
    assert LinkBlock().clean_deferred(empty).href == ""
    assert LinkBlock(optional=True).clean(empty).href == ""


def test_link_to_a_page_that_was_unpublished_or_deleted_leads_nowhere() -> None:
    page = Page.objects.get(depth=1).add_child(title="Hidden", slug="hidden", live=False)
    action = {**RAW["call_to_action"], "link": {"page": page.pk, "document": None, "address": ""}}
    assert "<a " not in render(("call_to_action", action))
    page.delete()
    assert "<a " not in render(("call_to_action", action))


def test_link_to_a_private_page_shows_the_words_typed_and_never_its_title() -> None:
    page = Site.objects.get().root_page.add_child(title="Closing the library", slug="plans")
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    link = {"page": page.pk, "document": None, "address": ""}
    html = render(
        ("call_to_action", {**RAW["call_to_action"], "link": link}),
        ("video", {**RAW["video"], "transcript": link}),
        ("text", f'<p>As <a linktype="page" id="{page.pk}">we wrote</a>.</p>'),
    )
    assert (html.count('href="/plans/"'), page.title in html) == (3, False)


# Tables


def test_table_has_caption_headings_and_aligned_numbers() -> None:
    html = render(("table", RAW["table"]))
    assert '<caption id="b0-caption"><span>Vehicles</span></caption>' in html
    assert '<th scope="col" class="fm-number">Passing</th>' in html
    assert '<th scope="row">8am</th><td class="fm-number">1612.5</td>' in html
    assert '<th scope="row">9am</th><td class="fm-number"></td>' in html


def test_table_without_caption_heading_or_rows_says_what_is_missing() -> None:
    block = BLOCKS["table"].child_blocks["table"]
    table = block.to_python({"caption": "", "columns": [{"type": "text", "heading": ""}], "rows": []})
    with pytest.raises(ValidationError) as caught:
        block.clean(table)
    assert [str(message) for message in caught.value.non_block_errors] == [
        "Add at least one column and one row, or delete this block.",
        "Write a caption: what does the table show?",
        "Give every column a heading, so that people know what they read.",
    ]
    assert block.clean_deferred(table).caption == ""


# Steps


def step(first: date | None = None, last: date | None = None, when: str = "") -> dict[str, Any]:
    return {"title": "Step", "starts_on": first, "ends_on": last, "when": when}


DONE, NOW, TO_COME = StepState.DONE, StepState.NOW, StepState.TO_COME
JAN, FEB, MAR = date(2026, 1, 10), date(2026, 2, 10), date(2026, 3, 10)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 1, 9), [TO_COME, TO_COME, TO_COME, TO_COME]),
        (JAN, [NOW, TO_COME, TO_COME, TO_COME]),
        (date(2026, 1, 11), [DONE, TO_COME, TO_COME, TO_COME]),
        (FEB, [DONE, DONE, NOW, TO_COME]),
        (MAR, [DONE, DONE, NOW, TO_COME]),
        (date(2026, 3, 11), [DONE, DONE, DONE, TO_COME]),
    ],
)
def test_steps_move_on_by_their_dates(today: date, expected: list[StepState]) -> None:
    assert step_states([step(JAN), step(when="soon"), step(FEB, MAR), step()], today) == expected


@pytest.mark.parametrize(
    ("first", "last", "when", "expected"),
    [
        (JAN, None, "", "Friday 10 January 2020"),
        (JAN, MAR, "", "10 January 2020 to 10 March 2020"),
        (JAN, JAN, "", "Friday 10 January 2020"),
        (None, MAR, "", "By Tuesday 10 March 2020"),
        (JAN, MAR, "In the spring", "In the spring"),
        (None, None, "", ""),
    ],
)
def test_step_says_when_in_words(first: date | None, last: date | None, when: str, expected: str) -> None:
    first, last = (day and day.replace(year=2020) for day in (first, last))
    assert step_when(step(first, last, when)) == expected


def test_step_that_ends_before_it_starts_is_refused() -> None:
    raw = {"title": "Open", "starts_on": "2026-03-10", "ends_on": "2026-02-10", "when": ""}
    assert messages(StepBlock(), raw) == {"ends_on": ["The last day is before the first day. Change one of them."]}


def test_steps_name_the_one_of_today() -> None:
    today = date.today().isoformat()  # noqa: DTZ011 - only compared with itself
    items = [
        {"type": "item", "id": "1", "value": {**step(), "starts_on": "2020-01-01", "title": "Plans"}},
        {"type": "item", "id": "2", "value": {**step(), "starts_on": today, "ends_on": "2100-01-01"}},
    ]
    html = render(("steps", {"title": "", "steps": items}))
    assert html.count('class="is-done"') == 1
    assert html.count('class="is-now" aria-current="step"') == 1


# Places


@pytest.mark.parametrize(
    ("phone", "expected"),
    [("01632 960 147", "tel:01632960147"), ("+44 (0)1632 960147", "tel:+441632960147"), ("ask Priya", ""), ("+", "")],
)
def test_phone_becomes_a_link(phone: str, expected: str) -> None:
    assert phone_link(phone) == expected


def test_contact_without_its_own_shows_the_site_s(rf: Any) -> None:
    class Brand:
        phone, email = "01632 960 000", "hello@example.org"

    html = render(("contact", {**RAW["contact"], "phone": "", "email": ""}), brand=Brand())
    assert 'href="tel:01632960000"' in html
    assert 'href="mailto:hello@example.org"' in html
    assert "hello@example.org" not in render(("contact", {**RAW["contact"], "email": ""}), brand=Brand())


def test_address_with_half_a_position_is_refused() -> None:
    raw = {**RAW["address"], "longitude": None}
    assert messages(AddressBlock(), raw) == {
        "longitude": ["Give both latitude and longitude, or neither: one alone marks no place."]
    }


def test_address_shows_lines_position_and_nothing_of_others() -> None:
    html = render(("address", RAW["address"]))
    assert "Market Street<br>WX1" in html
    assert "51.5, -0.125" in html
    assert "http" not in html


# Search


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("heading", ["What can still change"]),
        ("text", ["About 4,100 vehicles."]),
        ("key_facts", ["", "Who", "Streets", "22 April"]),
        ("quote", ["I could let them walk.", "Nadia", "Ferrygate"]),
        ("notice", ["The drop-in has moved", "To the Old Corn Hall."]),
        ("call_to_action", ["Not sure?", "Answer four questions.", "Start"]),
        ("contact", ["", "Streets team", "Weekdays.", "01632 960 147"]),
        ("image", ["Layout B", "Streets team"]),
        ("video", ["A walk", "4 minutes"]),
        ("documents", []),
        ("table", ["Vehicles", "Hour", "Passing", "8am", "9am", "Count of October"]),
        ("address", ["Old Corn Hall", "Market Street\nWX1", "Bus 14."]),
        ("steps", ["", "Plans", "", "Open", "In spring"]),
        ("details", ["For somebody else?", "Yes."]),
    ],
)
def test_block_hands_its_words_to_the_search(name: str, expected: list[str]) -> None:
    assert BLOCKS[name].get_searchable_content(BLOCKS[name].to_python(RAW[name])) == expected


def test_documents_are_found_by_their_titles() -> None:
    document = Document.objects.create(title="Three layouts", file=ContentFile(b"x", name="a.pdf"))
    items = [{"type": "item", "id": "1", "value": {"document": document.pk, "title": ""}}]
    block = BLOCKS["documents"]
    assert block.get_searchable_content(block.to_python({"title": "Plans", "documents": items})) == [
        "Plans",
        "Three layouts",
    ]


# Translation


def segments(name: str) -> list[Any]:
    return StreamFieldSegmentExtractor(None).handle_stream_block(body((name, RAW[name])))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("heading", {"b0.text"}),
        ("contact", {"b0.title", "b0.name", "b0.text"}),
        ("call_to_action", {"b0.title", "b0.text", "b0.button"}),
        ("video", {"b0.title", "b0.duration"}),
        ("steps", {"b0.title", "b0.steps.s1.title", "b0.steps.s1.when", "b0.steps.s2.title", "b0.steps.s2.when"}),
        (
            "table",
            {
                "b0.table.caption",
                "b0.table.columns.0",
                "b0.table.columns.1",
                "b0.table.rows.0.0",
                "b0.table.rows.1.0",
                "b0.source",
            },
        ),
    ],
)
def test_translators_get_words_and_neither_choices_nor_addresses(name: str, expected: set[str]) -> None:
    assert {segment.path for segment in segments(name) if isinstance(segment, StringSegmentValue)} == expected


def test_translators_may_replace_a_telephone_number() -> None:
    found = [(s.path, s.data) for s in segments("contact") if isinstance(s, OverridableSegmentValue)]
    assert found == [("b0.phone", "01632 960 147")]


def test_translated_table_and_number_come_back() -> None:
    value = body(("table", RAW["table"]), ("contact", RAW["contact"]))
    translated = [
        StringSegmentValue("b0.table.caption", "Cerbydau"),
        StringSegmentValue("b0.table.columns.1", "Yn pasio"),
        StringSegmentValue("b0.table.rows.0.0", "8yb"),
        OverridableSegmentValue("b1.phone", "01632 960 148"),
    ]
    StreamFieldSegmentsWriter(None, None, None).handle_stream_block(value, translated)
    table = value[0].value["table"]
    assert table.caption == "Cerbydau"
    assert [column["heading"] for column in table.columns] == ["Hour", "Yn pasio"]
    assert table.row_data[0]["values"] == ["8yb", Decimal("1612.5")]
    assert value[1].value["phone"] == "01632 960 148"


def translated(name: str, raw: Any, *words: tuple[str, str], replaced: tuple[str, int] | None = None) -> Any:
    """The value of a block after a translator has given these words, and put one thing in the place of another."""
    value = body((name, raw))
    given: list[Any] = [StringSegmentValue(f"b0.{path}", text) for path, text in words]
    if replaced:
        given.append(OverridableSegmentValue(f"b0.{replaced[0]}", replaced[1]))
    StreamFieldSegmentsWriter(None, None, None).handle_stream_block(value, given)
    return value[0].value


GONE = 10**6
PICTURE_WORDS = (("picture.alt_text", "Cynllun"), ("caption", "Cynllun B"))


def test_translated_picture_comes_back(image: Image) -> None:
    raw = {**RAW["image"], "picture": {"image": image.pk, "alt_text": "A plan", "decorative": False}}
    other = Image.objects.create(title="Cynllun", file=get_test_image_file())
    for replaced, shown in ((None, image), (("picture.image", other.pk), other), (("picture.image", GONE), image)):
        value = translated("image", raw, *PICTURE_WORDS, replaced=replaced)
        assert (value["picture"].pk, value["picture"].contextual_alt_text) == (shown.pk, "Cynllun")
        assert value["caption"] == "Cynllun B"


@pytest.mark.parametrize("replaced", [None, ("picture.image", 1)])
def test_translation_of_a_picture_that_was_deleted_keeps_the_caption(replaced: Any) -> None:
    value = translated("image", RAW["image"], *PICTURE_WORDS, replaced=replaced)
    assert (value["picture"], value["caption"]) == (None, "Cynllun B")


@pytest.mark.parametrize(
    ("what", "block", "path"),
    [
        ("document", "documents", "documents.d1.document"),
        ("poster", "video", "poster"),
        ("page", "video", "transcript.page"),
    ],
)
def test_what_a_translator_chose_is_shown_until_it_is_deleted(image: Image, what: str, block: str, path: str) -> None:
    document = Document.objects.create(title="Plans", file=ContentFile(b"x", "plans.txt"))
    chosen = {"document": document, "poster": image, "page": Page.objects.get(depth=1)}[what]
    for key, shown in ((chosen.pk, chosen), (GONE, None)):
        value: Any = translated(block, RAW[block], replaced=(path, key))
        for name in path.split("."):
            value = value[0] if name == "d1" else value[name]
        assert value == shown


@pytest.mark.parametrize("name", BLOCKS)
def test_block_is_stored_as_it_was_read(name: str) -> None:
    value = body((name, RAW[name]))
    again = BodyBlocks().to_python(value.get_prep_value())
    assert again.get_prep_value() == value.get_prep_value()


def test_frame_is_allowed_for_the_answer_that_shows_it_only(rf: Any) -> None:
    def view(request: Any) -> HttpResponse:
        if "play" in request.GET:
            allow_frame(request, "player.vimeo.com")
        return HttpResponse("page")

    serve = ContentSecurityPolicyMiddleware(view)
    assert "frame-src https://player.vimeo.com;" in serve(rf.get("/", {"play": "b0"}))["Content-Security-Policy"] + ";"
    assert "frame-src" not in serve(rf.get("/"))["Content-Security-Policy"]
