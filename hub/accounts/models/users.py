from datetime import datetime
from typing import Any, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from ..names import new_handle, skeleton

FORMER_MEMBER = "Former member"


class UserQuerySet(models.QuerySet):
    def present(self) -> Self:
        """Who can be met on the hub: not those who left or were shut out for good."""
        return self.filter(is_active=True, left_at=None)

    def visible_to(self, reader: Any) -> Self:
        """Whom `reader` may meet: members meet each other, as far as profiles say."""
        return self.present() if reader.is_authenticated else self.none()

    def holding(self, permission: str) -> Self:
        """Who was given a permission ("app.codename") through a group, or by name.

        Administrators hold every permission and are left out: they asked to hear of none.
        """
        app, _, codename = permission.partition(".")
        through_group = models.Q(
            groups__permissions__content_type__app_label=app,
            groups__permissions__codename=codename,
        )
        by_name = models.Q(
            user_permissions__content_type__app_label=app, user_permissions__codename=codename
        )
        given = self.model._default_manager.filter(through_group | by_name)
        return self.present().filter(pk__in=given.values("pk"))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """A new person who signs in with `email`; without a password nobody can sign in as them.

        Raises IntegrityError when the address is taken, whatever its capitals.
        """
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        """Like create_user(), for whoever runs the site; used by Django's own command."""
        return self.create_user(email, password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. The address is how they sign in and is never shown to others."""

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(
        "name to show", max_length=80, help_text="As you want others to see it."
    )
    # What the name looks like, so that nobody can pass for somebody else; see names.skeleton().
    name_key = models.CharField(max_length=160, blank=True, db_index=True, editable=False)
    handle = models.CharField(
        max_length=40,
        unique=True,
        default=new_handle,
        validators=[
            RegexValidator(
                r"^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\Z",
                "Use small letters, digits and hyphens, and begin and end with a letter or digit.",
            )
        ],
        help_text="The end of the address of your page: /people/your-handle/.",
    )
    # What the handle looks like, so that no two addresses can be taken for each other.
    handle_key = models.CharField(max_length=80, unique=True, editable=False)
    is_active = models.BooleanField("may sign in", default=True)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    # Copies of the running sanctions, so that asking costs no statement; see models/sanctions.py.
    suspended_until = models.DateTimeField(null=True, blank=True, editable=False)
    silenced_until = models.DateTimeField(null=True, blank=True, editable=False)
    # When the account was made anonymous; nothing personal is left in it.
    left_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Part of every session's signature: a higher number ends all sessions at the next request.
    session_epoch = models.PositiveIntegerField(default=0, editable=False)

    objects = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        permissions = [("must_use_second_step", "Must sign in with a second step")]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="email_once_whatever_its_case"),
            models.CheckConstraint(
                condition=models.Q(left_at=None) | models.Q(is_active=False),
                name="who_left_may_not_sign_in",
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"Member {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("people:profile", args=[self.handle])

    def save(self, *args: Any, **kwargs: Any) -> None:
        # What is typed at signing in is made small, too, and looked up exactly.
        self.email = self.email.lower()
        self.name_key = skeleton(self.name)[:160]
        self.handle_key = skeleton(self.handle)[:80]
        if fields := kwargs.get("update_fields"):
            keys = {f"{field}_key" for field in ("name", "handle") if field in fields}
            kwargs["update_fields"] = {*fields, *keys}
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        return salted_hmac(
            "hub.accounts.models.User.session",
            f"{self.password}:{self.session_epoch}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()

    @property
    def is_staff(self) -> bool:
        """Whether the person may open the editors' side, in the word Django uses for it."""
        return self.has_perm("wagtailadmin.access_admin")

    def is_suspended(self, at: datetime) -> bool:
        return self.suspended_until is not None and self.suspended_until > at

    def is_silenced(self, at: datetime) -> bool:
        return self.silenced_until is not None and self.silenced_until > at
