"""Routes of this topic."""

from django.urls import path

from himaya.registry.documents import views

urlpatterns = [
    path("documents/", views.running_out_list, name="documents-running-out"),
    path("documents/new/<slug:kind>/<slug:public_id>/", views.document_add, name="document-add"),
    path("documents/<slug:public_id>/", views.document, name="document"),
    path("documents/<slug:public_id>/about/", views.document_about, name="document-about"),
    path("documents/<slug:public_id>/picture/", views.document_picture, name="document-picture"),
    path("documents/<slug:public_id>/pages/<int:number>/", views.document_page, name="document-page"),
    path("documents/<slug:public_id>/replace/", views.document_replace, name="document-replace"),
    path("documents/<slug:public_id>/correct/", views.document_correct, name="document-correct"),
    path("documents/<slug:public_id>/end/", views.document_end, name="document-end"),
    path("documents/<slug:public_id>/release/", views.document_release, name="document-release"),
    path("<slug:public_id>/documents/", views.person_documents, name="person-documents"),
]
