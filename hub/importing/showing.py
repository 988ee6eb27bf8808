"""What the page of one import shows, whatever state it is in."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from .columns import KINDS
from .forms import StartForm
from .models import Import
from .outcomes import Verdict

# More than anybody reads on one page; the download has all.
ROWS_SHOWN = 200
PAGES_SHOWN = 100
COUNTED = {
    Verdict.NEW: "New pages",
    Verdict.CHANGED: "Changed pages",
    Verdict.SAME: "Unchanged",
    Verdict.BROKEN: "Rows with problems",
}


def shown(one: Import, *, at: datetime, form: StartForm | None = None) -> dict[str, Any]:
    counts = one.report.get("counts", {})
    broken = counts.get(Verdict.BROKEN, 0)
    kind = KINDS.get(one.kind)
    is_done = one.state == Import.State.DONE
    pages = one.pages.select_related("page").order_by("line") if is_done else one.pages.none()
    return {
        "one": one,
        "kind_label": kind.label if kind else one.kind,
        "counts": [(label, counts.get(verdict, 0)) for verdict, label in COUNTED.items()],
        "broken": broken,
        "importable": counts.get(Verdict.NEW, 0) + counts.get(Verdict.CHANGED, 0),
        "faults": one.report.get("faults", []),
        "unknown": one.report.get("unknown", []),
        "samples": one.report.get("samples", []),
        "kept": one.report.get("kept", 0),
        "submitted": one.report.get("submitted"),
        "is_silent": one.is_silent(at),
        "form": form or StartForm(broken=broken),
        "pages": pages[:PAGES_SHOWN],
        "all_pages": pages.count(),
        **_first(one.report, "problems"),
        **_first(one.report, "advice"),
        **_first(one.report, "differences"),
        "page_title": one.file_name,
        "header_title": f"{one.file_name}: {one.get_state_display()}",
        "header_icon": "upload",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": "Home"},
            {"url": reverse("importing:send"), "label": "Import"},
            {"url": "", "label": one.file_name},
        ],
    }


def _first(report: dict[str, Any], name: str) -> dict[str, Any]:
    rows = report.get(name, [])
    return {name: rows[:ROWS_SHOWN], f"all_{name}": len(rows)}
