"""How a model comes into use: trained by the machine, tried on planted doubles and twins, checked by a human."""

from django.utils.translation import gettext_lazy as _

from himaya.access.roles import UnitManager
from himaya.registry.linkage.models import LinkModel
from himaya.registry.linkage.rules import is_good_enough
from himaya.workflow.notices.actions import kind
from himaya.workflow.process import SYSTEM_PARTY, End, Move, Process, Start, State, Tell

TRAINED = kind("link.trained", _("A model for comparing records waits for your check"))


class LinkModelWork(Process):
    """From training to replacement."""

    code = "link_model"
    title = _("Model for comparing records")
    of = LinkModel

    trained = State(_("Waits for a check"))
    published = State(_("Published"))
    replaced = End(_("Replaced by a newer one"))
    refused = End(_("Refused"), aside=True)

    train = Start(trained, by=[SYSTEM_PARTY], label=_("Trained"), tells=[Tell(TRAINED, UnitManager)])
    publish = Move(trained, published, by=[UnitManager], label=_("Publish"), needs=[is_good_enough])
    refuse = Move(trained, refused, by=[UnitManager], label=_("Refuse"))
    replace = Move(published, replaced, by=[UnitManager], label=_("Replaced"))
