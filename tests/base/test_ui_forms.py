"""Form markup after the GOV.UK patterns: label, hint, error, and how they are tied together."""

import re
from html import unescape

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from base.forms import ErrorLink, PublicForm, error_links
from tests.accounts.factories import UserFactory


class Sample(PublicForm, forms.Form):
    words = forms.CharField(label="Your reply", help_text="A few words.", widget=forms.Textarea)
    name = forms.CharField(label="Name to show", required=False)
    layout = forms.ChoiceField(label="Which one?", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    travel = forms.MultipleChoiceField(
        label="How?", help_text="All that apply.", choices=[("f", "On foot")], widget=forms.CheckboxSelectMultiple
    )
    ward = forms.ChoiceField(label="Where?", choices=[("", "Choose"), ("f", "Ferrygate")])
    agree = forms.BooleanField(label="I have read the rules", help_text="They are short.")
    key = forms.CharField(widget=forms.HiddenInput)


def squeezed(html: object) -> str:
    return re.sub(r">\s+<", "><", re.sub(r"\s+(?=</)|(?<=\s)\s+", "", re.sub(r"\s", " ", str(html)))).strip()


def test_text_field_has_label_and_hint_tied_to_it() -> None:
    assert squeezed(Sample()["words"].as_field_group()) == (
        '<div class="govuk-form-group"><label class="govuk-label" for="id_words">Your reply</label>'
        '<div class="govuk-hint" id="id_words_helptext">A few words.</div>'
        '<textarea name="words" cols="40" rows="10" class="govuk-textarea" aria-describedby="id_words_helptext" '
        'id="id_words"></textarea></div>'
    )


def test_text_field_in_error_is_told_to_screen_readers() -> None:
    html = squeezed(Sample({})["words"].as_field_group())

    assert html == (
        '<div class="govuk-form-group govuk-form-group--error"><label class="govuk-label" for="id_words">Your reply'
        '</label><div class="govuk-hint" id="id_words_helptext">A few words.</div>'
        '<ul class="errorlist" id="id_words_error"><li class="govuk-error-message"><span>'
        '<span class="fm-vh w-sr-only">Error:</span>Fill in “Your reply”</span></li></ul>'
        '<textarea name="words" cols="40" rows="10" class="govuk-textarea" aria-invalid="true" '
        'aria-describedby="id_words_helptext id_words_error" id="id_words"></textarea></div>'
    )


def test_optional_field_says_so() -> None:
    assert 'Name to show <span class="fm-optional">(optional)</span>' in squeezed(Sample()["name"].as_field_group())


def test_optional_field_is_quiet_where_all_are() -> None:
    class Filters(Sample):
        mark_optional = False

    assert "(optional)" not in str(Filters())


def test_radios_are_a_fieldset_of_whole_rows() -> None:
    assert squeezed(Sample()["layout"].as_field_group()) == (
        '<div class="govuk-form-group"><fieldset class="govuk-fieldset"><legend class="govuk-fieldset__legend">Which '
        'one?</legend><div class="govuk-radios"><div class="govuk-radios__item"><input type="radio" name="layout" '
        'value="a" class="govuk-radios__input" id="id_layout_0"><label class="govuk-radios__label" for="id_layout_0">'
        'A</label></div><div class="govuk-radios__item"><input type="radio" name="layout" value="b" '
        'class="govuk-radios__input" id="id_layout_1"><label class="govuk-radios__label" for="id_layout_1">B</label>'
        "</div></div></fieldset></div>"
    )


def test_checkboxes_in_error_are_described_by_their_fieldset() -> None:
    html = squeezed(Sample({})["travel"].as_field_group())

    assert '<fieldset class="govuk-fieldset" aria-describedby="id_travel_helptext id_travel_error">' in html
    assert "aria-invalid" not in html


def test_single_checkbox_has_its_words_in_the_row() -> None:
    assert squeezed(Sample()["agree"].as_field_group()) == (
        '<div class="govuk-form-group"><div class="govuk-checkboxes"><div class="govuk-checkboxes__item">'
        '<input type="checkbox" name="agree" class="govuk-checkboxes__input" aria-describedby="id_agree_helptext" '
        'id="id_agree"><label class="govuk-checkboxes__label" for="id_agree">I have read the rules '
        '<small id="id_agree_helptext">They are short.</small></label></div></div></div>'
    )


def test_form_of_others_is_dressed_too() -> None:
    class Plain(forms.Form):
        email = forms.EmailField()

    assert 'class="govuk-input"' in str(Plain())


def test_own_class_of_a_control_stays() -> None:
    class Narrow(PublicForm, forms.Form):
        year = forms.CharField(widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}))

    html = str(Narrow())

    assert html.count('class="govuk-input--width-10 govuk-input"') == 1


def test_browser_leaves_checking_to_us() -> None:
    assert re.findall(r"<(?:input|textarea|select)[^>]* required", str(Sample())) == []


def test_error_links_name_each_fault_in_the_order_of_the_page() -> None:
    form = Sample({"layout": "z"})
    form.add_error(None, "Somebody changed this while you were writing")

    assert error_links(form) == [
        ErrorLink("id_words", "Somebody changed this while you were writing"),
        ErrorLink("", "This field is required."),
        ErrorLink("id_words", "Fill in “Your reply”"),
        ErrorLink("id_layout_0", "Select a valid choice. z is not one of the available choices."),
        ErrorLink("id_travel_0", "Choose an answer to “How?”"),
        ErrorLink("id_ward", "Choose an answer to “Where?”"),
        ErrorLink("id_agree", "Tick “I have read the rules” to go on"),
    ]


def test_error_links_lead_to_ids_on_the_page() -> None:
    form = Sample({})
    anchors = {link.anchor for link in error_links(form) if link.anchor}

    assert anchors - set(re.findall(r'id="([^"]+)"', str(form))) == set()


def test_error_summary_takes_the_focus_without_javascript() -> None:
    html = render_to_string("components/error_summary.html", {"form": Sample({})})

    assert '<div class="govuk-error-summary" role="alert" tabindex="-1" autofocus>' in html


def test_error_summary_is_absent_without_errors() -> None:
    assert render_to_string("components/error_summary.html", {"form": Sample()}).strip() == ""


def test_message_of_a_field_is_escaped() -> None:
    form = Sample({})
    form.add_error("name", "Not <b>this</b>")

    assert unescape(str(form["name"].errors)).count("Not <b>this</b>") == 1
    assert "<b>" not in str(form["name"].errors)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    ["/admin/settings/base/brandsettings/", "/admin/sites/new/", "/admin/users/new/", "/admin/redirects/add/"],
)
def test_forms_of_the_admin_keep_their_own_look(client: Client, address: str) -> None:
    client.force_login(UserFactory(is_superuser=True, is_staff=True))

    response = client.get(address, follow=True)

    assert response.status_code == 200
    assert re.findall(r"govuk-(?:form-group|label|input)", response.content.decode()) == []


@pytest.mark.django_db
def test_errors_of_the_admin_are_shown(client: Client) -> None:
    client.force_login(UserFactory(is_superuser=True, is_staff=True))

    response = client.post(reverse("wagtailsites:add"), {"hostname": "", "port": "x"})

    assert response.status_code == 200
    assert "This field is required." in response.content.decode()
