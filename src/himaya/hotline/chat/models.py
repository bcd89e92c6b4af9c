"""Chats: how each stands, what was said in it, who the child said to be. The words lie in the dossier that becomes the
contact's; the chat itself tells nothing of them and is read by both sides."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q

from himaya.access.models import EncryptedTextField, Protected
from himaya.kit.ids import PublicIdField
from himaya.kit.privacy import internal, personal, special


class Chat(models.Model):
    """One conversation: since when each side was last there, how far each has read, how it ended. What the child types
    and has not sent is ciphertext, whose key only the cookie in their browser holds."""

    public_id = internal(PublicIdField())
    arrival = models.OneToOneField("hotline.Arrival", on_delete=models.PROTECT, related_name="chat")
    # Where the words lie; an arrival may go on in another dossier (`queue.actions.left_word`), the words stay.
    dossier = models.ForeignKey("access.Dossier", on_delete=models.PROTECT, related_name="+")
    # Of the secret in the child's cookie, which nobody else holds.
    token_digest = internal(models.CharField(max_length=64, unique=True))
    # The number of the last line: what is said and what happens is counted in one row.
    last = internal(models.IntegerField(default=0))
    opened_at = internal(models.DateTimeField())
    child_seen_at = internal(models.DateTimeField())
    child_typing_at = internal(models.DateTimeField(null=True))
    child_got = internal(models.IntegerField(default=0))
    child_read = internal(models.IntegerField(default=0))
    # Since when the child's page is gone; empty while it is there.
    child_left_at = internal(models.DateTimeField(null=True))
    staff_seen_at = internal(models.DateTimeField(null=True))
    staff_typing_at = internal(models.DateTimeField(null=True))
    staff_got = internal(models.IntegerField(default=0))
    staff_read = internal(models.IntegerField(default=0))
    # Who holds it, as the child was told last.
    held_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    draft = internal(models.BinaryField(default=bytes))
    draft_at = internal(models.DateTimeField(null=True))
    ended_at = internal(models.DateTimeField(null=True))
    # `child`, `staff`, `lost`, `word`: by whom, or because nobody came back.
    ended_how = internal(models.CharField(max_length=10, blank=True))

    class Meta:
        indexes = [
            models.Index(fields=["held_by"], condition=Q(ended_at__isnull=True), name="chat_held"),
            models.Index(fields=["opened_at"], condition=Q(ended_at__isnull=True), name="chat_open"),
        ]

    def __str__(self) -> str:
        return f"chat {self.opened_at}"

    @property
    def unread(self) -> int:
        """How many lines the counsellor has not seen."""
        return self.last - self.staff_read


class ChatEvent(models.Model):
    """Something that happened in a chat, without a word of it: somebody came, left, came back, handed over, ended."""

    append_only = True

    class What(models.TextChoices):
        JOINED = "joined"
        HANDED = "handed"
        LEFT = "left"
        BACK = "back"
        ENDED = "ended"

    chat = models.ForeignKey(Chat, on_delete=models.PROTECT, related_name="events")
    number = internal(models.IntegerField())
    what = internal(models.CharField(max_length=10, choices=What.choices))
    by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    at = internal(models.DateTimeField())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chat", "number"], name="chat_event_once")]

    def __str__(self) -> str:
        return f"{self.what} {self.at}"


class ChatMessage(Protected):
    """What one side said, as it was said: never changed. `key` is the sender's own mark, so that what is sent again
    because no answer came is kept once."""

    append_only = True

    chat = models.ForeignKey(Chat, on_delete=models.PROTECT, related_name="messages")
    number = internal(models.IntegerField())
    # The counsellor; empty: the child.
    author = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    key = internal(models.CharField(max_length=40))
    words = special(models.TextField(blank=True))
    file = models.ForeignKey("registry.Document", null=True, on_delete=models.PROTECT, related_name="+")
    at = internal(models.DateTimeField())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chat", "number"], name="chat_message_number"),
            models.UniqueConstraint(
                fields=["chat", "author", "key"], nulls_distinct=False, name="chat_message_once"
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.number}"


class ChatChild(Protected):
    """What the child said of themself before the chat; and, once it is over, their words together, to be found by."""

    chat = models.OneToOneField(Chat, on_delete=models.PROTECT, related_name="child")
    name = personal(EncryptedTextField(blank=True))
    age = personal(models.SmallIntegerField(null=True))
    said = special(models.TextField(blank=True))
    # As `hotline.Contact.words` (docs/adr/0022).
    words = special(
        models.GeneratedField(
            expression=Func(
                F("said"), template="to_tsvector('simple'::regconfig, himaya_fold(%(expressions)s))"
            ),
            output_field=SearchVectorField(),
            db_persist=True,
        )
    )

    class Meta:
        indexes = [GinIndex(fields=["words"], name="chat_words")]

    def __str__(self) -> str:
        return f"child of chat {self.chat_id}"


class ChatVisitor(models.Model):
    """That a chat was begun from an address, as a keyed hash, for a day: floods are told by it. Nothing leads from it to
    the chat."""

    erasable = True

    address = internal(models.CharField(max_length=64, db_index=True))
    at = internal(models.DateTimeField())

    def __str__(self) -> str:
        return f"visitor {self.at}"
