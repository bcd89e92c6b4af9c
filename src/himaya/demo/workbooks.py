"""Forms of the sample country: what a methodologist wrote in a workbook, approved by another, and its next version."""

import tempfile
from pathlib import Path

from himaya.access.gate import acting_as
from himaya.access.roles import Methodologist
from himaya.demo.country import Country
from himaya.instruments.actions import approve_form, bring_form
from himaya.instruments.models import FormVersion
from himaya.instruments.queries import compiled_file
from himaya.kit import clock

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


def make_workbooks(country: Country) -> int:
    """A form in force, and its next version that waits for a second person; says how many were brought."""
    author, colleague = country.staff[(country.nation.pk, Methodologist.code)][:2]
    _brought(country, "1", SURVEY)
    first = FormVersion.objects.get(brought_by=author)
    with acting_as(colleague):
        approve_form(form=first, on=clock.today(), by=colleague)
    _brought(country, "2", SURVEY + MORE)
    return 2


def _brought(country: Country, number: str, survey: str) -> None:
    author = country.staff[(country.nation.pk, Methodologist.code)][0]
    content = f"{survey}{CHOICES},Ev baxışı: qısa qeyd,home_visit_note,{number},Azərbaycan (az)\n".encode()
    with tempfile.TemporaryDirectory(prefix="himaya-demo-") as folder:
        path = Path(folder) / "form.csv"
        path.write_bytes(content)
        made = compiled_file(path)
    with acting_as(author):
        bring_form(
            made=made,
            content=content,
            file_name="ev-baxisi.csv",
            licence="CC BY 4.0",
            source="Nümunə: öz işimiz.",
            by=author,
        )
