"""Keeps the search index in step with what people have said in public."""

from django.db import transaction
from modelsearch import index

from base.tasks import background
from engagement.core.models import Contribution


def reindex(*, contribution: Contribution) -> None:
    """Let search find a contribution by the words it has now, or no longer find it, from this transaction on.

    What is public no longer is also left out when it is searched for; here its words leave the index.
    """
    if contribution.is_published:
        index.insert_or_update_object(contribution)
    else:
        index.remove_object(contribution)


@background()
def index_contribution(key: int) -> None:
    """Let search find a contribution that has become public, by its primary key.

    Its row is held meanwhile: whoever takes it back waits, and then takes it out of the index again.
    """
    with transaction.atomic():
        found = Contribution.objects.select_for_update(of=("self",)).select_related("activity", "participant__user")
        if contribution := found.filter(pk=key).first():
            reindex(contribution=contribution)
