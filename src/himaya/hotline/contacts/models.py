"""What somebody told the hotline. Who called is known by a keyed hash; their number and name lie closed."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q

from himaya.access.models import EncryptedTextField, Protected
from himaya.kit.addresses import address
from himaya.kit.ids import PublicIdField, reference_number
from himaya.kit.privacy import internal, personal, special
from himaya.workflow.models import Governed

FEELING = [MinValueValidator(1), MaxValueValidator(10)]


class Contact(Governed):
    """One call, message, letter or visit, in a dossier of its own. Read by its counsellor and the hotline's
    supervisors; a district knows nothing of it."""

    reference = internal(
        models.CharField(max_length=20, unique=True, default=reference_number, editable=False)
    )
    # Code of `hotline.channel`, and the channel's own id: the same call never becomes two contacts.
    channel = internal(models.CharField(max_length=40))
    channel_key = internal(models.CharField(max_length=120, blank=True))
    arrived_at = internal(models.DateTimeField())
    ended_at = internal(models.DateTimeField(null=True))
    # Who listened; who typed it in is another where it was taken on paper.
    counsellor = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    entered_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    # Code of `hotline.kind`; empty while nobody has said what it is.
    kind = internal(models.CharField(max_length=40, blank=True))

    caller_key = internal(models.CharField(max_length=64, blank=True))
    caller_number = personal(EncryptedTextField(blank=True))
    caller_name = personal(EncryptedTextField(blank=True))
    caller_kind = internal(models.CharField(max_length=40, blank=True))
    caller_relation = personal(models.CharField(max_length=40, blank=True))
    language = internal(models.CharField(max_length=10, blank=True))
    needs = special(models.CharField(max_length=300, blank=True))
    place_text = personal(models.CharField(max_length=300, blank=True))
    place_code = personal(models.CharField(max_length=80, blank=True))
    # The district of that place, a city's own where it is known: contacts are counted by it after the place itself was
    # forgotten.
    territory = models.ForeignKey(
        "reference.Territory", null=True, on_delete=models.PROTECT, related_name="+"
    )

    narrative = special(models.TextField(blank=True))
    # Codes of `hotline.reason`, of the lists in force that day.
    main_reason = special(models.CharField(max_length=60, blank=True), counted=True)
    other_reason = special(models.CharField(max_length=60, blank=True), counted=True)
    perpetrator = special(models.CharField(max_length=40, blank=True), counted=True)
    perpetrator_near = special(models.CharField(max_length=10, blank=True))
    advice = special(models.TextField(blank=True))
    steps_taken = special(ArrayField(models.CharField(max_length=60), default=list, blank=True), counted=True)
    feeling_before = special(models.SmallIntegerField(null=True, validators=FEELING))
    feeling_after = special(models.SmallIntegerField(null=True, validators=FEELING))
    # Whether what was told may be passed on: yes, no, or not asked. A duty to report does not wait for it.
    consent = special(models.CharField(max_length=20, blank=True), counted=True)
    safe_way = personal(models.CharField(max_length=40, blank=True))
    safe_number = personal(EncryptedTextField(blank=True))
    safe_time = personal(EncryptedTextField(blank=True))

    # The level that holds (`risk.level`), what the answers led to, and a lower one that waits for a supervisor.
    risk = special(models.CharField(max_length=10, blank=True), counted=True)
    risk_computed = special(models.CharField(max_length=10, blank=True))
    risk_proposed = special(models.CharField(max_length=10, blank=True))
    risk_proposed_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    # The number of the report it became; the report itself lies with the desk.
    report_reference = internal(models.CharField(max_length=20, blank=True))
    is_sample = internal(models.BooleanField(default=False))
    # The day on which everything but what is counted was taken away.
    forgotten_on = internal(models.DateField(null=True))

    # What the search door looks through: everything written in clear that may be looked for (docs/adr/0022). Made from
    # the columns themselves, so it is empty where they were taken away.
    words = special(
        models.GeneratedField(
            expression=Func(
                F("narrative"),
                F("advice"),
                F("place_text"),
                template="to_tsvector('simple'::regconfig, himaya_fold(%(expressions)s))",
                arg_joiner=" || ' ' || ",
            ),
            output_field=SearchVectorField(),
            db_persist=True,
        )
    )

    class Meta:
        indexes = [
            GinIndex(fields=["words"], name="contact_words"),
            models.Index(fields=["-arrived_at", "-id"], name="contact_latest"),
            models.Index(fields=["main_reason", "-arrived_at"], name="contact_reason"),
            models.Index(fields=["territory", "-arrived_at"], name="contact_territory"),
            models.Index(fields=["counsellor", "status", "-arrived_at"], name="contact_counsellor"),
            models.Index(fields=["status", "-arrived_at"], name="contact_status"),
            models.Index(fields=["caller_key"], condition=~Q(caller_key=""), name="contact_caller"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "channel_key"], condition=~Q(channel_key=""), name="contact_once"
            )
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """The contact's page."""
        return address("hotline:contact-detail", self.public_id)


class ContactChild(Protected):
    """A child of whom a contact tells, as described: not a person of the register."""

    public_id = internal(PublicIdField())
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="children")
    name = personal(models.CharField(max_length=150, blank=True))
    sex = personal(models.CharField(max_length=10, blank=True), counted=True)
    age_years = personal(models.SmallIntegerField(null=True))
    living = special(models.CharField(max_length=40, blank=True), counted=True)
    disability = special(models.CharField(max_length=200, blank=True))
    school = personal(models.CharField(max_length=150, blank=True))
    whereabouts = personal(EncryptedTextField(blank=True))

    def __str__(self) -> str:
        return f"child {self.pk}"
