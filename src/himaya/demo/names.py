"""Made-up names: common Azerbaijani given names and family names, put together by chance with a fixed seed."""

from random import Random

GIRLS = (
    "Aygün Aysel Aytac Nigar Leyla Günay Sevinc Könül Lalə Nərmin Fidan Zəhra Fatimə Məryəm Aynur Gülnar Ülviyyə "
    "Türkan Səbinə Pərvanə Əfsanə Şəbnəm Xədicə Jalə Röya Çinarə Ofeliya Zəminə Mələk İnci"
).split()
BOYS = (
    "Elvin Orxan Rəşad Tural Nicat Kənan Murad Emin Anar Samir Vüsal Ramin Fərid Cavid İlkin Əli Hüseyn Məhəmməd "
    "Yusif Ömər Şahin Qabil Xəyal Zaur Ülvi Özgür Çingiz Jalil İsmayıl Əhməd"
).split()
MEN = (
    "Vaqif Rauf Arif Nizami Fikrət Telman Sabir Akif Natiq Mübariz Elçin Rövşən Şakir Əlövsət İlham Qurban Xanlar "
    "Bəhruz Yaşar Tofiq"
).split()
FAMILY = (
    "Əliyev Məmmədov Hüseynov Həsənov Quliyev İsmayılov Əhmədov Cəfərov Abbasov Rzayev Kərimov İbrahimov Mustafayev "
    "Nəsirov Vəliyev Babayev Süleymanov Qasımov Şükürov Xəlilov Orucov Ağayev Bayramov Səfərov Zeynalov Nağıyev "
    "Mirzəyev Yusifov Tağıyev Əsgərov Çobanov Hacıyev Namazov Piriyev İskəndərov"
).split()


def family_name(root: str, female: bool) -> str:
    """The family name as a man or a woman bears it."""
    return root + "a" if female and root.endswith("v") else root


def full_name(chance: Random, female: bool) -> tuple[str, str, str]:
    """(family name, given name, father's name)."""
    given = chance.choice(GIRLS if female else BOYS)
    return family_name(chance.choice(FAMILY), female), given, chance.choice(MEN)
