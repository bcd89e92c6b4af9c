"""Nobody is registered twice: who may be the same is shown first, and a human says that it is not them."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.core import signing
from django.utils.translation import gettext_lazy as _

from himaya.kit.verdict import Verdict, no, yes
from himaya.registry.people.rules import NOWHERE, Details, Residence

SHOWN_FOR = 8 * 3600  # seconds: a working day
_SHOWN, _PURPOSE = "registry.shown", "registry.purpose"


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Everything known of a person at registration. `papers`: (kind, value) of identifiers other than the FIN."""

    details: Details
    fin: str = ""
    papers: tuple[tuple[str, str], ...] = ()
    phones: tuple[str, ...] = ()
    lives: Residence = NOWHERE
    registered: Residence = NOWHERE
    is_sample: bool = False


def shown_token(public_ids: Iterable[str], by: Any) -> str:
    """Proof that these people were shown to this user."""
    return signing.dumps(sorted(public_ids), salt=f"{_SHOWN}.{by.pk}", compress=True)


def were_shown(token: str, by: Any) -> frozenset[str]:
    """Whom a token proves to have been shown to this user; nobody where it is forged or old."""
    try:
        return frozenset(signing.loads(token, salt=f"{_SHOWN}.{by.pk}", max_age=SHOWN_FOR))
    except signing.BadSignature:
        return frozenset()


def may_register(likely: Iterable[str], *, shown: frozenset[str] | None, different: str) -> Verdict:
    """Whether a new person may be written beside those who are likely the same.

    `shown`: whom the registrar saw, or None where no page was shown (an import, a batch). `different`: the coded
    reason why it is none of them."""
    alike = set(likely)
    if not alike:
        return yes()
    if shown is not None and not alike <= shown:
        return no(_("These people may be the same. Look at them first."))
    if not different:
        return no(_("Say why it is none of the people shown."))
    return yes()


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a person is sought for: the matter at work, and where the chosen one is sent.

    `matter`: the id of a case's or report's dossier; `source`: what the grant is ended by (`case:12`);
    `post_url`: takes `person=PUBLIC_ID` by POST; `title`: what the page says one is doing. `by_link`: the page at
    `post_url` only asks on with the chosen one (`?person=`), who must be open to the asker already, unless `blind`: there
    one may mean a person one may not see."""

    matter: int
    source: str
    post_url: str
    title: str = ""
    by_link: bool = False
    blind: bool = False

    @property
    def token(self) -> str:
        """As carried in an address: signed, so that nobody sends people elsewhere or opens files for another matter."""
        return signing.dumps(asdict(self), salt=_PURPOSE, compress=True)


def read_purpose(token: str) -> Purpose | None:
    """The purpose in an address; None where there is none or it was tampered with."""
    if not token:
        return None
    try:
        return Purpose(**signing.loads(token, salt=_PURPOSE, max_age=SHOWN_FOR))
    except (signing.BadSignature, TypeError):
        return None
