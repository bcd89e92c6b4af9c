"""Users and the roles they hold in units. Nobody is deleted: a membership ends, a user is suspended."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from himaya.access.roles import ROLES, Permission, Role
from himaya.kit.ids import PublicIdField
from himaya.kit.privacy import internal, secret


class UserManager(BaseUserManager["User"]):
    """Makes users by their work e-mail."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A user with a usable or, without a password, an unusable sign-in."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A member of staff. Work identity is internal, not personal: colleagues must know who acted."""

    INVITED, ACTIVE, SUSPENDED = "invited", "active", "suspended"

    public_id = internal(PublicIdField())
    email = internal(models.EmailField(unique=True))
    full_name = internal(models.CharField(max_length=150))
    # Where urgent notices go as SMS, if the person asked for it (E.164).
    phone = internal(models.CharField(max_length=20, blank=True))
    password = secret(models.CharField(max_length=128))
    last_login = internal(models.DateTimeField(null=True, blank=True))
    language = internal(models.CharField(max_length=2, default="az"))
    status = internal(models.CharField(max_length=10, default=ACTIVE))
    status_reason = internal(models.CharField(max_length=40, blank=True))
    is_active = internal(models.BooleanField(default=True))
    is_sample = internal(models.BooleanField(default=False))
    reviewed_on = internal(models.DateField(null=True, blank=True))
    created_at = internal(models.DateTimeField(auto_now_add=True))

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    objects = UserManager()

    is_system = False
    is_staff = False  # asked for by libraries; Himaya has no such notion
    is_superuser = False

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["invited", "active", "suspended"]), name="user_status_known"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    @cached_property
    def current_memberships(self) -> list["Membership"]:
        """The roles held now; read once a request."""
        if self.pk is None:
            return []
        return list(self.memberships.filter(ended_at__isnull=True).select_related("unit"))

    @cached_property
    def roles(self) -> frozenset[str]:
        """Codes of the roles held now, in any unit."""
        return frozenset(m.role for m in self.current_memberships)

    def can(self, permission: Permission) -> bool:
        """Whether any role held now carries the permission, wherever."""
        return any(permission in ROLES[code].may for code in self.roles if code in ROLES)

    def has(self, role: type[Role]) -> bool:
        """Whether the user holds the role in any unit."""
        return role.code in self.roles


class Membership(models.Model):
    """A role held in a unit for a time."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey("access.Unit", on_delete=models.PROTECT, related_name="memberships")
    role = internal(models.CharField(max_length=40, choices=[(code, code) for code in ROLES]))
    started_at = internal(models.DateTimeField(auto_now_add=True))
    ended_at = internal(models.DateTimeField(null=True, blank=True))
    given_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "unit", "role"], condition=Q(ended_at__isnull=True), name="membership_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role}@{self.unit_id}"
