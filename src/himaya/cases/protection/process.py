"""The child-protection case (domain §3.4): as the spine, and it does not end while the child is not safe."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from himaya.cases.casefile.process import CaseWork, begun_apart
from himaya.cases.casefile.rules import child_is_said_safe


class ChildProtection(CaseWork, variant="protection"):
    """From a report about harm or danger until the child is safe."""

    title = _("Child protection")

    split_off = begun_apart(CaseWork.registered, CaseWork.register.starts)
    close = replace(CaseWork.close, needs=[*CaseWork.close.needs, child_is_said_safe])
