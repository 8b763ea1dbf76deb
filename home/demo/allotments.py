"""The consultation of which people know so far what was heard: who gets an allotment, and how long the list is."""

from home.demo.people import OFFICER
from home.demo.words import Day, Moment, Said, prose, stream

SLUG = "ferrygate-allotments"
FIELDS = {
    "title": "Ferrygate allotments: who gets a plot",
    "question": "Should full plots be halved when they become free, so that twice as many people get one? And who should "
    "come first?",
    "why": "Ferrygate has 64 plots and 211 people waiting, some since 2017. Five or six plots become free each year. If "
    "nothing changes, whoever joins the list today waits more than thirty years.",
    "place": "Ferrygate",
    "plate": "park",
    "opens_at": Moment(-62, "09:00"),
    "closes_at": Moment(-27),
    "answer_by": Day(24),
    "decided_by": "Parks committee",
    "decision_on": Day(17),
    "decision_details": "",
    "contact_name": "Parks team",
    "contact_phone": "01632 960 124",
    "contact_email": "parks@wexbourne.example",
    "contact_address": "",
    "contact_other": "",
    "privacy_notice": prose(
        "Everybody can read what you write and the name you choose to show. Your e-mail address is never shown. The Parks "
        "team keeps comments for two years."
    ),
}
OPEN_POINTS = ["Whether plots are halved", "Who comes first on the list", "What a plot that nobody digs is used for"]
SETTLED_POINTS = ["Nobody who has a plot today loses any of it", "The rent stays as it is until next year"]
BODY = stream(
    SLUG,
    (
        "text",
        prose(
            "A full plot is 250 square metres, about the size of a tennis court. In the neighbouring borough plots are "
            "halved when they change hands: its list is four years long."
        ),
    ),
)
TALK = {
    "title": "Talk about the allotments",
    "prompt": "How much ground does one household need, and who should have it first?",
    "team": "Parks team",
}
SAID_IN_SHORT = stream(
    f"{SLUG}/said",
    (
        "theme",
        {
            "title": "Half a plot is plenty to begin with",
            "base": "Said by 4 of the 6 people who wrote",
            "text": prose(
                "Also by people who have a full one. Those who keep bees or hens are afraid of a rule for all."
            ),
            "quote": "In my second year I was glad of the weeds, because they covered what I had not dug.",
            "name": "Tunde",
        },
    ),
    (
        "theme",
        {
            "title": "The list should not only go by the year one joined it",
            "base": "Said by 3 of the 6 people who wrote",
            "text": prose("For people without a garden, and for the school. Others say that a queue is a queue."),
            "quote": "",
            "name": "",
        },
    ),
)
SAID = [
    Said(
        "plots-fred", "fred", 60, "16:10",
        "I have had number 12 since 1979 and I only dig half of it. Take the other half when you like. Mind the rhubarb.",
    ),
    Said(
        "plots-tunde", "tunde", 59, "20:22",
        "In my second year I was glad of the weeds, because they covered what I had not dug. Half is plenty to begin with.",
    ),
    Said(
        "plots-oksana", "oksana", 57, "21:05",
        "We are five in a flat on the fourth floor. A garden is not a hobby there. Please look at who has none.",
    ),
    Said(
        "plots-alan", "alan", 55, "09:15",
        "A queue is a queue. I have stood in this one for nine years and I am nearly at the front.",
        to="plots-oksana",
    ),
    Said(
        "plots-answer", OFFICER, 52, "11:40",
        "Nobody is sent to the back: what changes would hold for those who join from then on. We will say so more clearly.",
        to="plots-alan",
    ),
    Said(
        "plots-eleri", "eleri", 49, "19:34",
        "Mae hanner plot yn ddigon i deulu. Byddai’r ysgol yn hoffi un hefyd, i’r plant gael gweld o ble daw’r tatws.",
        language="cy",
    ),
    Said("plots-george", "george", 44, "12:50", "Bees need the whole width. Ask before you draw a line."),
]  # fmt: skip
