"""What is measured beside the demo borough: a talk of twenty comments, and one to post to. `python -m bench.seed`."""

import django

TWENTY = "0b7fae33-59a7-4ee1-ae40-3f8d8d9c7a20"
POSTS = "0b7fae33-59a7-4ee1-ae40-3f8d8d9c7a21"


def main() -> None:
    """Make what is missing, and forget what earlier measurements posted."""
    django.setup()
    from django.db import transaction

    with transaction.atomic():
        _seed()


def _seed() -> None:
    from datetime import timedelta

    from django.utils import timezone
    from wagtail.models import Site

    from engagement.comments.models import Comment, Discussion
    from engagement.plugin import Audience, Contribution, Moderation
    from engagement.testing.pages import publish
    from home.demo.loading.crowd import post_crowd
    from home.models import StandardPage

    Comment.objects.filter(contribution__activity__uuid=POSTS).delete()
    Contribution.objects.filter(activity__uuid=POSTS).delete()
    if Discussion.objects.filter(uuid=TWENTY).exists():
        return
    settings = {"audience": Audience.CONFIRMED, "moderation": Moderation.AT_ONCE}
    talks = [Discussion.objects.create(uuid=uuid, title="Measured", **settings) for uuid in (TWENTY, POSTS)]
    # A page of text is in no list, so nothing else costs more for it.
    home = Site.objects.get(is_default_site=True).root_page
    page = home.add_child(instance=StandardPage(title="Measured", slug="measured", live=False))
    publish(page, under=talks)
    post_crowd(talks[0], opened=timezone.now() - timedelta(days=59), most=20, name="twenty")


if __name__ == "__main__":
    main()
