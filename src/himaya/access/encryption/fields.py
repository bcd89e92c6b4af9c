"""A column that is closed in the database: health, hidden addresses, who reported, adoption."""

from typing import Any, cast

from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext as _

from himaya.access.encryption.keyring import seal, unseal
from himaya.access.encryption.keys import KeyErased, key_of

MARK = "e1:"


class StoredName(models.CharField):
    """Under which name a closed file lies in the store; empty once the file was destroyed. Anonymising a record takes
    every file that such a column of its rows names."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 80, "blank": True, "default": "", **kwargs})


class Closed(str):
    """A closed text on its way between the database and its row. Shows nothing."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "Closed()"

    def __str__(self) -> str:
        return "•••"

    @property
    def kept(self) -> str:
        """As the database keeps it."""
        return str.__str__(self)


class Erased(str):
    """What stands where a text was destroyed: words for the reader, never written back."""

    __slots__ = ()


class _Opening(DeferredAttribute):
    """Opens a closed column when it is read, and not before."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        name = self.field.attname
        if name not in instance.__dict__:
            super().__get__(instance, cls)
        value = instance.__dict__[name]
        if not isinstance(value, Closed):
            return value
        opened = f"_open_{name}"
        if opened not in instance.__dict__:
            instance.__dict__[opened] = cast(EncryptedTextField, self.field).open(instance, value)
        return instance.__dict__[opened]

    def __set__(self, instance: Any, value: Any) -> None:
        """What is read from the row and set again unchanged (an erased text too) stays as it is kept."""
        name = self.field.attname
        opened = instance.__dict__.get(f"_open_{name}")
        if opened is not None and value is opened:
            return
        instance.__dict__.pop(f"_open_{name}", None)
        instance.__dict__[name] = value


class EncryptedTextField(models.TextField):
    """Text closed with the key of its row's dossier. Only for models that are `Protected`.

    Not searchable, sortable or updatable in bulk, by design: `filter(name=…)` and `update(name=…)` are errors.
    Empty stays empty."""

    descriptor_class = _Opening

    def open(self, row: Any, closed: Closed) -> str:
        """The text; words in its place where the key was destroyed. Raises CannotDecrypt."""
        try:
            return unseal(key_of(row), closed.kept.removeprefix(MARK), self._context(row))
        except KeyErased:
            return Erased(_("[erased]"))

    def _context(self, row: Any) -> str:
        return f"{self.model._meta.label_lower}.{self.attname}:{row.dossier_id}"

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        """Comes closed; opens when its row is asked for it."""
        return Closed(value) if value else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Closes what was written since; leaves alone what was only read."""
        value = model_instance.__dict__[self.attname]
        if not value or isinstance(value, Closed):
            return value
        closed = Closed(MARK + seal(key_of(model_instance, make=True), value, self._context(model_instance)))
        model_instance.__dict__[self.attname] = closed
        model_instance.__dict__[f"_open_{self.attname}"] = value
        return closed

    def get_prep_value(self, value: Any) -> Any:
        """Nothing but closed text reaches the database."""
        if value and not isinstance(value, Closed):
            raise TypeError(f"{self} is closed: write it through an object, and do not search for it")
        return value.kept if isinstance(value, Closed) else value

    def get_lookup(self, lookup_name: str) -> Any:
        """Whether anything is there may be asked; what it is may not."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None
