"""Routes of meetings."""

from django.urls import path

from himaya.cases.meetings.views import agenda, calling, minutes

urlpatterns = [
    path("meetings/", calling.meeting_list, name="meeting-list"),
    path("cases/<str:public_id>/meetings/", calling.case_meetings, name="case-meetings"),
    path("cases/<str:public_id>/conference/", calling.conference_new, name="conference-new"),
    path("cases/<str:public_id>/commission/", agenda.agenda_submit, name="agenda-submit"),
    path("commissions/<str:public_id>/session/", calling.session_new, name="session-new"),
    path("meetings/<str:public_id>/", calling.meeting_detail, name="meeting"),
    path("meetings/<str:public_id>/people/", calling.attendee_new, name="attendee-new"),
    path("meetings/people/<str:public_id>/remove/", calling.attendee_remove, name="attendee-remove"),
    path("meetings/<str:public_id>/invite/", calling.meeting_invite, name="meeting-invite"),
    path("meetings/<str:public_id>/postpone/", calling.meeting_postpone, name="meeting-postpone"),
    path("meetings/<str:public_id>/again/", calling.meeting_again, name="meeting-again"),
    path("meetings/<str:public_id>/cancel/", calling.meeting_cancel, name="meeting-cancel"),
    path("meetings/<str:public_id>/hold/", calling.meeting_hold, name="meeting-hold"),
    path("meetings/<str:public_id>/matter/", agenda.agenda_matter, name="agenda-matter"),
    path("meetings/<str:public_id>/minutes/", minutes.minutes_write, name="minutes-write"),
    path("meetings/<str:public_id>/minutes/chair/", minutes.minutes_chair, name="minutes-chair"),
    path("meetings/<str:public_id>/minutes/sign/", minutes.minutes_sign, name="minutes-sign"),
    path("meetings/<str:public_id>/minutes/correct/", minutes.minutes_correct, name="minutes-correct"),
    path("agenda/<str:public_id>/", agenda.agenda_item, name="agenda-item"),
    path("agenda/<str:public_id>/papers/", agenda.agenda_papers, name="agenda-papers"),
    path("agenda/papers/<str:public_id>/", agenda.laid_paper, name="laid-paper"),
    path("agenda/<str:public_id>/take/", agenda.agenda_take, name="agenda-take"),
    path("agenda/<str:public_id>/return/", agenda.agenda_return, name="agenda-return"),
    path("agenda/<str:public_id>/put-off/", agenda.agenda_put_off, name="agenda-put-off"),
    path("agenda/<str:public_id>/withdraw/", agenda.agenda_withdraw, name="agenda-withdraw"),
    path("agenda/<str:public_id>/conflict/", agenda.agenda_conflict, name="agenda-conflict"),
    path("agenda/<str:public_id>/vote/", agenda.agenda_vote, name="agenda-vote"),
    path("agenda/<str:public_id>/decide/", agenda.agenda_decide, name="agenda-decide"),
]
