"""What may go into the library of pictures (`WAGTAILIMAGES_IMAGE_FORM_BASE`)."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm


class PictureField(WagtailImageField):
    """Says of every file that cannot be read that it is no picture.

    Wagtail knows a picture by its first bytes, reads the rest only when it asks how large it is, and expects no error
    there (its 8.0, `check_image_pixel_size`).
    """

    def to_python(self, data: Any) -> Any:
        try:
            return super().to_python(data)
        except ValidationError:
            raise
        except Exception as error:
            # Whatever a decoder stumbles over: each has errors of its own.
            raise ValidationError(self.error_messages["invalid_image"], code="invalid_image") from error


class PictureForm(BaseImageForm):
    """Wagtail's form, with our field; the form for the words of many pictures at once has none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("file"):
            self.fields["file"] = PictureField(label=field.label, required=field.required, widget=field.widget)
