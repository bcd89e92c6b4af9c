"""Routes of meetings."""

from django.urls import path

from himaya.cases.meetings import agenda_views, minutes_views, views

urlpatterns = [
    path("meetings/", views.meeting_list, name="meeting-list"),
    path("cases/<str:public_id>/meetings/", views.case_meetings, name="case-meetings"),
    path("cases/<str:public_id>/conference/", views.conference_new, name="conference-new"),
    path("cases/<str:public_id>/commission/", agenda_views.agenda_submit, name="agenda-submit"),
    path("commissions/<str:public_id>/session/", views.session_new, name="session-new"),
    path("meetings/<str:public_id>/", views.meeting_detail, name="meeting"),
    path("meetings/<str:public_id>/people/", views.attendee_new, name="attendee-new"),
    path("meetings/people/<str:public_id>/remove/", views.attendee_remove, name="attendee-remove"),
    path("meetings/<str:public_id>/invite/", views.meeting_invite, name="meeting-invite"),
    path("meetings/<str:public_id>/postpone/", views.meeting_postpone, name="meeting-postpone"),
    path("meetings/<str:public_id>/again/", views.meeting_again, name="meeting-again"),
    path("meetings/<str:public_id>/cancel/", views.meeting_cancel, name="meeting-cancel"),
    path("meetings/<str:public_id>/hold/", views.meeting_hold, name="meeting-hold"),
    path("meetings/<str:public_id>/matter/", agenda_views.agenda_matter, name="agenda-matter"),
    path("meetings/<str:public_id>/minutes/", minutes_views.minutes_write, name="minutes-write"),
    path("meetings/<str:public_id>/minutes/chair/", minutes_views.minutes_chair, name="minutes-chair"),
    path("meetings/<str:public_id>/minutes/sign/", minutes_views.minutes_sign, name="minutes-sign"),
    path("meetings/<str:public_id>/minutes/correct/", minutes_views.minutes_correct, name="minutes-correct"),
    path("agenda/<str:public_id>/", agenda_views.agenda_item, name="agenda-item"),
    path("agenda/<str:public_id>/papers/", agenda_views.agenda_papers, name="agenda-papers"),
    path("agenda/papers/<str:public_id>/", agenda_views.laid_paper, name="laid-paper"),
    path("agenda/<str:public_id>/take/", agenda_views.agenda_take, name="agenda-take"),
    path("agenda/<str:public_id>/return/", agenda_views.agenda_return, name="agenda-return"),
    path("agenda/<str:public_id>/put-off/", agenda_views.agenda_put_off, name="agenda-put-off"),
    path("agenda/<str:public_id>/withdraw/", agenda_views.agenda_withdraw, name="agenda-withdraw"),
    path("agenda/<str:public_id>/conflict/", agenda_views.agenda_conflict, name="agenda-conflict"),
    path("agenda/<str:public_id>/vote/", agenda_views.agenda_vote, name="agenda-vote"),
    path("agenda/<str:public_id>/decide/", agenda_views.agenda_decide, name="agenda-decide"),
]
