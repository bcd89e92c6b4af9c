"""Routes of school-absence lists."""

from django.urls import path

from himaya.cases.absence import views

urlpatterns = [
    path("absences/", views.absences, name="absences"),
    path("absences/<slug:public_id>/", views.absence_list, name="absence-list"),
    path("absences/<slug:public_id>/rows/<int:place>/", views.absence_row, name="absence-row"),
    path("absences/<slug:public_id>/back/", views.absence_back, name="absence-back"),
    path("absences/<slug:public_id>/again/", views.absence_again, name="absence-again"),
]
