"""An agency's address: what shows that somebody still works where they say they do."""

# Mailboxes that anybody can open, and that nobody loses with their job. Kept short on purpose: it
# catches the slip, and an editor may say that a program has nothing else.
FREE_MAIL = frozenset(
    {
        "aol.com",
        "att.net",
        "comcast.net",
        "gmail.com",
        "gmx.com",
        "googlemail.com",
        "hotmail.com",
        "icloud.com",
        "live.com",
        "mail.com",
        "me.com",
        "msn.com",
        "outlook.com",
        "proton.me",
        "protonmail.com",
        "verizon.net",
        "yahoo.com",
        "ymail.com",
    }
)


def is_free_mail(address: str) -> bool:
    """Whether `address` is with a provider where anybody gets a mailbox."""
    return address.rpartition("@")[2].lower().strip() in FREE_MAIL
