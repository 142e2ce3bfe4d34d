"""Made-up people of the region with their doubles: a second generator, written apart from the one the weights were learnt on.

Where the other one changes letters by rule, here each name has the spellings that clerks use, in Latin letters and in its own
script; a record is written in one of them, one in four in native letters. Nobody here exists: names are drawn word by word.
"""

import random
from dataclasses import dataclass, field

#: word in its own script, then Latin spellings; the first Latin one is the usual.
_LISTS = {
    "TH": {
        "F": "สมหญิง:Somying/Somjing/Somyin สุดา:Suda/Sudar/Sooda มาลี:Malee/Mali/Maly วันดี:Wandee/Wandi/Vandee นิภา:Nipha/Nipa/Nibha "
        "อรทัย:Orathai/Orratai/Oratai พรทิพย์:Porntip/Phonthip/Pornthip รัตนา:Rattana/Ratana/Ratthana กนกวรรณ:Kanokwan/Kanogwan/Kanokvan "
        "สุนิสา:Sunisa/Sunissa/Suneesa จันทร์เพ็ญ:Chanpen/Janpen/Chanphen ดวงใจ:Duangjai/Duangchai/Doungjai ปราณี:Pranee/Prani/Branee "
        "ลำไย:Lamyai/Lumyai/Lamjai วิภา:Wipha/Vipa/Wipa ศิริพร:Siriporn/Siriphon/Siripon อัญชลี:Anchalee/Unchalee/Anchali",
        "M": "สมชาย:Somchai/Somchay/Somjai สมศักดิ์:Somsak/Somsuk/Somsakdi ประเสริฐ:Prasert/Prasoet/Brasert วิชัย:Wichai/Vichai/Wichay "
        "บุญมี:Boonmee/Bunmi/Boonmi ธนากร:Thanakorn/Tanakorn/Thanakon ณรงค์:Narong/Naronk/Na-rong อนันต์:Anan/Anun/Anant "
        "สุรชัย:Surachai/Surachay/Suracha ชาติชาย:Chatchai/Chartchai/Chatchay ไพโรจน์:Pairoj/Phairot/Pairote มานะ:Mana/Marna/Manah "
        "กิตติ:Kitti/Kitty/Gitti เอกชัย:Ekachai/Eakachai/Ekkachai วีระ:Weera/Vira/Wira พิชิต:Pichit/Phichit/Pichid ทองดี:Thongdee/Tongdee/Thongdi",
        "heads": "ศรี:Sri/Si ทอง:Thong/Tong บุญ:Boon/Bun แก้ว:Kaew/Kaeo วงศ์:Wong/Vong สุข:Suk/Sook พรหม:Phrom/Prom จันทร์:Chan/Jan คำ:Kham/Kam "
        "อินทร์:In/Inn",
        "tails": "สุวรรณ:suwan/suvan ประเสริฐ:prasert/prasoet วัฒนา:wattana/watthana ชัย:chai/chay มณี:manee/mani สมบัติ:sombat/sombut รักษ์:rak/ruk "
        "พันธ์:phan/pan เจริญ:charoen/jaroen ไพศาล:paisan/phaisan ศักดิ์:sak/sakdi สาย:sai/say ภักดี:phakdee/pakdi",
    },
    "KH": {
        "family": "សុខ:Sok/Sokh/Sauk ជា:Chea/Chia/Jea កែវ:Keo/Kaev/Keov លី:Ly/Li ហេង:Heng/Hyng ឈិន:Chhin/Chin នួន:Nuon/Noun/Nun ផាន:Phan/Pan មាស:Meas/Mias "
        "សេង:Seng/Sang ប្រាក់:Prak/Brak ឡុង:Long/Lung ទេព:Tep/Tepp ឃឹម:Khim/Khoem/Kim សំ:Sam/Som អ៊ុក:Ouk/Uk ម៉ៅ:Mao/Mau ជិន:Chenn/Chen គង់:Kong/Kung "
        "រស់:Ros/Rous",
        "F": "សុភាព:Sopheap/Sophiep/Sopheab ចាន់ធី:Chanthy/Chanty/Chanti ស្រីម៉ុំ:Sreymom/Sreimom/Srey_Mom បុប្ផា:Bopha/Bupha/Bobpha "
        "សុគន្ធា:Sokunthea/Sokonthea/Sokuntea "
        "ស្រីពៅ:Sreypov/Sreypeou/Sreypao កល្យាណ:Kalyan/Kaliyan/Kolyan ដាវី:Davy/Davi/Daavy មុន្នី:Monny/Mony/Monni ផល្លា:Phalla/Palla/Phala "
        "សុធា:Sothea/Sotha/Sotia "
        "រំដួល:Rumduol/Romduol/Rumdoul ធីតា:Thida/Tida/Thyda វណ្ណា:Vanna/Wanna/Vannah",
        "M": "សុខា:Sokha/Sokhar/Soka ដារ៉ា:Dara/Darra/Dala វិបុល:Vibol/Vibul/Wibol រតនា:Ratana/Rottana/Rathana ពិសិដ្ឋ:Piseth/Pisith/Biseth "
        "សំណាង:Samnang/Samnarng/Somnang "
        "វាសនា:Veasna/Veasnar/Viasna ប៊ុនធឿន:Bunthoeun/Bunthoeurn/Bunthen រស្មី:Reaksmey/Raksmey/Rasmei សុភ័ក្រ:Sopheak/Sophak/Sopheaktra "
        "មករា:Makara/Makra/Markara "
        "ចំរើន:Chamroeun/Chamreun/Chomroeun វុទ្ធី:Vuthy/Vuthi/Wuthy ធារ៉ា:Theara/Tiara/Theera",
    },
    "MM": {
        "F": "ခင်:Khin/Khinn သန္တာ:Thandar/Thanda/Tandar မြ:Mya/Myar နွယ်:Nwe/Nway အေး:Aye/Aey ဝင်း:Win/Wynn စန်း:San/Sann ဖြူ:Phyu/Phyuu/Pyu "
        "လှိုင်:Hlaing/Hline "
        "နီလာ:Nilar/Neelar စု:Su/Suu မာ:Mar/Ma ဥ:Oo/Ohn ယဉ်:Yin/Yinn ချို:Cho/Choe သီတာ:Thida/Thidar/Theedar ဆွေ:Swe/Sway ငြိမ်း:Nyein/Nyane မေ:May/Mei",
        "M": "အောင်:Aung/Oung/Ong ကျော်:Kyaw/Gyaw/Kyo ဇော်:Zaw/Zor မျိုး:Myo/Myoe ထွန်း:Htun/Tun ဝင်း:Win/Wynn နိုင်:Naing/Nine မင်း:Min/Minn "
        "သိန်း:Thein/Thane "
        "ဇင်:Zin/Zinn လင်း:Lin/Linn ထက်:Htet/Htat/Tet ဖြိုး:Phyo/Pyo/Phyoe စိုး:Soe/So ဟိန်း:Hein/Hane လွင်:Lwin/Lwynn သူရ:Thura/Thuya ကို:Ko/Koh နေ:Nay/Ne",
    },
    "LA": {
        "F": "ບົວຄຳ:Bouakham/Buakham/Bouacam ຈັນທາ:Chantha/Chanta/Janta ມະນີ:Manee/Many/Mani ສີດາ:Sida/Seeda/Syda ວັນນາ:Vanna/Wanna/Vana ນ້ອຍ:Noy/Noi/Noey "
        "ແສງດາວ:Sengdao/Saengdao/Sengdaw ພອນ:Phone/Phon/Porn ດາວອນ:Davone/Davon/Davorn ຄຳ:Kham/Kam",
        "M": "ສົມສັກ:Somsack/Somsak/Somxak ບຸນມີ:Bounmy/Bunmi/Bounmee ຄຳພອນ:Khamphone/Khamphon/Kamphone ສີສຸກ:Sisouk/Sisuk/Sysouk ວິໄລ:Vilay/Vilai/Wilai "
        "ທອງ:Thong/Tong/Thongh ພູມີ:Phoumy/Phumi/Poumy ແກ້ວ:Keo/Kaew/Keow ຈັນ:Chanh/Chan/Jan ໄຊ:Xay/Sai/Say",
        "heads": "ສີ:Si/Sy ວົງ:Vong/Wong ພົມ:Phom/Pom ແກ້ວ:Keo/Kaew ອິນ:In/Inh ໄຊ:Xay/Say",
        "tails": "ສຸວັນ:souvanh/suvan ວິໄລ:vilay/vilai ມະນີ:many/mani ສັກ:sack/sak ພັກດີ:phakdy/pakdee ທະວົງ:thavong/tavong ຈະເລີນ:chaleun/jaleun "
        "ປັນຍາ:panya/panhya",
    },
    "VN": {
        "family": "Nguyễn Nguyễn Nguyễn Nguyễn Trần Trần Lê Lê Phạm Hoàng Phan Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý Lò Giàng Vàng Sùng Thào Hạng Lầu",
        "F": "Lan Hương Mai Nga Thảo Trang Xuân Yến Hạnh Hiền Hồng Huệ Linh Ngọc Thủy Tuyết Vân Oanh Phượng Quỳnh Dung Chi Hà Hằng Mỹ Pà Dở Chư Sua Mảy",
        "M": "Hùng Dũng Tuấn Minh Đức Long Nam Quang Sơn Thắng Toàn Cường Hải Hiếu Khánh Phong Phúc Tài Thành Vinh Bình Duy Khoa Kiên Páo Chứ Sính Dế "
        "Tùng An",
        "mid": "Thị Thị Thị Ngọc Thu Kim Văn Văn Đức Hữu Minh Thanh",
    },
    "ID": {
        "F": "Siti/Sitti Nur/Noer/Noor Wati/Watie Dewi/Dewie Sri/Sry Yuliana/Juliana/Yulianna Fatimah/Fatima/Patimah Aisyah/Aisha/Aisah "
        "Rahayu/Rahajoe Lestari/Lestary "
        "Kartini/Kartinie Suharti/Soeharti Rukmini/Roekmini Maryam/Marjam Halimah/Halima Ningsih/Ningsi Sulastri/Soelastri Endang Ratna Yanti/Janti",
        "M": "Muhammad/Mohd./Muh./Mochamad Ahmad/Achmad/Akhmad Budi/Boedi Agus/Agoes Suharto/Soeharto Yusuf/Jusuf/Joesoef Joko/Djoko Slamet/Selamet "
        "Hasan/Hassan "
        "Abdul/Abd. Rahman/Rachman Sukarno/Soekarno Wahyu/Wahjoe Umar/Oemar Eko Dwi Surya/Soerja Jaya/Djaja Cahyo/Tjahjo Iskandar",
        "last": "Siregar Nasution Wijaya/Widjaja Santoso/Santosa Kusuma/Koesoema Pratama Hidayat/Hidajat Saputra/Syaputra Simanjuntak/Simandjuntak "
        "Lubis Tanjung/Tandjung Hutapea",
    },
    "PH": {
        "F": "Maria/Ma. Cristina/Kristina/Christina Rosalinda/Rosalynda Marites/Maritess Jocelyn/Joselyn Lourdes/Lurdes Teresa/Theresa "
        "Catherine/Katherine/Kathryn Evangeline/Ebangeline "
        "Analiza/Annaliza Josefina/Josephina Grace Mercy/Mercedes Corazon/Corason Luz Imelda Rowena/Rowina Jennylyn/Jenelyn Victoria/Biktorya Gloria/Glorya",
        "M": "Jose/Hose Juan Antonio/Tonio Eduardo/Edwardo Reynaldo/Renaldo Mark/Marc Christian/Kristian Joseph/Josef Rodrigo/Rodrego Danilo/Danny "
        "Rogelio/Roger Wilfredo/Wilfred "
        "Ricardo/Rickardo Michael/Maykel Jerome/Gerome Ramon/Raymon Vicente/Bicente Francisco/Fransisco Carlito/Karlito Noel",
        "last": "Santos delos_Santos/Delos_Santos Reyes dela_Cruz/De_la_Cruz/Dela_Cruz Garcia Mendoza/Mendosa Bautista/Bawtista Villanueva/Vilyanueva "
        "Ramos Aquino/Akino Salazar/Salasar "
        "Gonzales/Gonzalez Fernandez/Fernandes Dimaguiba Macapagal/Makapagal Pangilinan Tolentino Manalo Lacson Abueva Catacutan Sumulong",
    },
}
_TITLES = {
    "TH": {"M": ["นาย", "Mr.", "Nai"], "F": ["นางสาว", "Miss", "Nang"]}, "KH": {"M": ["លោក", "Mr"], "F": ["អ្នក", "Neang"]},
    "MM": {"M": ["ဦး", "U", "Ko", "Mg"], "F": ["ဒေါ်", "Daw", "Ma"]}, "LA": {"M": ["ທ້າວ", "Thao"], "F": ["ນາງ", "Nang"]},
    "VN": {"M": ["Anh"], "F": ["Chị", "Cô"]}, "ID": {"M": ["Bpk.", "Sdr."], "F": ["Ibu", "Sdri."]}, "PH": {"M": ["Mr."], "F": ["Ms."]},
}
_PLACES = {
    country: names.split("|") for country, names in {
        "TH": "Chiang Rai|Nong Khai|Mukdahan|Sakon Nakhon|Trang|Phayao|Nan|Loei|Surin|Roi Et", "KH": "Takeo|Kampot|Pailin|Kandal|Prey "
        "Veng|Pursat|Siem Reap|Svay Rieng",
        "MM": "Bago|Mon|Kayin|Shan|Kachin|Yangon|Magway|Sagaing|Chin", "LA": "Savannakhet|Champasak|Luang Namtha|Khammouane|Bokeo|Salavan",
        "VN": "Ha Giang|Lao Cai|Lai Chau|Son La|Nghe An|An Giang|Ca Mau|Tay Ninh", "ID": "Indramayu|Cilacap|Lombok Timur|Malang|Kupang|Karawang|Sambas",
        "PH": "Tawi-Tawi|Zamboanga|Cotabato|Leyte|Iloilo|Bulacan|Quezon|Samar",
    }.items()
}
#: Those who stand for a whole: dates are seldom known, years heap on 0 and 5, and some are written in the Buddhist era.
NATIVE_SHARE, DATED, HEAPED, BUDDHIST = 0.25, 0.35, 0.12, 0.2


@dataclass
class Person:
    """Somebody made up."""

    number: int
    country: str
    sex: str
    words: list[list[str]]
    year: int
    day: tuple[int, int]
    place: str
    phone: str
    parent: list[list[str]] = field(default_factory=list)


def _choices(country: str, part: str) -> list[list[str]]:
    """Each word as its spellings; the native one in front where the country has a script of its own."""
    return [word.replace(":", "/").split("/") for word in _LISTS[country][part].split()]


def _compound(draw: random.Random, country: str) -> list[str]:
    head, tail = draw.choice(_choices(country, "heads")), draw.choice(_choices(country, "tails"))
    return [head[0] + tail[0], *(h + t for h in head[1:] for t in tail[1:])]


def _name(draw: random.Random, country: str, sex: str) -> list[list[str]]:
    if country in ("TH", "LA"):
        return [draw.choice(_choices(country, sex)), _compound(draw, country)]
    if country == "KH":
        return [draw.choice(_choices(country, "family")), draw.choice(_choices(country, sex))]
    if country == "MM":
        return [draw.choice(_choices(country, sex)) for _ in range(draw.choices([2, 3, 4], [3, 5, 2])[0])]
    if country == "VN":
        return [draw.choice(_choices(country, part)) for part in (("family", "mid", sex) if draw.random() < 0.9 else ("family", sex))]
    given = [draw.choice(_choices(country, sex)) for _ in range(draw.choices([1, 2], [5, 5])[0])]
    if country == "ID" and draw.random() < 0.35:
        return given
    return [*given, draw.choice(_choices(country, "last"))]


def person(draw: random.Random, number: int) -> Person:
    """Somebody made up, drawn word by word."""
    country, sex = draw.choice(list(_LISTS)), draw.choice("FFM")
    year = 2023 - min(65, max(6, int(draw.triangular(8, 50, 19))))
    return Person(
        number, country, sex, _name(draw, country, sex), year, (draw.randint(1, 12), draw.randint(1, 28)), draw.choice(_PLACES[country]),
        "0" + str(draw.randint(600000000, 999999999)), _name(draw, country, "F"),
    )


def _write(draw: random.Random, words: list[list[str]], country: str, native: bool, usual: float) -> str:
    own_script = country in ("TH", "KH", "MM", "LA")
    written = []
    for spellings in words:
        latin = spellings[1:] if own_script else spellings
        written.append(spellings[0] if native and own_script else latin[0] if draw.random() < usual or len(latin) == 1 else draw.choice(latin[1:]))
    if country == "VN" and draw.random() < 0.5:
        written = [_bare(word) for word in written]
    return ("" if native and country == "MM" else " ").join(written).replace("_", " ")


def _bare(word: str) -> str:
    import unicodedata

    return "".join(c for c in unicodedata.normalize("NFD", word.replace("đ", "d").replace("Đ", "D")) if not unicodedata.combining(c))


def _slip(draw: random.Random, name: str) -> str:
    place = draw.randrange(1, max(2, len(name)))
    return draw.choice([name[:place] + name[place + 1 :], name[: place - 1] + name[place : place + 1] + name[place - 1 : place] + name[place + 1 :]])


def record(draw: random.Random, who: Person, *, again: bool) -> dict[str, str]:
    """What a clerk wrote about her; ``again``: another clerk, another day."""
    words, year, native = list(who.words), who.year, draw.random() < NATIVE_SHARE
    if again and len(words) > 1:
        chance = draw.random()
        words = words[::-1] if chance < 0.1 else words[:-1] if chance < 0.15 else [words[0], *words[2:]] if chance < 0.2 and len(words) > 2 else words
    name = _write(draw, words, who.country, native, 0.6 if again else 0.75)
    if again and draw.random() < 0.1:
        name = _slip(draw, name)
    if again and draw.random() < 0.08:
        name = name.replace(" ", "", 1)
    if draw.random() < 0.2:
        title = draw.choice(_TITLES[who.country][who.sex])
        name = f"{title}{name}" if not title.isascii() and title[0] > "\u0e00" and native else f"{title} {name}"
    if again and draw.random() < 0.3:
        year += draw.choice([-2, -1, -1, 1, 1, 2])
    if draw.random() < HEAPED:
        year = 5 * round(year / 5)
    dated = year == who.year and draw.random() < DATED
    shown = year + 543 if who.country in ("TH", "LA", "KH") and draw.random() < BUDDHIST else year
    parent = _write(draw, who.parent, who.country, native, 0.7)
    return {
        "entity": str(who.number), "name": name.upper() if draw.random() < 0.1 else name, "sex": who.sex if draw.random() < 0.97 else "",
        "birth_year": str(shown) if draw.random() < 0.95 else "", "birth_date": f"{who.day[1]:02}/{who.day[0]:02}/{shown}" if dated else "",
        "country": who.country if draw.random() < 0.96 else "",
        "place": (who.place if draw.random() < 0.9 else draw.choice(_PLACES[who.country])) if draw.random() < 0.85 else "",
        "phone": (who.phone if draw.random() < 0.8 else "0" + str(draw.randint(600000000, 999999999))) if draw.random() < 0.4 else "",
        "parent": parent if draw.random() < 0.45 else "",
    }


def table(rows: int, seed: int, *, doubles: float = 0.12) -> dict[str, list[str]]:
    """One file of ``rows`` records in which the share ``doubles`` are somebody who stands there already. Column ``entity`` is the truth."""
    draw = random.Random(seed)
    again = int(rows * doubles)
    people = [person(draw, number) for number in range(rows - again)]
    made = [record(draw, who, again=False) for who in people] + [record(draw, draw.choice(people), again=True) for _ in range(again)]
    draw.shuffle(made)
    return {column: [row[column] for row in made] for column in made[0]}


#: How the columns are compared.
COMPARE = {
    "name": "name", "sex": "sex", "birth_year": "birth_year", "birth_date": "birth_date", "country": "country", "place": "place",
    "phone": "phone", "parent": "parent_name",
}
