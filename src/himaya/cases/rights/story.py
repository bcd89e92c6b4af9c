"""The rights add a part to a case."""

from django.utils.translation import gettext_lazy

from himaya.access.roles import CASE_READ
from himaya.cases.casefile.story import part

part("rights", gettext_lazy("Rights and law"), page="cases:case-rights", order=65, permission=CASE_READ)
