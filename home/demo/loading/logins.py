"""A login for each role, and the residents who say something."""

from io import StringIO
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command

from engagement.accounts.services import participant_for_user, remember_profile
from engagement.plugin import Participant
from home.demo.people import DOMAIN, LETTER_WRITERS, LOGINS, OFFICER, PASSWORD, RESIDENTS, Login
from home.demo.words import key_of


def load_logins() -> None:
    """Make the roles and whoever of the logins is missing."""
    call_command("create_roles", stdout=StringIO())
    users = get_user_model().objects
    there = set(users.filter(email__in=[login.email for login in LOGINS]).values_list("email", flat=True))
    for login in LOGINS:
        if login.email not in there:
            _make(login)


def _make(login: Login) -> None:
    users = get_user_model().objects
    names = {"first_name": login.first, "last_name": login.last}
    if login.is_administrator:
        users.create_superuser(login.email, PASSWORD, **names)
        return
    user = users.create_user(login.email, PASSWORD, **names)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    user.groups.set(Group.objects.filter(name=login.group))
    remember_profile(participant_for_user(user), display_name=f"{login.first} {login.last}")


def load_residents() -> dict[str, Participant]:
    """Everybody who speaks in the demo, by key; the officer too."""
    keys = {key_of("resident", name): name for name in (*RESIDENTS, *LETTER_WRITERS)}
    there = {person.uuid: person for person in Participant.objects.filter(uuid__in=keys)}
    missing = [_resident(key, name) for key, name in keys.items() if key not in there]
    there.update({person.uuid: person for person in Participant.objects.bulk_create(missing)})
    people = {keys[key]: person for key, person in there.items()}
    officer = next(login for login in LOGINS if login.name == OFFICER)
    people[OFFICER] = participant_for_user(get_user_model().objects.get(email=officer.email))
    return people


def _resident(key: UUID, name: str) -> Participant:
    email = f"{name}@post.{DOMAIN}" if name in RESIDENTS else None
    return Participant(uuid=key, display_name=(RESIDENTS | LETTER_WRITERS)[name], email=email, language="en")
