"""Routes of the registration step."""

from django.urls import path

from himaya.cases.registering import views

urlpatterns = [
    path("cases/<str:public_id>/register/", views.case_register, name="case-register"),
    path("cases/<str:public_id>/people/", views.case_people, name="case-people"),
    path("cases/<str:public_id>/members/<str:role>/", views.member_add, name="member-add"),
    path("cases/<str:public_id>/members/<int:member>/end/", views.member_end, name="member-end"),
]
