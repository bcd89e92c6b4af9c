"""Routes of proceedings and orders."""

from django.urls import path

from himaya.cases.proceedings.views import orders, work

urlpatterns = [
    path("cases/<slug:public_id>/proceeding/", work.proceeding_new, name="proceeding-new"),
    path("cases/<slug:public_id>/order/", orders.order_new, name="order-new"),
    path("proceedings/<slug:public_id>/", work.proceeding_detail, name="proceeding"),
    path(
        "proceedings/<slug:public_id>/considered/", work.proceeding_considered, name="proceeding-considered"
    ),
    path("proceedings/<slug:public_id>/file/", work.proceeding_file, name="proceeding-file"),
    path("proceedings/<slug:public_id>/judgment/", work.proceeding_judge, name="proceeding-judge"),
    path("proceedings/<slug:public_id>/appealed/", work.proceeding_appealed, name="proceeding-appealed"),
    path("proceedings/<slug:public_id>/in-force/", work.proceeding_in_force, name="proceeding-in-force"),
    path("proceedings/<slug:public_id>/drop/", work.proceeding_drop, name="proceeding-drop"),
    path("proceedings/<slug:public_id>/party/", work.party_add, name="party-add"),
    path("proceedings/parties/<slug:party_id>/end/", work.party_end, name="party-end"),
    path("proceedings/<slug:public_id>/hearing/", work.hearing_new, name="hearing-new"),
    path("proceedings/hearings/<slug:hearing_id>/", work.hearing_close, name="hearing-close"),
    path("proceedings/<slug:public_id>/order/", orders.proceeding_order, name="proceeding-order"),
    path("orders/<slug:public_id>/", orders.order_detail, name="order"),
    path("orders/<slug:public_id>/lift/", orders.order_lift, name="order-lift"),
    path("orders/<slug:public_id>/breach/", orders.order_breach, name="order-breach"),
]
