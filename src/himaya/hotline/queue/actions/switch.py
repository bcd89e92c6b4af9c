"""A supervisor's switch of the line."""

from django.utils.translation import gettext as _

from himaya.access.gate import action
from himaya.access.models import User
from himaya.access.roles import CONTACT_OVERSEE
from himaya.hotline.contacts.queries import desk_of
from himaya.hotline.queue.actions.deciding import settle
from himaya.hotline.queue.actions.lines import hold_line
from himaya.hotline.queue.models import Line
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.reference.queries import code_item


@action(CONTACT_OVERSEE)
def stop_line(*, reason: str, by: User) -> Line:
    """Stops ringing people, for a coded reason: who calls is told and may leave a number they call safe."""
    if code_item("hotline.stop_reason", reason) is None:
        raise Refused(_("Say why the line is stopped."), field="reason")
    line = hold_line(desk_of(by))
    line.stopped_at, line.stopped_by, line.stop_reason = clock.now(), by, reason
    return _saved(line, by)


@action(CONTACT_OVERSEE)
def open_line(*, by: User) -> Line:
    """Lets the line ring again as planned: neither stopped nor led to the supervisors."""
    line = hold_line(desk_of(by))
    line.stopped_at, line.stopped_by, line.stop_reason = None, None, ""
    line.diverted_at, line.diverted_by = None, None
    return _saved(line, by)


@action(CONTACT_OVERSEE)
def divert_line(*, by: User) -> Line:
    """Leads everything, what waits already too, to the supervisors."""
    line = hold_line(desk_of(by))
    line.diverted_at, line.diverted_by = clock.now(), by
    return _saved(line, by)


def _saved(line: Line, by: User) -> Line:
    line.save()
    settle(line=line, by=by)
    return line
