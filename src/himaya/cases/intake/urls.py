"""Routes of reports: `report/` is for the public, `reports/` for staff."""

from django.urls import path

from himaya.cases.intake.views import desk, entering, public, reaching, screening

urlpatterns = [
    path("report/", public.start, name="report-start"),
    path("report/places/", public.places, name="report-places"),
    path("report/done/", public.done, name="report-done"),
    path("report/leave/", public.leave, name="report-leave"),
    path("report/status/", public.status, name="report-status"),
    path("report/<slug:step>/", public.step, name="report-step"),
    path("report/<slug:step>/draft/", public.draft, name="report-draft"),
    path("reports/", desk.reports, name="reports"),
    path("reports/new/", entering.enter, name="report-enter"),
    path("reports/entered/", entering.entered, name="report-entered"),
    path("reports/staff/", screening.staff, name="report-staff"),
    path("reports/units/", screening.units, name="report-units"),
    path("reports/lanes/<slug:lane>/", desk.lane, name="report-lane"),
    path("reports/<slug:public_id>/", desk.report, name="report-detail"),
    path("reports/<slug:public_id>/screen/", screening.screen_report, name="report-screen"),
    path("reports/<slug:public_id>/level/", screening.level, name="report-level"),
    path("reports/<slug:public_id>/in/", screening.take_in, name="report-in"),
    path("reports/<slug:public_id>/out/", screening.leave_out, name="report-out"),
    path("reports/<slug:public_id>/information/", screening.information, name="report-information"),
    path("reports/<slug:public_id>/join/", screening.join, name="report-join"),
    path("reports/<slug:public_id>/route/", screening.route, name="report-route"),
    path("reports/<slug:public_id>/insiders/", screening.insiders, name="report-insiders"),
    path("reports/<slug:public_id>/second-reading/", screening.second_reading, name="report-second-reading"),
    path("reports/<slug:public_id>/reporter/", reaching.reach, name="report-reach"),
    path("reports/<slug:public_id>/lowering/", screening.lowering, name="report-lowering"),
    path("reports/<slug:public_id>/notices/<slug:notice_id>/", screening.notice, name="report-notice"),
]
