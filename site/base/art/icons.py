"""Icons on a grid of 24, drawn with a round stroke of 2 in the current colour. Always beside a word."""

ICONS = {
    "arrow": '<path d="M5 12h14M13 6l6 6-6 6"/>',
    "back": '<path d="M19 12H5M11 6l-6 6 6 6"/>',
    "bulb": '<path d="M9 17.5h6M10 20.5h4M8.8 14.5C7 13.3 6 11.6 6 9.5a6 6 0 0 1 12 0c0 2.1-1 3.8-2.8 5-.6.4-.7.9-.7 1.5h-5c0-.6-.1-1.1-.7-1.5z"/>',  # noqa: E501
    "cal": '<path d="M4 6h16v14H4zM4 10.5h16M8.5 3v4M15.5 3v4"/>',
    "chat": '<path d="M4 5h16v11H10l-5 4v-4H4z"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3.5 2"/>',
    "cross": '<path d="M6.5 6.5l11 11M17.5 6.5l-11 11"/>',
    "doc": '<path d="M6 3h8l4 4v14H6zM14 3v4h4"/>',
    "down": '<path d="M6 9l6 6 6-6"/>',
    "download": '<path d="M12 4v11M7 10.5l5 5 5-5M5 20h14"/>',
    "eye": '<path d="M2.5 12C5 7.5 8.3 5.5 12 5.5s7 2 9.5 6.5c-2.5 4.5-5.8 6.5-9.5 6.5s-7-2-9.5-6.5z"/><circle cx="12" cy="12" r="2.8"/>',  # noqa: E501
    "feed": '<path d="M5 12a7 7 0 0 1 7 7M5 5a14 14 0 0 1 14 14M5.5 18.5h.01"/>',
    "flag": '<path d="M6 21V4h12l-2.5 4L18 12H6"/>',
    "form": '<path d="M6 3h12v18H6zM9.5 8h5M9.5 12h5M9.5 16h3"/>',
    "gap": '<path d="M18.5 17.5a8.5 8.5 0 1 1 0-11"/><circle cx="20" cy="12" r="1"/>',
    "hand": '<path d="M7 11v8H4v-8zM7 11l4-7c1.5 0 2.5 1 2.2 2.6L12.5 10H18c1.5 0 2.3 1.2 2 2.5l-1.3 5c-.3 1-1 1.5-2 1.5H7"/>',  # noqa: E501
    "home": '<path d="M4 11l8-7 8 7v9h-5v-6H9v6H4z"/>',
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5M12 7.7h.01"/>',
    "list": '<path d="M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01"/>',
    "lock": '<path d="M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3"/>',
    "mail": '<path d="M3.5 5.5h17v13h-17zM4 6.5l8 6.5 8-6.5"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "net": '<circle cx="6" cy="7" r="2.5"/><circle cx="18" cy="6" r="2.5"/><circle cx="13" cy="18" r="2.5"/><path d="M8.5 7l7-.8M7.2 9.2l4.6 6.6M17.2 8.5l-3.3 7"/>',  # noqa: E501
    "out": '<path d="M10 4H5v16h5M10 12h10M16 7.5l4.5 4.5-4.5 4.5"/>',
    "pen": '<path d="M5 19l1-4.5L16 4.5 19.5 8l-10 10zM13.5 7l3.5 3.5"/>',
    "people": '<circle cx="8.5" cy="9" r="3"/><circle cx="16.5" cy="10" r="2.4"/><path d="M3 19c.5-3.5 2.7-5 5.5-5s5 1.5 5.5 5M15.5 14.8c2.8-.4 4.9 1 5.5 4.2"/>',  # noqa: E501
    "phone": '<path d="M6 3.5h3.5l1.5 4.5-2 1.5a12 12 0 0 0 5.5 5.5l1.5-2 4.5 1.5V18c0 1.5-1 2.5-2.5 2.5A14.5 14.5 0 0 1 3.5 6C3.5 4.5 4.5 3.5 6 3.5z"/>',  # noqa: E501
    "pin": '<path d="M12 21c-1-4-7-6-7-11.5a7 7 0 0 1 14 0C19 15 13 17 12 21z"/><circle cx="12" cy="9.5" r="2.3"/>',
    "play": '<path d="M8 5l11 7-11 7z"/>',
    "poll": '<path d="M5 20V11M12 20V4M19 20v-6"/>',
    "quote": '<path d="M10 7c-3 .5-5 3-5 6.5V17h5v-5H7.5M19 7c-3 .5-5 3-5 6.5V17h5v-5h-2.5"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6"/><path d="M15 15l5 5"/>',
    "steps": '<path d="M4 19h5v-5h5V9h5V4"/>',
    "talk": '<path d="M3 4h12v8H8l-4 3v-3H3zM18 9h3v8h-1v3l-4-3H9v-2"/>',
    "tick": '<path d="M5 12.5l4.5 4.5L19 7"/>',
    "user": '<circle cx="12" cy="8.5" r="3.5"/><path d="M5 20c.6-4.5 3.3-6.5 7-6.5s6.4 2 7 6.5"/>',
    "warn": '<path d="M12 4l9 16H3zM12 10v4.5M12 17.3h.01"/>',
}
MIRRORED = frozenset({"arrow", "back", "out", "steps"})
"""Icons that show a direction of reading, and so mirror in right-to-left languages."""
