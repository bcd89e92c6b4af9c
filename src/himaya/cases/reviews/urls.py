"""Routes of reviews."""

from django.urls import path

from himaya.cases.reviews import views

urlpatterns = [
    path("cases/<str:public_id>/reviews/", views.case_reviews, name="case-reviews"),
    path("cases/<str:public_id>/reviews/new/", views.review_start, name="review-start"),
    path("reviews/<str:public_id>/", views.review_detail, name="review"),
    path("reviews/<str:public_id>/answers/", views.review_answers, name="review-answers"),
    path("reviews/<str:public_id>/finish/", views.review_finish, name="review-finish"),
    path("reviews/<str:public_id>/stop/", views.review_stop, name="review-stop"),
]
