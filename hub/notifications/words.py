"""What a line of news says. Titles are added by whoever shows it."""

from .models import Notification

Kind = Notification.Kind
# Before the title: once, and for several. {n} is the number, {who} who did the latest.
SENTENCES: dict[str, tuple[str, str]] = {
    Kind.PUBLISHED: ("New:", "New:"),
    Kind.UPDATED: ("Updated:", "Updated {n} times:"),
    Kind.REPLY: ("{who} replied in", "{n} new replies in"),
    Kind.ANSWER: ("{who} answered", "{n} new answers to"),
    Kind.MENTION: ("{who} mentioned you in", "You were mentioned {n} times in"),
    Kind.REVIEW: ("Waiting for review:", "Waiting for review:"),
    Kind.REQUEST: ("News about", "{n} pieces of news about"),
    Kind.SECURITY: ("About your account:", "About your account:"),
    Kind.SYSTEM: ("From the hub:", "From the hub:"),
}
ICONS: dict[str, str] = {
    Kind.PUBLISHED: "bookmark",
    Kind.UPDATED: "update",
    Kind.REPLY: "forum",
    Kind.ANSWER: "check-circle",
    Kind.MENTION: "chat",
    Kind.REVIEW: "assessment",
    Kind.REQUEST: "people",
    Kind.SECURITY: "lock-outline",
    Kind.SYSTEM: "campaign",
}


def sentence(news: Notification) -> str:
    once, several = SENTENCES[news.kind]
    who = " ".join(str(news.actor).split()) if news.actor else "Somebody"
    return (once if news.count == 1 else several).format(who=who, n=news.count)
