"""Routes of the person's own file."""

from django.urls import path

from himaya.registry.ownfile import views

urlpatterns = [
    path("own-files/<slug:public_id>/", views.own_file, name="own-file"),
    path("own-files/<slug:public_id>/identity/", views.own_file_identify, name="own-file-identify"),
    path("own-files/<slug:public_id>/make/", views.own_file_prepare, name="own-file-prepare"),
    path("own-files/<slug:public_id>/give/", views.own_file_release, name="own-file-release"),
    path("own-files/<slug:public_id>/refuse/", views.own_file_refuse, name="own-file-refuse"),
    path("own-files/lines/<slug:public_id>/withhold/", views.own_file_withhold, name="own-file-withhold"),
    path("own-files/lines/<slug:public_id>/let-out/", views.own_file_let_out, name="own-file-let-out"),
    path("own-files/given/<slug:public_id>/json/", views.own_file_json, name="own-file-json"),
    path("<slug:public_id>/own-file/", views.own_file_ask, name="own-file-ask"),
]
