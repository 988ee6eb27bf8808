"""What may be somebody's name or handle, and why not, in words for whoever chose it."""

from django.core.exceptions import ValidationError

from .models import User
from .names import is_reserved, skeleton, tidy_name

SHORTEST_NAME = 2


def checked_name(text: str, *, of: User | None) -> str:
    """The name as it will be stored. Two people may have one name; nobody may look like another.

    Raises ValidationError for a name that speaks for the hub or reads like another member's
    though it is written with other letters. `of` is whoever takes it: None when they are new.
    """
    name = tidy_name(text)
    if len(name) < SHORTEST_NAME or not any(sign.isalnum() for sign in name):
        raise ValidationError("Write at least two letters: your name, initials or a name you like.")
    if is_reserved(name):
        raise ValidationError("This name would speak for the hub. Choose another one.")
    alike = User.objects.filter(name_key=skeleton(name)[:160]).exclude(pk=of.pk if of else None)
    others = alike.values_list("name", flat=True)[:20]
    if any(other.casefold() != name.casefold() for other in others):
        raise ValidationError(
            "This looks like the name of another member, written with other letters. "
            "Choose another one, or add something to it."
        )
    return name


def checked_handle(text: str, *, of: User) -> str:
    """The handle in small letters. Raises ValidationError when it is reserved or taken."""
    handle = text.strip().lower()
    if is_reserved(handle):
        raise ValidationError("This address would speak for the hub. Choose another one.")
    if User.objects.filter(handle_key=skeleton(handle)[:80]).exclude(pk=of.pk).exists():
        raise ValidationError("Somebody has this address, or one that looks like it.")
    return handle
