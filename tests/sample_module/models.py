from django.db import models

from engagement.plugin import Activity, Contribution


class PostcardWall(Activity):
    """A wall where everybody may pin a postcard."""

    question = models.CharField("what to write about", max_length=200, blank=True)


class Postcard(models.Model):
    """One postcard; its state, its author and its time are the contribution's."""

    contribution = models.OneToOneField(Contribution, on_delete=models.CASCADE, related_name="postcard")
    text = models.TextField(max_length=280)
