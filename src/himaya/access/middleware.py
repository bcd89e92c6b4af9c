"""One transaction a request, acting for one person: the ground under row-level security."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.template.response import SimpleTemplateResponse

from himaya.access.gate import act_as

Respond = Callable[[HttpRequest], HttpResponseBase]


class OneTransaction:
    """Everything a request writes is kept whole or not at all; sessions and lazily drawn pages included.

    (`ATOMIC_REQUESTS` would leave both outside.)"""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with transaction.atomic():
            act_as(None)
            response = self.get_response(request)
            if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
                response = response.render()
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response


class Actor:
    """Names the signed-in person to the database, for this transaction only."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            act_as(request.user)
        return self.get_response(request)
