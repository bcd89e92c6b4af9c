"""Forms of the sample country: what a methodologist wrote in a workbook, approved by another, and its next version."""

import tempfile
from datetime import timedelta
from pathlib import Path

from himaya.access.gate import acting_as
from himaya.access.roles import Methodologist
from himaya.demo.country import Country
from himaya.instruments.actions import approve_form, bring_form
from himaya.instruments.models import FormVersion
from himaya.instruments.queries import READY, compiled_file
from himaya.kit import clock

# Of the forms that come with the product; the others wait to be taken over.
TAKEN_OVER = ("return_readiness", "goal_attainment", "child_functioning")
SINCE = timedelta(days=400)
# ruff: noqa: E501 - rows of a workbook
SURVEY = """survey,,,,,,,,
,type,name,label::Azərbaycan (az),label::English (en),label::Русский (ru),required,relevant,constraint,calculation
,date,seen_on,Uşağı nə vaxt gördünüz?,When did you see the child?,Когда вы видели ребёнка?,yes,,. <= today(),
,select_one yes_no,alone,Uşaqla təklikdə danışdınız?,Did you speak with the child alone?,Вы говорили с ребёнком наедине?,yes,,,
,text,why_not,Niyə təklikdə danışmadınız?,Why not alone?,Почему не наедине?,yes,${alone} = 'no',,
,begin repeat,child,Evdəki uşaqlar,Children at home,Дети дома,,,,
,text,called,Uşağı necə çağırırlar?,What is the child called?,Как зовут ребёнка?,yes,,,
,select_one mood,mood,Əhvalı necədir?,How does the child seem?,Как выглядит ребёнок?,yes,,,
,end repeat,,,,,,,,
,calculate,children,,,,,,,count(${child})
"""
MORE = ",text,next,Növbəti addım nədir?,What is the next step?,Каков следующий шаг?,,,,\n"
CHOICES = """choices,,,,,
,list_name,name,label::Azərbaycan (az),label::English (en),label::Русский (ru)
,yes_no,yes,Bəli,Yes,Да
,yes_no,no,Xeyr,No,Нет
,mood,calm,Sakit,Calm,Спокоен
,mood,sad,Kədərli,Sad,Грустен
,mood,afraid,Qorxmuş,Afraid,Напуган
settings,,,,
,form_title,form_id,version,default_language
"""


WELLBEING = """survey,,,,,,,
,type,name,label::Azərbaycan (az),label::English (en),label::Русский (ru),required,parameters,calculation
,range,sleep,Yatmaq nə qədər çətindir?,How hard is it to sleep?,Насколько трудно спать?,yes,start=0 end=10 step=1,
,range,school,Məktəbdə nə qədər çətindir?,How hard is it at school?,Насколько трудно в школе?,yes,start=0 end=10 step=1,
,range,home,Evdə nə qədər çətindir?,How hard is it at home?,Насколько трудно дома?,yes,start=0 end=10 step=1,
,calculate,total,,,,,,${sleep} + ${school} + ${home}
settings,,,,
,form_title,form_id,version,default_language
,Çətinliklər vərəqi,hardships,1,Azərbaycan (az)
scores,,,,,
,name,label::Azərbaycan (az),label::English (en),label::Русский (ru),most
,sleep,Yuxu,Sleep,Сон,10
,school,Məktəb,School,Школа,10
,home,Ev,Home,Дом,10
,total,Cəmi,In all,Всего,30
cut_offs,,,,,
,score,at_least,level,label::Azərbaycan (az),label::English (en),label::Русский (ru)
,total,12,medium,Dəstək lazımdır,Support is needed,Нужна поддержка
,total,21,high,Tez kömək lazımdır,Help is needed soon,Помощь нужна скоро
"""


def make_workbooks(country: Country) -> int:
    """Two forms in force, the scored one since a year, a next version that waits for a second person, and some of those
    that come with the product; says how many were brought."""
    colleague = country.staff[(country.nation.pk, Methodologist.code)][1]
    visit = f"{CHOICES},Ev baxışı: qısa qeyd,home_visit_note,%s,Azərbaycan (az)\n"
    with clock.fixed(clock.now() - SINCE):
        scored = _brought(country, WELLBEING)
        with acting_as(colleague):
            approve_form(form=scored, on=clock.today(), by=colleague)
    first = _brought(country, SURVEY + visit % "1")
    with acting_as(colleague):
        approve_form(form=first, on=clock.today(), by=colleague)
    _brought(country, SURVEY + MORE + visit % "2")
    for ready in (one for one in READY if one.form_id in TAKEN_OVER):
        taken = _brought(country, ready.content.decode(), ready.file_name, ready.source)
        with acting_as(colleague):
            approve_form(form=taken, on=clock.today(), by=colleague)
    return 3 + len(TAKEN_OVER)


def _brought(
    country: Country, text: str, file_name: str = "ev-baxisi.csv", source: str = "Nümunə: öz işimiz."
) -> FormVersion:
    author = country.staff[(country.nation.pk, Methodologist.code)][0]
    content = text.encode()
    with tempfile.TemporaryDirectory(prefix="himaya-demo-") as folder:
        path = Path(folder) / "form.csv"
        path.write_bytes(content)
        made = compiled_file(path)
    with acting_as(author):
        return bring_form(
            made=made,
            content=content,
            file_name=file_name,
            licence="CC BY 4.0",
            source=source,
            by=author,
        )
