"""Routes of audits."""

from django.urls import path

from himaya.cases.fileaudits import views

urlpatterns = [
    path("file-audits/", views.file_audits, name="file-audits"),
    path("file-audits/draw/", views.file_audit_draw, name="file-audit-draw"),
    path("file-audits/checklist/", views.file_checklist, name="file-checklist"),
    path("file-audits/mend/<slug:public_id>/", views.mend, name="mend"),
    path("file-audits/<slug:public_id>/", views.file_audit_detail, name="file-audit"),
    path("file-audits/<slug:public_id>/look/", views.file_audit_look, name="file-audit-look"),
    path("file-audits/<slug:public_id>/answer/", views.file_audit_answer, name="file-audit-answer"),
    path("file-audits/<slug:public_id>/say/", views.file_audit_say, name="file-audit-say"),
    path("file-audits/<slug:public_id>/drop/", views.file_audit_drop, name="file-audit-drop"),
    path("cases/<slug:public_id>/audit/", views.file_audit_pick, name="file-audit-pick"),
]
