"""draft"""

import time
from collections import defaultdict

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from engagement.testing.clock import noon  # noqa: F401
from engagement.testing.people import make_administrator, make_member, make_staff
from tests.markers.planting import MARKS, marks_in, plant
from tests.markers.reading import everything_in
from tests.markers.ways import admin_ways, public_routes, public_ways

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


@pytest.fixture
def planted(settings, django_capture_on_commit_callbacks):
    settings.EMBED_FRAME_ANCESTORS = ["*"]
    cache.clear()
    with django_capture_on_commit_callbacks(execute=True):
        planted = plant()
    call_command("update_index", verbosity=0)
    return planted


def visitors(planted):
    member = make_member()
    grp = make_member()
    grp.groups.add(planted.group)
    return {
        "n": None,
        "r": member,
        "g": grp,
        "w": planted.writer,
        "E": make_staff("Editors"),
        "M": make_staff("Moderators"),
        "C": make_staff("Community managers"),
        "A": make_staff("Analysts"),
        "a": make_administrator(),
    }


def test_dump(planted):
    pub = public_ways(planted)
    adm = admin_ways(planted)
    print(len(pub), len(adm))
    print("missing", public_routes() - {l for l, a in pub})
    table = defaultdict(dict)
    bad = set()
    where = {}
    stat = defaultdict(set)
    for letter, person in visitors(planted).items():
        c = Client(raise_request_exception=False)
        if person:
            c.force_login(person)
        t = time.perf_counter()
        for label, url in [*pub, *adm]:
            r = c.get(url)
            stat[label].add(r.status_code)
            if r.status_code >= 500:
                bad.add((label, url, r.status_code))
            m = marks_in(everything_in(r))
            table[label][letter] = "".join(x for x in MARKS if x in m + table[label].get(letter, ""))
            for x in m:
                where.setdefault((label, letter, x), url)
        print(letter, time.perf_counter() - t)
    for label in table:
        print(f"{label:<60}", "  ".join(f"{l}:{v or '.'}" for l, v in table[label].items()), sorted(stat[label]))
    print("BAD", bad)
    import json

    open("/tmp/where.json", "w").write(json.dumps({"|".join(k): v for k, v in where.items()}))
