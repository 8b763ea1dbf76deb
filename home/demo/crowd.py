"""The many who write a line or two about the baths: made from parts, the same every time.

A talk of a thousand comments shows what a busy consultation is like. Nobody writes a thousand by hand, and copies of one
would be no talk, so each is put together from who speaks, what they say and how they end.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

CROWD = 985
"""With the fifteen of `baths_talk` a thousand."""
SEED = 1908
"""The year in which the baths were opened."""
REPLIES = 0.38
"""How many of them answer another."""
QUIET = 5
"""Days in which the people of `baths_talk` had the talk to themselves."""
DAYS = 37

FIRST = [
    "Ada",
    "Aled",
    "Amina",
    "Andrzej",
    "Angharad",
    "Asha",
    "Barry",
    "Bethan",
    "Bilal",
    "Bob",
    "Carys",
    "Chidi",
    "Clare",
    "Daljit",
    "Dafydd",
    "Denise",
    "Dewi",
    "Dilys",
    "Ebony",
    "Elif",
    "Elsie",
    "Emrys",
    "Ewa",
    "Farida",
    "Fatima",
    "Ffion",
    "Femi",
    "Gareth",
    "Geraint",
    "Glenys",
    "Grace",
    "Gwen",
    "Habib",
    "Harriet",
    "Heulwen",
    "Hugh",
    "Ibrahim",
    "Ifan",
    "Ines",
    "Iris",
    "Jamal",
    "Jan",
    "Jean",
    "Jodie",
    "Karim",
    "Kathleen",
    "Keiko",
    "Ken",
    "Lakshmi",
    "Len",
    "Leroy",
    "Lowri",
    "Luca",
    "Mair",
    "Malik",
    "Maria",
    "Mehmet",
    "Mo",
    "Moira",
    "Nerys",
    "Nia",
    "Nikhil",
    "Olga",
    "Osian",
    "Padma",
    "Pat",
    "Paulo",
    "Priti",
    "Rania",
    "Reg",
    "Rhian",
    "Rita",
    "Rosa",
    "Salma",
    "Samir",
    "Sandra",
    "Shabana",
    "Sian",
    "Stan",
    "Tariq",
    "Tess",
    "Theo",
    "Tom",
    "Una",
    "Vera",
    "Vikram",
    "Wanda",
    "Will",
    "Yasmin",
    "Zainab",
]
LAST = ("", "", "", "A.", "B.", "D.", "H.", "J.", "K.", "M.", "P.", "R.", "S.", "T.", "W.")

OPENINGS = [
    "I have lived on Tanner Street for twenty years.",
    "Mother of three.",
    "I am seventeen.",
    "I coach the under-twelves.",
    "I have never swum in my life.",
    "Retired last spring.",
    "We moved here in March.",
    "I work nights.",
    "I teach year four at St Cedd’s.",
    "Ferrygate, third floor.",
    "My mother worked at the ticket window.",
    "I come from Harbury, so weigh my words.",
    "I used to go every week.",
    "I have two new hips.",
    "Grandfather of nine.",
    "I run the shop across the road.",
]
POINTS: dict[str, list[str]] = {
    "place": [
        "A pool that needs a car is a pool for people who have one.",
        "The 14 stops at the door of the baths, and no bus goes to the ring road after six.",
        "My children go on foot with three friends, which they could not by the ring road.",
        "Half of Tanner Street lives from people with wet hair buying chips.",
        "There is nowhere to wait for a lift out there, and no light.",
        "Ask how people come. I have never seen more than ten cars in that yard.",
        "If it moves, the old end of town has nothing left but the post office.",
        "It is eleven minutes’ walk from my door. The other one is fifty.",
    ],
    "access": [
        "My sister sits on the bench outside while we swim. Every time.",
        "The chair lift has had a notice on it since I moved here.",
        "A changing room with a bench that an adult can lie on. There is none in the whole borough.",
        "After my stroke the physiotherapist said “swim”. She had not seen the steps.",
        "Warm water, a rail and somebody who knows my name is all that I ask for.",
        "With a double pram it is the front steps or nothing.",
    ],
    "hours": [
        "It shuts at half past six, which is when I leave work.",
        "Early is the only time that I have, and there is no early.",
        "Sunday mornings, please, before the families.",
        "Lane swimming at noon would be full of people from the hospital.",
        "Tell me on the website when the school has it, so that I do not walk there for nothing.",
        "One evening until ten. You would be surprised who comes.",
    ],
    "price": [
        "It is £5.80 for an adult now. I remember when I stopped thinking of it as cheap.",
        "A season ticket that one can pay by the month would do it for us.",
        "Whatever is built, somebody pays it back at the turnstile.",
        "Free for under-eights in the holidays filled the place. Then it stopped.",
        "My daughter’s lessons cost more than her shoes.",
        "A pool that costs more than the cinema is for other people.",
    ],
    "money": [
        "Seventeen million is a great deal of grant to count on before anybody has promised it.",
        "Half of it paid by others and no roof for forty years: rebuild.",
        "We mended the town hall twice and built it once. Guess which was cheaper.",
        "What does it cost to run each of them? That is the number that I miss.",
        "Buses for forty-four schools for fourteen months are not free either.",
        "I would rather pay once than every winter.",
    ],
    "building": [
        "The light through that roof at four in the afternoon is the best thing in this town.",
        "It leaks, it is cold and it smells of 1961. I shall not miss it.",
        "Keep the front and the tiles, and do behind them what you must.",
        "My name is in the wall of the boiler room, with a date. I was nine.",
        "It is listed, so it will cost us either way.",
        "Nobody ever came to Wexbourne to see a car park.",
    ],
    "schools": [
        "Every child in our class learnt in that water, and so did I.",
        "A teaching pool of its own would mean that lessons do not stop when the club trains.",
        "Harbury is forty minutes on a bus. That leaves them twenty in the water.",
        "One in four of our leavers cannot swim, and we live on a river.",
        "Whatever you do, do not leave a year without lessons.",
    ],
    "clubs": [
        "Eight lanes would let us hold a gala at home for the first time.",
        "Six lanes are enough if nobody parks the inflatable in two of them.",
        "The water polo team trains in another county.",
        "The over-sixties lose their hour each time the club has a meet.",
        "We have a waiting list of ninety for the juniors.",
    ],
}
ENDINGS = [
    "Repair it.",
    "Build the new one.",
    "I could live with either.",
    "That is all.",
    "Thank you for asking for once.",
    "Please be quick about it.",
    "And put the clock back up.",
    "I will come to the meeting.",
    "Ask the people who go.",
]
ANSWERS = [
    "I had not thought of that.",
    "Same in our street.",
    "You are not the only one.",
    "That was so when I was a child, too.",
    "Is that written down anywhere? I looked for it in the report.",
    "I would put it the other way round.",
    "Then come on a Thursday and tell me again.",
    "Well said.",
    "I do not agree, but I see why you say it.",
    "My neighbour says the same, and she does not use the internet.",
    "It was on page 14 of the report, in the small table.",
    "Not if it means another winter with a bucket in the foyer.",
    "They tried that in Harbury and it took two years.",
    "You could say that of the library as well.",
    "Only in summer.",
]
FOREIGN = {
    "cy": [
        "Dysgais i nofio yno, a’m mam o’m blaen. Trwsiwch y lle.",
        "Mae’r bws yn stopio wrth y drws. Peidiwch â’i symud.",
        "Oriau hwyrach, os gwelwch yn dda: rwy’n gorffen gwaith am saith.",
    ],
    "bn": [
        "আমার মেয়েরা এখানেই সাঁতার শিখেছে। এটা মেরামত করুন।",
        "শুধু মহিলাদের জন্য এক ঘণ্টা হলে আমরা সবাই আসতাম।",
    ],
    "ar": [
        "المسبح القديم قريب من بيتنا ونذهب إليه سيرًا. أصلحوه من فضلكم.",
        "ساعة للنساء يوم الأحد ستكون خيرًا كبيرًا لنا.",
    ],
}


@dataclass(frozen=True)
class Line:
    """One comment of the crowd. `to` is the number of the one it answers; `supporters` is how many agree."""

    number: int
    name: str
    after: timedelta
    """How long after the opening it was said."""
    text: str
    language: str
    to: int | None
    supporters: int

    def is_about(self, topic: str) -> bool:
        """Whether it makes a point of that topic."""
        return any(point in self.text for point in POINTS[topic])


def comments_on(most: int) -> Iterator[Line]:
    """The first so many of the crowd, oldest first."""
    dice = random.Random(SEED)
    # The first week and the last are the busy ones.
    moments = sorted(QUIET + DAYS * dice.betavariate(0.7, 0.8) for _ in range(CROWD))[:most]
    said: set[str] = set()
    roots: list[int] = []
    for number, moment in enumerate(moments):
        is_reply = bool(roots) and dice.random() < REPLIES
        language = dice.choice([*FOREIGN]) if not is_reply and dice.random() < 0.02 else "en"
        text = _unsaid(dice, said, is_reply=is_reply) if language == "en" else dice.choice(FOREIGN[language])
        to = dice.choice(roots[-40:]) if is_reply else None
        if not is_reply:
            roots.append(number)
        yield Line(
            number=number,
            name=f"{dice.choice(FIRST)} {dice.choice(LAST)}".strip(),
            after=timedelta(days=moment),
            text=text,
            language=language,
            to=to,
            supporters=0 if is_reply else int(dice.paretovariate(1.1)) - 1,
        )


def _unsaid(dice: random.Random, said: set[str], *, is_reply: bool) -> str:
    """A text that nobody has said yet."""
    while True:
        text = _answer(dice) if is_reply else _opinion(dice)
        if text not in said:
            said.add(text)
            return text


def _opinion(dice: random.Random) -> str:
    opening = [dice.choice(OPENINGS)] if dice.random() < 0.6 else []
    points = dice.sample(POINTS[_topic(dice)], k=1 if opening else 2)
    ending = [dice.choice(ENDINGS)] if dice.random() < 0.5 else []
    return " ".join([*opening, *points, *ending])


def _answer(dice: random.Random) -> str:
    first, second = dice.sample(ANSWERS, k=2)
    return f"{first} {dice.choice(POINTS[_topic(dice)]) if dice.random() < 0.7 else second}"


def _topic(dice: random.Random) -> str:
    return dice.choices([*POINTS], weights=[9, 3, 6, 5, 6, 8, 4, 3])[0]
