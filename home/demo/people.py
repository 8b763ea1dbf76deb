"""Who there is in Wexbourne. Nobody of these exists."""

from dataclasses import dataclass

PASSWORD = "corn-street-fair"
"""Of every login of the demo; printed by `make demo`, and the reason why the demo loads on no real site."""
DOMAIN = "wexbourne.example"


@dataclass(frozen=True)
class Login:
    """One person who signs in, and what to try as them."""

    name: str
    first: str
    last: str
    group: str
    tries: str
    is_administrator: bool = False

    @property
    def email(self) -> str:
        return f"{self.name}@{DOMAIN}"

    @property
    def role(self) -> str:
        """What this person is, for a list of logins."""
        return self.group or ("Administrator" if self.is_administrator else "Member")


LOGINS = [
    Login("editor", "Tom", "Ashdown", "Editors", "Write a consultation, preview it, schedule it, publish it."),
    Login("moderator", "Priya", "Raman", "Moderators", "Read what waits, answer for the council, take something down."),
    Login("manager", "Ruth", "Okafor", "Community managers", "Both of these, and the name and colours of the site."),
    Login("analyst", "Ben", "Lathom", "Analysts", "Read the reports and take the comments away as a spreadsheet."),
    Login("member", "Delyth", "Morgan", "", "A resident with an account: comment without confirming each time."),
    Login("admin", "Alex", "Hartley", "", "Everything.", is_administrator=True),
]

OFFICER = "moderator"
"""Whose answers are the council's."""

RESIDENTS = {
    "nadia": "Nadia",
    "gwyn": "Gwyn Prosser",
    "abdul": "Abdul Karim",
    "sunniva": "Sunniva",
    "tomos": "Tomos",
    "margaret": "Margaret Pell",
    "colin": "Colin, bus 14",
    "hattie": "Hattie",
    "ngozi": "Ngozi Achebe",
    "ravi": "Ravi at Mill News",
    "jess": "Jess, 15",
    "peter": "Peter Lunt",
    "imran": "Imran",
    "bron": "Bron",
    "kamil": "Kamil",
    "dot": "Dot at the Wheatsheaf",
    "whitcombe": "R. Whitcombe",
    "alan": "Alan Thripp",
    "caitlin": "Caitlin",
    "joe": "Joe Marsh",
    "sheila": "Sheila Dunn",
    "tunde": "Tunde",
    "eleri": "Eleri Wyn",
    "laura": "Laura Hobbs",
    "yusuf": "Yusuf",
    "alma": "Alma",
    "fred": "Fred Ockenden",
    "oksana": "Oksana",
    "piotr": "Piotr",
    "win": "Win",
    "marcus": "Marcus",
    "beth": "Beth and the twins",
    "george": "George",
    "anjali": "Anjali",
    "lewis": "Lewis",
    "hywel": "Hywel",
    "frances": "Frances",
    "omar": "Omar",
    "celia": "Celia Frost",
    "dan": "Dan",
}
"""Display name by key. They are guests who have confirmed an address."""

LETTER_WRITERS = {"edith": "Edith Vaughan", "harold": "Harold Crewe"}
"""The same of people who wrote by post, and have none."""
