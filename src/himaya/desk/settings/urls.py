"""Routes of the settings."""

from django.urls import path

from himaya.desk.settings.views import codes, norms, places, public

urlpatterns = [
    path("settings/", norms.settings, name="settings"),
    path("settings/norms/", norms.norms, name="norms"),
    path("settings/norms/<str:key>/", norms.norm, name="norm"),
    path("settings/codes/", codes.codelists, name="codelists"),
    path("settings/codes/<str:key>/", codes.codelist, name="codelist"),
    path("settings/codes/<str:key>/<str:code>/", codes.code_rename, name="code-rename"),
    path("settings/codes/<str:key>/<str:code>/retire/", codes.code_retire, name="code-retire"),
    path("settings/territory/", places.places, name="places"),
    path("settings/territory/import/", places.settlements_import, name="settlements-import"),
    path("settings/territory/file/", places.table_file, {"what": "settlements"}, name="settlements-file"),
    path("settings/territory/<str:code>/", places.place, name="place"),
    path("settings/calendar/", places.calendar, name="calendar"),
    path("settings/calendar/import/", places.working_days_import, name="working-days-import"),
    path("settings/calendar/file/", places.table_file, {"what": "working_days"}, name="working-days-file"),
    path("settings/numbers/", public.numbers, name="numbers"),
    path("settings/numbers/new/", public.number_add, name="number-add"),
    path("settings/numbers/<str:number>/", public.number, name="number"),
    path("settings/letters/", public.letters_list, name="letters"),
    path("settings/letters/<str:key>/", public.letter, name="letter"),
]
