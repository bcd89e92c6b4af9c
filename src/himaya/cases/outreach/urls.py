"""Routes of outreach."""

from django.urls import path

from himaya.cases.outreach.views import leads, ruling

urlpatterns = [
    path("outreach/", leads.lead_list, name="lead-list"),
    path("outreach/rules/", ruling.outreach_rules, name="outreach-rules"),
    path("outreach/rules/new/<slug:source>/", ruling.outreach_rule_new, name="outreach-rule-new"),
    path("outreach/rules/<slug:public_id>/", ruling.outreach_rule, name="outreach-rule"),
    path("outreach/rules/<slug:public_id>/change/", ruling.outreach_rule_change, name="outreach-rule-change"),
    path(
        "outreach/rules/<slug:public_id>/approve/", ruling.outreach_rule_approve, name="outreach-rule-approve"
    ),
    path("outreach/rules/<slug:public_id>/retire/", ruling.outreach_rule_retire, name="outreach-rule-retire"),
    path("outreach/rules/<slug:public_id>/trial/", ruling.outreach_rule_trial, name="outreach-rule-trial"),
    path("outreach/<slug:public_id>/", leads.lead_detail, name="lead"),
    path("outreach/<slug:public_id>/take/", leads.lead_take, name="lead-take"),
    path("outreach/<slug:public_id>/assign/", leads.lead_assign, name="lead-assign"),
    path("outreach/<slug:public_id>/contact/", leads.lead_contact, name="lead-contact"),
    path("outreach/<slug:public_id>/answer/", leads.lead_answer, name="lead-answer"),
    path("outreach/<slug:public_id>/begin/", leads.lead_begin, name="lead-begin"),
    path("outreach/<slug:public_id>/report/", leads.lead_report, name="lead-report"),
    path("outreach/<slug:public_id>/end/", leads.lead_end, name="lead-end"),
]
