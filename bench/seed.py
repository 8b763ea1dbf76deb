"""What is measured beside the demo borough: a talk of twenty comments, and one to post to. `python -m bench.seed`.

The check against robots is switched off, as staff may do it: strangers who post as fast as they can would all meet it.
"""

import django

TWENTY = "0b7fae33-59a7-4ee1-ae40-3f8d8d9c7a20"
POSTS = "0b7fae33-59a7-4ee1-ae40-3f8d8d9c7a21"


def main() -> None:
    """Make what is missing, and forget what earlier measurements posted and what was counted of it."""
    django.setup()
    from django.db import transaction

    with transaction.atomic():
        _seed()


def _seed() -> None:
    from datetime import timedelta

    from django.utils import timezone
    from wagtail.models import Site

    from base.models import ProtectionSettings
    from base.models.protection import ChallengeMode
    from base.models.ratelimit import RateCount
    from engagement.comments.models import Comment, Discussion
    from engagement.plugin import Audience, Contribution, Moderation
    from engagement.testing.pages import publish
    from home.demo.loading.crowd import post_crowd
    from home.models import StandardPage

    Comment.objects.filter(contribution__activity__uuid=POSTS).delete()
    Contribution.objects.filter(activity__uuid=POSTS).delete()
    RateCount.objects.all().delete()
    for site in Site.objects.all():
        ProtectionSettings.objects.update_or_create(site=site, defaults={"challenge": ChallengeMode.OFF})
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
