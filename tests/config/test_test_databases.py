"""Tests that commit start from what the migrations left, and leave nothing to the next one."""

import pytest
from wagtail.models import Locale, Page


@pytest.mark.parametrize("time", ["first", "second"])
@pytest.mark.django_db(transaction=True)
def test_database_after_a_test_that_committed(time: str) -> None:
    assert Page.objects.filter(depth=1).count() == 1
    assert not Locale.objects.filter(language_code="cy").exists()

    assert Locale.objects.create(language_code="cy").pk == Locale.objects.get(language_code="en").pk + 1
