"""What grew out of a thread, and what a published page says of where it grew."""

from dataclasses import dataclass, field
from typing import Any

from wagtail.models import Page

from hub.core.visibility import visible_pages

from .models import Credit, Promotion, Thread

ROLE_UNKNOWN = "a member"


@dataclass(frozen=True)
class Origin:
    """The thread that a page grew out of, for one reader, with those who agreed to be named."""

    # Nothing when the reader may not see the thread: then not even its title is told.
    thread: Thread | None
    named: list[str] = field(default_factory=list)
    # How many more there are, who did not want to be named or have not answered.
    others: int = 0

    @property
    def credits(self) -> str:
        """“Jordan Lee, a paramedic and 2 more members”, or nothing."""
        names = list(self.named)
        if self.others:
            more = "more " if names else ""
            names.append(f"{self.others} {more}member{'' if self.others == 1 else 's'}")
        if len(names) < 2:
            return "".join(names)
        return f"{', '.join(names[:-1])} and {names[-1]}"


def grown_pages(thread: Thread, reader: Any) -> list[Page]:
    """The published pages that grew out of `thread`, as `reader` may see them. One statement."""
    pages = Page.objects.filter(promotion__thread=thread)
    return list(visible_pages(pages, reader).order_by("title", "pk"))


def origin_of(page: Page, reader: Any) -> Origin | None:
    """Where `page` grew. One statement at most for pages that grew nowhere."""
    # Joined by pages that name it in `fetched_with`; the others ask.
    promotion: Promotion | None = getattr(page, "promotion", None) if page.pk else None
    if promotion is None:
        return None
    thread = Thread.objects.visible_to(reader).filter(pk=promotion.thread_id).first()
    asked = Credit.objects.filter(promotion=promotion).select_related("person", "alias")
    named = [words for credit in asked.order_by("pk") if (words := words_of_credit(credit))]
    return Origin(thread, list(dict.fromkeys(named)), others=len(asked) - len(named))


def words_of_credit(credit: Credit) -> str:
    """How a contributor is named: as they chose, and not at all until they chose."""
    if credit.alias is not None:
        return credit.alias.label
    if credit.consent == Credit.Consent.NAME and credit.person and credit.person.is_active:
        return str(credit.person)
    if credit.consent == Credit.Consent.ROLE:
        return f"a member ({credit.role})" if credit.role else ROLE_UNKNOWN
    return ""
