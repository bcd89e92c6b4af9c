"""What the tests of intake share."""

from typing import Any

from himaya.cases.models import Report


def only_report(acting_as: Any, user: Any) -> Report:
    with acting_as(user):
        return Report.objects.select_related("territory").get()
