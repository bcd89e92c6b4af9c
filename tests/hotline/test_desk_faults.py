"""The desk when things go wrong: two press at once, far too much is pasted."""

from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.utils import translation

from himaya.access.gate import acting_as as act
from himaya.hotline.models import Arrival, Contact
from himaya.hotline.queue import actions
from himaya.kit.errors import Refused
from tests.hotline.test_hotline_screens import shown


@pytest.mark.django_db(transaction=True)
def test_of_two_who_accept_at_once_one_has_it_and_the_other_reads_why(
    line: Any, ready: Any, arrive: Any, acting_as: Any
) -> None:
    ready("listener", "colleague")
    waiting = arrive("sms", "both")
    said: dict[str, str] = {}
    start = Barrier(2)

    def press(who: str) -> None:
        try:
            with translation.override("en"), act(line[who]):
                mine = Arrival.objects.get(pk=waiting.pk)
                start.wait(20)
                actions.accept(arrival=mine, by=line[who])
            said[who] = "has it"
        except Refused as refused:
            said[who] = str(refused.message)
        finally:
            connection.close()

    presses = [Thread(target=press, args=[who]) for who in ("listener", "colleague")]
    for one in presses:
        one.start()
    for one in presses:
        one.join(30)
    assert sorted(said.values()) == ["A colleague has taken this contact already.", "has it"]
    winner = next(who for who, words in said.items() if words == "has it")
    with acting_as(line[winner]):
        assert Contact.objects.get().counsellor == line[winner]
    with acting_as(line["lead"]):
        assert Contact.objects.count() == 1
        assert Arrival.objects.get().accepted_by == line[winner]


@pytest.mark.django_db
def test_a_paste_of_five_megabytes_is_refused_by_its_field_and_stays_on_the_page(
    line: Any, call: Any, english: Any, acting_as: Any
) -> None:
    contact, browser = call(), english(line["listener"])
    pasted = "Gecələr qorxuram. " * (5 * 1024 * 1024 // 20)
    said = shown(contact, narrative=pasted, needs="Zəif eşidir")
    answer = browser.post(contact.get_absolute_url(), said)
    assert answer.status_code == 200
    errors = answer.context["form"].errors
    assert list(errors) == ["narrative"]
    assert "20000" in str(errors["narrative"])
    text = answer.content.decode()
    assert pasted.strip() in text, "what was pasted is still there"
    assert "Zəif eşidir" in text
    with acting_as(line["listener"]):
        assert Contact.objects.get().narrative == ""
