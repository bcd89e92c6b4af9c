"""What the stories of the sample country tell, and how far each has come."""

# (what was seen or heard, danger answers, level, concerns, reporter)
TALES: list[tuple[str, dict[str, str], str, str]] = [
    ("Qonşuluqdakı evdən axşamlar uşaq ağlaması və qışqırıq eşidilir.", {}, "medium", "neighbour"),
    ("Uşaq məktəbə tez-tez gəlmir, geyimi mövsümə uyğun deyil, ac olduğunu deyir.", {}, "medium", "teacher"),
    ("Uşağın qolunda və üzündə göyərmələr var, səbəbini demək istəmir.", {}, "high", "medic"),
    ("Azyaşlı uşaq gün ərzində evdə tək qalır.", {}, "medium", "neighbour"),
    ("Ata evdə zor tətbiq edir, uşaqlar bunun şahidi olur.", {}, "high", "relative"),
    ("Ana xəstədir, uşaqlara nənə baxır, sənədlər və dəstək lazımdır.", {}, "low", "relative"),
    ("On dörd yaşlı qızı məktəbdən çıxarıb ərə vermək istəyirlər.", {}, "high", "teacher"),
    ("Uşaq küçədə dilənir, yanında böyük yoxdur.", {}, "medium", "citizen"),
]
# What turns out to need no case.
HARMLESS: tuple[str, dict[str, str], str, str] = (
    "Uşaq müavinəti üçün hansı sənədlərin lazım olduğunu soruşur.",
    {},
    "low",
    "parent",
)
# How far a story has come, and how many of a hundred come so far.
STAGES = [
    ("received", 7), ("second_reading", 3), ("screened_out", 4), ("information", 4), ("unassigned", 5),
    ("assigned", 6), ("accepted", 8), ("registered", 9), ("assessment_submitted", 6), ("assessed", 8),
    ("plan_submitted", 4), ("implementing", 20), ("transfer", 3), ("closing", 4), ("closed", 7), ("reopened", 2),
]  # fmt: skip
ORDER = ["unassigned", "assigned", "accepted", "registered", "assessment_submitted", "assessed", "plan_submitted",
         "implementing", "closing", "closed", "reopened"]  # fmt: skip
