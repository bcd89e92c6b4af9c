"""Routes of reviews."""

from django.urls import path

from himaya.hotline.quality import views

urlpatterns = [
    path("quality/", views.reviews, name="reviews"),
    path("quality/draw/", views.review_draw, name="review-draw"),
    path("quality/agreement/", views.agreement, name="agreement"),
    path("quality/rubric/", views.rubric, name="rubric"),
    path("quality/<str:public_id>/", views.review_detail, name="review-detail"),
    path("quality/<str:public_id>/score/", views.review_score, name="review-score"),
    path("quality/<str:public_id>/answer/", views.review_answer, name="review-answer"),
    path("quality/<str:public_id>/agree/", views.review_confirm, name="review-confirm"),
    path("quality/<str:public_id>/drop/", views.review_drop, name="review-drop"),
    path("<str:public_id>/review/", views.review_pick, name="review-pick"),
]
