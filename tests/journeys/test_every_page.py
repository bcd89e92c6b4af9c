"""Every page there is, looked at as its users look at it: nobody is shut out, nothing sticks out, no link is dead.

The staff of the sample country start at their homes and follow every link to a page of a kind not seen yet. Each
is looked at on a telephone in Azerbaijani by day and on a desk in Russian or English by night. Pages that no link
leads to in the sample country are named below with the reason; one that is reached after all must leave the list.
"""

import re
from collections import deque
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.test import RequestFactory
from django.urls import get_resolver
from django.urls.converters import IntConverter

from tests.axe import assert_fits, violations
from tests.journeys.conftest import ELSEWHERE, HERE, HOTLINE, LOOKED_AT, NATION, Country, Walker, kind_of

PROVIDER = "“Nümunə” mərkəzi, Sumqayıt"
SCHOOL = "1 nömrəli tam orta məktəb (nümunə)"
CAST = [
    ("administrator", NATION), ("auditor", NATION), ("counsellor", HOTLINE),
    ("hotline_supervisor", HOTLINE), ("duty_officer", NATION),
    ("supervisor", HERE), ("duty_officer", HERE), ("social_worker", HERE), ("social_worker", ELSEWHERE),
    ("supervisor", ELSEWHERE), ("manager", HERE), ("commission_member", HERE), ("commission_secretary", HERE),
    ("provider_staff", PROVIDER), ("provider_staff", SCHOOL),
    ("coordinator", NATION), ("methodologist", NATION), ("analyst", NATION), ("adjudicator", NATION), ("registrar", HERE),
]  # fmt: skip
# Kinds of pages that open onto many others: several of each are gone into.
ROOMS = {"hotline:reviews": 1, "hotline:review-detail": 3, "hotline:exposure": 1, "hotline:debrief-detail": 3,
         "hotline:contact-detail": 12, "hotline:contacts": 3, "hotline:caller": 4, "hotline:callers": 1, "hotline:shifts": 1,
         "cases:case-detail": 4, "cases:report-detail": 4, "people:person-detail": 2, "cases:assessment": 2,
         "people:pair-detail": 3, "people:import-detail": 2, "cases:absence-list": 1,
         "cases:plan": 3, "cases:review": 2, "cases:visit-detail": 2, "cases:transfer-detail": 2,
         "cases:referral-detail": 2, "cases:case-plans": 2, "cases:case-assessments": 2, "cases:case-reviews": 2,
         "cases:case-visits": 2, "cases:case-messages": 2, "cases:case-referrals": 2, "cases:service-search": 2,
         "cases:link": 1, "desk:person-file": 2, "cases:case-people": 1,
         "cases:case-forms": 2, "cases:meeting-list": 1, "cases:meeting": 4, "cases:agenda-item": 4, "cases:commission": 1,
         "cases:duty": 3, "cases:online-application": 1, "cases:case-meetings": 1,
         "cases:case-rights": 6, "cases:removal": 1, "cases:proceeding": 2, "cases:missing": 1,
         "cases:appeal": 2, "cases:supervision-home": 1, "cases:supervision": 3,
         "cases:file-audits": 1, "cases:file-audit": 12,
         "cases:outreach-rules": 1, "cases:outreach-rule": 1}  # fmt: skip
# Who stands in a village with a weak connection: what a page of theirs may weigh in bytes before it is compressed, after
# the first one (the styles, scripts and letters of the first are kept by the browser).
LIGHT, HEAVIEST = {"social_worker"}, 60 * 1024
JUDGED = 1  # of each kind; the others are only asked where they lead
NO_PAGE = "no page: a file, a fragment, or a way to somewhere else"
NOT_REACHED = {
    "only with a one-time link from a letter or in the middle of signing in; judged in test_signing_in": """
        access:second-factor access:welcome account_confirm_email account_email_verification_sent
        account_inactive account_logout account_reset_password_done account_reset_password_from_key
        account_reset_password_from_key_done account_set_password mfa_authenticate mfa_deactivate_totp
        mfa_download_recovery_codes mfa_edit_webauthn mfa_generate_recovery_codes mfa_list_webauthn
        mfa_login_webauthn mfa_reauthenticate mfa_reauthenticate_webauthn mfa_remove_webauthn
        mfa_view_recovery_codes openid_connect_callback openid_connect_login socialaccount_connections
        socialaccount_login_cancelled socialaccount_login_error socialaccount_signup
    """,
    "a step of work under way; the journeys go through it": """
        cases:agenda-return cases:agenda-vote cases:agenda-withdraw cases:laid-paper cases:minutes-chair cases:minutes-sign
        cases:duty-report cases:commission-new cases:commission-dissolve cases:seat-new cases:seat-end cases:session-new
        cases:meeting-again cases:meeting-invite cases:minutes-correct
        access:break-glass access:opening-detail cases:action-new cases:action-write cases:assessment-child
        cases:assessment-stop cases:assessment-submit cases:case-answer cases:case-decide-closure
        cases:case-join cases:case-register cases:case-reopen cases:goal-new cases:goal-write
        cases:plan-agree cases:plan-decide cases:plan-drop cases:plan-sign cases:plan-submit cases:plan-write
        cases:apply-done cases:message-write cases:referral-answer cases:referral-feedback cases:referral-start
        cases:referral-withdraw
        cases:report-done cases:report-entered cases:report-in
        cases:report-information
        cases:report-insiders cases:report-join cases:report-lane cases:report-level cases:report-lowering
        cases:report-notice cases:report-out cases:report-reach cases:report-route cases:review
        cases:review-answers cases:review-finish cases:review-start cases:review-stop cases:risk-decide cases:transfer-detail
        cases:file-audit-answer cases:case-split cases:related-end
        cases:appeal-acknowledge cases:appeal-told cases:missing-close cases:missing-talk cases:proceeding-appealed
        cases:proceeding-considered cases:proceeding-file cases:proceeding-in-force cases:removal-act
        cases:removal-carry-out cases:removal-claim cases:removal-withdraw
        cases:visit-cancel cases:visit-postpone cases:visit-record people:care-fact-add people:consent-withdraw
        people:document-add people:document-correct people:document-end people:document-release
        people:document-replace people:hold-release people:import-columns people:link-cut people:merge-undo
        people:own-file people:own-file-identify people:own-file-prepare people:own-file-refuse
        hotline:contact-left-decide hotline:contact-lowering hotline:incident-close hotline:block-lift
        hotline:block-decide hotline:caller-merge-with hotline:caller-split hotline:incident-aside
        chat:talk hotline:contact-chat
        hotline:arrival-settle hotline:call-back-decide hotline:contact-call-back hotline:contact-hand hotline:swap-ask
        hotline:review-confirm hotline:review-pick
        people:own-file-release people:own-file-withhold people:pair-ask people:person-new people:register-take-out
        people:status-correct people:status-end
    """,
    "only with the link and the code of a referral; test_a_psychologist_without_an_account goes through them": """
        cases:outside cases:outside-answer cases:outside-start cases:outside-tell cases:outside-thanks
        cases:outside-report cases:duty-link cases:duty-link-withdraw
        cases:link-withdraw
    """,
    "of cases that lie with the agency, whose staff do not walk here; judged in the journeys of these kinds of cases": """
        cases:application-decide cases:case-separation cases:separation-outcome cases:separation-threat
        cases:lead cases:lead-answer cases:lead-assign cases:lead-begin cases:lead-contact cases:lead-end cases:lead-report
        cases:lead-take
    """,
    "only where a suspicion of harm is written; tried in tests/registry/test_genogram_screens.py": """
        people:genogram-print-whole
    """,
    "only where a file has had its time, which takes 35 years; test_retention_screens": """
        people:retention people:retention-approve people:retention-keep people:retention-propose
    """,
    "only where a model was trained, for which the sample country is too small; test_linkage_screens": """
        people:model-detail
    """,
    NO_PAGE: """
        chat:leave hotline:chats hotline:contact-chat-pane
        hotline:queue-now hotline:wall-now hotline:contact-call-now hotline:contact-call-third
        hotline:figures-return hotline:contact-messages-now hotline:gateway-message hotline:message-fate
        exchange:phone-forms exchange:phone-form exchange:phone-manifest exchange:phone-people
        instruments:form-ready-workbook
        instruments:form-workbook cases:filled-form-xml cases:report-leave desk:settlements-file
        desk:working-days-file kit:healthz
        desk:search kit:styleguide people:document people:document-page people:document-picture people:find
        people:import-progress people:import-workbook people:own-file-json people:register-card
        people:register-counts workflow:bell workflow:message-fate workflow:notice-open workflow:paper
    """,
}
LEAVES = re.compile(
    r"/account/logout|/report/leave/|/chat/leave/|/record-card/|/language/|/theme/|\.pdf|\.xlsx$|/download|/file/$|/file/?$|^/static/|^/media/|format="
)

LINK = re.compile(r"""<a\b[^>]*?\shref=["']([^"']*)""")


@dataclass
class Look:
    """What was seen so far."""

    kinds: dict[str, int] = field(default_factory=dict)
    gone_into: dict[tuple[str, str], int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def wants(self, kind: str, who: str) -> bool:
        if kind in ROOMS:
            return self.gone_into.get((who, kind), 0) < ROOMS[kind]
        return self.kinds.get(kind, 0) < JUDGED


def links(page: Any) -> list[str]:
    """Where the links of this page lead, on this site."""
    found = page.evaluate(
        "() => [...document.querySelectorAll('a[href]')].map(a => new URL(a.getAttribute('href'), document.baseURI).href)"
    )
    host = urlsplit(page.url).netloc
    paths = [urlsplit(href) for href in found]
    return [p.path + ("?" + p.query if p.query else "") for p in paths if p.netloc == host]


def look_at(walker: Walker, address: str, seen: Look, number: int) -> list[str]:
    """Opens a page and tells where it leads; of a kind not seen yet, judges it in both its shapes."""
    if seen.kinds[kind_of(address) or ""] > JUDGED:
        return ask_for(walker, address, seen)
    page = walker.page
    for width, scheme, language in ((360, "light", "az"), (1280, "dark", ("ru", "en")[number % 2])):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.context.add_cookies([{"name": "language", "value": language, "url": walker.site.url}])
        answer = page.goto(walker.site.url + address)
        if answer is None or answer.status >= 400:
            seen.wrong.append(f"{address} answers {answer and answer.status} to {walker.name or 'a visitor'}")
            return []
        if not answer.headers.get("content-type", "").startswith("text/html"):
            return []  # a file, in which nothing may run: to ask axe there is to wait for ever
        weigh(walker, address, answer.body(), seen)
        found = violations(page)
        try:
            assert_fits(page)
        except AssertionError as wide:
            found.append(str(wide))
        seen.wrong += [f"{address} ({width} px, {scheme}, {language}): {problem}" for problem in found]
    return links(page)


def weigh(walker: Walker, address: str, body: bytes, seen: Look) -> None:
    """A page of case work comes through a weak connection."""
    if walker.name in LIGHT and len(body) > HEAVIEST:
        seen.wrong.append(f"{address} weighs {len(body):,} bytes for {walker.name}")


def ask_for(walker: Walker, address: str, seen: Look) -> list[str]:
    """Where a page of a kind that was judged already leads whoever asks, as the server tells it: nothing is drawn."""
    answer = walker.page.request.get(walker.site.url + address)
    if not answer.ok:
        seen.wrong.append(f"{address} answers {answer.status} to {walker.name or 'a visitor'}")
        return []
    if not answer.headers.get("content-type", "").startswith("text/html"):
        return []
    weigh(walker, address, answer.body(), seen)
    where = urlsplit(answer.url)
    found = [urlsplit(urljoin(answer.url, unescape(href))) for href in LINK.findall(answer.text())]
    return [p.path + ("?" + p.query if p.query else "") for p in found if p.netloc == where.netloc]


def walk(walker: Walker, seen: Look, starts: list[str]) -> None:
    """Breadth first from these pages, into every kind that is still wanted."""
    waiting = deque(starts)
    here: set[str] = set()
    while waiting:
        address = waiting.popleft()
        kind = kind_of(address)
        plain = urlsplit(address).path
        if kind is None or plain in here or LEAVES.search(address) or kind in NOT_REACHED[NO_PAGE].split():
            continue
        if address not in starts and not seen.wants(kind, walker.name):
            continue
        here.add(plain)
        seen.gone_into[walker.name, kind] = seen.gone_into.get((walker.name, kind), 0) + 1
        seen.kinds[kind] = seen.kinds.get(kind, 0) + 1
        new = look_at(walker, address, seen, len(seen.kinds))
        # What was never seen is gone to first.
        for link in new:
            fresh = (found := kind_of(link)) is not None and found not in seen.kinds
            (waiting.appendleft if fresh else waiting.append)(link)


def pages(resolver: Any = None, space: str = "") -> set[str]:
    """The names of every address of the site that can be opened (not only posted to)."""
    names: set[str] = set()
    for part in (resolver or get_resolver()).url_patterns:
        if hasattr(part, "url_patterns"):
            names |= pages(part, space + (f"{part.namespace}:" if part.namespace else ""))
        elif part.name and opens(part):
            names.add(space + part.name)
    return names


def opens(part: Any) -> bool:
    """False for what refuses to be opened before it asks anything else."""
    words = {
        name: 1 if isinstance(kind, IntConverter) else "x" for name, kind in part.pattern.converters.items()
    }
    try:
        return part.callback(RequestFactory().get("/"), **words).status_code != 405  # type: ignore[no-any-return]
    except Exception:  # it went on to look for the asker or the record
        return True


def test_every_page_is_for_everybody(country: Country) -> None:
    seen = Look()
    country.complaints.expected("40[34]")
    walk(
        country.someone(),
        seen,
        ["/", "/report/", "/chat/", "/report/status/", "/services/", "/account/login/"],
    )
    for role, unit in CAST:
        walker = country.sign_in(role, unit)
        walker.name = role
        walk(walker, seen, ["/home/", "/account/security/"])
    LOOKED_AT.update(seen.kinds)  # in both shapes: the journeys after this one need not judge these again
    assert not seen.wrong, f"{len(seen.wrong)} faults:\n" + "\n".join(seen.wrong[:60])
    named = {kind for kinds in NOT_REACHED.values() for kind in kinds.split()}
    unseen = pages() - set(seen.kinds)
    assert sorted(unseen - named) == [], "no link leads there; name the reason in NOT_REACHED"
    assert sorted(named - pages()) == [], "there is no such page any more"
