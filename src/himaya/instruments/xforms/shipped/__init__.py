"""Forms that come with the product, as workbooks: a methodologist takes one over, changes it or not, and another approves
it. None is asked before that."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

LICENCE = "Apache-2.0"
_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Ready:
    """A form that comes with the product: its id, what it is for, and on what it rests."""

    form_id: str
    title: Any
    purpose: Any
    source: str

    @property
    def file_name(self) -> str:
        """As it is kept and sent."""
        return f"{self.form_id}.csv"

    @property
    def content(self) -> bytes:
        """The workbook."""
        return (_FOLDER / self.file_name).read_bytes()


READY = (
    Ready(
        "return_readiness",
        _("Readiness to return home"),
        _(
            "Whether child, family and support are ready, before a return is decided and at every review of it."
        ),
        "Öz ifadəmizlə. Sahələr: UN Guidelines for the Alternative Care of Children (2009), 49-52; Inter-agency "
        "Guidelines on Children's Reintegration (2016). Hədlər ilkin təklifdir.",
    ),
    Ready(
        "home_study",
        _("Home study of a foster family"),
        _("What was seen and heard of a family that wants to take in a child, and whom it could take."),
        "Öz ifadəmizlə. Tələblər: himayədar ailə haqqında Əsasnamə; UN Guidelines for the Alternative Care of Children "
        "(2009), 118-122. Hədlər ilkin təklifdir.",
    ),
    Ready(
        "goal_attainment",
        _("Goal attainment scale"),
        _("How far the goals of a plan were reached, each weighed, as one figure that can be compared."),
        "Öz ifadəmizlə. Kiresuk T.J., Sherman R.E. Goal attainment scaling. Community Mental Health Journal 4 (1968), "
        "443-453: T = 50 + 10 Σwx / √(0,7 Σw² + 0,3 (Σw)²).",
    ),
    Ready(
        "child_functioning",
        _("What a child can do"),
        _("In which domains of life a child has serious difficulty, from 2 to 17 years."),
        "Öz ifadəmizlə, UNICEF / Washington Group Child Functioning Module sahələri və həddi üzrə. Sorğunun rəsmi mətni "
        "deyil: statistik müqayisə üçün rəsmi tərcüməni gətirin.",
    ),
)


def ready_form(form_id: str) -> Ready | None:
    """One of them; None where there is no such."""
    return next((one for one in READY if one.form_id == form_id), None)
