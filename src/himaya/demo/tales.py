"""What the stories of the sample country tell, and how far each has come."""

from typing import NamedTuple

ASKED = [
    "life_danger", "suicide", "violence_now", "sexual_access", "abandoned_infant", "missing", "injuries",
    "serious_harm_soon", "under_three", "alone", "repeated", "perpetrator_access", "forced_marriage", "exploited",
    "institution_staff", "needs_only",
]  # fmt: skip


def answered(*yes: str) -> dict[str, str]:
    """The danger questions answered: yes to these, no to the rest."""
    return {question: "yes" if question in yes else "no" for question in ASKED}


class Tale(NamedTuple):
    """What was seen or heard, the danger questions answered, the level, who tells; and of which children it can be told:
    ages in full years, and a sex where it says one."""

    narrative: str
    danger: dict[str, str]
    level: str
    reporter: str
    ages: tuple[int, int] = (0, 17)
    sex: str = ""

    def fits(self, age: int, sex: str) -> bool:
        """Whether it can be told of such a child."""
        return self.ages[0] <= age <= self.ages[1] and self.sex in ("", sex)


TALES: list[Tale] = [
    Tale(
        "Qonşuluqdakı evdən axşamlar uşaq ağlaması və qışqırıq eşidilir.",
        answered("repeated"),
        "medium",
        "neighbour",
    ),
    Tale(
        "Uşaq məktəbə tez-tez gəlmir, geyimi mövsümə uyğun deyil, ac olduğunu deyir.",
        answered("needs_only"),
        "medium",
        "teacher",
        ages=(6, 16),
    ),
    Tale(
        "Uşağın qolunda və üzündə göyərmələr var, səbəbini demək istəmir.",
        answered("injuries", "repeated"),
        "high",
        "medic",
        ages=(4, 17),
    ),
    Tale("Azyaşlı uşaq gün ərzində evdə tək qalır.", answered("alone"), "medium", "neighbour", ages=(0, 7)),
    Tale(
        "Ata evdə zor tətbiq edir, uşaqlar bunun şahidi olur.",
        answered("repeated", "perpetrator_access"),
        "high",
        "relative",
    ),
    Tale(
        "Ana xəstədir, uşaqlara nənə baxır, sənədlər və dəstək lazımdır.",
        answered("needs_only"),
        "low",
        "relative",
    ),
    Tale(
        "On dörd yaşlı qızı məktəbdən çıxarıb ərə vermək istəyirlər.",
        answered("forced_marriage"),
        "high",
        "teacher",
        ages=(14, 14),
        sex="female",
    ),
    Tale(
        "Uşaq küçədə dilənir, yanında böyük yoxdur.", answered("exploited"), "medium", "citizen", ages=(5, 14)
    ),
]
# What turns out to need no case.
HARMLESS = Tale("Uşaq müavinəti üçün hansı sənədlərin lazım olduğunu soruşur.", answered(), "low", "parent")
# How far a story has come, and how many of a hundred come so far.
STAGES = [
    ("received", 7), ("second_reading", 3), ("screened_out", 4), ("information", 4), ("unassigned", 5),
    ("assigned", 6), ("accepted", 8), ("registered", 9), ("assessment_submitted", 6), ("assessed", 8),
    ("plan_submitted", 4), ("implementing", 20), ("transfer", 3), ("closing", 4), ("closed", 7), ("reopened", 2),
]  # fmt: skip
ORDER = ["unassigned", "assigned", "accepted", "registered", "assessment_submitted", "assessed", "plan_submitted",
         "implementing", "closing", "closed", "reopened"]  # fmt: skip
