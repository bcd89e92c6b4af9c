"""Routes of forms filled in on phones. A phone adds `/formList` and `/submission` to the address it is given."""

from django.urls import path

from himaya.exchange.openrosa.views import desk, phone

urlpatterns = [
    path("openrosa/formList", phone.phone_forms, name="phone-forms"),
    path("openrosa/submission", phone.phone_submission, name="phone-submission"),
    path("openrosa/forms/<str:public_id>/form.xml", phone.phone_form, name="phone-form"),
    path("openrosa/forms/<str:public_id>/manifest.xml", phone.phone_manifest, name="phone-manifest"),
    path("openrosa/forms/<str:public_id>/people.csv", phone.phone_people, name="phone-people"),
    path("phones/forms/", desk.submission_list, name="submissions"),
    path("phones/forms/<str:public_id>/", desk.submission_detail, name="submission"),
    path("phones/forms/<str:public_id>/drop/", desk.submission_drop, name="submission-drop"),
]
