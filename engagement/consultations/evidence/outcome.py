"""What came of it: the decisions as they were published, and which contributions led to each; or why there are none."""

import json
from typing import Any

from engagement.consultations.evidence.archive import Archive
from engagement.consultations.evidence.publications import Survey
from engagement.consultations.evidence.subject import Subject
from engagement.consultations.evidence.texts import text_of_html
from engagement.consultations.rules import references_in


def entries_in(found: Survey) -> list[dict[str, Any]]:
    """The decisions of the last publication, as plain text, with the references that lead to them."""
    return [
        {
            "title": str(value.get("title") or ""),
            "status": str(value.get("status") or ""),
            "why_not": str(value.get("why_not") or ""),
            "details": text_of_html(str(value.get("details") or "")),
            "day": str(value.get("day") or ""),
            "decided_by": str(value.get("decided_by") or ""),
            "references": references_in(str(value.get("references") or "")),
        }
        for value in found.outcome
    ]


def no_decision_in(found: Survey) -> dict[str, str] | None:
    """The day and the reason that the last publication gave in place of decisions; None where it gave none."""
    day = found.last.get("no_decision_on", "")
    return {"day": day, "reason": found.last.get("no_decision_reason", "")} if day and not found.outcome else None


def linked(subject: Subject, entries: list[dict[str, Any]]) -> set[str]:
    """The references in these entries that are public contributions to this consultation."""
    return public_among(subject, {reference for entry in entries for reference in entry["references"]})


def public_among(subject: Subject, references: set[str]) -> set[str]:
    """Those of these references that everybody can read now."""
    public = subject.contributions.published().filter(reference__in=references)
    return set(public.values_list("reference", flat=True))


def add_outcome(archive: Archive, found: Survey, entries: list[dict[str, Any]], public: set[str]) -> None:
    """Write `outcome.json`; a reference that is not public (any more) says so."""
    shown = [
        entry | {"references": {one: "public" if one in public else "not public" for one in entry["references"]}}
        for entry in entries
    ]
    what = {
        "decisions": shown,
        "no_decision": no_decision_in(found),
        "what_was_heard": found.last.get("you_said", ""),
    }
    archive.add_text("outcome.json", json.dumps(what, sort_keys=True, indent=1, ensure_ascii=False) + "\n")
