"""What documents add to a case, and what cases add to documents."""

from django.utils.translation import gettext_lazy as _

from himaya.access.roles import CASE_READ
from himaya.cases.casefile.story import part
from himaya.cases.documents.queries import OVER, cases_to_keep, reports_with_files, worker_of
from himaya.registry.actions import Shelf, keeper, shelf

part("documents", _("Documents"), page="cases:case-documents", order=70, permission=CASE_READ)
shelf(Shelf("case", cases_to_keep, "cases:case-documents", over=lambda case: case.status in OVER))
shelf(Shelf("report", reports_with_files, "cases:report-detail", over=lambda report: True, adds=False))
keeper(worker_of)
