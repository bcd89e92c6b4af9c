"""Whoever reads the audit reads words: every act and every kind of record has a name in three languages."""

import importlib
import pkgutil
import re
from typing import Any

from django.apps import apps

import himaya
from himaya.access.models import Protected
from himaya.access.trail import words
from tests.architecture import guards

# Verbs put together while the system runs, with where.
MADE_WHILE_RUNNING = {
    "queue.handed", "queue.postponed", "queue.told",  # hotline.queue.actions.deciding
    "breakglass.opened", "breakglass.sealed", "breakglass.walled",  # access.breakglass.actions
    "signin.factor_added", "signin.factor_removed", "signin.factor_renewed",  # access.signin.reactions
    "contact.forgotten", "incident.forgotten", "caller.forgotten",  # hotline.retention.actions
    "contact_review.forgotten", "debrief.forgotten",  # hotline.retention.actions
}  # fmt: skip
# What starts the programme, and its settings.
NOT_LOADED = ("himaya.settings", "himaya.wsgi", "himaya.__main__", "himaya.cli")
# Never the act of a person, so never written.
NOT_WRITTEN = {"reference.loaded"}
WRITTEN = re.compile(r"""\b(?:verb|what)="([a-z_]+\.[a-z_]+)\"""")


def verbs_of_code() -> set[str]:
    """What actions and pages write, and what is written by name."""
    found = set(MADE_WHILE_RUNNING)
    for module in pkgutil.walk_packages(himaya.__path__, "himaya."):
        if module.name.startswith(NOT_LOADED):
            continue
        for value in vars(importlib.import_module(module.name)).values():
            found |= {
                v for name in ("verb", "logs") if isinstance(v := getattr(value, name, None), str) and v
            }
    for file in guards.python_files():
        found |= set(WRITTEN.findall(file.read_text()))
    return {verb for verb in found if "." in verb} - NOT_WRITTEN


def unnamed(verbs: set[str]) -> list[str]:
    """Verbs without words."""
    return sorted(verbs - set(words.verbs()))


def test_every_act_has_words_and_no_words_are_left_over() -> None:
    found = verbs_of_code()
    assert len(found) > 150
    assert unnamed(found) == []
    assert sorted(set(words.verbs()) - found) == [], "stale words"
    assert unnamed({"planted.act"}) == ["planted.act"]


def test_every_kind_of_private_record_has_words() -> None:
    # Other tests make private tables of their own.
    ours = [m for m in apps.get_models() if issubclass(m, Protected) and m.__module__.startswith("himaya.")]
    kinds: set[Any] = {m._meta.label_lower for m in ours}
    assert sorted(kinds - set(words.kinds())) == []


def test_words_are_whole_in_three_languages_and_reasons_name_lists() -> None:
    shipped = guards.SRC / "reference" / "codelists" / "data" / "codelists.csv"
    lists = {line.split(",")[0] for line in shipped.read_text().splitlines()}
    for verb in words.verbs().values():
        assert all(verb.names), verb.code
        assert not verb.reasons or verb.reasons in lists, verb.code
    assert all(all(names) for names in words.kinds().values())
    cyrillic = re.compile("[а-яё]", re.I)
    for az, en, ru in [*(v.names for v in words.verbs().values()), *words.kinds().values()]:
        assert not cyrillic.search(az + en)
        assert cyrillic.search(ru)
