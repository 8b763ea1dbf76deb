"""Evidence packs in the Wagtail admin: make one, see how far it is, take it away."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.log_actions import log

from base.admin_head import head
from engagement.consultations.evidence.making import KEPT, is_stopped, restart_stopped, start_pack
from engagement.consultations.evidence.rules import can_make_evidence
from engagement.consultations.models import ConsultationPage, EvidencePack

PER_PAGE = 50
SHOWN = 20
"""Packs of one consultation on its screen."""


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every consultation that was ever public, the one published last first."""
    _let_in(request)
    pages = ConsultationPage.objects.filter(first_published_at__isnull=False, alias_of=None)
    first: dict[UUID, ConsultationPage] = {}
    for page in pages.order_by("pk").only("title", "translation_key", "last_published_at"):
        first.setdefault(page.translation_key, page)
    newest = sorted(first.values(), key=lambda page: page.last_published_at or page.pk, reverse=True)
    shown = Paginator(newest, PER_PAGE).get_page(request.GET.get("p"))
    context = {"page": shown, "consultations": shown.object_list} | head(_("Evidence packs"), icon="lock")
    return TemplateResponse(request, "engagement/consultations/evidence/index.html", context)


@never_cache
def packs(request: HttpRequest, key: UUID) -> HttpResponse:
    """The packs of one consultation; POST begins another."""
    _let_in(request)
    page = ConsultationPage.objects.filter(translation_key=key).order_by("pk").first()
    known = list(EvidencePack.objects.filter(translation_key=key).select_related("made_by")[:SHOWN])
    if page is None and not known:
        raise Http404("no such consultation")
    title = page.title if page else known[0].title
    if request.method == "POST":
        if page is None or page.first_published_at is None:
            raise Http404("nothing was published")
        _pack, is_new = start_pack(key=key, title=title, user=request.user)
        if not is_new:
            messages.info(request, _("A pack of this consultation is being made already."))
        return redirect(request.path)
    now = timezone.now()
    context = {
        "key": key,
        "packs": [{"pack": pack, "is_stopped": is_stopped(pack, now)} for pack in known],
        "is_under_way": any(pack.is_under_way for pack in known),
        "may_begin": page is not None and page.first_published_at is not None,
        "days_kept": KEPT.days,
    }
    above = _("Evidence packs"), reverse("evidence:index")
    return TemplateResponse(
        request, "engagement/consultations/evidence/packs.html", context | head(title, above, icon="lock")
    )


@require_POST
def again(request: HttpRequest, pack: UUID) -> HttpResponse:
    """Go on with one whose worker was killed; any other is left alone."""
    _let_in(request)
    found = get_object_or_404(EvidencePack, uuid=pack)
    if not restart_stopped(timezone.now(), pk=found.pk):
        messages.info(request, _("Nothing had to be done: it is under way or finished."))
    return redirect("evidence:packs", found.translation_key)


@require_safe
def download(request: HttpRequest, pack: UUID) -> HttpResponseBase:
    """One whole pack, to those who may have it now; who took it away is logged."""
    _let_in(request)
    found = get_object_or_404(EvidencePack, uuid=pack)
    if not found.is_ready or not found.file.name or not found.file.storage.exists(found.file.name):
        raise Http404("it is not there")
    log(instance=found, action="consultations.evidence_taken", user=request.user, data={"sha256": found.sha256})
    name = f"evidence-{slugify(found.title)[:60] or 'pack'}-{found.sha256[:8]}.zip"
    response = FileResponse(found.file.open("rb"), as_attachment=True, filename=name, content_type="application/zip")
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _let_in(request: HttpRequest) -> None:
    if not can_make_evidence(request.user):
        raise PermissionDenied
