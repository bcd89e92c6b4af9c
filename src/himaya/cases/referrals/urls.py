"""Routes of referrals."""

from django.urls import path

from himaya.cases.referrals import views

urlpatterns = [
    path("cases/<str:public_id>/refer/", views.referral_send, name="referral-send"),
    path("cases/<str:public_id>/services/", views.service_search, name="service-search"),
    path("cases/<str:public_id>/referrals/", views.case_referrals, name="case-referrals"),
    path("referrals/", views.referral_inbox, name="referral-inbox"),
    path("referrals/<str:public_id>/", views.referral_detail, name="referral-detail"),
    path("referrals/<str:public_id>/answer/", views.referral_answer, name="referral-answer"),
    path("referrals/<str:public_id>/start/", views.referral_start, name="referral-start"),
    path("referrals/<str:public_id>/feedback/", views.referral_feedback, name="referral-feedback"),
    path("referrals/<str:public_id>/withdraw/", views.referral_withdraw, name="referral-withdraw"),
]
