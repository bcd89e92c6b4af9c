"""Whole answers to the shipped questionnaires, for tests to change a little."""

from typing import Any

SAFETY: dict[str, Any] = dict.fromkeys(
    ["life_danger", "suicide", "sexual_access", "left_alone", "serious_injury", "violence_at_home",
     "suspect_has_access", "carer_unable", "needs_today", "missing", "exploited", "afraid"], "no",
) | {"child_seen": "alone", "protective_adult": "yes", "safety_decision": "safe"}  # fmt: skip

OWN_WORDS = "Mən gecələr atamın qışqırmasından çox qorxuram. Nənəmlə qalmaq istəyirəm."

NEEDS: dict[str, Any] = {
    "view_method": "alone",
    "child_view": OWN_WORDS,
    "care_who": "Ana",
    "health_state": "Yaxşı",
    "development_state": "Yaşa uyğun",
    "education_place": "school",
    "harm_history": "Yoxdur",
    "suspect_relation": "none",
    "income_state": "Maaş",
    "housing_state": "Kirayə",
    "parents_view": "Razıdır",
    "strengths_child": "Rəsm çəkir",
    "strengths_family": "Nənə yaxındadır",
    "options": "Evdə qalmaq; nənə ilə yaşamaq",
    "best_interests": "Ana ilə evdə qalmaq, nənənin köməyi ilə",
    **dict.fromkeys(
        ["need_care", "need_health", "need_development", "need_education", "need_safety", "need_income",
         "need_housing", "need_relations"], "some",
    ),
}  # fmt: skip

# Before closing: what the child and the family say.
LAST_WORD: dict[str, Any] = {
    "safe_now": "yes",
    "support_after": "Nənə yaxınlıqdadır",
    "knows_where": "yes",
    "who_answers": "parent",
    "helped": "4",
    "respected": "5",
    "heard": "4",
    "own_words": "Sağ olun.",
}
