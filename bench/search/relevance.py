"""How good the first ten hits are: ours and the stock search, over the Consortium's content."""

from collections.abc import Sequence
from io import StringIO
from urllib.parse import urlencode

from .beside import Beside, end_in_order, tell, wait_for_go
from .figures import Report
from .hubs import PEER, throwaway_hub

OURS = "ours"
STOCK = ("stock, all words", "stock, any word")
# More than ten: what a visitor may not see is taken out of the stock search's hits.
STOCK_HITS = 40


def measure(report: Report, budgets: dict[str, float], process: Beside) -> None:
    report.head("Relevance: nDCG@10 over the judged questions")
    found = process.measure()
    for measured in ("all answers", "pages only"):
        figures = found[measured]
        report.say(
            f"{measured:12} " + "   ".join(f"{name} {value:.3f}" for name, value in figures.items())
        )
    pages = found["pages only"]
    for name in STOCK:
        ratio = pages[OURS] / pages[name]
        report.add(f"relevance: ours / {name}", ratio, "times", at_least=budgets["times"])


def main() -> None:
    end_in_order()
    with throwaway_hub():
        _prepare()
        found = _measure()
        if wait_for_go():
            tell(found)


def _prepare() -> None:
    from django.core.management import call_command
    from modelsearch.index import get_indexed_models
    from wagtail.models import Page

    from .comparing import build_peer

    call_command("load_content", stdout=StringIO())
    call_command("rebuild_index", stdout=StringIO())
    build_peer(model for model in get_indexed_models() if issubclass(model, Page))


def _measure() -> dict[str, dict[str, float]]:
    """Twice: with all answers, of which the stock search cannot know places and topics, and
    with pages only, as if there were nothing else.
    """
    from hub.search.models import SearchDocument
    from tests.search.relevance import average

    documents = SearchDocument.objects.filter(is_listed=True)
    pages = documents.filter(source="page")
    found = {}
    for name, rows in (("all answers", documents), ("pages only", pages)):
        findable = set(rows.values_list("url", flat=True))
        found[name] = {
            OURS: average(lambda query, findable=findable: _ours(query, findable), findable),
            STOCK[0]: average(lambda query: _stock(query, "and"), findable),
            STOCK[1]: average(lambda query: _stock(query, "or"), findable),
        }
    return found


def _ours(query: str, findable: set[str]) -> Sequence[str]:
    from django.contrib.auth.models import AnonymousUser
    from django.http import QueryDict

    from hub.search.asked import Asked
    from hub.search.finding import find

    asked = Asked.read(QueryDict(urlencode({"q": query})))
    rows = find(asked, reader=AnonymousUser()).rows or []
    return [row.document.url for row in rows if row.document.url in findable]


def _stock(query: str, operator: str) -> Sequence[str]:
    from wagtail.models import Page

    from hub.core.visibility import NOBODY, visible_pages

    hits = Page.objects.all().search(query, operator=operator, backend=PEER)[:STOCK_HITS]
    found = list(hits)
    seen = set(
        visible_pages(Page.objects.filter(pk__in=[page.pk for page in found]), NOBODY).values_list(
            "pk", flat=True
        )
    )
    return [page.url for page in found if page.pk in seen]


if __name__ == "__main__":
    main()
