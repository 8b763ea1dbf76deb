from typing import Any

import factory
from allauth.account.models import EmailAddress
from factory.django import DjangoModelFactory

from engagement.accounts.models import Participant, User

PASSWORD = "three quiet herons"


class UserFactory(DjangoModelFactory):
    """A member who has confirmed their e-mail; `confirmed=False` for one who has not."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"member{n}@example.org")
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def confirmed(self, create: bool, extracted: bool | None, **kwargs: Any) -> None:
        EmailAddress.objects.create(user=self, email=self.email, verified=extracted is not False, primary=True)


class GuestFactory(DjangoModelFactory):
    """A guest who has confirmed their e-mail."""

    class Meta:
        model = Participant

    email = factory.Sequence(lambda n: f"guest{n}@example.org")
    display_name = "Tomos"
    language = "cy"
