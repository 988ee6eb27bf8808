"""Every write to the database, by whatever door, ends the edition; unless no visitor sees it.

The statements themselves are watched and not signals: update(), bulk_create() and plain SQL send
none. What is not named here counts as public, so that a new table errs on the side of freshness.
"""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from .editions import announce_change

# What a statement begins with, after remarks; everything else changes no row.
WRITES = re.compile(
    r"(?:\s|--[^\n]*\n|/\*.*?\*/)*"
    r"(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE(?:\s+TABLE)?)"
    r'\s+"?(\w+)"?',
    re.I | re.S,
)
WRITES_WITHIN = re.compile(r"\s*WITH\b.*\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s", re.I | re.S)
CHANGED_COLUMN = re.compile(r'"?(\w+)"? = ')
# Whole rooms that no visitor reads: news and mail, what Wagtail keeps for editors, who is where.
NEVER_SHOWN = re.compile(
    "|".join(
        (
            "django_(session|migrations|tasks)",
            "account_|mfa_|socialaccount_|usersessions_",
            "accounts_(limitedact|securityevent|invitation|emailchange|rulesacceptance)",
            "notifications_",
            "wagtailcore_(revision|comment|task|workflow|uploaded|modellog|pagelog|pagesub|apitoken)",
            "wagtailcore_referenceindex|wagtailadmin_|wagtailusers_",
            "wagtailsearchpromotions_query|wagtailsearch_",
            # The index tells by itself when it holds what was noted.
            "search_",
            "forums_(draft|threadreader|report|reviewitem|feedkey|moderationevent|seal|samehere_seen)",
            "people_(bookmark|dataexport|departure)",
            "mentoring_(requestdraft|requestmessage|attendee|visitplan)",
            "mentorsites_(profiledraft|profilenote|privatecontact|siteinvitation)",
            "editing_|importing_",
            "core_edition",
        )
    )
)
# Tables of which a part is shown: what a change of these columns alone leaves as it was.
UNSEEN_COLUMNS = {
    "accounts_user": {"last_login", "last_seen_at", "password"},
    "wagtailcore_page": {
        "latest_revision_id",
        "latest_revision_created_at",
        "draft_title",
        "has_unpublished_changes",
        "locked",
        "locked_at",
        "locked_by_id",
    },
}


# What members say and do, beside what editors publish.
TALK = re.compile("forums_|people_|accounts_|account_|mentoring_|practices_adoption|taggit_")
ALL_CONTENT = "everything"
SEEKS = re.compile(r"\s*(?:UPDATE|DELETE)\b", re.I)


def table_shown(sql: str) -> str:
    """The table in which this statement changes something that a visitor may see, or nothing."""
    if WRITES_WITHIN.match(sql):
        return ALL_CONTENT
    found = WRITES.match(sql)
    if found is None or NEVER_SHOWN.match(found[1]):
        return ""
    unseen = UNSEEN_COLUMNS.get(found[1])
    return "" if unseen and _changed_columns(sql) <= unseen else found[1]


def _changed_columns(sql: str) -> set[str]:
    """Those that an UPDATE names; one that it does not tell is as good as any."""
    setting, _, _ = sql.partition(" WHERE ")
    _, is_update, setting = setting.partition(" SET ")
    if not is_update or "SELECT" in setting.upper():
        return {""}
    return set(CHANGED_COLUMN.findall(setting)) or {""}


def watch(sender: Any, connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Called for each new connection."""
    if settings.PAGES_KEPT_FOR and _end_edition not in connection.execute_wrappers:
        connection.execute_wrappers.append(_end_edition)


def _end_edition(execute: Callable, sql: Any, params: Any, many: bool, context: dict) -> Any:
    result = execute(sql, params, many, context)
    table = table_shown(str(sql))
    if table and not _was_in_vain(str(sql), context["cursor"].rowcount):
        end = _end_talk if TALK.match(table) else _end_all
        _after_commit(context["connection"], end)
    return result


def _was_in_vain(sql: str, rows: int) -> bool:
    """What found no row to change or delete: the tending asks often. An INSERT always has one."""
    return rows == 0 and SEEKS.match(sql) is not None


def _after_commit(connection: BaseDatabaseWrapper, end: Callable[[], None]) -> None:
    if not connection.in_atomic_block:
        end()
    elif not any(entry[1] is end for entry in connection.run_on_commit):
        # Once for each transaction is enough; after a rollback to a savepoint it is asked again.
        transaction.on_commit(end, using=connection.alias, robust=True)


def _end_all() -> None:
    announce_change()


def _end_talk() -> None:
    announce_change(of_content=False)
