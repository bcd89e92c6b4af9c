"""Routes of looking for contacts."""

from django.urls import path

from himaya.hotline.search import views

urlpatterns = [path("search/", views.contact_search, name="contact-search")]
