"""Addresses of ours in the admin that lead to no row."""

from uuid import UUID

import pytest
from django.urls import reverse

from engagement.testing.people import make_administrator
from tests.core.admin_walk import admin_addresses
from tests.core.test_admin_roles import is_ours

NONE_YET = 987_654_321
NUMBERS = {"pk", "page_id"}
BESIDE = {"name": "dates", "kind": "csv", "code": "why", "response": UUID(int=1)}


@pytest.mark.parametrize("typed", [str(NONE_YET), "9" * 18, "9" * 23, "abc"])
def test_number_of_no_row_is_not_found(client, db, typed):
    client.force_login(make_administrator())
    found = {}
    for name, parameters in admin_addresses():
        if is_ours(name) and parameters & NUMBERS:
            values = {parameter: BESIDE.get(parameter, NONE_YET) for parameter in parameters}
            url = reverse(name, kwargs=values).replace(str(NONE_YET), typed)
            found[name] = client.get(url).status_code
    assert len(found) > 15
    assert {name: status for name, status in found.items() if status != 404} == {}
