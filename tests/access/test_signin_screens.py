"""Signing in, out, and being signed out."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib.sessions.models import Session
from django.core import mail
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse

from himaya.access.gate import screen
from himaya.access.models import AuditEvent, Organisation, Unit, User
from himaya.access.roles import CASE_READ, Analyst, SocialWorker
from himaya.access.signin.actions import end_session, verify_email
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.urls import urlpatterns as real_urls
from tests import factories

As = Callable[[], AbstractContextManager[None]]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
PASSWORD = "uzun-və-gizli-söz-42"


@screen(CASE_READ)
def desk(request: HttpRequest) -> HttpResponse:
    """A page of staff."""
    return HttpResponse(f"desk of {request.user}")


urlpatterns = [*real_urls, path("test-desk/", desk)]


def person(as_owner: As, **fields: Any) -> User:
    with as_owner():
        desk = Unit.objects.filter(is_national_desk=True).first() or factories.unit(national=True)
        made = factories.user((SocialWorker, desk), full_name="Aynur", **fields)
        made.set_password(PASSWORD)
        made.save()
        verify_email(user=made)
    return made


def sign_in(client: Client, user: User, password: str = PASSWORD, **more: str) -> Any:
    return client.post(reverse("account_login"), {"login": user.email, "password": password, **more})


def test_one_signs_in_with_work_e_mail_and_password(as_owner: As) -> None:
    user, client = person(as_owner), Client()
    page = client.get("/test-desk/")
    assert page["Location"].startswith("/account/login/?next=")
    assert sign_in(client, user, next="/test-desk/")["Location"] == "/test-desk/"
    assert client.get("/test-desk/").content == b"desk of Aynur"
    with as_owner():
        assert list(AuditEvent.objects.values_list("verb", "actor_id")) == [("signin.signed_in", user.pk)]


def test_nobody_signs_up_or_changes_their_address(as_owner: As) -> None:
    user, client = person(as_owner), Client()
    assert client.get("/account/signup/").status_code == 404
    sign_in(client, user)
    assert client.get("/account/email/").status_code == 404


def test_a_wrong_password_is_refused_and_noted_without_a_word_of_it(as_owner: As) -> None:
    user, client = person(as_owner), Client()
    page = sign_in(client, user, "something else 99")
    assert page.status_code == 200
    assert "desk of" not in page.content.decode()
    with as_owner():
        assert AuditEvent.objects.get().verb == "signin.refused"


def test_guessing_is_stopped_for_the_account_wherever_it_comes_from(as_owner: As) -> None:
    user = person(as_owner)
    for n in range(5):
        sign_in(Client(REMOTE_ADDR=f"10.0.0.{n}"), user, f"wrong {n}")
    page = sign_in(Client(REMOTE_ADDR="10.0.9.9"), user)
    assert page.status_code == 200, "even the right password waits now"
    assert "sessionid" not in page.cookies


def test_guessing_is_stopped_for_the_address_whatever_the_account(as_owner: As, settings: Any) -> None:
    settings.SIGN_IN_PER_ADDRESS = "3/m/ip"
    user, client = person(as_owner), Client()
    for n in range(3):
        client.post(reverse("account_login"), {"login": f"nobody{n}@example.org", "password": "x"})
    assert sign_in(client, user).status_code == 200


def test_an_unknown_address_is_answered_like_a_known_one(as_owner: As) -> None:
    user = person(as_owner)
    known = Client().post(reverse("account_reset_password"), {"email": user.email})
    unknown = Client().post(reverse("account_reset_password"), {"email": "nobody@example.org"})
    assert known["Location"] == unknown["Location"]
    assert [m.to for m in mail.outbox] == [[user.email]]


def test_a_forgotten_password_is_renewed_by_a_link_that_works_once(as_owner: As) -> None:
    user, client = person(as_owner), Client()
    client.post(reverse("account_reset_password"), {"email": user.email})
    link = next(word for word in str(mail.outbox[0].body).split() if "/password/reset/key/" in word)
    form = client.get(link.removeprefix("http://testserver"))
    new = "tamam-başqa-bir-söz-7"
    assert client.post(form["Location"], {"password1": new, "password2": new}).status_code == 302
    assert sign_in(Client(), user, new).status_code == 302
    assert "Location" not in Client().get(link.removeprefix("http://testserver")).headers


def test_a_form_sent_after_the_session_ended_keeps_its_text(as_owner: As) -> None:
    page = Client().post("/test-desk/", {"note": "Uşaq təhlükədədir"})
    assert page.status_code == 401
    assert "Uşaq təhlükədədir" in page.content.decode()


def test_a_part_of_a_page_asks_the_whole_page_to_sign_in() -> None:
    page = Client().get("/test-desk/", headers={"HX-Request": "true"})
    assert (page.status_code, page["HX-Redirect"]) == (401, "/account/login/")


def test_whoever_left_the_desk_is_signed_out(as_owner: As, settings: Any) -> None:
    user, client = person(as_owner), Client()
    with clock.fixed("2026-03-02T09:00") as nine:
        sign_in(client, user)
        assert client.get("/test-desk/").status_code == 200
    for minutes, status in ((20, 200), (49, 200), (80, 302)):
        with clock.fixed(nine + timedelta(minutes=minutes)):
            assert client.get("/test-desk/").status_code == status, minutes


def test_the_day_s_end_signs_everybody_out(as_owner: As) -> None:
    user, client = person(as_owner), Client()
    with clock.fixed("2026-03-02T08:00") as eight:
        sign_in(client, user)
        client.get("/test-desk/")
    for step in range(1, 26):
        with clock.fixed(eight + timedelta(minutes=29 * step)):
            status = client.get("/test-desk/").status_code
    assert status == 302, "twelve hours of clicking are over"


def test_a_suspended_user_is_out_at_the_next_click(as_owner: As) -> None:
    user, client = person(as_owner), Client()
    sign_in(client, user)
    with as_owner():
        User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/test-desk/").status_code == 302


def test_one_sees_one_s_devices_and_signs_the_other_out(as_owner: As, acting_as: Any) -> None:
    user, here, there = person(as_owner), Client(), Client(HTTP_USER_AGENT="Köhnə telefon")
    for client in (here, there):
        sign_in(client, user)
        client.get("/test-desk/")
    page = here.get(reverse("access:security")).content.decode()
    assert "Köhnə telefon" in page
    other = next(s for s in user.usersession_set.all() if s.session_key != here.session.session_key)
    stranger = person(as_owner)
    visitor = Client()
    sign_in(visitor, stranger)
    assert visitor.post(reverse("access:device-end", args=[other.pk])).status_code == 404
    with acting_as(stranger), pytest.raises(Refused):
        end_session(session=other, by=stranger)
    assert there.get("/test-desk/").status_code == 200
    here.post(reverse("access:device-end", args=[other.pk]))
    assert there.get("/test-desk/").status_code == 302
    assert here.get("/test-desk/").status_code == 200


def test_professional_roles_need_a_second_factor(as_owner: As, settings: Any) -> None:
    settings.SECOND_FACTOR = True
    user, client = person(as_owner), Client()
    sign_in(client, user)
    assert client.get("/test-desk/")["Location"] == reverse("access:second-factor")
    assert client.get(reverse("access:second-factor")).status_code == 200
    with as_owner():
        totp.TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    assert client.get("/test-desk/").status_code == 200
    fresh = Client()
    assert sign_in(fresh, user)["Location"] == reverse("mfa_authenticate")
    assert fresh.get("/test-desk/").status_code == 302, "the password alone opens nothing"
    code = totp.format_hotp_value(
        totp.hotp_value("JBSWY3DPEHPK3PXP", next(totp.yield_hotp_counters_from_time()))
    )
    fresh.post(reverse("mfa_authenticate"), {"code": code})
    assert fresh.get("/test-desk/").status_code == 200


def test_setting_an_app_up_asks_for_the_password_again_and_shows_a_picture(as_owner: As) -> None:
    user, client = person(as_owner), Client()
    sign_in(client, user)
    asked = client.get(reverse("mfa_activate_totp"))
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    client.post(asked["Location"], {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    assert "data:image/svg+xml" in page
    assert "style=" not in page
    assert "<script>" not in page


def test_the_secret_of_a_second_factor_is_closed_in_the_database(as_owner: As) -> None:
    user = person(as_owner)
    with as_owner():
        totp.TOTP.activate(user, "JBSWY3DPEHPK3PXP")
        kept = Authenticator.objects.get(user=user).data["secret"]
    assert "JBSWY3DPEHPK3PXP" not in kept


def test_sample_users_are_one_click_away_only_in_a_sample_country(as_owner: As, settings: Any) -> None:
    with as_owner():
        body = Organisation.objects.create(kind="agency", name_az="N", name_en="N", name_ru="N")
        unit = Unit.objects.create(organisation=body, kind="d", name_az="Şəki", name_en="S", name_ru="Ш")
        sample = factories.user((SocialWorker, unit), is_sample=True, full_name="Nümunə Nümunəyev")
        real = factories.user((Analyst, unit))
    door = reverse("access:sample-sign-in", args=[sample.public_id])
    assert "Nümunəyev" not in Client().get(reverse("account_login")).content.decode()
    assert Client().post(door).status_code == 404
    settings.DEMO = True
    assert "Nümunəyev" in Client().get(reverse("account_login")).content.decode()
    client = Client()
    assert client.get(door).status_code == 405, "a link alone signs nobody in"
    assert client.post(door, {"next": "https://evil.example"})["Location"] == "/"
    assert client.get("/test-desk/").status_code == 200
    assert Client().post(reverse("access:sample-sign-in", args=[real.public_id])).status_code == 404


def test_signing_out_ends_the_session_in_the_database(as_owner: As) -> None:
    user, client = person(as_owner), Client()
    sign_in(client, user)
    client.post(reverse("account_logout"))
    assert Session.objects.count() == 0
    assert client.get("/test-desk/").status_code == 302


def test_an_identity_provider_is_named_by_the_environment_and_makes_no_accounts(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.core.exceptions import PermissionDenied

    from himaya.access.signin.adapters import ProviderAdapter
    from himaya.settings import signin

    assert signin.provider() == {}
    monkeypatch.setenv("HIMAYA_OIDC_ISSUER", "https://id.gov.example/realm")
    monkeypatch.setenv("HIMAYA_OIDC_NAME", "Dövlət girişi")
    monkeypatch.setenv("HIMAYA_OIDC_CLIENT_ID", "himaya")
    settings.SOCIALACCOUNT_PROVIDERS = signin.provider()
    settings.FORM_ACTION_ORIGINS = ["https://id.gov.example"]
    page = Client().get(reverse("account_login"))
    assert "Dövlət girişi" in page.content.decode()
    assert "form-action 'self' https://id.gov.example;" in page["Content-Security-Policy"]
    with pytest.raises(PermissionDenied):
        ProviderAdapter().is_open_for_signup(page.wsgi_request, None)


def test_an_address_is_verified_once_however_often_it_is_said(as_owner: As) -> None:
    user = person(as_owner)
    with as_owner():
        EmailAddress.objects.filter(user=user).update(verified=False)
        verify_email(user=user)
        assert EmailAddress.objects.get(user=user).verified
