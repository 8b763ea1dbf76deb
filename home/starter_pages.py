"""What the three pages that every public site needs begin with: drafts to be rewritten, the gaps in square brackets."""

from dataclasses import dataclass


@dataclass(frozen=True)
class StarterPage:
    """A page of text: its title, its lead, and a list of headings, each with the rich text below it."""

    title: str
    lead: str
    parts: tuple[tuple[str, str], ...]


HOUSE_RULES = StarterPage(
    "House rules",
    "They are short, and they hold for residents, councillors and staff alike.",
    (
        (
            "The rules",
            "<ul><li>Speak about the matter, not about the person.</li>"
            "<li>Keep private things private: no telephone numbers, no addresses, no names of people who are not in "
            "public office.</li>"
            "<li>Stay with the question.</li>"
            "<li>No advertising, no threats, nothing that is against the law.</li></ul>",
        ),
        (
            "What happens when a rule is broken",
            "<p>A moderator, who is a person, takes the comment down. A line stays in its place that gives the "
            "reason. We do not change anybody’s words.</p>",
        ),
        (
            "If you think we were wrong",
            "<p>Write to [e-mail address] with the reference of your comment. Somebody who did not take the first "
            "decision looks at it within [number] working days.</p>",
        ),
    ),
)
PRIVACY = StarterPage(
    "Privacy: what we do with your answers",
    "What we keep, why, for how long, and how to have it taken away.",
    (
        (
            "Who we are",
            "<p>[Name of the organisation] is the controller of the personal data on this website. Our data protection "
            "officer: [name, e-mail address, postal address].</p>",
        ),
        (
            "What we keep",
            "<ul><li>What you write, the name you choose to show and the time. Everybody can read it once it is "
            "public.</li>"
            "<li>Your e-mail address, where a question asks for one. It is never shown.</li>"
            "<li>Cookies that the site needs to work, and no others.</li></ul>",
        ),
        (
            "Why we may, and for how long",
            "<p>We keep it for [the task in the public interest that the law gives us: name it]. "
            "We delete it [when].</p>",
        ),
        (
            "Your rights",
            "<p>You can see, correct and delete what we hold about you: write to [e-mail address]. You can complain to "
            "[supervisory authority].</p>",
        ),
    ),
)
ACCESSIBILITY = StarterPage(
    "Accessibility statement",
    "What works for everybody, what does not yet, and how to tell us.",
    (
        (
            "How accessible this website is",
            "<p>This website [fully / partly] meets the Web Content Accessibility Guidelines version 2.2, level AA. "
            "[What does not: documents, pictures, films that you put here yourselves.]</p>",
        ),
        (
            "Tell us",
            "<p>If you cannot use something, or need it in another form, ring [telephone] or write to "
            "[e-mail address]. We answer within [number] working days.</p>",
        ),
        (
            "If our answer does not help",
            "<p>[The body that enforces the rules where you are, with its address.]</p>",
        ),
        ("This statement", "<p>Prepared on [day], after a test by [whom] on [day].</p>"),
    ),
)
STARTER_PAGES = (HOUSE_RULES, PRIVACY, ACCESSIBILITY)
"""In the order of the footer."""
