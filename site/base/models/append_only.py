from typing import Any

from django.db import models


class AppendOnly(models.Model):
    """Rows that are written once, because evidence reads them: the model neither changes nor deletes any."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError(f"{self._meta.label} is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError(f"{self._meta.label} is never deleted.")
