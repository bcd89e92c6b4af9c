"""What stands around every page: headers, language, colours, and the pages of things gone wrong."""

from typing import Any

import pytest
from django.http import HttpResponse, QueryDict
from django.test import override_settings
from django.utils import translation

from himaya.kit import errors, views
from himaya.kit.context import site
from himaya.kit.headers import SecurityHeaders
from himaya.kit.language import LanguageChoice


def answered(request: Any) -> HttpResponse:
    return SecurityHeaders(lambda request: HttpResponse("ok"))(request)


def test_the_content_policy_allows_only_our_own_files(rf: Any) -> None:
    policy = answered(rf.get("/"))["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


@override_settings(EVENTS_URL="http://{host}:9001/events")
def test_the_event_stream_is_the_only_other_place_a_page_may_listen_to(rf: Any) -> None:
    policy = answered(rf.get("/", headers={"host": "localhost:8000"}))["Content-Security-Policy"]
    assert "connect-src 'self' http://localhost:9001;" in policy


def test_no_page_stays_in_a_cache_unless_its_view_says_so(rf: Any) -> None:
    assert answered(rf.get("/"))["Cache-Control"] == "private, no-store"
    kept = SecurityHeaders(lambda request: HttpResponse(headers={"Cache-Control": "max-age=60"}))
    assert kept(rf.get("/"))["Cache-Control"] == "max-age=60"


@pytest.mark.parametrize(
    ("cookie", "browser", "spoken"),
    [("", "ru,en", "az"), ("ru", "", "ru"), ("xx", "", "az"), ("en", "az", "en")],
)
def test_a_page_speaks_azerbaijani_until_the_reader_chooses(
    rf: Any, cookie: str, browser: str, spoken: str
) -> None:
    request = rf.get("/", headers={"accept-language": browser})
    request.COOKIES["language"] = cookie
    page = LanguageChoice(lambda request: HttpResponse(translation.get_language()))(request)
    assert page.content.decode() == page["Content-Language"] == spoken


def test_a_choice_is_remembered_and_leads_back_to_the_same_page(rf: Any) -> None:
    page = views.language(rf.post("/language", {"language": "en", "next": "/plan?x=1"}))
    assert page.cookies["language"].value == "en"
    assert page["Location"] == "/plan?x=1"
    assert views.theme(rf.post("/theme", {"theme": "dark", "next": "/"})).cookies["theme"].value == "dark"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_a_switch_never_leads_to_another_site(rf: Any, target: str) -> None:
    page = views.language(rf.post("/language", {"language": "klingon", "next": target}))
    assert page["Location"] == "/"
    assert "language" not in page.cookies


def test_colours_are_known_to_the_server_so_nothing_flashes(rf: Any) -> None:
    request = rf.get("/")
    request.COOKIES["theme"] = "dark"
    assert site(request)["site"].theme == "dark"
    request.COOKIES["theme"] = "mauve"
    assert site(request)["site"].theme == "auto"


def posted(rf: Any, **headers: str) -> Any:
    body = {
        "story": "Uzun <b>yazılmışmətn</b>",
        "password": "gizlidir-sözüm",
        "csrfmiddlewaretoken": "x",
        "_key": "k",
    }
    request = rf.post("/report", body, headers=headers)
    request.user = None
    return request


def test_a_form_grown_old_comes_back_with_its_text_and_without_its_secrets(rf: Any) -> None:
    page = errors.csrf_failure(posted(rf, origin="http://testserver"))
    text = page.content.decode()
    assert page.status_code == 403
    assert 'name="story" value="Uzun &lt;b&gt;yazılmışmətn&lt;/b&gt;"' in text
    assert "gizlidir" not in text
    assert 'name="_key" value="k"' in text


@pytest.mark.parametrize("headers", [{"origin": "https://evil.example"}, {"origin": "null"}, {}])
def test_a_form_from_another_site_is_offered_nothing(rf: Any, headers: dict[str, str]) -> None:
    page = errors.csrf_failure(posted(rf, **headers))
    assert page.status_code == 403
    assert "yazılmışmətn" not in page.content.decode()


def test_signed_out_while_writing_keeps_the_text_and_opens_the_sign_in_beside_it(rf: Any) -> None:
    page = errors.signed_out(posted(rf), "/account/login/?next=/report")
    text = page.content.decode()
    assert page.status_code == 401
    assert 'target="_blank"' in text
    assert "Uzun &lt;b&gt;yazılmışmətn" in text


def test_a_refusal_says_why_in_the_readers_words(rf: Any) -> None:
    page = errors.refused(posted(rf), errors.Refused("The plan is closed.", "story"))
    assert page.status_code == 409
    assert "The plan is closed." in page.content.decode()


def test_a_newer_version_shows_what_was_typed(rf: Any) -> None:
    page = errors.stale(posted(rf), errors.Stale())
    assert page.status_code == 409
    assert "<details open" in page.content.decode()


def test_a_part_of_a_page_gets_a_sentence_not_a_page(rf: Any) -> None:
    request = posted(rf)
    request.htmx = True
    text = errors.too_many(request).content.decode()
    assert 'role="alert"' in text
    assert "<html" not in text


@pytest.mark.parametrize(
    ("handler", "status"), [(errors.bad_request, 400), (errors.forbidden, 403), (errors.not_found, 404)]
)
def test_each_error_has_its_page(rf: Any, handler: Any, status: int) -> None:
    request = rf.get("/nowhere")
    request.user = None
    assert handler(request, None).status_code == status


def test_our_own_fault_is_told_without_anything_that_may_be_broken(rf: Any) -> None:
    page = errors.server_error(rf.get("/"))
    assert page.status_code == 500
    assert b"himaya.css" in page.content


def test_what_was_typed_is_kept_in_order_and_completely() -> None:
    kept = errors.kept(QueryDict("a=1&a=2&pin=1234&b=ə"))
    assert [(field.name, field.value) for field in kept] == [("a", "1"), ("a", "2"), ("b", "ə")]
