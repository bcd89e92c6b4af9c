"""What every page begins with: the session, and who is signed in with which roles. Each is one question written by hand,
and must say what Django's own says."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from himaya.access.models import User
from himaya.access.roles import Counsellor, SocialWorker
from himaya.access.signin.backend import Backend
from himaya.access.signin.sessions import SessionStore
from himaya.access.users.queries import with_roles
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_person_is_read_with_the_roles_held_now(as_owner: Any, django_assert_num_queries: Any) -> None:
    with as_owner():
        desk, line = factories.unit(), factories.unit(kind="hotline")
        user = factories.user((SocialWorker, desk), (Counsellor, line))
        user.memberships.filter(role=Counsellor.code).update(ended_at=timezone.now())
        idle = factories.user()
    with django_assert_num_queries(1):
        found = with_roles(user.pk)
        assert found is not None
        assert [(m.role, m.unit, m.user) for m in found.current_memberships] == [
            ("social_worker", desk, user)
        ]
        assert found.current_memberships[0].unit.path == desk.path
    plain = User.objects.get(pk=user.pk)
    assert {f.attname: getattr(found, f.attname) for f in User._meta.concrete_fields} == {
        f.attname: getattr(plain, f.attname) for f in User._meta.concrete_fields
    }
    nobody = with_roles(idle.pk)
    assert nobody is not None
    assert nobody.current_memberships == []
    assert with_roles(0) is None


def test_whoever_is_suspended_is_signed_in_no_longer(as_owner: Any) -> None:
    with as_owner():
        user = factories.user((SocialWorker, factories.unit()))
        assert Backend().get_user(user.pk) == user
        User.objects.filter(pk=user.pk).update(is_active=False)
        assert Backend().get_user(user.pk) is None
    assert Backend().get_user(0) is None


def test_a_session_is_read_until_it_is_over(as_owner: Any) -> None:
    with as_owner():
        kept = SessionStore()
        kept["who"] = "somebody"
        kept.save()
        assert SessionStore(kept.session_key).load() == {"who": "somebody"}
        Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))
        over = SessionStore(kept.session_key)
        assert over.load() == {}
        assert over.session_key is None, "its key is not used again"
        assert SessionStore(None).load() == {}
