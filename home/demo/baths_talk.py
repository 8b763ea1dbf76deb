"""What people whom one can hear back from said about the baths; `crowd` has the rest."""

from home.demo.people import OFFICER
from home.demo.words import Said

BATHS_SAID = [
    Said(
        "baths-welcome", OFFICER, 140, "09:20",
        "Good morning. The engineers’ report is on the page, and it is not cheerful. Before anybody votes on anything we "
        "want to know what you would miss, and how you get here.",
        is_pinned=True,
    ),
    Said(
        "baths-margaret", "margaret", 139, "15:10",
        "I can walk to Tanner Street. I cannot walk to a ring road, and I do not think you can either. I have swum there "
        "since 1951, with an interval for children.",
    ),
    Said(
        "baths-win", "win", 139, "17:45",
        "The interval was longer than that, Margaret. But she is right about the ring road.",
        to="baths-margaret",
    ),
    Said(
        "baths-yusuf", "yusuf", 138, "18:30",
        "There are eleven steps. I learnt to swim there when I was six and I have not been in since the accident. Whatever "
        "you build, let me in.",
    ),
    Said(
        "baths-yusuf-answer", OFFICER, 137, "10:05",
        "You are the fourth to say so, and nobody has ever drawn it properly. Would you sit down with our architect for an "
        "hour? We pay for the time.",
        to="baths-yusuf",
    ),
    Said("baths-yusuf-yes", "yusuf", 137, "19:12", "Yes. I will bring a tape measure.", to="baths-yusuf-answer"),
    Said(
        "baths-bron", "bron", 138, "22:40",
        "District nurse. I know six people on my round who would be out of bed for a warm pool with a hoist. It would cost "
        "less than the falls.",
    ),
    Said(
        "baths-anjali", "anjali", 138, "05:55",
        "The doors open at eight, and so does my ward. Three mornings from quarter past six would be enough. We would fill it.",
    ),
    Said(
        "baths-ngozi", "ngozi", 138, "13:20",
        "An hour for women, please, and not at two on a Tuesday. There are twenty of us at St Cedd’s who would come with "
        "our daughters.",
    ),
    Said(
        "baths-celia", "celia", 138, "11:02",
        "The tiles were made in Wexbourne, by people whose names are on the war memorial. You will not find that beside a "
        "ring road.",
    ),
    Said(
        "baths-peter", "peter", 137, "20:16",
        "Tiles do not teach anybody to swim. Eight lanes and a grant for half of it. I should take the money.",
        to="baths-celia",
    ),
    Said(
        "baths-omar", "omar", 137, "19:31",
        "Fourteen months is long and three years is longer. My youngest is seven. Repair it.",
    ),
    Said(
        "baths-kamil", "kamil", 137, "23:05",
        "Put a pool on the roof, open air. In Gdynia they have one and people go in January.",
    ),
    Said(
        "baths-price", "laura", 137, "09:48",
        "Two adults and three children is £19.40. We go once a month now and not every week.",
    ),
    Said(
        "baths-price-answer", OFFICER, 136, "16:20",
        "Prices are decided in February and not here, but we will put what you said before the same councillors.",
        to="baths-price",
    ),
]  # fmt: skip

TOPICS_SAID = {
    "baths-margaret": "place",
    "baths-celia": "place",
    "baths-yusuf": "access",
    "baths-bron": "access",
    "baths-anjali": "hours",
    "baths-ngozi": "hours",
    "baths-price": "price",
}
"""Which theme of the summary each of these is counted in."""
