"""People the organisation's own sign-in service vouches for."""

import logging

from django.conf import settings
from django.contrib.auth.models import Group

from engagement.accounts.models import User

logger = logging.getLogger(__name__)


def join_staff_group(user: User) -> None:
    """Puts a colleague who came in by OpenID Connect for the first time into `OIDC_STAFF_GROUP`."""
    name = settings.OIDC_STAFF_GROUP
    if not name:
        return
    group = Group.objects.filter(name=name).first()
    if group is None:
        logger.warning("OIDC_STAFF_GROUP names no group of this site; run create_roles or correct the setting.")
        return
    user.groups.add(group)
