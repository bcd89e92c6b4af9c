"""One line a context."""

from django.urls import include, path

urlpatterns = [
    path("", include("himaya.desk.urls")),
    path("", include("himaya.kit.urls")),
    path("account/", include("himaya.access.urls")),
    path("account/", include("himaya.access.signin.account_urls")),
    path("", include("himaya.workflow.urls")),
    path("people/", include("himaya.registry.urls")),
    path("services/", include("himaya.services.urls")),
    path("questionnaires/", include("himaya.instruments.urls")),
    path("workforce/", include("himaya.workforce.urls")),
    path("hotline/", include("himaya.hotline.urls")),
    path("chat/", include("himaya.hotline.chat.open_urls")),
    path("", include("himaya.cases.urls")),
    path("", include("himaya.exchange.urls")),
]

handler400 = "himaya.kit.errors.bad_request"
handler403 = "himaya.kit.errors.forbidden"
handler404 = "himaya.kit.errors.not_found"
handler500 = "himaya.kit.errors.server_error"
handler429 = "himaya.kit.errors.too_many"
