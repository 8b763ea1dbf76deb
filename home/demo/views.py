"""What only the demo shows: whom one can be, and the mail that was sent."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from home.demo.mailbox import find_mail, mails
from home.demo.people import LOGINS, PASSWORD
from home.demo.tour import tour

View = Callable[..., HttpResponse]


def demo_only(view: View) -> View:
    """The view where the settings say DEMO or DEBUG, and 404 elsewhere, should its address ever be routed there."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (settings.DEBUG or settings.DEMO):
            raise Http404("not a demonstration")
        return view(request, *args, **kwargs)

    return require_safe(never_cache(guarded))


@demo_only
def start(request: HttpRequest) -> HttpResponse:
    """What to try, and as whom."""
    return render(request, "home/demo/start.html", {"logins": login_rows(), "password": PASSWORD, "tour": tour()})


def login_rows() -> list[dict[str, str]]:
    """Rows of `components/summary_list.html`: the address, and who that is and what to try."""
    return [{"key": login.email, "value": f"{login.role}. {login.tries}"} for login in LOGINS]


@demo_only
def mail_list(request: HttpRequest) -> HttpResponse:
    """Every mail the site has sent, newest first."""
    return render(request, "home/demo/mails.html", {"mails": mails()})


@demo_only
def mail_detail(request: HttpRequest, name: str) -> HttpResponse:
    """One mail, its links ready to be followed."""
    mail = find_mail(name)
    if mail is None:
        raise Http404("no such mail")
    return render(request, "home/demo/mail.html", {"mail": mail})
