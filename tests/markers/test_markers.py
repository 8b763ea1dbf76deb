"""What is private, hidden, removed or unconfirmed comes out nowhere but where it may.

Everything on the site that could be private holds a word of its own (`tests.markers.planting.MARKS` gives each a
letter). Visitors ask for every address, and the tables say which of the words came out: somebody not signed in (n), a
member of the group (g), the member who wrote the comments (w); in the admin Editors (E) and Analysts (A).

A word in what somebody asked for themselves does not count: an address stands in the answer to it.
"""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.test import Client

from engagement.consultations.evidence.making import write_pack
from tests.markers.conftest import person
from tests.markers.planting import MARKS, Planted, marks_in
from tests.markers.reading import everything_in, text_in
from tests.markers.ways import BY_PAGES_AND_ACTIONS, Way, admin_ways, public_routes, public_ways

pytestmark = pytest.mark.django_db

STRANGER = """
sitemap                            P
short_link                         P
poster                             P
embed                              P
search                             PCO
search_suggest                     P
site_listing                       P
ConsultationIndexPage list         P
ConsultationIndexPage feed         P
ConsultationIndexPage plan         P
ConsultationIndexPage calendar     P
ConsultationIndexPage listing_2_4  P
ConsultationIndexPage listing      P
ConsultationIndexPage outcomes     O
ConsultationIndexPage outcomes_feed O
ConsultationPage                   PCO
door comments:thread               PC
door comments:agree                PC
door comments:report               PC
door comments:second-look          P
door surveys:start                 P
door surveys:copy                  P
door surveys:resume                P
door surveys:print                 P
door surveys:send                  P
door surveys:change                P
door surveys:results               P
door postcards:wall                P
door postcards:pin                 P
"""
"""What somebody who is not signed in meets, way by way; on all others nothing."""

OTHERS = {"g": "PCOLGAT", "w": "PCOLATqhm"}
"""What others meet on all public ways together. Nobody meets a page behind a password, one that is not public, changes
that are not, or anybody's words but public ones; the writer meets their own that wait or are hidden."""

ADDRESSES = "egi"
"""Addresses of guests and of those who report, which no colleague meets anywhere in the admin."""

WRITTEN = {"E": "t", "A": "t", "M": "td"}
"""What colleagues meet in the admin of what people wrote in a survey: those alone who moderate meet what was taken out,
and nobody what was never sent."""

EVIDENCE = "PCk"
"""What is public, and the name of the colleague who decided."""


def seen_by(visitors: str, planted: Planted, ways: Iterable[Way]) -> dict[str, dict[str, str]]:
    """For each way out that shows anything, what it shows to each of these visitors; nothing may go wrong on it."""
    table: dict[str, dict[str, str]] = defaultdict(lambda: dict.fromkeys(visitors, ""))
    for visitor in visitors:
        client, who = Client(), person(visitor, planted)
        if who is not None:
            client.force_login(who)
        for label, url in ways:
            response = client.get(url)
            assert response.status_code < 500, url
            found = marks_in(everything_in(response).replace(url.partition("?")[0], ""))
            if found:
                known = table[label][visitor]
                shown = known + found
                table[label][visitor] = "".join(letter for letter in MARKS if letter in shown)
    return table


def test_every_route_is_walked(planted) -> None:
    walked = {label for label, _address in public_ways(planted)}
    assert public_routes() - walked == BY_PAGES_AND_ACTIONS


def test_stranger_meets_what_the_table_says(planted) -> None:
    seen = seen_by("n", planted, public_ways(planted))
    expected = dict(row.rsplit(maxsplit=1) for row in STRANGER.strip().splitlines())
    assert {label: row["n"] for label, row in seen.items()} == {label.strip(): row for label, row in expected.items()}


@pytest.mark.parametrize("visitor", OTHERS)
def test_others_meet_what_is_theirs(planted, visitor: str) -> None:
    seen = seen_by(visitor, planted, public_ways(planted))
    together = "".join(row[visitor] for row in seen.values())
    assert "".join(letter for letter in MARKS if letter in together) == OTHERS[visitor]


@pytest.mark.parametrize("visitor", "EA")
def test_no_address_of_a_guest_stands_in_the_admin(planted, visitor: str) -> None:
    seen = seen_by(visitor, planted, admin_ways(planted))
    assert {label: row[visitor] for label, row in seen.items() if set(row[visitor]) & set(ADDRESSES)} == {}


@pytest.mark.parametrize("visitor", WRITTEN)
def test_words_in_surveys_are_read_by_staff_without_what_was_taken_out(planted, visitor: str) -> None:
    seen = seen_by(visitor, planted, admin_ways(planted))
    together = "".join(row[visitor] for row in seen.values())
    assert "".join(letter for letter in "tdf" if letter in together) == WRITTEN[visitor]


def test_evidence_pack_holds_what_is_public_and_who_decided(planted, tmp_path: Path) -> None:
    path = tmp_path / "pack.zip"
    write_pack(key=planted.pack.translation_key, path=path, progress=lambda percent: None)
    assert marks_in(text_in(path.read_bytes())) == EVIDENCE
