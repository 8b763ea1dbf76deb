from django import forms
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from wagtail.admin.panels import FieldPanel

from base.forms import PublicForm
from base.ratelimit import Limit
from engagement.plugin import Action, Column, Module, Summary, Visit, published_counts
from tests.sample_module.models import Postcard, PostcardWall


class PostcardForm(PublicForm, forms.Form):
    text = forms.CharField(label="Your postcard", widget=forms.Textarea, max_length=280)
    email = forms.EmailField(label="Your e-mail", help_text="We send you a link to confirm. It is never shown.")

    def __init__(self, *args, visit: Visit, **kwargs):
        super().__init__(*args, **kwargs)
        if not visit.needs_email:
            del self.fields["email"]


def wall(visit: Visit, form: PostcardForm | None = None) -> HttpResponse:
    """The postcards that everybody may read, and the form while the wall is open."""
    public = visit.activity.contributions.published()
    cards = Postcard.objects.filter(contribution__in=public).select_related("contribution__participant")
    return visit.render("sample_module/wall.html", {"cards": cards, "form": form or PostcardForm(visit=visit)})


def pin(visit: Visit) -> HttpResponse:
    """Take in a postcard."""
    form = PostcardForm(visit.request.POST, visit=visit)
    if not form.is_valid():
        return wall(visit, form)
    text, email = form.cleaned_data["text"], form.cleaned_data.get("email", "")
    with transaction.atomic():
        contribution, is_new = visit.take_in(email=email, words=text)
        if is_new:
            Postcard.objects.create(contribution=contribution, text=text)
    return redirect(visit.url("wall"))


class PostcardModule(Module):
    slug = "postcards"
    label = "Postcard wall"
    description = "One short message each, all on one wall."
    activity_model = PostcardWall
    row_model = Postcard
    words_field = "text"
    panels = (FieldPanel("question"),)
    actions = (
        Action("wall", wall),
        Action("pin", pin, methods=("POST",), limits=(Limit("postcards", per=600, times=20),)),
    )
    export_columns = (Column("postcard", lambda row: row.text if row else ""),)

    def summarise(self, activities):
        """How many postcards hang there."""
        counts = published_counts(activities)
        return {
            wall.pk: Summary("Pin a postcard", base=f"{counts[wall.pk].contributions} so far.") for wall in activities
        }

    def text_of(self, row):
        """What a moderator reads."""
        return row.text
