from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


class UserManager(BaseUserManager["User"]):
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
    is_active = models.BooleanField("may sign in", default=True)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="email_once_whatever_its_case")]

    def __str__(self) -> str:
        return self.name or f"Member {self.pk}"

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    @property
    def is_staff(self) -> bool:
        """Whether the person may open the editors' side, in the word Django uses for it."""
        return self.has_perm("wagtailadmin.access_admin")


class SignInFailure(models.Model):
    """One failed try; deleted after an hour or at the next success."""

    email = models.CharField(max_length=254)
    address = models.CharField(max_length=45)
    failed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["email", "failed_at"], name="failures_of_an_account"),
            models.Index(fields=["address", "failed_at"], name="failures_from_an_address"),
        ]

    def __str__(self) -> str:
        return f"failed sign-in at {self.failed_at:%Y-%m-%d %H:%M}"
