from django.http import HttpRequest

from .models import User


class MemberRequest(HttpRequest):
    """What a view behind login_required is given: somebody is signed in."""

    user: User
