from django.db import models

from engagement.surveys.models.response import Response


class EqualityAnswer(models.Model):
    """What somebody said about themselves after their answers. Read by `engagement.surveys.equality` alone, in sums."""

    response = models.OneToOneField(Response, on_delete=models.CASCADE, related_name="+", primary_key=True)
    answers = models.JSONField()

    def __str__(self) -> str:
        return str(self.response_id)
