from typing import Any

from django.db import models


class LowercaseEmailField(models.EmailField):
    """An address kept and looked up in lower case, so that one person has one account whatever they type.

    The part before the @ may differ by case on paper (RFC 5321 §2.3.11); no provider people use does so.
    """

    def to_python(self, value: Any) -> str | None:
        text: str | None = super().to_python(value)
        return text.strip().lower() if text else text

    def get_prep_value(self, value: Any) -> str | None:
        return self.to_python(super().get_prep_value(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> str | None:
        value = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value
