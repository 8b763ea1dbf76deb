"""The pattern page: every component of the theme in every state, with made-up content. Demo and development only."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from base.art import PLATE_CHOICES
from base.art.icons import ICONS
from base.forms import PublicForm
from home.demo.pattern_samples import LISTS, THREADS, thread

STATES = ("planned", "open", "soon", "closed", "feedback", "outcome", "withdrawn")
LANGUAGES = ("en", "cy", "ar", "bn")


class PatternForm(PublicForm, forms.Form):
    """One field of every kind."""

    words = forms.CharField(
        label="Your reply",
        help_text="Up to 1,000 characters. Everybody can read this, so leave out phone numbers and names of children.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    name = forms.CharField(
        label="Name to show",
        help_text="A first name is enough.",
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "given-name"}),
    )
    email = forms.EmailField(label="E-mail")
    layout = forms.ChoiceField(
        label="Which layout would work best for you?",
        help_text="You can look at the three drawings and come back.",
        choices=[
            ("a", "Layout A: one way for cars"),
            ("b", "Layout B: closed to through traffic in the middle"),
            ("c", "Layout C: closed at school times only"),
        ],
        widget=forms.RadioSelect,
    )
    travel = forms.MultipleChoiceField(
        label="How do you mostly travel along it?",
        choices=[("foot", "On foot"), ("bike", "By bicycle"), ("bus", "By bus")],
        widget=forms.CheckboxSelectMultiple,
    )
    ward = forms.ChoiceField(label="Where you live", choices=[("", "Choose"), ("f", "Ferrygate"), ("u", "Upper Wen")])
    born = forms.DateField(
        label="When you moved here",
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "govuk-input--width-10"}),
    )
    photo = forms.FileField(label="A picture of the place", required=False)
    agree = forms.BooleanField(label="I have read the house rules", help_text="They are short.")


@require_safe
def patterns(request: HttpRequest) -> HttpResponse:
    """Show the components: `?dir=rtl` mirrored, `?lang=ar` in another language, `?hero=home` under the ring."""
    language = request.GET.get("lang")
    with translation.override(language if language in LANGUAGES else translation.get_language()):
        return render(request, "demo/patterns.html", sample(request))


def sample(request: HttpRequest) -> dict[str, Any]:
    """Content for every component."""
    now = timezone.now()
    typed = {"words": "If you would like to go through them together, ring me on 01632 960 233.", "email": "tomos"}
    broken = PatternForm({f"broken-{name}": value for name, value in typed.items()}, prefix="broken")
    broken.add_error("words", "Take the phone number out of your reply")
    right_to_left = request.GET.get("dir") == "rtl" or translation.get_language_bidi()
    return {
        "direction": "rtl" if right_to_left else "ltr",
        "hero": request.GET.get("hero"),
        "form": broken,
        "fine_form": PatternForm(prefix="fine"),
        "trail": [{"title": "Home", "url": "/"}, {"title": "Have your say", "url": "#"}],
        "states": STATES,
        "plates": PLATE_CHOICES,
        "icons": sorted(ICONS),
        "closes_at": now + timedelta(days=19),
        "closes_tomorrow": now + timedelta(days=1),
        "pages": Paginator(range(318), 20).page(2),
        "threads": [thread(comment, now) for comment in THREADS],
        "moment": now - timedelta(days=3),
        **LISTS,
    }
