"""The answered consultation: whether the old baths are repaired or a new pool is built."""

from collections import Counter
from typing import Any

from home.demo.baths_talk import BATHS_SAID, TOPICS_SAID
from home.demo.crowd import CROWD, comments_on
from home.demo.words import Day, Moment, bullets, heading, prose, reference_of, stream

SLUG = "tanner-street-baths"
FIELDS: dict[str, Any] = {
    "title": "Tanner Street Baths: repair or rebuild",
    "question": "Should we repair the old baths on Tanner Street, or close them and build a new pool by the ring road? "
    "Both are affordable. Neither has been chosen.",
    "why": "The roof of the baths leaks, the boiler is from 1961, and the pool was shut on 71 days last year. A repair "
    "takes fourteen months, a new pool three years. If nothing is done, the insurers close the building in two winters.",
    "place": "",
    "plate": "river",
    "opens_at": Moment(-140, "09:00"),
    "closes_at": Moment(-97),
    "answer_by": Day(-20),
    "decided_by": "Full council",
    "decision_on": Day(-28),
    "decision_details": "Public meeting, 7pm, Old Corn Hall",
    "contact_name": "Leisure team",
    "contact_phone": "01632 960 131",
    "contact_email": "leisure@wexbourne.example",
    "contact_address": "",
    "contact_other": "",
    "privacy_notice": prose(
        "Everybody can read what you write and the name you choose to show. If you give an address, we use it to tell you "
        "what came of it, and for nothing else. The Leisure team keeps comments for six years."
    ),
}
OPEN_POINTS = [
    "Repair or rebuild",
    "Hours, prices and who has the water when",
    "What happens to the building if the pool moves",
]
SETTLED_POINTS = ["The borough keeps a public pool", "School swimming goes on in either case"]
BODY = stream(
    SLUG,
    heading("The two ways"),
    (
        "text",
        prose(
            "<b>Repair.</b> A new roof, boiler and filters, changing rooms that a wheelchair can turn in, and a hoist. "
            "£6.2 million. The pool is shut for fourteen months; buses take schools to Harbury meanwhile.",
            "<b>Rebuild.</b> Eight lanes and a teaching pool beside the ring road. £17.5 million, of which half is a "
            "national grant that has to be applied for. The old baths stay open, as long as they last, until it is ready.",
        ),
    ),
    ("text", bullets("31,000 visits last year", "44 schools and clubs", "£412,000 a year to run")),
)
NEXT = stream(
    f"{SLUG}/next",
    ("step", {"title": "The roof comes off", "day": Day(60), "when": "", "details": "", "is_done": False}),
    (
        "step",
        {"title": "Half of the pool opens", "day": None, "when": "In a year or so", "details": "", "is_done": False},
    ),
)
TALK = {
    "title": "Talk about the baths",
    "prompt": "What do the baths mean to you, and what would you miss?",
    "team": "Leisure team",
}


def said_in_short(most: int = CROWD) -> list[dict[str, Any]]:
    """The themes of the summary, each counted in the talk as it is loaded.

    Args:
        most: how many comments of the crowd are loaded.
    """
    crowd = list(comments_on(most))
    total = len(crowd) + len(BATHS_SAID)
    by_hand = Counter(TOPICS_SAID.values())
    counts = {topic: by_hand[topic] + sum(one.is_about(topic) for one in crowd) for topic in THEMES}
    themes = [
        ("theme", {"title": title, "base": f"Raised in {counts[topic]:,} of {total:,} comments", **rest})
        for topic, (title, rest) in THEMES.items()
    ]
    return stream(f"{SLUG}/said", *themes)


THEMES: dict[str, tuple[str, dict[str, str]]] = {
    "place": (
        "The place matters more than the pool",
        {
            "text": prose(
                "Most people can walk to Tanner Street and few can walk to the ring road. Many who asked for a repair said so "
                "because of the way there, and not because of the building."
            ),
            "quote": "I can walk to Tanner Street. I cannot walk to a ring road, and I do not think you can either.",
            "name": "Margaret Pell",
        },
    ),
    "access": (
        "Some people have never been able to get in",
        {
            "text": prose(
                "Eleven steps, no hoist, and doors that a chair does not pass. This was said by few and read by all."
            ),
            "quote": "I learnt to swim there when I was six and I have not been in since the accident.",
            "name": "Yusuf",
        },
    ),
    "hours": (
        "The hours suit people who do not work",
        {
            "text": prose("Before seven, after eight, and an hour for women on a day that is not a school day."),
            "quote": "",
            "name": "",
        },
    ),
    "price": (
        "It must not cost more",
        {"text": prose("Families count in swims, not in pounds: two a month becomes one."), "quote": "", "name": ""},
    ),
}


def decided() -> list[dict[str, Any]]:
    """What was decided, with the contributions that led to each."""

    def refs(*keys: str) -> str:
        return ", ".join(reference_of("comment", key) for key in keys)

    return stream(
        f"{SLUG}/did",
        (
            "entry",
            {
                "title": "The baths on Tanner Street are repaired",
                "status": "under_way",
                "why_not": "",
                "details": prose(
                    "The council voted 31 to 14. The roof comes first, so that part of the pool can open after nine months."
                ),
                "day": Day(-28),
                "decided_by": "Full council",
                "references": refs("baths-margaret", "baths-celia", "baths-omar"),
            },
        ),
        (
            "entry",
            {
                "title": "A hoist, a ramp and a changing room with a bench are built first",
                "status": "decided",
                "why_not": "",
                "details": prose("Drawn with four people who use a chair, two of whom wrote to us here."),
                "day": Day(-28),
                "decided_by": "Full council",
                "references": refs("baths-yusuf", "baths-bron"),
            },
        ),
        (
            "entry",
            {
                "title": "Early swim from 6:15am on three days, and a women’s hour on Sundays",
                "status": "done",
                "why_not": "",
                "details": "",
                "day": Day(-21),
                "decided_by": "Ruth Okafor, head of libraries and leisure",
                "references": refs("baths-anjali", "baths-ngozi"),
            },
        ),
        (
            "entry",
            {
                "title": "An outdoor pool on the roof",
                "status": "not_done",
                "why_not": "The walls of 1908 do not carry the water. The engineers’ letter is among the papers.",
                "details": "",
                "day": Day(-28),
                "decided_by": "Full council",
                "references": refs("baths-kamil"),
            },
        ),
    )
