"""A crowd for the search to be measured in: `python -m bench.crowd` adds pages and comments to the demo borough, once.

One word is on every page and in every comment, one on a single page and in a single comment. Nothing of it stands in a
menu or a list, so that other pages cost what they did.
"""

import random

import django

PAGES = 200
COMMENTS = 1_000
IN_EACH = "moorings"
ONCE = "zanzibar"
SLUG = "bench-crowd"
SENTENCE = """
    street water bridge market school garden council path river people evening morning lamp bench tree bus stop corner
    crossing library window winter summer rain hill square shop door family child cyclist walker road traffic quiet busy
"""


def text(number: int, length: int) -> str:
    """So many words, the same each time for a number, with the common word, and the rare one in the first text."""
    chosen = random.Random(number).choices(SENTENCE.split(), k=length)
    return " ".join([*chosen[: length // 2], IN_EACH, *chosen[length // 2 :], *([] if number else [ONCE])])


def main() -> None:
    """Add what is not there yet."""
    django.setup()
    from wagtail.models import Site

    from home.models import StandardPage

    home = Site.objects.get(is_default_site=True).root_page
    if StandardPage.objects.filter(slug=SLUG).exists():
        return
    above = home.add_child(instance=StandardPage(title="A crowd", slug=SLUG))
    for number in range(PAGES):
        body = [{"type": "text", "value": f"<p>{text(number, 300)}</p>"}]
        above.add_child(instance=StandardPage(title=f"Page {number} of a crowd", lead=text(number, 20), body=body))
    _talk(above)


def _talk(page: object) -> None:
    from engagement.comments.models import Discussion
    from engagement.comments.services import post_comment
    from engagement.plugin import ContributionState, HostPage, Participant, Timetable, place

    assert isinstance(page, HostPage)
    discussion = Discussion.objects.create(title="What a crowd says")
    timetable, _made = Timetable.objects.get_or_create(host_key=page.translation_key)
    place(activity=discussion, timetable=timetable, host_kind="page")
    people = [Participant.objects.create(display_name=f"Resident {number}") for number in range(50)]
    for number in range(COMMENTS):
        post_comment(
            discussion=discussion,
            author=people[number % len(people)],
            text=text(number, 40),
            language="en",
            state=ContributionState.PUBLISHED,
        )


if __name__ == "__main__":
    main()
