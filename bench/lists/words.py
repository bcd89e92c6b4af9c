"""What lists are made of: names, places, titles and phrases as people write them. The generator's own, not the
importer's data."""

# Common names, and some that few lists of names hold.
BOYS = (  # noqa: SIM905 -- so many names read best as words
    "Əli Murad Rəşad Tural Nicat Kənan Ülvi Şahin Cavid Fuad Orxan Vüqar Elvin İlqar Emin Yusif Ömər "
    "Hüseyn Həsən İbrahim Məhəmməd Süleyman Çingiz Ruslan Toğrul Zaur Samir Ramil Fərid Səbuhi Xəyal "
    "Aqşin Uzay Bəxtiyar Qəhrəman Tunar Coşqun"
).split()
GIRLS = (  # noqa: SIM905 -- so many names read best as words
    "Nigar Aytən Sevinc Günel Leyla Zəhra Xədicə Fidan Nərmin Ülkər Jalə Çinarə Şəbnəm Ləman Aygün İnci "
    "Fatimə Məryəm Aysel Səbinə Könül Lalə Röya Türkan Gülnar Zeynəb Əsma Humay Turac Səadət Mehriban "
    "Dilarə Aylin Nurcan Pərvanə"
).split()
FATHERS = (  # noqa: SIM905 -- so many names read best as words
    "İsa Rafiq Əkrəm Natiq İlham Özal Vaqif Şakir Yaşar Qurban Mübariz Xanlar Füzuli Cahangir Zaur Elçin "
    "Rövşən Bəhruz Tofiq Arif Sabir Akif Nizami Telman Əlövsət Hikmət Fikrət Azər Rauf Mahir Seymur Ramiz "
    "Oqtay İsgəndər Əhməd"
).split()
STEMS = (  # noqa: SIM905 -- so many names read best as words
    "Əli Məmməd Hüseyn Həsən Quli İsmayıl Əhməd Cəfər Abbas Kərim İbrahim Mustafa Nəsir Vəli Baba "
    "Süleyman Qasım Şükür Xəlil Oruc Bayram Səfər Zeynal Nağı Mirzə Yusif Tağı Əsgər Hacı Namaz Rəhim "
    "Novruz Heydər Sadıq Məlik Qəmbər Xıdır Cümşüd"
).split()
RARE = ("Tolunay", "Bozdağ", "Sərkaroğlan", "Qaradaşlı", "Umayqız")
FIN_SIGNS = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"

# code → spellings people use.
DISTRICTS: dict[str, tuple[str, ...]] = {
    "AZ-MAS": ("Masallı", "Masallı rayonu", "Masalli r.", "Масаллы", "Masally", "MASALLI R-NU"),
    "AZ-QBA": ("Quba", "Quba rayonu", "Quba r-nu", "Губа", "QUBA", "Guba"),
    "AZ-SKR": ("Şəmkir", "Şəmkir r.", "Semkir", "Shamkir", "Шамкир"),
    "AZ-SM": ("Sumqayıt", "Sumqayit ş.", "Sumgait", "Сумгаит", "SUMQAYIT şəh."),
    "AZ-GA": ("Gəncə", "Gence", "Gəncə şəhəri", "Гянджа", "Ganja", "Gəncə ş., Kəpəz rayonu"),
    "AZ-BA": ("Bakı", "Baki", "Bakı ş., Nizami r.", "Баку", "Baku", "Bakı şəh. Xətai rayonu", "г. Баку"),
    "AZ-AGM": ("Ağdam", "Agdam", "Ağdam rayonu", "Агдам", "Ağdam r-nu"),
    "AZ-TOV": ("Tovuz", "Tovuz r.", "Товуз", "TOVUZ RAYONU"),
    "AZ-CAL": ("Cəlilabad", "Celilabad r-nu", "Джалилабад", "Jalilabad", "Cəlilabad rayonu"),
    "AZ-ISM": ("İsmayıllı", "Ismayilli", "İsmayıllı r-nu", "Исмаиллы", "Ismailli"),
    "AZ-BAR": ("Bərdə", "Berde", "Барда", "Barda", "Bərdə rayonu"),
    "AZ-XAC": ("Xaçmaz", "Xacmaz r.", "Хачмаз", "Khachmaz", "Xaçmaz rayonu"),
    "AZ-GOY": ("Göyçay", "Goycay", "Геокчай", "Göyçay r.", "Goychay"),
    "AZ-IMI": ("İmişli", "Imisli", "Имишли", "İmişli rayonu", "Imishli"),
}
SEX = {
    "az": {"F": ("qız", "Q", "q", "qadın", "Qız"), "M": ("oğlan", "K", "kişi", "o", "Oğlan")},
    "ru": {"F": ("ж", "Ж", "жен.", "женский", "девочка"), "M": ("м", "М", "муж.", "мужской", "мальчик")},
    "en": {"F": ("F", "f", "female", "girl"), "M": ("M", "m", "male", "boy")},
}
REASONS = {
    "orphan": {
        "az": ("Yetim", "yetim uşaq"),
        "ru": ("сирота", "круглая сирота"),
        "en": ("orphan", "Double orphan"),
    },
    "abandoned": {
        "az": ("tərk edilib", "Atılmış uşaq"),
        "ru": ("оставлен родителями", "Подкидыш"),
        "en": ("abandoned",),
    },
    "deprived": {
        "az": ("valideynlik hüququndan məhrum", "Valideyn himayəsindən məhrum olmuş"),
        "ru": ("лишение родительских прав", "Без попечения родителей"),
        "en": ("Deprived of parental care", "parental rights removed"),
    },
    "poverty": {
        "az": ("maddi vəziyyəti çətin", "Aztəminatlı ailə"),
        "ru": ("Малообеспеченная семья", "бедность"),
        "en": ("poverty", "Low income"),
    },
    "disability": {
        "az": ("əlilliyinə görə", "Sağlamlıq vəziyyəti"),
        "ru": ("по инвалидности", "болезнь"),
        "en": ("Disability", "due to disability"),
    },
    "police": {
        "az": ("polis gətirib", "Polis vasitəsilə"),
        "ru": ("доставлен полицией", "Полиция"),
        "en": ("brought by police", "Police"),
    },
}
SENDERS = {
    "az": ("Polis", "İcra hakimiyyəti", "Qəyyumluq orqanı", "Uşaq Hüquqları Komissiyası", "Ailə"),
    "ru": ("Полиция", "Исполнительная власть", "Орган опеки"),
    "en": ("Police", "Executive authority", "Guardianship body"),
}
YES_NO = {
    "az": {
        "yes": ("var", "bəli", "əlilliyi var", "II qrup", "2-ci qrup", "+"),
        "no": ("yox", "yoxdur", "xeyr"),
    },
    "ru": {"yes": ("да", "есть", "имеется", "I группа"), "no": ("нет", "не имеется")},
    "en": {"yes": ("yes", "Y", "disabled"), "no": ("no", "No", "not disabled")},
}
MONTHS = {
    "az": (
        "yanvar",
        "fevral",
        "mart",
        "aprel",
        "may",
        "iyun",
        "iyul",
        "avqust",
        "sentyabr",
        "oktyabr",
        "noyabr",
        "dekabr",
    ),
    "ru": (
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
TITLES: dict[str, dict[str, tuple[str, ...]]] = {
    "number": {"az": ("№", "S/s", "Sıra №-si"), "ru": ("№ п/п", "№"), "en": ("No", "#")},
    "full": {
        "az": ("Uşağın soyadı, adı, atasının adı", "S.A.A.", "Soyad, ad, ata adı"),
        "ru": ("Ф.И.О.", "Фамилия, имя, отчество ребёнка"),
        "en": ("Full name", "Surname, name and father's name"),
    },
    "full_given_first": {
        "az": ("Adı, soyadı, atasının adı", "Ad, soyad, ata adı"),
        "ru": ("Имя, фамилия, отчество",),
        "en": ("Name, surname, father's name",),
    },
    "family": {
        "az": ("Soyadı", "Soyad", "Uşağın soyadı"),
        "ru": ("Фамилия",),
        "en": ("Surname", "Last name", "Family name"),
    },
    "given": {"az": ("Adı", "Ad", "Uşağın adı"), "ru": ("Имя",), "en": ("Name", "First name", "Given name")},
    "father": {
        "az": ("Atasının adı", "Ata adı"),
        "ru": ("Отчество", "Имя отца"),
        "en": ("Father's name", "Patronymic"),
    },
    "sex": {"az": ("Cinsi", "Cins", "Cinsi (q/k)"), "ru": ("Пол",), "en": ("Sex", "Gender")},
    "born": {
        "az": ("Anadan olduğu tarix", "Təvəllüdü", "Doğulduğu gün, ay, il", "Doğum t."),
        "ru": ("Дата рожд.", "Год рождения", "Число, месяц и год рождения"),
        "en": ("Birth date", "D.O.B.", "Date of birth (dd.mm.yyyy)"),
    },
    "age": {"az": ("Yaşı",), "ru": ("Возраст",), "en": ("Age",)},
    "fin": {
        "az": ("FİN kod", "Fin", "FİN kodu"),
        "ru": ("ФИН", "ПИН код"),
        "en": ("FIN", "Personal No (FIN)"),
    },
    "registered": {
        "az": ("Qeydiyyatda olduğu ünvan", "Qeydiyyat rayonu"),
        "ru": ("Адрес прописки", "Район регистрации"),
        "en": ("Registered address", "Registered in (district)"),
    },
    "phones": {
        "az": ("Valideynin əlaqə nömrəsi", "Mobil tel.", "Əlaqə telefonları"),
        "ru": ("Контактный телефон", "Тел. родителей"),
        "en": ("Parents' phone", "Contact number", "Tel."),
    },
    "admitted": {
        "az": ("Müəssisəyə qəbul olunduğu tarix", "Nə vaxt qəbul edilib", "Qəbulun tarixi"),
        "ru": ("Дата зачисления", "Когда поступил(а)"),
        "en": ("Date admitted", "Admission date"),
    },
    "reason": {
        "az": ("Yerləşdirilmə səbəbi", "Qəbulun səbəbi"),
        "ru": ("Причина помещения",),
        "en": ("Reason of admission", "Reason"),
    },
    "sender": {
        "az": ("Kim göndərib", "Göndərən qurum"),
        "ru": ("Кем направлен",),
        "en": ("Referred by", "Sent by"),
    },
    "disability": {"az": ("Əlilliyi", "Əlillik statusu"), "ru": ("Инвалидность",), "en": ("Disability",)},
    "note": {"az": ("Əlavə qeydlər", "Qeyd"), "ru": ("Примечание",), "en": ("Remarks",)},
    "class": {"az": ("Sinfi",), "ru": ("Класс",), "en": ("Class",)},
    "mother": {"az": ("Anasının adı, soyadı",), "ru": ("ФИО матери",), "en": ("Mother's name",)},
    "mother_born": {
        "az": ("Anasının təvəllüdü",),
        "ru": ("Дата рождения матери",),
        "en": ("Mother's date of birth",),
    },
}
GROUPS = {
    "az": ("Uşaq haqqında məlumat", "Müəssisə üzrə"),
    "ru": ("Сведения о ребёнке", "По учреждению"),
    "en": ("About the child", "Institution"),
}
HEADINGS = {
    "az": (
        "2 saylı uşaq evində qalan uşaqların siyahısı",
        "Əmək və Əhalinin Sosial Müdafiəsi üzrə",
        "{day}-ci il tarixinə olan vəziyyət",
    ),
    "ru": ("СПИСОК воспитанников интерната № 3", "по состоянию на {day}", "Утверждаю: ____________"),
    "en": ("List of children in residential care", "as of {day}"),
}
# What stands under the people: a text, and how many numbers in the columns after it.
TAILS = {
    "az": (
        ("Cəmi:", 1),
        ("CƏMİ uşaq sayı", 1),
        ("Yekun", 1),
        ("Hamısı", 1),
        ("Bütün uşaqlar", 3),
        ("Siyahı üzrə", 2),
        ("Direktor: ______________ (imza)", 0),
        ("M.Y.", 0),
        ("Tərtib edən: məsul işçi", 0),
        ("Qeyd: siyahı dəqiqləşdirilir", 0),
        ("Sosial pedaqoq Quliyeva Nərgiz", 0),
        ("Baş tərbiyəçi                Məmmədova R.", 0),
        ("Əlaqə üçün: 012 555 12 34", 0),
        ("Siyahı 3 vərəqdən ibarətdir", 0),
        ("Komissiyanın sədri", 0),
        ("Kargüzar: Əliyeva Sevda Rauf qızı", 0),
        ("Uşaq evi, Sumqayıt ş., 5-ci mkr.", 0),
    ),
    "ru": (
        ("ИТОГО", 1),
        ("Всего детей:", 1),
        ("По списку", 2),
        ("Все воспитанники", 3),
        ("Директор ____________ (подпись)", 0),
        ("М.П.", 0),
        ("Исполнитель: отдел кадров", 0),
        ("Социальный педагог Гулиева Наргиз", 0),
        ("Тел. для справок 012 555 12 34", 0),
        ("Список на 3 листах", 0),
        ("Воспитатель Мамедова Р.", 0),
    ),
    "en": (
        ("TOTAL", 1),
        ("All children", 2),
        ("Director: ______________ signature", 0),
        ("Prepared by: the registrar", 0),
        ("Social worker Guliyeva Nargiz", 0),
        ("Phone for questions: 012 555 12 34", 0),
    ),
}
# What stands between the people, alone in its row.
SECTIONS = {
    "az": (
        "I qrup", "Qızlar", "Məktəbəqədər qrup", "2-ci mərtəbə", "A korpusu", "6 yaş qrupu", "2014-cü il təvəllüdlülər",
        "Sağlamlıq imkanları məhdud uşaqlar", "Yeni qəbul olunanlar (sentyabr 2026)", "Körpələr",
    ),
    "ru": ("Младшая группа", "1 корпус", "Девочки", "2 этаж", "Дети с ОВЗ", "Прибыли в сентябре 2026"),
    "en": ("Group A", "Second floor", "Girls", "Newly admitted", "Children under 6"),
}  # fmt: skip
