"""The planned and the closed consultation."""

from engagement.plugin import Channel
from home.demo.people import OFFICER
from home.demo.words import Day, Moment, Said, bullets, heading, prose, stream

MARKET_SLUG = "corn-street-market"
MARKET = {
    "title": "A Sunday market on Corn Street",
    "question": "Should Corn Street be closed to cars on one Sunday a month, for a market of food, plants and mended "
    "things? Read the plan now. The questions open soon.",
    "why": "Since the covered market closed, 26 stallholders have had nowhere to trade in the town. Forty-one of the "
    "shops in and around Corn Street do not open on Sundays. A market could bring people in, or only bring noise: we "
    "want to know before we order a single stall.",
    "place": "Town centre",
    "plate": "market",
    "opens_at": Moment(13, "09:00"),
    "closes_at": Moment(56),
    "answer_by": Day(90),
    "decided_by": "Town centre committee",
    "decision_on": Day(80),
    "decision_details": "Public meeting, 6:30pm, Old Corn Hall",
    "contact_name": "Markets team",
    "contact_phone": "01632 960 162",
    "contact_email": "markets@wexbourne.example",
    "contact_address": "Markets team\nThe Old Corn Hall\nMarket Street\nWexbourne",
    "contact_other": "",
    "privacy_notice": prose(
        "Everybody can read what you write and the name you choose to show. Your e-mail address is never shown.",
        "The Markets team reads every comment and keeps it for two years.",
    ),
}
MARKET_OPEN = [
    "Which Sunday of the month, and from when to when",
    "What may be sold, and who gets a stall first",
    "Where the blue badge bays go on market days",
]
MARKET_SETTLED = ["Buses run as usual, by way of Market Street", "Nobody is moved off a pitch they have today"]
MARKET_BODY = stream(
    MARKET_SLUG,
    heading("How a market Sunday would go"),
    (
        "text",
        bullets(
            "7am: the street closes between the Wheatsheaf and the post office",
            "9am to 2pm: up to 30 stalls, a third of them kept for people who live in the borough",
            "3:30pm: swept and open to cars again",
        ),
    ),
    (
        "text",
        prose(
            "We would try it on six Sundays, count who comes and what the shops take, and stop if it does more harm "
            "than good. The trial costs £18,500, most of it for stewards, barriers and sweeping. Rents would bring back "
            "about half."
        ),
    ),
)
MARKET_TALK = {
    "title": "Talk about the Sunday market",
    "prompt": "What would a market have to sell, so that you would come?",
    "team": "Markets team",
}

LIBRARY_SLUG = "ferrygate-library-saturdays"
LIBRARY = {
    "title": "Saturday hours at Ferrygate Library",
    "question": "Should the library stay open until 5pm on Saturdays, as it did during the trial, and open an hour later "
    "on Wednesdays instead?",
    "why": "For a year the library has stayed open on Saturdays until 5pm instead of 1pm. On an average Saturday 212 "
    "people came after one o’clock. On Wednesday mornings before ten it is nine people. The money is enough for one of "
    "the two.",
    "place": "Ferrygate",
    "plate": "library",
    "opens_at": Moment(-49, "09:00"),
    "closes_at": Moment(-20),
    "answer_by": Day(9),
    "decided_by": "Ruth Okafor, head of libraries",
    "decision_on": Day(4),
    "decision_details": "",
    "contact_name": "Libraries team",
    "contact_phone": "01632 960 118",
    "contact_email": "libraries@wexbourne.example",
    "contact_address": "",
    "contact_other": "",
    "privacy_notice": prose(
        "Everybody can read what you write and the name you choose to show. Your e-mail address is never shown. The "
        "Libraries team keeps comments for two years."
    ),
}
LIBRARY_OPEN = [
    "Which day gives up an hour, if any",
    "Whether the afternoon needs a librarian at the desk or only the machines",
]
LIBRARY_SETTLED = ["No library of the borough closes", "The homework club stays on Saturdays at two"]
LIBRARY_BODY = stream(
    LIBRARY_SLUG,
    (
        "key_facts",
        {
            "title": "What the trial year showed",
            "facts": [
                {"type": "item", "id": "5c9c1a38-0d5e-4a6f-8a53-0d0f2f6a0101",
                 "value": {"label": "Saturdays after 1pm", "value": "212 visits", "note": "on average"}},
                {"type": "item", "id": "5c9c1a38-0d5e-4a6f-8a53-0d0f2f6a0102",
                 "value": {"label": "Wednesdays before 10am", "value": "9 visits", "note": "on average"}},
                {"type": "item", "id": "5c9c1a38-0d5e-4a6f-8a53-0d0f2f6a0103",
                 "value": {"label": "What it costs", "value": "£11,400 a year", "note": "for the Saturday afternoons"}},
            ],
        },
    ),
    (
        "text",
        prose(
            "The trial ended with the summer. Until the decision the library keeps the longer hours, so that nobody "
            "finds the door locked while we read what you said."
        ),
    ),
)  # fmt: skip
LIBRARY_NEXT = stream(
    f"{LIBRARY_SLUG}/next",
    (
        "step",
        {
            "title": "The new hours begin",
            "day": Day(40),
            "when": "",
            "details": "A notice stands at the desk two weeks before.",
            "is_done": False,
        },
    ),
)
LIBRARY_TALK = {
    "title": "Talk about Saturday hours",
    "prompt": "When do you come to the library, and when would you like to?",
    "team": "Libraries team",
}
LIBRARY_SAID = [
    Said(
        "lib-anjali", "anjali", 47, "20:10",
        "I work shifts at the hospital and Saturday afternoon is the only time I can take the children. Before the trial I "
        "had not been inside for two years.",
    ),
    Said(
        "lib-margaret", "margaret", 46, "10:25",
        "I am one of the nine on Wednesday mornings. It is quiet, it is warm, and the young man helps me with the forms. "
        "Ten o’clock would do me just as well, if the bus were then.",
    ),
    Said(
        "lib-win", "win", 45, "11:40",
        "The 9:42 gets you there at ten to ten, Margaret. I shall save you a seat.",
        to="lib-margaret",
    ),
    Said(
        "lib-jess", "jess", 41, "16:30",
        "It is the only place where you can revise and nobody makes you buy a drink. Please keep it until five.",
    ),
    Said(
        "lib-omar", "omar", 40, "19:00",
        "My boys go to the homework club and then they stay for the chess. If it shuts at one there is no chess.",
    ),
    Said(
        "lib-alan", "alan", 38, "09:20",
        "Why either or? Volunteers could keep the door on Wednesday mornings. I would do one a month.",
    ),
    Said(
        "lib-answer", OFFICER, 36, "14:15",
        "The alarm company asks for one paid person in the building whenever it is open, so volunteers alone cannot do it. "
        "They can make an hour worth far more, though. We will set out what it would take in our answer.",
        to="lib-alan",
    ),
    Said(
        "lib-ravi", "ravi", 33, "07:45",
        "Open Saturdays bring people into the parade. I sell more papers after four than before one.",
    ),
    Said(
        "lib-yusuf", "yusuf", 27, "18:20",
        "Machines only is no good to me: the screen does not talk. If there is somebody at the desk, I do not mind which "
        "hours.",
    ),
    Said(
        "lib-edith", "edith", 30, "11:00",
        "I am 91 and I have my books sent. But my neighbour fetches them for me on a Saturday after her work, so five o’clock "
        "would suit us both. Forgive the handwriting.",
        channel=Channel.PAPER,
    ),
    Said(
        "lib-harold", "harold", 28, "11:00",
        "Leave Wednesdays as they are. It is the one morning when the reading room is quiet enough for the newspaper.",
        channel=Channel.PAPER,
    ),
    Said(
        "lib-caitlin", "caitlin", 22, "21:35",
        "Rhyme time is on Wednesdays at 9:15. Could it move to ten? Then the babies would not be in the way of the change.",
    ),
]  # fmt: skip
