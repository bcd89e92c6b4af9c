"""Keeping users."""

from django.urls import path

from himaya.access.staff import views

urlpatterns = [
    path("staff/", views.staff_list, name="staff"),
    path("staff/invite/", views.staff_invite, name="staff-invite"),
    path("staff/<str:public_id>/", views.staff_detail, name="staff-detail"),
    path("staff/<str:public_id>/invite/", views.staff_invite_again, name="staff-invite-again"),
    path("staff/<str:public_id>/suspend/", views.staff_suspend, name="staff-suspend"),
    path("staff/<str:public_id>/restore/", views.staff_restore, name="staff-restore"),
    path("staff/<str:public_id>/confirm/", views.staff_confirm, name="staff-confirm"),
    path("staff/<str:public_id>/roles/", views.role_give, name="role-give"),
    path("staff/<str:public_id>/roles/<int:pk>/move/", views.role_move, name="role-move"),
    path("staff/<str:public_id>/roles/<int:pk>/end/", views.role_end, name="role-end"),
    path("welcome/<str:token>/", views.welcome, name="welcome"),
]
