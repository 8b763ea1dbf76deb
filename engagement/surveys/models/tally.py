from django.db import models

from engagement.plugin import Channel
from engagement.surveys.models.survey import Survey


class Tally(models.Model):
    """How many published responses of a day and a channel fall into a cell: results are sums of these.

    A million responses are a few thousand rows. `recount` writes the same ones anew.
    """

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="tallies")
    question = models.CharField(max_length=64)
    """The code of the question; "" for the responses themselves."""
    cell = models.CharField(max_length=80)
    """The code of an option, or what `rules` calls shown, answered and sum."""
    channel = models.CharField(max_length=8, choices=Channel.choices)
    day = models.DateField()
    count = models.BigIntegerField()
    total = models.DecimalField(max_digits=40, decimal_places=10, default=0)
    """Of numbers: their sum."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "question", "cell", "channel", "day"], name="survey_tally_cell")
        ]

    def __str__(self) -> str:
        return f"{self.question}={self.cell}: {self.count}"


class QuotaCount(models.Model):
    """How many standing responses chose an option with a limit. Its row is locked while one more is taken in."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="+")
    question = models.CharField(max_length=64)
    option = models.CharField(max_length=64)
    taken = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "question", "option"], name="survey_quota_option")]

    def __str__(self) -> str:
        return f"{self.question}={self.option}: {self.taken}"
