"""Whoever changes a norm stands in the audit."""

from datetime import date

import pytest

from himaya.access.models import AuditEvent
from himaya.access.roles import Administrator
from himaya.kit.errors import Refused
from himaya.reference.actions import set_norm
from himaya.reference.models import LegalAct
from tests import factories

pytestmark = pytest.mark.django_db


def lay_down(by, key):
    return set_norm(
        key=key,
        value="5",
        unit="days",
        valid_from=date(2026, 6, 1),
        act=LegalAct.objects.get(key="house"),
        by=by,
    )


def test_a_change_of_a_norm_is_audited_with_who_and_which(as_owner):
    with as_owner():
        admin = factories.user((Administrator, factories.unit()))
        lay_down(admin, "visit.interval.high")
        line = AuditEvent.objects.get(verb="norm.set")
    assert (line.actor_id, line.reason, len(line.digest)) == (admin.pk, "visit.interval.high", 64)


def test_a_refused_change_leaves_no_line(as_owner):
    with as_owner():
        admin = factories.user((Administrator, factories.unit()))
        with pytest.raises(Refused):
            lay_down(admin, "no.such.norm")
        assert not AuditEvent.objects.filter(verb="norm.set").exists()
