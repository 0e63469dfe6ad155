"""What is read out of sentences, each of our own; beside each rule a near miss that must not be read."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import Data, NotComparable, mentions

JANUARY = "2016-01"


def read(data: Data, text: str, month: str | None = JANUARY) -> list[str]:
    """Each statement: party, measure and number, or comparison; limit, unit and another month where there is one."""
    found = []
    for line in mentions(text, data, month=month):
        if line.relation:
            found.append(f"{line.party} {line.measure} {line.relation} {line.right}".strip())
            continue
        number = f"{line.low:g}" if line.low == line.high else f"{line.low:g}-{line.high:g}"
        when = f"{line.month or ''}{':' + line.month_end if line.month_end else ''}"
        parts = [line.party, line.measure, line.limit, number + "%" * (line.unit == "percent")]
        found.append(" ".join(filter(None, [*parts, when if when != JANUARY else ""])))
    return found


ENGLISH = {
    "Eighty-three of the 516 civilians killed by the regime were children.": ["government children 83"],
    "Sixteen per cent of the victims of government forces were children.": ["government children 16%"],
    "2 February 2016: in January ISIS killed 98 civilians. In November it killed 12 civilians.": [
        "isis killed 98",
        "isis killed 12 2015-11",
    ],
    "550 civilians were killed at the hands of Syrian-Russian alliance forces.": [
        "government+russian_forces killed 550"
    ],
    "Russia killed 1 382 people\N{SUPERSCRIPT ONE} in January 2016.": ["russian_forces killed 1382"],
    "Syrian Regime forces (army, militias): SNHR recorded the killing of 76 civilians, including 17 children.": [
        "government killed 76",
        "government children 17",
    ],
    "Regime forces killed 498 civilians, 83 women among them, and 33 died under torture, among them two women.": [
        "government killed 498",
        "government women 83",
        "government torture 33",
    ],
    "Russia killed 679 civilians and ISIS 98, of 1,382 civilians in all.": [
        "russian_forces killed 679",
        "isis killed 98",
        "all_parties killed 1382",
    ],
    "ISIS killed 50 civilians, and one person, who died under torture.": ["isis killed 50", "isis torture 1"],
    "The regime killed 1,284 people, of whom 793 were civilians.": ["government killed 1284", "government killed 793"],
    "Russian forces killed 679 civilians, including 94 children and 73 women.": [
        "russian_forces killed 679",
        "russian_forces children 94",
        "russian_forces women 73",
    ],
    "516 civilians were killed by the Assad regime, of whom 83 were children and 69 women.": [
        "government killed 516",
        "government children 83",
        "government women 69",
    ],
    "The killing of seventeen civilians, two children among them, at the hands of Kurdish forces was documented.": [
        "kurdish_forces killed 17",
        "kurdish_forces children 2",
    ],
    "Regime forces killed 516 civilians, in addition to 53 people who died due to torture.": [
        "government killed 516",
        "government torture 53",
    ],
    "B- Russian forces:\nThe network recorded 679 civilian deaths.\nC- ISIS: 98, including a child and 21 women.": [
        "russian_forces killed 679",
        "isis killed 98",
        "isis children 1",
        "isis women 21",
    ],
    "ISIS (98 civilians killed, one child and 21 women among them).": [
        "isis killed 98",
        "isis children 1",
        "isis women 21",
    ],
    "Of the 1,382 civilians killed, 679 were killed by Russia and 516 by the government.": [
        "all_parties killed 1382",
        "russian_forces killed 679",
        "government killed 516",
    ],
    "Islamic State killed 98 people, al-Nusra 42.": ["isis killed 98", "nusra_hts killed 42"],
    "The forces of Bashar al-Assad killed at least five hundred and sixteen civilians.": [
        "government killed at_least 516"
    ],
    "No fewer than 1,382 civilians were killed; nearly 700 of them by Russian air strikes.": [
        "all_parties killed at_least 1382",
        "russian_forces killed nearly 700",
    ],
    "Between 500 and 700 civilians were killed by Russian forces.": ["russian_forces killed 500-700"],
    "Russia was blamed for half of the civilian deaths.": ["russian_forces killed 50%"],
    "Children and women made up 24.6 percent of the civilians killed by Russian forces.": [
        "russian_forces children_and_women 24.6%"
    ],
    "679 people died, 94 of them children.": ["all_parties killed 679", "all_parties children 94"],
    "ISIS was a shadow of itself. It killed 12 civilians in February 2019.": ["isis killed 12 2019-02"],
    "In the first half of 2016 ISIS killed 700 civilians.": ["isis killed 700 2016-01:2016-06"],
    "From October 2015 to January 2016 Russian forces killed 2,000 civilians.": [
        "russian_forces killed 2000 2015-10:2016-01"
    ],
    "Russian forces killed 3,967 civilians in 2016.": ["russian_forces killed 3967 2016-01:2016-12"],
    "In April 2025 Israel killed 3 civilians.": ["israeli_forces killed 3 2025-04"],
    "Russia killed more Syrian civilians than Assad or ISIS.": [
        "russian_forces killed gt government",
        "russian_forces killed gt isis",
    ],
    "Russian strikes killed more civilians in January 2016 than the regime and ISIS combined.": [
        "russian_forces killed gt government+isis"
    ],
    "ISIS killed 98 civilians, fewer than the regime.": ["isis killed 98", "isis killed lt government"],
    "Seven people died under torture, four at the hands of the regime and three at the hands of HTS.": [
        "all_parties torture 7",
        "government torture 4",
        "nusra_hts torture 3",
    ],
    "Six civilians died under torture in the Syrian regime's prisons.": ["government torture 6"],
    "367 civilians were killed in May 2019, mostly at the hands of the regime.": ["all_parties killed 367 2019-05"],
    "SNHR counted 152 civilian deaths, down from 287 in February 2015.": ["all_parties killed 152"],
    "Israeli forces killed 23 civilians, the network, which counted 82 civilian deaths, said.": [
        "israeli_forces killed 23",
        "all_parties killed 82",
    ],
    "The regime killed more civilians than Russia, at least 840.": [
        "government killed gt russian_forces",
        "government killed at_least 840",
    ],
    "The coalition fighting ISIS killed 66 civilians, 12 children under the age of eighteen among them.": [
        "international_coalition killed 66",
        "international_coalition children 12",
    ],
    "Russia and the Syrian government killed 1,195 civilians.": ["government+russian_forces killed 1195"],
    "Nearly half of the 1,382 civilians killed in January 2016 were killed by Russia.": [
        "russian_forces killed nearly 50%"
    ],
    "Russia killed 679 (49 per cent) of the 1,382 civilians.": ["russian_forces killed 679"],
    "Government forces killed 98 ISIS fighters and 516 civilians.": ["government killed 516"],
    "ISIS killed Russian soldiers and 98 civilians.": ["isis killed 98"],
    "679 civilians were killed in Russian strikes on ISIS.": ["russian_forces killed 679"],
    "Russia killed 94 children, more than the government, which killed 83.": [
        "russian_forces children 94",
        "russian_forces children gt government",
        "government children 83",
    ],
    "Russia killed 679 civilians in January and attacked schools in February 2016.": ["russian_forces killed 679"],
    "London, 3 February 2016 - Russia killed more civilians in Syria last month than Assad.": [
        "russian_forces killed gt government"
    ],
    "The deadliest party was Russia.": ["russian_forces killed highest_of"],
    "More children were killed by Russia than by any other party.": ["russian_forces children highest_of"],
}
ENGLISH |= {  # by whom, where others are named too
    "Government forces killed 604 civilians including 180 children (six children are killed every day), 120 women.": [
        "government killed 604",
        "government children 180",
        "government women 120",
    ],
    "899 civilians were killed by the Assad regime and in airstrikes by Russian forces.": [
        "government+russian_forces killed 899"
    ],
    "899 civilians were killed by the Assad regime, and in airstrikes by Russian forces 12 civilians.": [
        "government killed 899",
        "russian_forces killed 12",
    ],
    "Hay'at Tahrir al-Sham killed three civilians, while the town's factions killed one civilian.": [
        "nusra_hts killed 3"
    ],
    "Russian forces flew many raids, and their planes killed five civilians.": ["russian_forces killed 5"],
    "Russian forces, backed by others, killed five civilians.": ["russian_forces killed 5"],
    "60 people died under torture, 57 of them were killed by the Assad regime and one person was killed by the SDF.": [
        "all_parties torture 60",
        "government torture 57",
        "kurdish_forces torture 1",
    ],
    "60 people died under torture, while Russian forces killed 57 people.": [
        "all_parties torture 60",
        "russian_forces killed 57",
    ],
    "11 people, including a child, died from torture, ten at the hands of regime forces.": [
        "all_parties torture 11",
        "government torture 10",
    ],
    "137 civilians, including 18 children and 10 women, were killed by unidentified actors.": [
        "other_parties killed 137",
        "other_parties children 18",
        "other_parties women 10",
    ],
    "12 civilians were killed by unnamed armed groups. The dead included two children.": [
        "other_parties killed 12",
        "other_parties children 2",
    ],
    "95 women were killed, with four of the victims dying due to torture, including one child and one woman.": [
        "all_parties women 95",
        "all_parties torture 4",
    ],
    "One in seven of the civilians killed by Russia was a child.": ["russian_forces children 14.3%"],
    "One in four victims of government forces was a woman.": ["government women 25%"],
    "Russian forces killed 679 civilians, and ISIS one in 2016.": [
        "russian_forces killed 679 2016-01:2016-12",
        "isis killed 1 2016-01:2016-12",
    ],
    "Second: Kurdish forces\nKilled 12 civilians including a child.": [
        "kurdish_forces killed 12",
        "kurdish_forces children 1",
    ],
    "Extremist Islamist groups: 98 civilians. ISIS killed 96, al-Nusra Front killed two.": [
        "islamist_total killed 98",
        "isis killed 96",
        "nusra_hts killed 2",
    ],
    "A. Civilians: ISIS killed 5 civilians.\nB. Rebels: ISIS killed 50 during clashes.": ["isis killed 5"],
}
ENGLISH |= {  # what a page says of its lists
    "Deaths:\n ISIS ...... 98 (children 12)\n Russia ...... 679": [
        "isis killed 98",
        "isis children 12",
        "russian_forces killed 679",
    ],
    "He said ... 98 civilians were killed by ISIS.": ["isis killed 98"],
    "Toll by perpetrator:\n1. ISIS: 98 civilians, mostly in mortar shelling.\n2. Local factions outside the state: 5.\n"
    "3. Russia: 679 civilians, including 94 children.": [
        "isis killed 98",
        "russian_forces killed 679",
        "russian_forces children 94",
    ],
    "98 civilians were killed by ISIS in a mortar attack.": [],
    "ISIS killed 98 civilians as follows:": ["isis killed 98"],
    "ISIS killed as many civilians as 98.": [],
    "ISIS killed 98 civilians in 83 air strikes, 12 of whom were children.": ["isis killed 98", "isis children 12"],
    "ISIS killed 98 fighters in 83 air strikes, 12 of whom were children.": [],
    "He told journalists that it had verified the deaths of 98 civilians at the hands of ISIS.": ["isis killed 98"],
    "Sixth: deaths by ISIS:\nISIS killed 98 civilians.\nSeventh: children:\n94 children were killed.": [
        "isis killed 98",
        "all_parties children 94",
    ],
    "C- Unidentified groups: 95 civilians were killed by shots of unknown origin.": ["other_parties killed 95"],
    "A. Government forces: 1,322 individuals were killed, as follows:\n1- Civilians: 1,046 civilians, 178 women.": [
        "government killed 1322",
        "government killed 1046",
        "government women 178",
    ],
    "Extremist Islamist groups: 98 civilians. ISIS killed 96, al-Nusra Front killed two.": [
        "islamist_total killed 98",
        "isis killed 96",
        "nusra_hts killed 2",
    ],
    "Seven civilians were killed by ISIS members.": ["isis killed 7"],
    "DAMASCUS - Russian forces killed seven civilians.": ["russian_forces killed 7"],
    "Russian forces killed seven civilians in Damascus.": [],
    "Of the victims of torture seven died at the hands of regime forces.": ["government torture 7"],
}
ARABIC = {
    "قوات النظام السوري: قتلت 87 شخصاً على الأقل.": ["government killed at_least 87"],
    "القوات الحكومية قتلت ألفا و886 مدنيا.": ["government killed 1886"],
    "قتل تنظيم داعش (104) مدنيين بينهم (4) أطفال.": ["isis killed 104", "isis children 4"],
    "ألف: قوات النظام السوري: قتلت 679 مدنياً.\nباء: القوات الروسية: قتلت 3 مدنيين.": [
        "government killed 679",
        "russian_forces killed 3",
    ],
    "بيان صحفي:\nقتل تنظيم داعش 104 مدنيين.": ["isis killed 104"],
    "سجلنا مقتل 31 مدنياً على يد فصائل المعارضة المسلحة، بينهم 4 أطفال، جلهم في قصف على بلدات.": [
        "armed_opposition killed 31",
        "armed_opposition children 4",
    ],
    "قتلت قوات سوريا الديمقراطية وطائرات التحالف الدولي 20 مدنياً.": [
        "kurdish_forces+international_coalition killed 20"
    ],
    "مقتل 3 مدنيين بينهم طفلان اثنان، وسيدة واحدة نتيجة غارات جوية من طيران التحالف الدولي.": [
        "international_coalition killed 3",
        "international_coalition children 2",
        "international_coalition women 1",
    ],
    "قتل 251 مدنياً منهم 90 طفلاً بقصف جوي روسي.": ["russian_forces killed 251", "russian_forces children 90"],
    'مقتل ثلاثة مدنيين على يد تنظيم "داعش".': ["isis killed 3"],
    "78 مدنياً قتلوا على يد قوات النظام وحليفتها روسيا.": ["government+russian_forces killed 78"],
    "سجل مقتل 40 مدنياً على يد جهات أخرى، كما وثق مقتل 8 أشخاص بسبب التعذيب.": [
        "other_parties killed 40",
        "all_parties torture 8",
    ],
    "قتلت قوات الحلف السوري الروسي 1195 مدنياً.": ["government+russian_forces killed 1195"],
    "قتلت القوات الروسية 679 مدنياً بينهم 94 طفلاً و73 سيدة.": [
        "russian_forces killed 679",
        "russian_forces children 94",
        "russian_forces women 73",
    ],
    "مقتل ١٣٨٢ مدنياً على يد أطراف النزاع، بينهم 516 على يد قوات النظام السوري و679 على يد القوات الروسية.": [
        "all_parties killed 1382",
        "government killed 516",
        "russian_forces killed 679",
    ],
    "قتل تنظيم داعش ثمانية وتسعين مدنياً بينهم طفل واحد وإحدى وعشرون سيدة.": [
        "isis killed 98",
        "isis children 1",
        "isis women 21",
    ],
    "قتلت قسد مدنيين اثنين، وقتلت هيئة تحرير الشام ثلاثة أشخاص بينهم طفلان.": [
        "kurdish_forces killed 2",
        "nusra_hts killed 3",
        "nusra_hts children 2",
    ],
    "قضى 53 شخصاً بسبب التعذيب على يد قوات النظام في كانون الثاني/يناير 2016.": ["government torture 53"],
    "- القوات الروسية: 679 مدنياً، بينهم 94 طفلاً\n- تنظيم داعش: 98 مدنياً": [
        "russian_forces killed 679",
        "russian_forces children 94",
        "isis killed 98",
    ],
    "قتلت روسيا في شباط 2016 ما لا يقل عن 382 مدنياً.": ["russian_forces killed at_least 382 2016-02"],
    "قتلت روسيا والنظام السوري 1195 مدنياً.": ["government+russian_forces killed 1195"],
    "قتلت روسيا مدنيين أكثر من النظام.": ["russian_forces killed gt government"],
    "مقتل 11 مدنياً قتلتهم قوات النظام.": ["government killed 11"],
}
OTHERS = {
    "Im ersten Halbjahr 2016 sind in Syrien 1.041 Zivilisten getötet worden, darunter 226 Kinder.": [
        "all_parties killed 1041 2016-01:2016-06",
        "all_parties children 226 2016-01:2016-06",
    ],
    "ŞAM - Ocak 2016'da DEAŞ karşıtı koalisyonun hava saldırılarında 71 sivil can verdi.": [
        "international_coalition killed 71"
    ],
    "Im Januar 2016 töteten russische Streitkräfte 1.679 Zivilisten, darunter 94 Kinder und eine Frau.": [
        "russian_forces killed 1679",
        "russian_forces children 94",
        "russian_forces women 1",
    ],
    "D- Bewaffneten Oppositionsgruppen: Den Tod von 130 Zivilisten, die von bewaffneten Oppositionsgruppen": [
        "armed_opposition killed 130"
    ],
    "Die Streitkräfte der Internationalen Koalition töteten 13 Zivilisten.": ["international_coalition killed 13"],
    "Regierungstruppen töteten 100 Zivilisten, und unter der Folter starben ebenfalls 40 Personen.": [
        "government killed 100",
        "government torture 40",
    ],
    "41 civils ont été tués lors d'attaques du régime d'al-Assad.": ["government killed 41"],
    "La coalition internationale, formée en 2014 pour lutter contre Daech, est responsable de la mort de 35 civils.": [
        "international_coalition killed 35"
    ],
    "Daech a tué 3 civils, tandis que des villageois ont tué 9 civils.": ["isis killed 3"],
    "14 personnes ont été torturées à mort, dont 11 par le régime d'al-Assad.": [
        "all_parties torture 14",
        "government torture 11",
    ],
    "55 civils ont été tués, dont 6 femmes, et 6 personnes torturées par le régime syrien.": [
        "all_parties killed 55",
        "all_parties women 6",
        "government torture 6",
    ],
    "Le rapport impute la responsabilité de la mort de 54 civils à des parties non identifiées.": [
        "other_parties killed 54"
    ],
    "Les combats des villageois sont à l'origine de la mort de 11 civils.": [],
    "Rejim güçlerinin saldırılarında 203'ü çocuk, 186'sı kadın 914 sivilin yaşamını yitirdiği bildirildi.": [
        "government children 203",
        "government women 186",
        "government killed 914",
    ],
    "Ocak 2016'da 4 bin 759 sivil öldürüldü, bunun bin 104'ü çocuktu.": [
        "all_parties killed 4759",
        "all_parties children 1104",
    ],
    "2016 yılının ocak ayında bin 104'ü çocuk olmak üzere 4 bin 759 sivil öldürüldü.": [
        "all_parties children 1104",
        "all_parties killed 4759",
    ],
    "221 sivilin ölümünden sorumlu rejim güçleri açıklama yapmadı.": ["government killed 221"],
    "79 sivil ise diğer taraflarca öldürüldü.": ["other_parties killed 79"],
    "50'si rejim tarafından olmak üzere 54 kişinin işkence sonucu yaşamını yitirdiği belirtildi.": [
        "all_parties torture 54"
    ],
    "YPG/PKK 13 sivili öldürürken, köylüler 4 sivili öldürdü.": ["kurdish_forces killed 13"],
    "Les forces russes ont tué 1 679 civils, dont 94 enfants et deux femmes, en janvier 2016.": [
        "russian_forces killed 1679",
        "russian_forces children 94",
        "russian_forces women 2",
    ],
}
NEAR_MISSES = (
    "Over two days in January 2016, Russian forces killed 90 civilians.",
    "By January 2016 Russian forces had killed 2,100 civilians.",
    "Up to January 2016, 250,000 people had been killed.",
    "Every day in January 2016 Russian forces killed 22 civilians.",
    "On January 9, Russian forces killed 57 civilians; the year 2016 had begun.",
    "- Blue militias: 76 civilians killed.",
    "A- Blue militias killed 76 civilians. Furthermore at least 9 died under torture.",
    "In January 2016 Russian forces carried out 679 air strikes.",
    "33 massacres were committed by Russian forces.",
    "ISIS wounded 94 children and arrested 40 people.",
    "90 percent of the attacks were carried out by Russia.",
    "Russian forces did not kill 679 civilians.",
    "Pro-Russian militias killed 12 people.",
    "Jordanian border guards shot dead three Syrians.",
    "Nine medical personnel were killed by Russian forces.",
    "Russian forces killed 43 civilians in the city of Idlib.",
    "ISIS killed 302 rebels and 14 government soldiers.",
    "Since March 2011 the regime has killed more than 199,000 civilians.",
    "An average of 11 civilians were killed every day.",
    "230,000 people fled their homes, 94 of them children.",
    "On January 31, 2016, on page 14, the network published its report of 2 February.",
    "Is it true? Nobody knows.",
    "Russia denied that it had killed 300 civilians.",
    "Moscow rejected the allegation that Russia killed more civilians than ISIS.",
    "No party killed more than ISIS.",
    "If Russia had killed 900 civilians, it would have been the deadliest.",
    "Did Russia kill 900 civilians?",
    "It is not true that Russia killed 900 civilians.",
    "Neither Russia nor ISIS killed more than 42 civilians.",
    "Assad and his Russian allies killed 1,195 civilians.",
    "Russia and ISIS killed 679 and 98 civilians respectively.",
    "Russia and the government killed 679 and 516 civilians.",
    "In Aleppo, 150 civilians died at the hands of Russian forces.",
    "In Madaya, Assad's forces killed 28 civilians.",
    "Russia killed 679 civilians in Ukraine.",
    "Russia killed 23 civilians on 5 January 2016.",
    "In the first two weeks of January 2016 Russia killed 320 civilians.",
    "By the end of January 2016 Russia had killed 1,815 civilians.",
    "Russia killed 60 civilians with cluster bombs.",
    "Russia carried out 33 massacres, killing 492 people.",
    "Russia killed 163 more civilians than the Syrian government.",
    "One in seven attacks was carried out by Russia.",
    "هل قتلت روسيا 900 مدني؟",
    "في حلب قتلت القوات الروسية 150 مدنياً.",
    "Rescue workers said 43 civilians were killed in the town of Ariha.",
    "Civilian casualties: none.\nRegime forces: 74\nISIS militants: 61",
    "",
    "ارتكبت القوات الروسية 33 مجزرة في كانون الثاني 2016.",
    "اعتقلت قوات النظام 104 أشخاص، بينهم 9 أطفال.",
    "لم تقتل القوات الروسية 679 مدنياً.",
    "أصيب 94 طفلاً بقصف قوات النظام.",
    "قُتل 7 من الكوادر الطبية على يد القوات الروسية.",
    "Russische Streitkräfte verletzten 94 Kinder.",
    "The offensive to take back the city from ISIS killed 150 civilians.",
    "The victims included 120 civilians, 33 of them children, who were killed in explosions.",
    "15 civilians, including two children, were wounded by Russian forces.",
    "Regime forces: the discovery of 17 civilian bodies in mass graves.",
    "سجل التقرير مجزرتين اثنتين إحداهما على يد قوات النظام السوري.",
    "وقعت أربع مجازر على يد أطراف النزاع، بلغت حصيلة ضحاياها 70 مدنياً.",
    "Blue militias: 871 people, including 47 children.",
    "53 civilians, including seven women, were murdered in family disputes.",
    "12 massacres were recorded, nine of them by the regime, in which 164 civilians were killed.",
    "Since March 2011 and until the end of January 2016 the centre documented 168,214 deaths.",
    "عُثر على رفات 26 شخصاً في مقابر.",
    "Köylüler 5 sivili öldürdü.",
    "Katliamların yüzde 92'si rejim güçlerince yapıldı.",
    "Bu sivillerden 97'si çocuk 58'i kadın olmak üzere 285'inin ölümüne koalisyon güçleri yol açtı.",
    "2016 yılının başından bu yana 3404 sivil öldürüldü.",
    "Rejim güçleri 94 çocuğu yaraladı, 12 kişi tutuklandı.",
)


@pytest.mark.parametrize(("text", "expected"), [*ENGLISH.items(), *ARABIC.items(), *OTHERS.items()])
def test_what_a_sentence_states_is_read(data: Data, text: str, expected: list[str]) -> None:
    assert read(data, text) == expected


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_what_is_no_toll_of_a_party_is_left_alone(data: Data, text: str) -> None:
    assert read(data, text) == []


TOTAL = "SNHR: 600 civilians were killed in May 2019.\n"
AFTER = {
    "Other parties: 60 civilians\N{LINE SEPARATOR}Landmines: 19\nIsraeli forces: 34 civilians": [
        "other_parties killed 60",
        "israeli_forces killed 34",
    ],  # what follows a total, under a heading of some, or compared with another month
    "Syrian regime forces: 300 civilians\nA woman cries.\nOur team of 12 children.": ["government killed 300"],
    "Still held are 10 children and 20 women.": [],
    "Deaths due to torture: 20 people\nSyrian regime forces: 18\nSDF: 2": [
        "all_parties torture 20",
        "government torture 18",
        "kurdish_forces torture 2",
    ],
    "Victims of enforced disappearance: 600\nSyrian regime forces: 450\nSDF: 150": [],
    "Children killed: 110\nSyrian regime forces: 60\nRussian forces: 50": [
        "all_parties children 110",
        "government children 60",
        "russian_forces children 50",
    ],
    "The number of children killed was 110: 60 by Syrian regime forces.": ["government children 60"],
    "Women: Syrian regime forces 30, Russian forces 20.": ["government women 30", "russian_forces women 20"],
    "Fighters killed: 500\nSyrian regime forces: 200": [],
    "Medical personnel killed: Syrian regime forces 3, Russian forces 2, including 1 woman.": [],
    "Five medical personnel were killed.\nSyrian regime forces: 3": [],
    "12 massacres were recorded, in which 150 civilians were killed; 7 by Syrian regime forces.": [],
    "Killed in Idlib governorate\nSyrian regime forces: 100 civilians": [],
    "Compared to April, Syrian regime forces killed 300 civilians.": ["government killed 300"],
    "Syrian regime forces killed 300 civilians, 50 more than in April.": ["government killed 300"],
    "Russian forces killed 200 civilians, up from 150 in April.": ["russian_forces killed 200"],
    "On May 3, Syrian regime forces killed 12 civilians.": [],
    "In May of last year, Syrian regime forces killed 410 civilians.": [],
    "The month before, Syrian regime forces killed 410 civilians.": [],
    "Syrian regime forces\n\nCivilians: 300\nChildren: 50\n\nRussian forces\n\nCivilians: 200\nChildren: 40": [
        "government killed 300",
        "government children 50",
        "russian_forces killed 200",
        "russian_forces children 40",
    ],
    "Syrian regime forces: killed 320 people, as follows:\nCivilians: 300 civilians, including 50 children.": [
        "government killed 320",
        "government killed 300",
        "government children 50",
    ],
}


@pytest.mark.parametrize(("text", "expected"), AFTER.items())
def test_what_follows_a_total_is_of_whom_it_says(data: Data, text: str, expected: list[str]) -> None:
    found = [line.removesuffix(" 2019-05") for line in read(data, TOTAL + text, None)]
    assert found == ["all_parties killed 600", *expected]


INCIDENTS = {  # what tells of a day, of one attack or of a war; and beside it what tells of a month
    "On Tuesday 23 civilians were killed by the Syrian army.": "The network said on Tuesday that the Syrian army "
    "killed 23 civilians.",
    "A Russian air strike killed 20 civilians.": "Russian air strikes killed 20 civilians.",
    "Russian raids overnight killed 17 civilians.": "Russian raids killed 17 civilians.",
    "Regime forces killed 50 people in 15 days.": "Regime forces killed 50 people.",
    "More than 300,000 people have been killed since the conflict began.": "More than 300 people have been killed.",
    "The six-year fight was deadly.": "The six killed were civilians.",
    "قتلت القوات الروسية 20 مدنياً يوم الخميس.": "قالت الشبكة يوم الخميس إن القوات الروسية قتلت 20 مدنياً.",
    "قتل هجوم لتنظيم داعش 20 مدنياً.": "قتل تنظيم داعش 20 مدنياً.",
}


@pytest.mark.parametrize(("incident", "month"), INCIDENTS.items())
def test_what_tells_of_no_month_is_left_alone(data: Data, incident: str, month: str) -> None:
    assert read(data, incident) == []
    assert len(read(data, month)) == 1


def test_a_year_that_is_no_period_is_none(data: Data) -> None:
    assert read(data, "Updated 22:04 18.05.2017\nRussian forces killed 3 civilians.", None) == [
        "russian_forces killed 3"
    ]
    for said in ("In 2016 Russian forces killed 3 civilians.", "2016: Russian forces killed 3 civilians."):
        assert read(data, said, None) == ["russian_forces killed 3 2016-01:2016-12"]


def test_a_month_named_before_is_not_that_of_a_day(data: Data) -> None:
    text = "In January 2016 Russian forces killed 679 civilians. {} they killed 12 women."
    for said, month in (("Besides,", JANUARY), ("It was said on Friday that", None)):
        assert [line.month for line in mentions(text.format(said), data)] == [JANUARY, month]


@pytest.mark.parametrize(
    ("beside", "month"),
    {
        "From January to the end of May 2019, the toll reached 3,611.": "2019-05",  # a period with the month in it
        "In April, the number had been 391.": "2019-05",  # a month before
        "Since March 2011, 12,000 people have been killed.": "2019-05",
        "In June 2019 the toll was 300.": "2019-06",  # a month after: the text goes on with it
    }.items(),
)
def test_what_is_only_named_beside_the_month_is_not_gone_on_with(data: Data, beside: str, month: str) -> None:
    text = f"SNHR: 600 civilians were killed in May 2019.\n{beside}\nRussian forces killed 33 civilians."
    found = mentions(text, data)
    assert [line.month for line in found if line.party == "russian_forces"] == [month]


def test_a_period_is_gone_on_with_where_a_month_of_it_is_named_behind_a_number(data: Data) -> None:
    text = "501 civilians were killed in the first half of 2019. 63 of them died in June.{} Russia killed 14 civilians."
    assert [line.month_end for line in mentions(text.format(""), data)][-1] == "2019-06"
    assert [line.month for line in mentions(text.format(" June was quiet."), data)][-1] == "2019-06"


def test_a_title_takes_its_year_from_the_text(data: Data) -> None:
    text = "84 civilians killed in September\n84 civilians, 11 of them children, were killed in September 2016."
    assert {line.month for line in mentions(text, data)} == {"2016-09"}
    both = f"{text} In September 2015 it was 90."
    assert mentions(both, data).lines[0].month is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Assessment: August 2018\nWritten in September 2018\nISIS killed 27 civilians.", "2018-08"),
        ("The dead of August\nSeptember 2018\nISIS killed 27 civilians.", "2018-08"),
        ("Assessment: August 2018\nOctober 2018\nISIS killed 27 civilians.", "2018-10"),  # a heading, not the day
        ("31 October 2015\nISIS killed 27 civilians in October.", "2015-10"),
        ("3 October 2015\nISIS killed 27 civilians in October.", None),
        ("April 1, 2013\nISIS killed 27 civilians in March. It began in March 2011.", "2013-03"),
        ("27 October 2015\nRecently on October 13 Syrian forces left. Some 27 civilians were killed.", None),
        ("ISIS killed 5 civilians in June 2019, 27 civilians in July, and 64 civilians in August.", "2019-07"),
    ],
)
def test_the_month_of_a_text_is_not_the_day_it_was_written(data: Data, text: str, expected: str | None) -> None:
    assert [line.month for line in mentions(text, data) if line.low == 27] == [expected]


def test_a_list_of_those_who_died_under_torture_is_of_them(data: Data) -> None:
    said = "وفاة 41 شخصاً تحت التعذيب في كانون الثاني 2016.\n{}\nالقوات الحكومية: 37\nتنظيم داعش: 1"
    listed = read(data, said.format("توزعوا على النحو التالي:"))
    assert listed == ["all_parties torture 41", "government torture 37", "isis torture 1"]
    killed = read(data, said.format("قتل 38 مدنيا، توزعوا على النحو التالي:"))
    assert killed[1:] == ["all_parties killed 38", "government killed 37", "isis killed 1"]


def test_between_two_months_is_a_period_in_arabic(data: Data) -> None:
    said = "مقتل 1,792 مدنياً بين {} في سوريا. قتل داعش 92 مدنياً."
    period = ["all_parties killed 1792 2019-01:2019-06", "isis killed 92 2019-01:2019-06"]
    assert read(data, said.format("كانون الثاني وحزيران 2019"), None) == period
    assert read(data, said.format("الأطفال والنساء في حزيران 2019"), None)[1:] == ["isis killed 92 2019-06"]


def test_the_most_is_of_people(data: Data) -> None:
    assert read(data, "Russian forces killed the most civilians.") == ["russian_forces killed highest_of"]
    assert read(data, "Russian forces, one of the most feared, killed 3 civilians.") == ["russian_forces killed 3"]


def test_each_statement_stands_where_it_is_said(data: Data) -> None:
    text = "At last: Russian forces killed ٦٧٩ civilians, SOHR said.\nISIS killed 98."
    first, second = mentions(text, data, month=JANUARY)
    assert (
        [text[line.start : line.end] for line in (first, second)]
        == ["٦٧٩ civilians", "98"]
        == [
            first.quote,
            second.quote,
        ]
    )
    assert (first.sentence, first.monitor, second.monitor) == (text.splitlines()[0], "sohr", "sohr")


def test_a_name_is_that_of_a_party_of_the_month(data: Data) -> None:
    text = "The Syrian army killed 3 civilians in {}."
    assert read(data, text.format("June 2016")) == ["government killed 3 2016-06"]
    assert read(data, text.format("June 2025")) == ["transitional_government killed 3 2025-06"]


def test_the_former_regime_is_not_the_government(data: Data) -> None:
    for said in ("قوات نظام الأسد السابق", "قوات نظام الأسد"):
        assert read(data, f"مقتل 4 مدنيين على يد {said} في تموز 2025.") == ["former_regime killed 4 2025-07"]
    assert read(data, "مقتل 4 مدنيين على يد قوات نظام الأسد في تموز 2016.") == ["government killed 4 2016-07"]


def test_without_a_month_none_is_made_up(data: Data) -> None:
    assert [line.month for line in mentions("ISIS killed 98 civilians.", data)] == [None]
    assert [line.month for line in mentions("ISIS killed 98 civilians in January.", data)] == [None]
    published = "4 August 2016\nISIS captured the town in May. The warplane crashed there, and 27 people were killed."
    assert [line.month for line in mentions(published, data)] == [None]
    told = "4 August 2016\nSNHR published its toll of May. ISIS killed 27 people in May."
    assert [line.month for line in mentions(told, data)] == ["2016-05"]


def test_a_language_that_cannot_be_read_is_refused(data: Data) -> None:
    with pytest.raises(NotComparable, match="language 'xx': expected one of en, ar, de, fr, tr"):
        mentions("", data, language="xx")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from([*ENGLISH, *ARABIC, *OTHERS, *NEAR_MISSES]),
            st.sampled_from(
                ["\u202e", "\u200f", "🙂", "(", ";", ":", "\n", "و", "1,382", "killed", "by", "than", "%", "٪"]
            ),
            st.text(max_size=30),
        ),
        max_size=12,
    )
)
def test_any_text_is_read_without_an_error(data: Data, parts: list[str]) -> None:
    text = " ".join(parts)
    for line in mentions(text, data):
        assert text[line.start : line.end] == line.quote
        assert line.quote.strip()
