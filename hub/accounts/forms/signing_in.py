from typing import Any

from allauth.account.forms import LoginForm

from .looks import OurLooks


class SignInForm(OurLooks, LoginForm):
    """The same answer for a wrong password and for an address that nobody has."""

    labels = {
        "login": "E-mail address",
        "password": "Password",
        "remember": "Keep me signed in on this device. Not on a shared station computer.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What password managers look for.
        self.fields["login"].widget.attrs["autocomplete"] = "username webauthn"
