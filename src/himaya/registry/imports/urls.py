"""Routes of this topic."""

from django.urls import path

from himaya.registry.imports import views

urlpatterns = [
    path("imports/", views.import_list, name="import-list"),
    path("imports/<slug:public_id>/", views.import_detail, name="import-detail"),
    path("imports/<slug:public_id>/columns/", views.import_columns, name="import-columns"),
    path("imports/<slug:public_id>/progress/", views.import_progress, name="import-progress"),
    path("imports/<slug:public_id>/list.xlsx", views.import_workbook, name="import-workbook"),
    path("imports/<slug:public_id>/rows/<int:place>/", views.import_row, name="import-row"),
    path("imports/<slug:public_id>/do/<slug:name>/", views.import_move, name="import-move"),
]
