"""Routes of a person's own facts."""

from django.urls import path

from himaya.registry.people import views

urlpatterns = [
    path("places/", views.places, name="places"),
    path("addresses/<slug:public_id>/show/", views.address_reveal, name="address-reveal"),
    path("phones/<slug:public_id>/end/", views.phone_end, name="phone-end"),
    path("<slug:public_id>/correct/", views.person_correct, name="person-correct"),
    path("<slug:public_id>/address/", views.address_add, name="address-add"),
    path("<slug:public_id>/phone/", views.phone_add, name="phone-add"),
]
