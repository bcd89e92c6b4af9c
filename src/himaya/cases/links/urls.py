"""Routes of links: `outside/` is for who holds one, `referrals/` for staff."""

from django.urls import path

from himaya.cases.links.views import desk, outside

urlpatterns = [
    path("referrals/<str:public_id>/link/", desk.link, name="link"),
    path("referrals/links/<str:public_id>/withdraw/", desk.link_withdraw, name="link-withdraw"),
    path("duties/<str:public_id>/link/", desk.duty_link, name="duty-link"),
    path("duties/links/<str:public_id>/withdraw/", desk.duty_link_withdraw, name="duty-link-withdraw"),
    path("outside/thanks/", outside.thanks, name="outside-thanks"),
    path("outside/<str:token>/", outside.outside, name="outside"),
    path("outside/<str:token>/answer/", outside.answer, name="outside-answer"),
    path("outside/<str:token>/start/", outside.start, name="outside-start"),
    path("outside/<str:token>/report/", outside.report, name="outside-report"),
    path("outside/<str:token>/tell/", outside.tell, name="outside-tell"),
]
