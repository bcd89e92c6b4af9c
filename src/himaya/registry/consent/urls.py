"""Routes of consent."""

from django.urls import path

from himaya.registry.consent import views

urlpatterns = [
    path("consents/<slug:public_id>/", views.consent_detail, name="consent-detail"),
    path("consents/<slug:public_id>/withdraw/", views.consent_withdraw, name="consent-withdraw"),
    path("<slug:public_id>/consent/", views.consent_add, name="consent-add"),
]
