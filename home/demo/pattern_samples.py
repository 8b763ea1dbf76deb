"""What the pattern page shows: made-up content of the borough of Wexbourne. Not translated."""

from datetime import datetime, timedelta
from typing import Any

from django.template.loader import render_to_string

from engagement.comments.rendering import reply_words, report_words

LONG_NAME = "Gwenllian Llanfairpwllgwyngyll-Featherstonehaugh"


LISTS: dict[str, Any] = {
    "stops": [
        {"title": "Plans published", "when": "Monday 25 January", "state": "done"},
        {"title": "Open for your answers", "when": "8 February to 21 March", "state": "now"},
        {"title": "Answers read and counted", "when": "22 March to 23 April", "state": ""},
        {"title": "The council answers you", "when": "By Friday 30 April", "state": ""},
    ],
    "bits": [{"icon": "form", "text": "Survey, 8 questions"}, {"icon": "chat", "text": "318 comments"}],
    "facts": [
        {"label": "Closes", "value": "Sunday 21 March, 11:59pm"},
        {"label": "Who decides", "value": "Streets committee", "note": "Public meeting on 22 April, Old Corn Hall"},
        {"label": "You hear back", "value": "By 30 April", "note": "By e-mail if you leave an address"},
        {"label": "Who can answer", "value": "Anyone, no account needed"},
    ],
    "open_items": ["Which of the three layouts, or a mix of them", "When deliveries are let through"],
    "settled_items": ["Bus 14 keeps its route", "The money can only be spent on this street"],
    "documents": [
        {"title": "Three layouts, drawn", "url": "#", "filename": "a.pdf", "size": 1_200_000, "note": "6 pages"},
        {"title": "Traffic counts 2026", "url": "#", "filename": "counts.xlsx", "size": 40_200},
        {"title": "Letter from the fire service", "url": "#"},
    ],
    "rows": [
        {"key": "How do you mostly travel along it?", "value": "On foot", "change_url": "#"},
        {"key": "What worries you, if anything?", "empty": True, "change_url": "#"},
        {"key": "Reference", "value": "WX-4K7P"},
    ],
    "results": [
        {
            "title": "Mill Lane: a quieter, safer street",
            "url": "#",
            "state": "open",
            "meta": "Question in Ferrygate",
            "text": "Should we stop through traffic between Tanner Street and the school?",
        },
        {"title": "House rules", "url": "#", "text": "What we ask of everybody who writes here."},
    ],
    "tabs": [
        {"label": "List", "url": "#", "icon": "list", "current": True},
        {"label": "Map", "url": "#", "icon": "pin"},
    ],
    "orders": [{"label": "Most agreed", "url": "#", "current": True}, {"label": "Newest", "url": "#"}],
    "chips": [{"label": "Ferrygate", "url": "#", "icon": "pin"}, {"label": "Streets", "url": "#", "current": True}],
}
"""Rows and items of the components that take a list."""

COMMON = {"reply_url": "#", "report_url": "#"}
DEEPEST = {
    "name": "Sunniva",
    "place": "Mill Lane",
    "age": timedelta(hours=2),
    "to": LONG_NAME,
    "text": "Six to seven would do for us at number 12. Five is when the reversing alarm starts.",
    "report_url": "#",
}
ANSWER = {
    **COMMON,
    "name": "Priya Raman",
    "team": "Streets team",
    "is_answer": True,
    "official": True,
    "age": timedelta(days=1, hours=3),
    "text": "Thank you. A timed gate is possible in layouts A and B. We have added it as question 5 of the survey.",
}
LONG_ONE = {
    **COMMON,
    "name": LONG_NAME,
    "place": "Tanner Street",
    "age": timedelta(days=1),
    "text": "https://example.org/averyveryveryveryverylongaddressthathasnoplaceanywheretobreakinto/lines/at/all",
    "to": "Gwyn Prosser",
    "replies": [DEEPEST],
}
THREADS: list[dict[str, Any]] = [
    {
        **COMMON,
        "name": "Priya Raman",
        "official": True,
        "team": "Streets team",
        "age": timedelta(days=12),
        "text": "Good morning. I drew these layouts with two colleagues and I walk Mill Lane on most days. "
        "What do you see there that a traffic count cannot tell us?",
        "agreed": {"number": 1, "name": ""},
    },
    {
        **COMMON,
        "name": "Nadia",
        "place": "Ferrygate",
        "age": timedelta(days=1),
        "text": "If the lorries go round by Ferry Road, I can let my two walk to school on their own.\n\n"
        "Layout B does that. Layout A only moves them to the next corner.",
        "agreed": {"number": 64, "pressed": True},
    },
    {
        **COMMON,
        "name": "Gwyn Prosser",
        "place": "Tanner Street",
        "age": timedelta(days=3),
        "text": "I am for it, but please do not forget that the bakery needs its deliveries before seven.",
        "agreed": {"number": 41},
        "anchor": "c3",
        "replies": [ANSWER, LONG_ONE],
    },
    {
        "gone": "A comment was taken down here on Saturday because it named a child.",
        "rules_url": "#",
        "replies": [
            {
                **COMMON,
                "name": "Abdul Karim",
                "age": timedelta(minutes=40),
                "text": "I live on Ferry Road and nobody has asked us.",
            }
        ],
    },
    {
        **COMMON,
        "name": "نادية",
        "place": "Ferrygate",
        "age": timedelta(days=40),
        "language": "ar",
        "language_name": "العربية",
        "switch_url": "#",
        "text": "إذا سلكت الشاحنات طريق فيري، فسأدع طفليّ يمشيان إلى المدرسة وحدهما.",
    },
    {
        "name": "Tomos",
        "mine": True,
        "age": timedelta(hours=2),
        "text": "Could the planters have seats on the sunny side? My mam needs to sit twice.",
        "note": "Only you can see this. A person checks it before everybody can read it.",
    },
]
"""A talk in which everything happens: team, agreed, answered, removed, held, another language, a long name."""


def thread(comment: dict[str, Any], now: datetime) -> dict[str, Any]:
    """What `components/comment.html` shows of a comment and its replies; the button is without its form."""
    shown = {**comment, "replies": [thread(reply, now) for reply in comment.get("replies", [])]}
    if "reply_url" in comment:
        shown |= {"reply_words": reply_words(comment["name"]), "report_words": report_words(comment["name"])}
    if "age" in comment:
        shown["moment"] = now - comment["age"]
    if "agreed" in comment:
        shown["agree"] = render_to_string("components/agree.html", {"name": comment["name"], **comment["agreed"]})
    return shown
