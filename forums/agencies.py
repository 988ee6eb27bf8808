"""Whose colleague somebody is, as far as an address tells: many reports of one agency are one."""

# Addresses anybody can have: people there have nothing in common.
FREE_MAIL = frozenset(
    (
        "aol.com att.net comcast.net gmail.com gmx.com googlemail.com hotmail.com hey.com "
        "icloud.com live.com mac.com mail.com me.com msn.com outlook.com pm.me proton.me "
        "protonmail.com sbcglobal.net tutanota.com verizon.net yahoo.com ymail.com zoho.com"
    ).split()
)


def agency_of(email: str) -> str:
    """The domain of an agency's address; of a free one the whole address."""
    address = email.casefold()
    domain = address.rpartition("@")[2]
    return address if domain in FREE_MAIL else domain
