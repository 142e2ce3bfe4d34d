"""Colleagues, their roles and teams, and the organisation they belong to."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from titip.kit import clock
from titip.kit.codes import new_code
from titip.protect.rules.roles import ROLES, Role

ROLE_CHOICES = [(role.value, ROLES[role].label) for role in Role]


def new_staff_code() -> str:
    """A code by which a colleague is named in logs and outside copies: never a name (S12)."""
    return new_code("S")


class Organisation(models.Model):
    """The one organisation whose data this folder holds."""

    name = models.CharField(max_length=120)
    country = models.CharField(max_length=2, help_text="ISO 3166-1 alpha-2")
    language = models.CharField(max_length=12, default="en")
    languages = models.JSONField(default=list, help_text="BCP 47 codes of the languages spoken here, the page language first")
    neutral_page = models.URLField(blank=True, help_text="Where Exit leads")
    custodian_contact = models.CharField(max_length=200, blank=True, help_text="How a person reaches whoever keeps her data; printed on the consent slip")
    time_zone = models.CharField(max_length=64, blank=True, help_text="The clock on which times of day are read, as Asia/Jakarta; blank: the capital's")
    made_at = models.DateTimeField(default=clock.now)


class Team(models.Model):
    """People who share the work on the same cases."""

    name = models.CharField(max_length=120, unique=True)

    def __str__(self) -> str:
        return self.name


class StaffManager(BaseUserManager["Staff"]):
    """Makes colleagues."""

    def create_user(self, username: str, password: str | None = None, **fields: object) -> "Staff":
        """A colleague with a hashed passphrase; without one she cannot sign in by passphrase."""
        staff = self.model(username=username, **fields)
        staff.set_password(password)
        staff.save(using=self._db)
        return staff


class Staff(AbstractBaseUser):
    """A colleague who signs in. ``code`` names her in logs; her name is shown to colleagues only."""

    username = models.CharField(max_length=60, unique=True)
    code = models.CharField(max_length=12, unique=True, default=new_staff_code)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=12, default="en")
    is_active = models.BooleanField(default=True)
    teams = models.ManyToManyField(Team, related_name="members", blank=True)
    joined_at = models.DateTimeField(default=clock.now)
    left_at = models.DateTimeField(null=True, blank=True)
    listed = models.BooleanField(default=False, help_text="Joined by invitation since there is a list: high-risk answers open once it is done")

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]
    objects = StaffManager()

    def __str__(self) -> str:
        return self.code

    def get_full_name(self) -> str:
        """The colleague's name, for colleagues."""
        return self.name

    #: Asked by libraries; nobody has blanket permissions here, every decision is ``can``.
    is_staff = False
    is_superuser = False


class StaffRole(models.Model):
    """A role held by a colleague, granted by whom and until when."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=20, choices=ROLE_CHOICES)
    granted_by = models.CharField(max_length=12, blank=True, help_text="Staff code")
    granted_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "role"], condition=models.Q(ended_at=None), name="one_live_role")]


class Training(models.Model):
    """A training completed, before access to what it is needed for (S11, M5)."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="trainings")
    kind = models.CharField(max_length=40, default="high_risk_data")
    completed_on = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
