"""The habits of whoever fills in a list: letters, dates, numbers and slips of the pen."""

import random
from collections.abc import Callable
from datetime import date
from typing import Any

from bench.lists.children import Child
from bench.lists.letters import AZ_CYRILLIC, ENGLISH, LOOKALIKE, UNMARKED, russian, spell, upper
from bench.lists.words import DISTRICTS, MONTHS, SEX


class Hand:
    """The habits of whoever filled in the list."""

    def __init__(self, dice: random.Random, language: str, container: str) -> None:
        self.dice, self.language, self.container = dice, language, container
        self.name_style = dice.choices(["plain", "caps", "mixed"], [0.4, 0.2, 0.4])[0]
        self.date_style = dice.choice(["mixed", "mixed", "dots", "slashes", "words", "real"])
        self.month_first = container != "xlsx" and dice.random() < 0.06
        self.slips = dice.uniform(0.0, 0.12)
        self.sex_words = SEX["ru" if dice.random() < 0.2 else language]

    def words(self, child: Child, parts: tuple[str, ...]) -> list[str]:
        """The name's words as written, in an order."""
        dice, words = self.dice, {"family": child.family, "given": child.given, "father": child.father}
        style = dice.choice(
            ["plain", "caps", "plain", "homoglyph", "russian", "cyrillic", "english", "nomarks", "spaces"]
        )
        chance = dice.random()
        if self.language == "ru" and self.container != "cp1254" and chance < 0.8:
            style = "russian" if self.container == "cp1251" or dice.random() < 0.7 else "plain"
        elif self.name_style == "plain":
            style = "plain" if chance < 0.85 else style
        elif self.name_style == "caps":
            style = "caps" if chance < 0.85 else style
        if self.container == "cp1251":
            style = "russian"
        if self.container == "cp1254" and style in ("russian", "cyrillic", "homoglyph"):
            style = "plain"
        if style in ("russian", "english", "nomarks") and child.rare:
            child.unknowable.add("family")  # nobody could give its letters back
        change: Callable[[str], str] = {
            "caps": upper, "russian": russian, "cyrillic": lambda w: spell(w, AZ_CYRILLIC),
            "english": lambda w: spell(w, ENGLISH), "nomarks": lambda w: w.translate(UNMARKED),
            "homoglyph": lambda w: w.translate(LOOKALIKE),
        }.get(style, lambda w: w)  # fmt: skip
        one_only = style in ("russian", "cyrillic") and self.language != "ru" and dice.random() < 0.5
        out = [change(words[part]) if not one_only or part == "family" else words[part] for part in parts]
        self.style = style if not one_only else "plain"
        return ["  " + w + " " for w in out] if style == "spaces" else out

    def marker(self, child: Child) -> str:
        """oğlu or qızı as this hand writes it; often not at all."""
        if self.dice.random() < 0.4:
            return ""
        if self.style == "russian":
            return "кызы" if child.sex == "F" else "оглы"
        if self.style == "cyrillic":
            return "гызы" if child.sex == "F" else "оғлу"
        if self.style == "caps":
            return "QIZI" if child.sex == "F" else "OĞLU"
        return self.dice.choice(("qızı", "qizi", "qızı") if child.sex == "F" else ("oğlu", "oglu", "oğlu"))

    def date(self, day: date, *, real: bool = True) -> Any:
        """A day as written."""
        dice = self.dice
        style = self.date_style
        if style == "mixed":
            style = dice.choice(
                ["dots", "slashes", "commas", "iso", "words", "short", "real", "dashes", "time"]
            )
        if self.month_first:
            return f"{day.month:02d}/{day.day:02d}/{day.year}"
        if style == "real" and self.container in ("xlsx", "1904") and real:
            return day
        if style == "words":
            month = MONTHS[self.language][day.month - 1]
            if self.language == "en":
                return dice.choice((f"{month} {day.day}, {day.year}", f"{day.day} {month[:3]} {day.year}"))
            tail = {"az": dice.choice(("", "-ci il", " il")), "ru": dice.choice(("", " г.", " года"))}[
                self.language
            ]
            return f"{day.day} {month} {day.year}{tail}"
        forms = {
            "slashes": f"{day:%d/%m/%Y}", "commas": f"{day:%d,%m,%Y}", "iso": f"{day:%Y-%m-%d}",
            "short": f"{day:%d.%m.%y}", "dashes": f"{day:%d-%m-%Y}", "time": f"{day:%d.%m.%Y} 0:00",
        }  # fmt: skip
        return forms.get(style, f"{day:%d.%m.%Y}")

    def fin(self, child: Child) -> str:
        """A FIN as typed."""
        fin, dice = child.fin, self.dice
        if not fin:
            return dice.choice(("", "", "-", "yoxdur"))
        if dice.random() < self.slips:
            child.fin = ""
            return fin[:6] if dice.random() < 0.7 else fin + "*"
        chance = dice.random()
        if chance < 0.15:
            fin = fin.lower()
        elif chance < 0.22:
            fin = fin.replace("0", "O")
        elif chance < 0.28:
            fin = dice.choice(("FİN: ", "FIN ", "fin-")) + fin
        elif chance < 0.32 and self.container != "cp1254":
            fin = fin.translate(LOOKALIKE)
        elif chance < 0.36:
            fin = f" {fin} "
        return fin

    def phones(self, child: Child) -> str:
        """Telephones in one cell."""
        dice = self.dice
        written = []
        for number in child.phones:
            code, rest = number[4:6], number[6:]
            a, b, c = rest[:3], rest[3:5], rest[5:]
            forms = (
                f"0{code}{rest}", f"(0{code}) {a}-{b}-{c}", f"+994 {code} {a} {b} {c}", f"994{code}{rest}",
                f"{code} {a} {b} {c}", f"0{code}-{a}-{b}-{c}", f"00994{code}{rest}", f"8-0{code}-{a}-{b}{c}",
            )  # fmt: skip
            written.append(dice.choice(forms))
        return dice.choice(("; ", ", ", " / ", "\n")).join(written)

    def district(self, child: Child) -> str:
        """A district as spelled."""
        forms = DISTRICTS[child.registered]
        if self.container == "cp1251":
            forms = tuple(f for f in forms if f.isascii() or any("\u0400" <= c <= "\u04ff" for c in f))
        if self.container == "cp1254":
            forms = tuple(f for f in forms if not any("\u0400" <= c <= "\u04ff" for c in f))
        return self.dice.choice(forms)
