"""The person's own file: a request is recorded, who asks is checked, the file is made, a human reads it and gives it
to each recipient separately, or refuses and says why (Law 998-IIIQ; domain §6)."""

from django.utils.translation import gettext_lazy as _

from himaya.access.roles import SocialWorker, Supervisor, UnitManager
from himaya.registry.ownfile.models import OwnFile
from himaya.registry.ownfile.rules import everything_is_read, identity_is_checked
from himaya.workflow.notices.actions import kind
from himaya.workflow.process import Clock, End, Move, Process, Start, State, Tell

READY = kind("own_file.ready", _("Somebody asked for their own file: make it, read it and give it out"))
TAKERS = [SocialWorker, Supervisor]
GIVERS = [Supervisor, UnitManager]


class OwnFileWork(Process):
    """From the request to the last giving out."""

    code = "own_file"
    title = _("The person's own file")
    of = OwnFile

    asked = State(_("Request received"))
    identified = State(_("Identity checked"))
    prepared = State(_("Prepared"))
    released = End(_("Given out"))
    refused = End(_("Refused"), aside=True)

    ask = Start(
        asked,
        by=TAKERS,
        label=_("Record the request"),
        starts=[Clock("answer", _("Answer to who asked for their file"), "own_file.answer_due", Supervisor)],
    )
    identify = Move(
        asked,
        identified,
        by=TAKERS,
        label=_("Check who asks"),
        page="people:own-file-identify",
        tone="primary",
        tells=[Tell(READY, Supervisor)],
    )
    prepare = Move(
        identified,
        prepared,
        by=GIVERS,
        label=_("Make the file"),
        needs=[identity_is_checked],
        page="people:own-file-prepare",
    )
    release = Move(
        prepared,
        released,
        by=GIVERS,
        label=_("Give it out"),
        needs=[everything_is_read],
        meets=["answer"],
        page="people:own-file-release",
        tone="primary",
    )
    prepare_again = Move(
        prepared,
        prepared,
        by=GIVERS,
        label=_("Make the file anew"),
        needs=[identity_is_checked],
        page="people:own-file-prepare",
    )
    release_again = Move(
        released,
        released,
        by=GIVERS,
        label=_("Give it to another recipient"),
        needs=[everything_is_read],
        page="people:own-file-release",
    )
    refuse = Move(
        [asked, identified, prepared],
        refused,
        by=GIVERS,
        label=_("Refuse the request"),
        reasons="own_file.refusal",
        meets=["answer"],
        page="people:own-file-refuse",
        tone="danger",
    )
